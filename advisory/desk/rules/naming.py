"""What states, kinds and ways of arriving are called on the desk."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from advisory.answers.models import AnswerState, Outcome
from advisory.contributions.models import Channel, Contribution
from advisory.feedback.models import Feedback, Kind, State, Understood
from advisory.feedback.rules import Column
from advisory.foundation.access import Hat
from advisory.languages.catalogues import current, for_staff
from advisory.languages.registry import LANGUAGES, SPOKEN
from advisory.languages.text import ascii_digits
from advisory.people.models import Standing
from advisory.words.rules import UNKNOWN, Provenance

COLUMN_NAMES: Mapping[Column, str] = {
    Column.TO_READ: for_staff("To read"),
    Column.NEEDS_TRANSLATION: for_staff("Needs translation"),
    Column.WITH_A_TEAM: for_staff("With a team"),
    Column.READY_TO_SEND: for_staff("Ready to send"),
    Column.FINISHED: for_staff("Finished"),
}

STATE_NAMES: Mapping[State, str] = {
    State.RECEIVED: for_staff("To read"),
    State.QUARANTINED: for_staff("Set aside as spam"),
    State.IN_READING: for_staff("Being read"),
    State.NEEDS_MEMBER: for_staff("Waiting for the person"),
    State.ROUTED: for_staff("With a team"),
    State.RETURNED: for_staff("Handed back by a team"),
    State.ACKNOWLEDGED: for_staff("With a team, accepted"),
    State.IN_PROGRESS: for_staff("A team writes the answer"),
    State.ANSWER_REVIEW: for_staff("Answer to look at"),
    State.ANSWERED: for_staff("Answered"),
    State.REOPENED: for_staff("Opened again"),
    State.CLOSED_SATISFIED: for_staff("Finished, it answered them"),
    State.CLOSED_UNSATISFIED: for_staff("Finished, it did not answer them"),
    State.CLOSED_NO_REPLY: for_staff("Finished without a reply"),
    State.NOT_IN_REMIT: for_staff("Not ours to answer"),
    State.MERGED: for_staff("Merged"),
    State.REJECTED_SPAM: for_staff("Spam"),
    State.DELETED_BY_MEMBER: for_staff("Deleted by the person"),
    State.ERASED: for_staff("Erased"),
}

KIND_NAMES: Mapping[Kind, str] = {
    Kind.QUESTION: for_staff("Question"),
    Kind.SUGGESTION: for_staff("Suggestion"),
    Kind.EXPERIENCE: for_staff("Experience"),
    Kind.THANKS: for_staff("Thanks"),
    Kind.RUMOUR: for_staff("Rumour or belief"),
    Kind.SAFEGUARDING: for_staff("Safeguarding: held at once"),
    Kind.ALLEGATION: for_staff("Allegation: goes to the outside person"),
    Kind.LEGAL_COMPLAINT: for_staff("Legal complaint"),
    Kind.INDIVIDUAL_HELP: for_staff("Individual help"),
    Kind.DATA_RIGHT: for_staff("Data right"),
    Kind.PLATFORM: for_staff("About this platform"),
}

CHANNEL_NAMES: Mapping[Channel, str] = {
    Channel.WEB: for_staff("Web"),
    Channel.HELPER: for_staff("Entered with help"),
    Channel.PAPER: for_staff("Paper"),
    Channel.VOICE_NOTE: for_staff("Voice note"),
    Channel.EMAIL: for_staff("E-mail"),
    Channel.PHONE: for_staff("Phone"),
    Channel.GROUP: for_staff("Group"),
    Channel.IMPORT: for_staff("From a file"),
}

OUTCOME_NAMES: Mapping[Outcome, str] = {
    Outcome.CHANGE_MADE: for_staff("We changed something"),
    Outcome.CHANGE_PLANNED: for_staff("We will change something"),
    Outcome.ALREADY_IN_PLACE: for_staff("It is there already"),
    Outcome.NO_CHANGE: for_staff("We cannot change it"),
    Outcome.INFORMATION_GIVEN: for_staff("We gave information"),
    Outcome.PASSED_ON: for_staff("We passed it on"),
    Outcome.OUTSIDE_OUR_POWER: for_staff("It is outside our power"),
    Outcome.NO_ANSWER_RECEIVED: for_staff("We asked and got no answer"),
}

ANSWER_STATE_NAMES: Mapping[AnswerState, str] = {
    AnswerState.DRAFT: for_staff("Draft"),
    AnswerState.IN_REVIEW: for_staff("To look at before it is sent"),
    AnswerState.SENT_BACK: for_staff("Sent back for a change"),
    AnswerState.SENT: for_staff("Sent"),
}

STANDING_NAMES: Mapping[Standing, str] = {
    Standing.AGREED: for_staff("agreed to the clocks"),
    Standing.ASKED_BY_LETTER: for_staff("asked by letter"),
    Standing.OUTSIDE: for_staff("outside: may never answer here"),
}

NOBODY_UNDERSTOOD = for_staff("Nobody has understood this yet")
_NOT_KNOWN_YET = for_staff("Not known yet")
_A_WOMAN = for_staff("Closed to you: the person asked for a woman.")
_NOT_MY_COUNTRY = for_staff("Closed to you: the person asked for nobody from their country.")


@dataclass(frozen=True)
class SpokenIn:
    """A language as a page names it, whether it has pages or is only spoken."""

    tag: str
    own_name: str
    direction: str


def language_named(tag: str) -> SpokenIn:
    """Its own name; words of ours in the page's language while nobody knows which it is."""
    if tag in SPOKEN:
        written = LANGUAGES.get(tag)
        return SpokenIn(tag, SPOKEN[tag].own_name, written.direction if written else "auto")
    here = current()
    return SpokenIn(here.tag, str(_NOT_KNOWN_YET) if tag == UNKNOWN else tag, here.direction)


def own_name(tag: str) -> str:
    return language_named(tag).own_name


def reference(number: int) -> str:
    return f"F-{number}"


_REFERENCE = re.compile(r"(?:f\s*[-‐–]?\s*)?(\d{1,9})", re.IGNORECASE)


def read_reference(typed: str) -> int | None:
    """The number of "F-1042", "f1042" or "1042", in digits of any script; None for other words."""
    found = _REFERENCE.fullmatch(ascii_digits(typed).strip())
    return int(found[1]) if found else None


def closed_because(hat: Hat, contribution: Contribution) -> str:
    """Why this reader does not see the words; the person's wishes hold for everybody."""
    if contribution.wants_woman and not hat.is_woman:
        return _A_WOMAN
    return _NOT_MY_COUNTRY


_BY_TRANSLATION: Mapping[Provenance, tuple[str, str]] = {
    Provenance.CHECKED: (for_staff("Translated by a person, checked"), "good"),
    Provenance.NOT_CHECKED: (for_staff("Translated by a person, not checked"), ""),
    Provenance.GIST: (for_staff("Spoken gist by an interpreter"), ""),
    Provenance.MACHINE: (for_staff("Translated by a computer, not checked"), "warn"),
}
_BY_HOW: Mapping[Understood, tuple[str, str]] = {
    Understood.OWN_READING: (for_staff("Read in the original"), "good"),
    Understood.GIST: (for_staff("Spoken gist by an interpreter"), ""),
    Understood.TRANSLATION: (for_staff("Translated by a person"), ""),
}


def understood_words(feedback: Feedback, english: Provenance | None) -> tuple[str, str]:
    """How it was understood, and its tone; `english` says how the English version came to be."""
    if feedback.understood_how is None:
        return NOBODY_UNDERSTOOD, "bad"
    if feedback.understood_how is Understood.TRANSLATION and english is not None:
        return _BY_TRANSLATION.get(english, _BY_HOW[Understood.TRANSLATION])
    return _BY_HOW[feedback.understood_how]
