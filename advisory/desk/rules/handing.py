"""What a hand-over is called on the desk."""

from collections.abc import Mapping

from advisory.handovers.models import HandOver, Step, Yes
from advisory.languages.catalogues import for_staff

STEP_NAMES: Mapping[Step, str] = {
    Step.ASKED: for_staff("Waits for the person’s yes"),
    Step.SAID_NO: for_staff("The person said no"),
    Step.OFFERED: for_staff("Asked, no reply yet"),
    Step.ACCEPTED: for_staff("They help"),
    Step.REJECTED: for_staff("They cannot help"),
    Step.REVOKED: for_staff("Taken back"),
    Step.DONE: for_staff("Done"),
}
STEP_TONES: Mapping[Step, str] = {
    Step.ASKED: "warn",
    Step.SAID_NO: "",
    Step.OFFERED: "warn",
    Step.ACCEPTED: "good",
    Step.REJECTED: "bad",
    Step.REVOKED: "",
    Step.DONE: "good",
}


def yes_words(hand_over: HandOver) -> str:
    """How it rests on the person's yes."""
    if hand_over.yes is Yes.OWN_PAGE:
        return str(for_staff("The person said yes on their page"))
    if hand_over.yes is Yes.SPOKEN:
        return str(for_staff("The person said yes to one of us"))
    if hand_over.overridden_by_id is not None:
        return str(for_staff("Without their yes, to keep somebody safe"))
    return str(for_staff("Not yet"))
