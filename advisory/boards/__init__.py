"""A board's own affairs: what must be there before sending opens."""
