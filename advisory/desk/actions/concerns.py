"""A decided concern lets its item go back to the inbox, or keeps it held."""

from sqlalchemy.orm import Session

from advisory.desk.rules.concerning import passed_on_words
from advisory.feedback.actions import reading
from advisory.feedback.models import Feedback
from advisory.feedback.rules import GONE
from advisory.foundation.access import Hat, Impossible, allow
from advisory.handovers import actions as handovers
from advisory.handovers.actions import Receiver
from advisory.languages.catalogues import for_staff
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
        _release(session, item, by)


def let_answering_go_on(
    session: Session, concern: Concern, item: Feedback | None, *, by: Hat
) -> None:
    """Later than the decision. Safe to press twice."""
    allow(rules.may_see(by, concern), exists=False)
    if rules.holds(concern):
        raise Impossible(for_staff("This is not decided yet."))
    _release(session, item, by)


def _release(session: Session, item: Feedback | None, by: Hat) -> None:
    if item is not None and item.held and item.state not in GONE:
        reading.release(session, item, by=by)
