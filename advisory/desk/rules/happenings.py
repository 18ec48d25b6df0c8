"""The timeline in words: a sentence for every `what` that an action writes down."""

from collections.abc import Callable, Mapping

from advisory.contributions.models import Channel, MessageKind
from advisory.desk.rules.naming import CHANNEL_NAMES, KIND_NAMES, own_name, reference
from advisory.feedback.models import Kind, Owed, Understood
from advisory.feedback.rules import Move
from advisory.languages.catalogues import for_staff

_SENTENCES: Mapping[str, str] = {
    Move.READ: for_staff("First reading began"),
    Move.QUARANTINE: for_staff("Set aside as spam; a second person looks"),
    Move.RESTORE: for_staff("Not spam: back to reading"),
    Move.REJECT_SPAM: for_staff("Put away as spam"),
    Move.ASK_MEMBER: for_staff("We asked the person a question; the clock stands still"),
    Move.RESUME: for_staff("The clock runs again"),
    Move.ROUTE: for_staff("Put to a team"),
    Move.ACKNOWLEDGE: for_staff("The team accepted it"),
    Move.START: for_staff("The team began an answer"),
    Move.RETURN: for_staff("The team handed it back"),
    Move.TAKE_BACK: for_staff("The answer came back to us for a change"),
    Move.REVIEW: for_staff("An answer came in"),
    Move.SEND_BACK: for_staff("The answer went back for a change"),
    Move.SEND: for_staff("The answer was sent"),
    Move.SATISFIED: for_staff("The person said: it answered me"),
    Move.UNSATISFIED: for_staff("The person said: it did not answer me"),
    Move.CLOSE_QUIETLY: for_staff("Finished without a reply"),
    Move.REOPEN: for_staff("The person asked again"),
    Move.OUT_OF_REMIT: for_staff("Not ours to answer; the person can read why"),
    Move.MERGE: for_staff("Merged into another item"),
    Move.DELETE: for_staff("The person deleted everything"),
    Move.ERASE: for_staff("Erased"),
    "called spam alone": for_staff("Called spam by one person; the outside person was told"),
    "taken": for_staff("Somebody took it"),
    "given back": for_staff("Given back: nobody has it"),
    "translator asked": for_staff("A translator was asked"),
    "translated": for_staff("Translated"),
    "voice written down": for_staff("The voice was written down"),
    "sound deleted": for_staff("The sound was deleted, as promised"),
    "held": for_staff("Held for safeguarding"),
    "released": for_staff("Safeguarding gave it back to the inbox"),
    "member: answer not clear": for_staff("The person said: the translated answer is not clear"),
    "member: not what I meant": for_staff("The person said: this is not what I meant"),
    "climbed: second return": for_staff("It climbed: a second team handed it back"),
    "news told": for_staff("We told the person where it stands"),
    "climbed: reopened again": for_staff("It climbed: the person asked a second time"),
}

_UNDERSTOOD: Mapping[Understood, str] = {
    Understood.OWN_READING: for_staff("Understood: read in the original"),
    Understood.GIST: for_staff("Understood: an interpreter said what it means"),
    Understood.TRANSLATION: for_staff("Understood: a person translated it"),
}
_MEMBER: Mapping[MessageKind, str] = {
    MessageKind.WORDS: for_staff("The person wrote"),
    MessageKind.MORE: for_staff("The person added more words"),
    MessageKind.QUESTION: for_staff("We asked the person a question"),
    MessageKind.NEWS: for_staff("We told the person where it stands"),
    MessageKind.REPLY: for_staff("The person answered our question"),
    MessageKind.UNSATISFIED: for_staff("The person said what is missing"),
}
_LATE: Mapping[Owed, str] = {
    Owed.FIRST_READING: for_staff("The first reading is late"),
    Owed.UNDERSTOOD: for_staff("Nobody has understood it in time"),
    Owed.ACKNOWLEDGE: for_staff("The team has not accepted it in time"),
    Owed.ANSWER: for_staff("The answer is late"),
    Owed.NEWS: for_staff("The promised news is late"),
}
_CLIMBED: Mapping[str, str] = {
    "2": for_staff("It climbed to the team above."),
    "3": for_staff("It climbed to the board."),
}
_ARRIVED = for_staff("Arrived: %(channel)s")
_DESCRIBED = for_staff("Described: %(kind)s")
_DESCRIBED_WITHOUT_KIND = for_staff("Described")
_LANGUAGE = for_staff("Somebody said which language it is: %(language)s")
_MERGED = for_staff("%(reference)s was merged into this")
_IN_ENGLISH = for_staff("Said in %(language)s, written down in English")
_WRITTEN_BY: Mapping[str, str] = {
    "themselves": for_staff("The person wrote the words down themselves"),
    "helper": for_staff("A helper or an interpreter wrote the words down"),
    "us": for_staff("A facilitator wrote the words down"),
}
_AGREED: Mapping[str, str] = {
    "none": for_staff("At a kiosk: said yes aloud, without an interpreter"),
    "beside": for_staff("At a kiosk: said yes aloud, through an interpreter"),
    "telephone": for_staff("At a kiosk: said yes aloud, through an interpreter on the telephone"),
    "own": for_staff("At a kiosk: said yes aloud, through somebody whom the person brought"),
}
_SOMETHING = for_staff("Something was written down: %(what)s")


def happening(what: str) -> str:
    """One line of the timeline."""
    if what in _SENTENCES:
        return str(_SENTENCES[what])
    about, _, detail = what.partition(": ")
    tell = _WITH_DETAIL.get(about)
    try:
        return str(tell(detail)) if tell else _SOMETHING % {"what": what}
    except (KeyError, ValueError):
        return _SOMETHING % {"what": what}


def _late(detail: str) -> str:
    owed, _, level = detail.partition(" ")
    late = str(_LATE[Owed(owed)])
    return f"{late}. {_CLIMBED[level]}" if level in _CLIMBED else late


def _named(tag: str) -> str:
    return _LANGUAGE % {"language": own_name(tag)}


def _described(kind: str) -> str:
    if kind == "-":
        return _DESCRIBED_WITHOUT_KIND
    return _DESCRIBED % {"kind": KIND_NAMES[Kind(kind)]}


_WITH_DETAIL: Mapping[str, Callable[[str], str]] = {
    "agreed aloud": _AGREED.__getitem__,
    "arrived": lambda channel: _ARRIVED % {"channel": CHANNEL_NAMES[Channel(channel)]},
    "understood": lambda how: _UNDERSTOOD[Understood(how)],
    "described": _described,
    "language named": _named,
    "late": _late,
    "merged": lambda number: _MERGED % {"reference": reference(int(number))},
    "member": lambda kind: _MEMBER[MessageKind(kind)],
    "written down by": _WRITTEN_BY.__getitem__,
    "written in English, said in": lambda tag: _IN_ENGLISH % {"language": own_name(tag)},
}
