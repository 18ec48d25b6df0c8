"""Ends without an answer from a team: not in remit, merged, quiet, deleted, erased."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from advisory.answers import actions as answers
from advisory.contributions import actions as contributions
from advisory.contributions.models import Contribution
from advisory.custodian import actions as custodian
from advisory.feedback import queries
from advisory.feedback.actions import answering, moving, reading
from advisory.feedback.models import Due, Event, Feedback, State
from advisory.feedback.rules import GONE, Move
from advisory.feeds import actions as feeds
from advisory.foundation import keys
from advisory.foundation.access import Hat, Impossible
from advisory.handovers import actions as handovers
from advisory.languages.catalogues import for_staff
from advisory.meetings import actions as meetings
from advisory.noticeboard import actions as noticeboard
from advisory.paper import actions as paper
from advisory.people.models import Board
from advisory.recommendations.actions import telling as recommendations
from advisory.safeguarding import actions as safeguarding
from advisory.themes import actions as themes
from advisory.words import actions as words
from advisory.words.models import Text, TextKind


def out_of_remit(
    session: Session, feedback: Feedback, *, reason: str, board: Board, by: Hat
) -> None:
    """Not ours to answer: the person reads why, and where to go."""
    _explain(session, feedback, reason, board, by)
    moving.move(session, feedback, Move.OUT_OF_REMIT, by=by)
    _end(session, feedback)


def merge(session: Session, feedback: Feedback, into: Feedback, *, by: Hat) -> None:
    """The same person said it twice, or it is the same remark: one answer goes to both."""
    is_another = into.board_id == feedback.board_id and into.id != feedback.id
    if not is_another or into.state in GONE or into.held:
        raise Impossible(for_staff("Choose another item of this board."))
    if into.state is State.MERGED:
        raise Impossible(for_staff("That item was merged itself. Choose the one it went into."))
    feedback.merged_into_id = into.id
    moving.move(session, feedback, Move.MERGE, by=by)
    moving.note(session, into, f"merged: {feedback.reference}", by=by)
    answers.close_asks(session, feedback.contribution_id)
    moving.unmeet_none(feedback)


def close_quietly(session: Session, feedback: Feedback) -> None:
    """Nobody replied. It can be opened again for 90 days."""
    moving.move(session, feedback, Move.CLOSE_QUIETLY, by=None)
    answers.close_asks(session, feedback.contribution_id)
    feedback.paused_at = None
    moving.unmeet_none(feedback)


def delete_everything(session: Session, contribution: Contribution) -> None:
    """The person deletes: the key goes first, then every room forgets. A tombstone stays."""
    feedback = queries.item_of(session, contribution.id)
    _forget_in_every_room(session, contribution, feedback, Move.DELETE)
    if feedback is not None:
        _free_merged(session, feedback)


def erase(session: Session, feedback: Feedback) -> None:
    """Its time is over. What was merged into it goes the same day, so nobody waits for it."""
    _forget_in_every_room(session, feedback.contribution, feedback, Move.ERASE)


def _forget_in_every_room(
    session: Session, contribution: Contribution, feedback: Feedback | None, step: Move
) -> None:
    keys.destroy(contribution.data_key)
    custodian.forget(session, contribution)
    handovers.forget(session, contribution)
    safeguarding.forget(session, contribution)
    noticeboard.forget(session, contribution)
    meetings.forget(session, contribution)
    recommendations.forget(session, contribution)
    feeds.forget(session, contribution)
    themes.forget(session, contribution)
    answers.forget(session, contribution)
    paper.forget(session, contribution)
    if feedback is not None:
        moving.move(session, feedback, step, by=None)
        forget(session, feedback)
    contributions.forget(session, contribution)


def _free_merged(session: Session, feedback: Feedback) -> None:
    """Others waited for this one's answer, which is gone with its key: they are read again."""
    for merged in queries.merged_into(session, feedback.id):
        answering.reopen(session, merged, board=moving.board_of(session, merged.board_id))


def forget(session: Session, feedback: Feedback) -> None:
    """Leaves the number, the kind, the topic, the month and how it ended: a tombstone."""
    session.flush()
    session.execute(delete(Event).where(Event.feedback_id == feedback.id))
    session.execute(delete(Due).where(Due.feedback_id == feedback.id))
    session.expire(feedback, ["events", "dues"])
    feedback.place = feedback.service_id = feedback.owner_id = feedback.team_id = None
    feedback.understood_by_id = feedback.understood_at = feedback.understood_how = None
    feedback.paused_at = feedback.resumes = feedback.ending_id = feedback.rejected_from = None
    feedback.merged_into_id = feedback.face = None
    feedback.held = feedback.awaits_translation = False
    feedback.returns = feedback.reopens = feedback.escalation = 0
    month = feedback.arrived_on.replace(day=1)
    feedback.arrived_on = feedback.promised_on = month
    feedback.closed_on = feedback.closed_on.replace(day=1) if feedback.closed_on else None
    moving.settle(feedback)


def _explain(session: Session, feedback: Feedback, reason: str, board: Board, by: Hat) -> None:
    contribution = feedback.contribution
    feedback.ending = _text(session, contribution, reason, board, by)
    if contribution.reads != "en":
        words.ask_translation(session, feedback.ending, language=contribution.reads, due_at=None)


def _text(session: Session, contribution: Contribution, body: str, board: Board, by: Hat) -> Text:
    return words.write_text(
        session,
        board_id=board.id,
        kind=TextKind.ANSWER,
        language="en",
        body=body,
        data_key=contribution.data_key,
        person_id=by.person_id,
    )


def _end(session: Session, feedback: Feedback) -> None:
    # A facilitator's own answer may have come between: the team is asked no longer.
    answers.close_asks(session, feedback.contribution_id)
    moving.unmeet_none(feedback)
    reading.tell_member(session, feedback, "news", f"end/{feedback.id}")
