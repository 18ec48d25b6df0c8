"""The one place where a number becomes one that may leave the board's desk."""
