"""What may happen around a meeting, when, and by whom."""
