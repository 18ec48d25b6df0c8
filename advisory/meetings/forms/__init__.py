"""What facilitators write, and what people reply."""
