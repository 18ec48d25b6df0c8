"""Releasing passages, keeping a codebook, and putting labels on what people said."""

from advisory.themes.actions.coding import draw, put_labels, set_double, settle
from advisory.themes.actions.exchanging import bring
from advisory.themes.actions.labels import (
    Overtaken,
    Wording,
    add_label,
    add_starter,
    agree_label,
    change_label,
    merge_label,
)
from advisory.themes.actions.releasing import forget, release_passage, take_back_passage

__all__ = [
    "Overtaken",
    "Wording",
    "add_label",
    "add_starter",
    "agree_label",
    "bring",
    "change_label",
    "draw",
    "forget",
    "merge_label",
    "put_labels",
    "release_passage",
    "set_double",
    "settle",
    "take_back_passage",
]
