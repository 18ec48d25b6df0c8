"""Everybody reads it once two people stand behind that; it is followed to its end; it forgets."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from advisory.answers import queries as asked
from advisory.answers.models import CommitmentState, Outcome
from advisory.contributions.models import Contribution
from advisory.foundation.access import Hat, Impossible, allow
from advisory.languages.catalogues import for_staff
from advisory.noticeboard import actions as noticeboard
from advisory.noticeboard.actions import Proposed
from advisory.noticeboard.models import Notice, Publication
from advisory.people.models import Board
from advisory.recommendations import rules
from advisory.recommendations.actions.trail import note
from advisory.recommendations.models import Recommendation, Stage, Voice

WAITING = {Publication.PROPOSED, Publication.APPROVED}


def propose_notice(session: Session, own: Recommendation, *, board: Board, by: Hat) -> Notice:
    """Of what is asked or, once the answer was sent, of both. A second person approves it.

    Its words are the recommendation's and the answer's own texts, with their translations.
    """
    allow(rules.may_write(by, own), exists=False)
    if own.put_on is None:
        raise Impossible(for_staff("Put it to a team first."))
    answer = rules.sent(asked.answers_about(session, own.id))
    before = own.notice
    if before is not None and before.state in WAITING | {Publication.PUBLISHED}:
        is_the_same = (before.did is not None) == (answer is not None)
        if is_the_same:
            return before
        if before.state in WAITING:
            raise Impossible(for_staff("Approve or stop the notice that waits first."))
    proposed = Proposed(
        title=own.ask,
        said=own.why,
        did=answer.will if answer else "",
        outcome=answer.outcome if answer else Outcome.NO_ANSWER_RECEIVED,
        promised_for=answer.by_on if answer else None,
        asked_on=own.put_on,
        replaces=_standing(before),
    )
    own.notice = noticeboard.propose(session, proposed, board=board, by=by)
    session.flush()
    note(session, "recommendation notice proposed", own, by=by)
    return own.notice


def _standing(notice: Notice | None) -> Notice | None:
    """What everybody reads now: it goes when the new notice comes."""
    if notice is None or notice.state is Publication.PUBLISHED:
        return notice
    return notice.replaces


def follow(session: Session, own: Recommendation, *, by: Hat | None) -> None:
    """After a promise was settled: nothing more is to come when it has ended."""
    answer = rules.sent(asked.answers_about(session, own.id))
    promised = asked.commitments_to(session, [answer.id]) if answer else {}
    is_open = any(one.state is CommitmentState.PROMISED for one in promised.values())
    if own.stage is Stage.ANSWERED and not is_open:
        own.stage = Stage.FOLLOWED
        note(session, "recommendation followed", own, by=by)


def forget(session: Session, contribution: Contribution) -> None:
    """The person's link goes. What is asked stays, with its number: its words are the board's."""
    session.flush()
    session.execute(delete(Voice).where(Voice.contribution_id == contribution.id))
