"""Asking another organisation or person to help, with the yes of the one who spoke."""
