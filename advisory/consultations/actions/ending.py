"""The person deletes: the key goes first, then every room forgets."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from advisory.answers import actions as answers
from advisory.consultations.actions import counting
from advisory.consultations.models import Entry, OwnWords, Response
from advisory.consultations.queries.responses import response_of
from advisory.contributions import actions as contributions
from advisory.contributions.models import Contribution
from advisory.custodian import actions as custodian
from advisory.feeds import actions as feeds
from advisory.foundation import audit, keys
from advisory.handovers import actions as handovers
from advisory.meetings import actions as meetings
from advisory.noticeboard import actions as noticeboard
from advisory.paper import actions as paper
from advisory.recommendations.actions import telling as recommendations
from advisory.safeguarding import actions as safeguarding
from advisory.themes import actions as themes
from advisory.voting import actions as voting


def delete_everything(session: Session, contribution: Contribution) -> None:
    """One person's answers, wherever they went. Counts follow, while they can still be read."""
    found = response_of(session, contribution.id)
    if found is not None:
        counting.take_out(session, found)
    _forget_in_every_room(session, contribution, "response deleted by member", counts_stay=False)


def erase(session: Session, response: Response) -> None:
    """Its time is over. What was counted stays: it leads back to nobody."""
    _forget_in_every_room(session, response.contribution, "response erased", counts_stay=True)


def _forget_in_every_room(
    session: Session, contribution: Contribution, what: str, *, counts_stay: bool
) -> None:
    voting.forget(session, contribution, counts_stay=counts_stay)
    keys.destroy(contribution.data_key)
    custodian.forget(session, contribution)
    handovers.forget(session, contribution)
    safeguarding.forget(session, contribution)
    noticeboard.forget(session, contribution)
    meetings.forget(session, contribution)
    recommendations.forget(session, contribution)
    feeds.forget(session, contribution)
    themes.forget(session, contribution)
    paper.forget(session, contribution)
    answers.forget(session, contribution)
    forget(session, contribution)
    board_id, about_id = contribution.board_id, contribution.id
    audit.record(session, what, "contribution", about_id, board_id=board_id, coarse=True)
    contributions.forget(session, contribution)


def forget(session: Session, contribution: Contribution) -> None:
    """Nothing stays of a response: not that there was one, nor in which language."""
    session.flush()
    found = response_of(session, contribution.id)
    if found is not None:
        session.execute(delete(OwnWords).where(OwnWords.response_id == found.id))
        session.execute(delete(Entry).where(Entry.response_id == found.id))
        session.expunge(found)
        session.execute(delete(Response).where(Response.id == found.id))
