"""A person's address, opened by two people, for a reason and for a short time."""
