"""What the person who added a sentence is told about it, on the page of their code."""

from collections.abc import Mapping

from advisory.languages.catalogues import for_public
from advisory.voting.models import Reason, State, Statement
from advisory.voting.rules.asking import is_shown

STATES: Mapping[State, str] = {
    State.WAITING: for_public("Your sentence: we read it before others see it."),
    State.PUBLISHED: for_public("Your sentence: others can see it."),
    State.KEPT_BACK: for_public("Your sentence: others do not see it."),
    State.MERGED: for_public("Your sentence: we put it together with this one."),
}
REASONS: Mapping[Reason, str] = {
    Reason.NAMES_SOMEBODY: for_public("It could show who somebody is."),
    Reason.OTHER_QUESTION: for_public("It is about something else."),
    Reason.HURTS: for_public("It may hurt people."),
    Reason.NOT_CLEAR: for_public("We could not understand it."),
}


def told(statement: Statement) -> tuple[str, str]:
    """What was done with it, and why; "" where there is nothing to explain."""
    state = statement.state
    if state is State.PUBLISHED and not is_shown(statement):
        state = State.KEPT_BACK
    return STATES[state], REASONS[statement.reason] if statement.reason else ""
