"""A team's presses: from the desk (`by` a lead) or by the one-time link of a letter (`by` None)."""

from datetime import date

from sqlalchemy.orm import Session

from advisory.answers import actions as answers
from advisory.answers.models import AnswerLink, Ask, Commitment
from advisory.answers.rules import Written, is_open
from advisory.feedback.actions import answering, moving
from advisory.feedback.models import Feedback, State
from advisory.foundation.access import Hat
from advisory.recommendations import queries as recommendations
from advisory.recommendations.actions import telling


def acknowledge_ask(session: Session, item: Feedback, ask: Ask, *, by: Hat | None) -> None:
    """Safe to press twice."""
    if ask.acknowledged_at is None and item.state is State.ROUTED:
        answering.acknowledge(session, item, ask, by=by)


def hand_back_ask(
    session: Session, item: Feedback, ask: Ask, *, reason: str, by: Hat | None
) -> None:
    """Safe to press twice."""
    if is_open(ask):
        board = moving.board_of(session, item.board_id)
        answering.hand_back(session, item, ask, reason=reason, board=board, by=by)


def settle_promise(
    session: Session,
    commitment: Commitment,
    *,
    happened: bool,
    evidence: str,
    again_on: date | None,
    by: Hat,
) -> None:
    """What came of it; a recommendation whose promise has ended is followed to its end."""
    answers.settle(
        session, commitment, happened=happened, evidence=evidence, again_on=again_on, by=by
    )
    advice_id = commitment.answer.advice_id
    own = recommendations.recommendation(session, advice_id) if advice_id else None
    if own is not None:
        telling.follow(session, own, by=by)


def hand_in_answer(
    session: Session,
    item: Feedback,
    written: Written,
    *,
    ask: Ask,
    link: AnswerLink | None = None,
    by: Hat | None,
) -> None:
    """The answer goes to a facilitator; the link that brought it opens nothing more."""
    if link is not None:
        answers.use_link(session, link)
    board = moving.board_of(session, item.board_id)
    answering.hand_in(session, item, written, ask=ask, board=board, by=by)
