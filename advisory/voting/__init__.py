"""Opinions on statements: what people agree on, and whether there are groups at all."""
