"""Keeping opinions and sentences, deciding about sentences, analysing, and forgetting."""

from advisory.voting.actions.forgetting import forget, forget_poll, take_back_sentence
from advisory.voting.actions.importing import import_conversation
from advisory.voting.actions.moderating import keep_back, merge, publish, reword
from advisory.voting.actions.voting import (
    add_sentence,
    keep_opinions,
    make_poll,
    set_starting,
)

__all__ = [
    "add_sentence",
    "forget",
    "forget_poll",
    "import_conversation",
    "keep_back",
    "keep_opinions",
    "make_poll",
    "merge",
    "publish",
    "reword",
    "set_starting",
    "take_back_sentence",
]
