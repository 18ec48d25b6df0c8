"""Reading polls: their sentences, what was said of them, and the table of votes."""
