"""`make bench`: what the budgets promise, beside a bare page of the same size, in one run."""
