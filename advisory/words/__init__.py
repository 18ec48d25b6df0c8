"""Texts and their versions in every language, with who made and who checked each."""
