"""What a concern is called, and the line of its log that says what was decided."""

from collections.abc import Mapping

from advisory.languages.catalogues import for_staff
from advisory.safeguarding.models import ConcernState, Consent
from advisory.safeguarding.rules import Decision

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
    "has it": for_staff("“I have it”"),
    "seen": for_staff("Looked at"),
    "note": for_staff("Note"),
    "corrected": for_staff("Correction"),
    "hand-over: asked": for_staff("The person is asked for their yes"),
    "hand-over: said_no": for_staff("The person said no"),
    "hand-over: offered": for_staff("Asked to help"),
    "hand-over: accepted": for_staff("They help"),
    "hand-over: rejected": for_staff("They cannot help"),
    "hand-over: revoked": for_staff("Taken back"),
    "hand-over: done": for_staff("They say it is done"),
    ConcernState.PASSED_ON: for_staff("Passed on"),
    ConcernState.CLEARED: for_staff("Nobody in danger"),
    "words deleted by the person": for_staff("The person deleted their words"),
}

CONSENTS: Mapping[Consent, str] = {
    Consent.AGREED: for_staff("Asked: the person said yes"),
    Consent.REFUSED: for_staff("Asked: the person said no"),
    Consent.NOT_SOUGHT: for_staff("Not asked"),
}
_PASSED_ON = for_staff("To: %(to)s.")


def log_words(what: str) -> str:
    return str(_LOG_NAMES.get(what, what))


def passed_on_words(*, to: str, reason: str) -> str:
    """One entry holds it all, so that it is sealed together."""
    return f"{_PASSED_ON % {'to': to}}\n{reason}"


def decision_facts(decision: Decision) -> list[tuple[str, str]]:
    """What a decision says beside its reason, in lines of a list."""
    return [
        (str(for_staff("Consent")), str(CONSENTS[decision.consent])),
        (str(for_staff("Why")), decision.why),
        (str(for_staff("Without their yes, because")), decision.overriding),
        (str(for_staff("Told")), decision.told),
        (str(for_staff("Next")), decision.next_step),
    ]
