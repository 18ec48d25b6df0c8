"""Reading consultations, what was answered, and how often."""
