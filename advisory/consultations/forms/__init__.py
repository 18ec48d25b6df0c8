"""What people answer, and what staff write."""
