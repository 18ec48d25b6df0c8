"""Forms on paper: what each edition asks, and the batches in which two people key them."""
