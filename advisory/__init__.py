"""Community feedback that must be answered: said, understood, answered, and told back."""
