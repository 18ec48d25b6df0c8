"""The forms of the staff's desk, by topic."""
