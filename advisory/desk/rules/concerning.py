"""What a concern is called, and the line of its log that says what was decided."""

from collections.abc import Mapping

from advisory.languages.catalogues import for_staff
from advisory.safeguarding.models import ConcernState

STATE_NAMES: Mapping[ConcernState, str] = {
    ConcernState.FLAGGED: for_staff("Nobody has looked yet"),
    ConcernState.HELD: for_staff("Looked at, not decided"),
    ConcernState.PASSED_ON: for_staff("Passed on"),
    ConcernState.CLEARED: for_staff("Nobody in danger"),
}
STATE_TONES: Mapping[ConcernState, str] = {
    ConcernState.FLAGGED: "bad",
    ConcernState.HELD: "warn",
    ConcernState.PASSED_ON: "good",
    ConcernState.CLEARED: "",
}

_LOG_NAMES: Mapping[str, str] = {
    "seen": for_staff("Looked at"),
    "note": for_staff("Note"),
    ConcernState.PASSED_ON: for_staff("Passed on"),
    ConcernState.CLEARED: for_staff("Nobody in danger"),
    "words deleted by the person": for_staff("The person deleted their words"),
}

_PASSED_ON = for_staff("To: %(to)s. The person agreed: %(agreed)s.")


def log_words(what: str) -> str:
    return str(_LOG_NAMES.get(what, what))


def passed_on_words(*, to: str, agreed: str, reason: str) -> str:
    """One entry holds it all, so that it is sealed together."""
    return f"{_PASSED_ON % {'to': to, 'agreed': agreed}}\n{reason}"
