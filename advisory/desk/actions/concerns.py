"""A decided concern lets its item go back to the inbox, or keeps it held."""

from sqlalchemy.orm import Session

from advisory.desk.rules.concerning import passed_on_words
from advisory.feedback.actions import reading
from advisory.feedback.models import Feedback
from advisory.feedback.rules import GONE
from advisory.foundation.access import Hat, allow
from advisory.handovers import actions as handovers
from advisory.handovers.actions import Receiver
from advisory.safeguarding import actions as safeguarding
from advisory.safeguarding import rules
from advisory.safeguarding.models import Concern, ConcernState, Consent
from advisory.safeguarding.rules import Decision


def decide_concern(  # noqa: PLR0913 - a decision and what has to stand in the log
    session: Session,
    concern: Concern,
    item: Feedback | None,
    *,
    outcome: ConcernState,
    reason: str,
    decision: Decision,
    to: str = "",
    goes_on: bool,
    by: Hat,
) -> None:
    """Cleared words always go back; what was passed on only when answering `goes_on`.

    Passing on is a hand-over: with the person's yes, or with the reason to do without it.
    """
    said = passed_on_words(to=to, reason=reason) if to else reason
    safeguarding.decide(session, concern, outcome=outcome, reason=said, decision=decision, by=by)
    if outcome is ConcernState.PASSED_ON:
        handovers.offer(
            session,
            concern.contribution,
            to=Receiver(to),
            what=reason,
            overriding="" if decision.consent is Consent.AGREED else decision.overriding,
            by=by,
        )
    if goes_on or outcome is ConcernState.CLEARED:
        _release(session, concern, item, by)


def let_answering_go_on(
    session: Session, concern: Concern, item: Feedback | None, *, by: Hat
) -> None:
    """Later than the decision. Safe to press twice."""
    allow(rules.may_see(by, concern), exists=False)
    _release(session, concern, item, by)


def _release(session: Session, concern: Concern, item: Feedback | None, by: Hat) -> None:
    """An answer to a consultation has no item: its words are in the lists again at once."""
    if item is None:
        safeguarding.let_go_on(session, concern, by=by)
    elif item.held and item.state not in GONE:
        reading.release(session, item, by=by)
