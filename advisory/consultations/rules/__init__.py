"""Kinds of questions, when one is asked, what each step needs, and the templates to begin with."""
