"""What is to be done with a voice next."""

from collections.abc import Mapping
from enum import StrEnum

from advisory.foundation.access import Hat
from advisory.languages.catalogues import for_staff
from advisory.words import rules
from advisory.words.models import Status, Text


class Task(StrEnum):
    """In the order in which they are needed."""

    UNDERSTAND = "understand"
    WRITE_DOWN = "write_down"
    CHECK = "check"
    TRANSLATE = "translate"


TASK_NAMES: Mapping[Task, str] = {
    Task.UNDERSTAND: for_staff("Nobody has understood it yet"),
    Task.WRITE_DOWN: for_staff("To write down"),
    Task.CHECK: for_staff("Written down, to check"),
    Task.TRANSLATE: for_staff("To translate"),
}


def task_of(hat: Hat, text: Text, *, understood: bool) -> Task | None:
    """None while somebody else has it in hand, or another person must check it."""
    heard = rules.transcript(text)
    taken = heard is not None and heard.translator_id not in {None, hat.person_id}
    if heard is None or heard.status in {Status.MISSING, Status.DRAFT}:
        if taken:
            return None
        return Task.WRITE_DOWN if understood else Task.UNDERSTAND
    if heard.status is Status.TO_CHECK and rules.may_check(hat, heard):
        return Task.CHECK
    return Task.TRANSLATE if needs_english(text) and not taken else None


def needs_english(text: Text) -> bool:
    """Written down, and not yet translated by a person."""
    if text.language == "en":
        return False
    made = [row for row in text.versions if row.language == "en" and row.method.startswith("human")]
    return not any(row.status in rules.READABLE for row in made)
