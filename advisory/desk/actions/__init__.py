"""What one press on the desk does in several rooms, by topic."""
