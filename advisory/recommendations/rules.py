"""How a recommendation is named, who may see it, how late it is, and what everybody may read."""

from collections.abc import Sequence
from datetime import datetime

from advisory.answers.models import Answer, AnswerState, Ask, Outcome, Stance
from advisory.answers.rules import is_open, owes
from advisory.foundation.access import Hat, Role
from advisory.noticeboard.models import Publication
from advisory.recommendations.models import Recommendation, Stage
from advisory.words.models import Text

OUTCOMES = {
    Stance.ACCEPTED: Outcome.CHANGE_PLANNED,
    Stance.PARTLY: Outcome.CHANGE_PLANNED,
    Stance.NOT_ACCEPTED: Outcome.NO_CHANGE,
    Stance.NEEDS_MORE: Outcome.INFORMATION_GIVEN,
}
"""What an answer to a recommendation counts as beside all other answers."""
PROMISES = {Stance.ACCEPTED, Stance.PARTLY}


def number_of(own: Recommendation) -> str:
    """Like REC-2026-014."""
    return f"REC-{own.year}-{own.number:03d}"


def texts_of(own: Recommendation) -> list[Text]:
    return [text for text in (own.ask, own.change, own.why, own.minority) if text is not None]


def may_write(hat: Hat, own: Recommendation) -> bool:
    return hat.board_id == own.board_id and hat.role is Role.FACILITATOR


def may_be_put(own: Recommendation) -> bool:
    return own.stage in {Stage.DRAFT, Stage.BACK}


def may_be_answered(own: Recommendation, ask: Ask, answers: Sequence[Answer]) -> bool:
    """While a team has it, and no answer of this ask waits for a facilitator's look."""
    waits = any(one.state is AnswerState.IN_REVIEW for one in answers if one.ask_id == ask.id)
    return own.stage is Stage.PUT and is_open(ask) and not waits


def sent(answers: Sequence[Answer]) -> Answer | None:
    """What the team said for good. That it needs more was said to us, not to everybody."""
    return next(
        (
            one
            for one in reversed(answers)
            if one.state is AnswerState.SENT and one.stance is not Stance.NEEDS_MORE
        ),
        None,
    )


def is_public(own: Recommendation) -> bool:
    """Two people stand behind it: the notice of it is published, or the one before it still is."""
    notice = own.notice
    if notice is None:
        return False
    kept = notice.replaces
    return notice.state is Publication.PUBLISHED or (
        notice.state in {Publication.PROPOSED, Publication.APPROVED, Publication.STOPPED}
        and kept is not None
        and kept.state is Publication.PUBLISHED
    )


def shows_answer(own: Recommendation) -> bool:
    """Whether a second person has agreed that everybody reads the answer."""
    notice = own.notice
    return notice is not None and notice.state is Publication.PUBLISHED and notice.did is not None


def is_late(ask: Ask | None, at: datetime) -> bool:
    """Only a team that agreed to the clocks is ever late."""
    return ask is not None and owes(ask) and ask.answer_by < at


def lateness(ask: Ask, at: datetime) -> int:
    """1 when late, 2 when twice the time has passed, 3 when it is late by that much again."""
    if not is_late(ask, at):
        return 0
    allowed = ask.answer_by - ask.asked_at
    return min(3, 1 + (at - ask.answer_by) // allowed)
