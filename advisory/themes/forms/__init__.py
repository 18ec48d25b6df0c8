"""What people write while they make sense of words."""
