"""The termbase: which terms stand in a source, what a language never says, and what is urgent."""

import re
from collections.abc import Iterable, Sequence
from enum import IntEnum
from functools import lru_cache

from advisory.words.models import Term, TextKind, Version


class Risk(IntEnum):
    """What a wrong word could do; the smallest number comes first."""

    SAFETY = 1
    DATED = 2
    REST = 3


_MUST_BE_RIGHT = {TextKind.CONSENT, TextKind.PRIVACY, TextKind.SAFETY, TextKind.HELP}


def risk_of(version: Version) -> Risk:
    """Safety and consent first, then what somebody waits for by a date, then the rest."""
    if version.text.kind in _MUST_BE_RIGHT:
        return Risk.SAFETY
    return Risk.DATED if version.due_at is not None else Risk.REST


@lru_cache(maxsize=4096)
def _pattern(word: str) -> re.Pattern[str]:
    folded = word.casefold()
    if folded.upper() == folded:
        # A script without capitals: Arabic, Ge'ez and Bengali join small words to the word.
        return re.compile(re.escape(folded))
    return re.compile(rf"(?<!\w){re.escape(folded)}(?!\w)")


def says(text: str, word: str) -> bool:
    """Whether a text has the word, whatever its capitals; a whole word where there are any."""
    return bool(word.strip()) and bool(_pattern(word.strip()).search(text.casefold()))


def matching(terms: Iterable[Term], source: str) -> list[Term]:
    """The terms that stand in a source, the longest first: "asylum claim" before "claim"."""
    found = [term for term in terms if says(source, term.english)]
    return sorted(found, key=lambda term: (-len(term.english), term.english))


def starter_terms() -> Sequence[tuple[str, str, tuple[str, ...], str]]:
    """What ships in English: the term, how we say it, what we never say for it, and a note."""
    return _STARTER


_STARTER = (
    ("asylum claim", "asylum claim", (), "The request to stay safe here. Only in the promise."),
    ("Home Office", "Home Office", (), "Keep the Latin letters, and add the local word."),
    ("name", "name", (), "Any name a person gives, not only one on documents."),
    ("small team", "small team", ("officials", "officers"), "People who read, not an authority."),
    (
        "get help",
        "get help",
        ("report", "intervene"),
        "The limit of the promise. Do not soften it.",
    ),
    ("code", "code", ("password", "PIN", "case number"), "The 16 digits that a person holds."),
    ("send", "send", ("submit",), "The button under the words."),
    (
        "first reading",
        "first reading",
        ("triage", "screening"),
        "A person reads for the first time.",
    ),
    ("ask, with your yes", "ask, with your yes", ("refer", "referral"), "We ask others to help."),
    ("what they will do", "what they will do", ("decision", "ruling"), "Of the people who answer."),
    ("opinion", "opinion", ("statement", "testimony"), "What somebody thinks, not evidence."),
    ("your words", "your words", ("complaint", "case", "testimony"), "What a person told us."),
    ("you deleted it", "you deleted it", ("withdrawn", "withdrew"), "The person took words back."),
    ("talk", "talk", ("interview", "interrogation"), "Nobody is questioned here."),
    ("put to others", "put to others", ("escalate", "escalated"), "When an answer is late."),
    ("did not work", "did not work", ("failed", "invalid", "rejected"), "Of a page or a number."),
    ("person", "person", ("illegal", "alien", "claimant"), "Whoever writes to us."),
    ("someone in danger", "someone in danger", ("victim",), "Not a label for a person."),
    ("interpreter", "interpreter", ("informer",), "Speaks; a translator writes."),
    ("translated by a person", "translated by a person", (), "Not by a computer."),
    ("A computer translated this", "A computer translated this", (), "It may be wrong."),
    ("emergency", "emergency", (), "When somebody must come at once: 999."),
    ("health advice", "health advice", (), "111: by telephone, free."),
    ("mental health", "mental health", ("mad", "insane"), "Say it so that nobody is ashamed."),
    ("delete", "delete", ("withdraw",), "Gone for good; nobody can bring it back."),
    ("answer", "answer", ("verdict",), "What people who can change it say."),
    ("question", "question", ("inquiry", "investigation"), "A person may skip every one."),
    ("helper", "helper", (), "Somebody beside the person, who writes for them."),
    ("spying program", "spying program", (), "Copies everything on a phone."),
    ("history", "history", (), "The list of pages that a phone keeps."),
    ("meeting", "meeting", ("hearing", "appointment"), "People talk; nobody is judged."),
    ("child care", "child care", (), "Somebody looks after children during a meeting."),
    ("travel is paid", "travel is paid", (), "We pay it before the meeting."),
    ("skip", "skip", (), "Go on without answering."),
)
