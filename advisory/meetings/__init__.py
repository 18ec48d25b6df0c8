"""Gatherings of a board, from the agenda to what was promised."""
