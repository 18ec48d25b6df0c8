"""Passages, the codebook, and what people marked."""

from advisory.themes.queries.passages import passages_from, passages_of, released, released_from

__all__ = ["passages_from", "passages_of", "released", "released_from"]
