"""Staff's work across the rooms."""
