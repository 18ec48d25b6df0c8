"""Writing texts and their versions, publishing the set, and keeping the termbase."""

from advisory.words.actions.opening import open_language
from advisory.words.actions.revising import revise_text
from advisory.words.actions.sets import Overtaken, change_set_text, publish_set
from advisory.words.actions.terms import add_starter_terms, set_term
from advisory.words.actions.translating import (
    add_known,
    add_starter,
    ask_translation,
    carry_over,
    check_translation,
    claim,
    claim_transcript,
    contest,
    forget,
    forget_text,
    forget_voice,
    hand_back,
    keep_draft,
    keep_machine_draft,
    name_language,
    send_back,
    write_gist,
    write_text,
    write_translation,
)

__all__ = [
    "Overtaken",
    "add_known",
    "add_starter",
    "add_starter_terms",
    "ask_translation",
    "carry_over",
    "change_set_text",
    "check_translation",
    "claim",
    "claim_transcript",
    "contest",
    "forget",
    "forget_text",
    "forget_voice",
    "hand_back",
    "keep_draft",
    "keep_machine_draft",
    "name_language",
    "open_language",
    "publish_set",
    "revise_text",
    "send_back",
    "set_term",
    "write_gist",
    "write_text",
    "write_translation",
]
