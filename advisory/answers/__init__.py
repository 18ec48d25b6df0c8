"""What a team was asked, what it answered, by when, and what it promised."""
