"""A finished translation moves on what waited for it: the first reading, or the answer."""

from sqlalchemy.orm import Session

from advisory.answers.models import Answer, AnswerState
from advisory.contributions.models import Contribution, Speaker
from advisory.feedback.actions import answering, reading
from advisory.feedback.models import Feedback
from advisory.foundation.access import Hat
from advisory.words import actions as words
from advisory.words import queries as texts
from advisory.words import rules
from advisory.words.models import TextKind, Version

ENGLISH = "en"
_OF_THE_PERSON = {TextKind.CONTRIBUTION, TextKind.MESSAGE}


def finish_translation(
    session: Session,
    version: Version,
    *,
    item: Feedback | None,
    answer: Answer | None,
    body: str,
    by: Hat,
) -> None:
    """Ready: another person can check it, and whoever waited can go on."""
    words.write_translation(session, version, body=body, ready=True, by=by)
    _go_on(session, version, item, answer, by)


def check_translation(
    session: Session,
    version: Version,
    *,
    item: Feedback | None,
    answer: Answer | None,
    body: str,
    by: Hat,
) -> None:
    """Checked by another person, who may have corrected it."""
    corrected = body if body != texts.reading(session, version) else None
    words.check_translation(session, version, by=by, body=corrected)
    _go_on(session, version, item, answer, by)


def _go_on(
    session: Session, version: Version, item: Feedback | None, answer: Answer | None, by: Hat
) -> None:
    if item is None:
        return
    if answer is not None and answer.state is AnswerState.IN_REVIEW:
        answering.answer_translated(session, item, answer)
    waits = item.understood_at is None or item.awaits_translation
    spoken = version.text.kind in _OF_THE_PERSON and version.language == ENGLISH
    if waits and spoken and _is_all_in_english(item.contribution):
        reading.translated(session, item, by=by)


def _is_all_in_english(contribution: Contribution) -> bool:
    said = [row.text for row in contribution.messages if row.speaker is Speaker.MEMBER]
    return all(text.language == ENGLISH or rules.english(text) is not None for text in said)
