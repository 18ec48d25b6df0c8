"""A community advisory board that answers people in their own language."""
