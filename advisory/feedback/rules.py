"""The states of feedback, the moves between them, and who may make each.

The table is the law: `moved` is the only way a state changes, and it refuses what is not listed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from advisory.feedback.models import Due, Face, Feedback, Kind, Owed, State
from advisory.foundation.access import Hat, Role
from advisory.languages.catalogues import for_public, speaking
from advisory.routing.rules import Pictured


class Column(StrEnum):
    """What staff see."""

    TO_READ = "to_read"
    NEEDS_TRANSLATION = "needs_translation"
    WITH_A_TEAM = "with_a_team"
    READY_TO_SEND = "ready_to_send"
    FINISHED = "finished"
    GONE = "gone"


class Word(StrEnum):
    """What members see: four words."""

    WE_HAVE_IT = "we_have_it"
    READ = "read"
    BEING_ANSWERED = "being_answered"
    ANSWERED = "answered"


class Move(StrEnum):
    READ = "read"
    QUARANTINE = "quarantine"
    RESTORE = "restore"
    REJECT_SPAM = "reject_spam"
    ASK_MEMBER = "ask_member"
    RESUME = "resume"
    ROUTE = "route"
    ACKNOWLEDGE = "acknowledge"
    START = "start"
    RETURN = "return"
    REVIEW = "review"
    SEND_BACK = "send_back"
    TAKE_BACK = "take_back"
    SEND = "send"
    SATISFIED = "satisfied"
    UNSATISFIED = "unsatisfied"
    CLOSE_QUIETLY = "close_quietly"
    REOPEN = "reopen"
    OUT_OF_REMIT = "out_of_remit"
    MERGE = "merge"
    DELETE = "delete"
    ERASE = "erase"


S = State
_READING = (S.IN_READING, S.RETURNED, S.REOPENED)
_WITH_TEAM = (S.ROUTED, S.ACKNOWLEDGED, S.IN_PROGRESS)
ENDED = (
    S.CLOSED_SATISFIED,
    S.CLOSED_UNSATISFIED,
    S.CLOSED_NO_REPLY,
    S.NOT_IN_REMIT,
    S.MERGED,
)
GONE = (S.DELETED_BY_MEMBER, S.ERASED, S.REJECTED_SPAM)
_LIVE = tuple(state for state in S if state not in GONE)

MOVES: dict[Move, tuple[tuple[State, ...], State]] = {
    Move.READ: ((S.RECEIVED,), S.IN_READING),
    Move.QUARANTINE: ((S.RECEIVED, *_READING), S.QUARANTINED),
    Move.RESTORE: ((S.QUARANTINED,), S.IN_READING),
    Move.REJECT_SPAM: ((S.QUARANTINED,), S.REJECTED_SPAM),
    Move.ASK_MEMBER: ((*_READING, S.ACKNOWLEDGED, S.IN_PROGRESS), S.NEEDS_MEMBER),
    Move.RESUME: ((S.NEEDS_MEMBER,), S.IN_READING),
    Move.ROUTE: (_READING, S.ROUTED),
    Move.ACKNOWLEDGE: ((S.ROUTED,), S.ACKNOWLEDGED),
    Move.START: ((S.ROUTED, S.ACKNOWLEDGED), S.IN_PROGRESS),
    Move.RETURN: (_WITH_TEAM, S.RETURNED),
    Move.REVIEW: ((*_READING, *_WITH_TEAM), S.ANSWER_REVIEW),
    Move.SEND_BACK: ((S.ANSWER_REVIEW,), S.IN_PROGRESS),
    Move.TAKE_BACK: ((S.ANSWER_REVIEW,), S.IN_READING),
    Move.SEND: ((S.ANSWER_REVIEW,), S.ANSWERED),
    Move.SATISFIED: ((S.ANSWERED,), S.CLOSED_SATISFIED),
    Move.UNSATISFIED: ((S.ANSWERED,), S.CLOSED_UNSATISFIED),
    Move.CLOSE_QUIETLY: ((S.ANSWERED, S.NEEDS_MEMBER), S.CLOSED_NO_REPLY),
    Move.REOPEN: ((S.ANSWERED, *ENDED), S.REOPENED),
    Move.OUT_OF_REMIT: (_READING, S.NOT_IN_REMIT),
    Move.MERGE: (_READING, S.MERGED),
    Move.DELETE: (_LIVE, S.DELETED_BY_MEMBER),
    Move.ERASE: ((*_LIVE, S.DELETED_BY_MEMBER, S.REJECTED_SPAM), S.ERASED),
}


def may_move(state: State, move: Move) -> bool:
    return state in MOVES[move][0]


def target(step: Move, resumes: State | None) -> State:
    """Where a step leads; going on after a question leads back to where it was asked."""
    back = step is Move.RESUME and resumes in MOVES[Move.ASK_MEMBER][0]
    return resumes if back and resumes is not None else MOVES[step][1]


_WORDS: dict[State, Word] = {
    S.RECEIVED: Word.WE_HAVE_IT,
    S.QUARANTINED: Word.WE_HAVE_IT,
    S.IN_READING: Word.READ,
    S.NEEDS_MEMBER: Word.READ,
    S.ROUTED: Word.BEING_ANSWERED,
    S.RETURNED: Word.BEING_ANSWERED,
    S.ACKNOWLEDGED: Word.BEING_ANSWERED,
    S.IN_PROGRESS: Word.BEING_ANSWERED,
    S.ANSWER_REVIEW: Word.BEING_ANSWERED,
    S.REOPENED: Word.BEING_ANSWERED,
    S.ANSWERED: Word.ANSWERED,
    **dict.fromkeys(ENDED, Word.ANSWERED),
}


def word(state: State) -> Word:
    """The word a member sees. What is gone has none: its code opens nothing."""
    return _WORDS[state]


_COLUMNS: dict[State, Column] = {
    S.RECEIVED: Column.TO_READ,
    S.QUARANTINED: Column.TO_READ,
    S.IN_READING: Column.TO_READ,
    S.NEEDS_MEMBER: Column.TO_READ,
    S.RETURNED: Column.TO_READ,
    S.REOPENED: Column.TO_READ,
    S.ROUTED: Column.WITH_A_TEAM,
    S.ACKNOWLEDGED: Column.WITH_A_TEAM,
    S.IN_PROGRESS: Column.WITH_A_TEAM,
    S.ANSWER_REVIEW: Column.READY_TO_SEND,
    S.ANSWERED: Column.FINISHED,
    **dict.fromkeys(ENDED, Column.FINISHED),
    **dict.fromkeys(GONE, Column.GONE),
}


def column(state: State, *, awaits_translation: bool) -> Column:
    ordinary = _COLUMNS[state]
    waits = awaits_translation and ordinary in {Column.TO_READ, Column.READY_TO_SEND}
    return Column.NEEDS_TRANSLATION if waits else ordinary


def may_open(hat: Hat, feedback: Feedback) -> bool:
    """A facilitator opens what is not held and not gone on the own board."""
    if hat.board_id != feedback.board_id or feedback.held or feedback.state in GONE:
        return False
    return hat.role is Role.FACILITATOR


def may_restore(hat: Hat, feedback: Feedback) -> bool:
    """A facilitator; the outside person while one alone calls it spam."""
    if hat.board_id != feedback.board_id or feedback.held:
        return False
    alone = feedback.rejected_from is not None and feedback.state is S.QUARANTINED
    return hat.role is Role.FACILITATOR or (alone and hat.role is Role.OUTSIDE_PERSON)


def may_reopen(feedback: Feedback, on: date, *, days: int) -> bool:
    if feedback.state not in ENDED:
        return feedback.state is S.ANSWERED
    return feedback.closed_on is not None and on <= feedback.closed_on + timedelta(days=days)


HOLDS = {Kind.SAFEGUARDING, Kind.ALLEGATION}
IS_CLOSED = {*ENDED, *GONE}


def nearest_due(dues: list[Due]) -> datetime | None:
    """What the inbox sorts by: the nearest date not yet met."""
    return min((due.due_at for due in dues if due.met_at is None), default=None)


def open_due(dues: list[Due], owed: Owed) -> Due | None:
    return next((due for due in dues if due.owed is owed and due.met_at is None), None)


def urgency(*, understood: bool, due_at: datetime | None) -> str:
    """Sorts as text: words nobody has understood first, then the nearest date."""
    when = f"{due_at.astimezone(UTC):%Y-%m-%dT%H:%M}" if due_at else "9999"
    return f"{int(understood)} {when}"


def escalation_of(climbed: int, *, small: bool) -> int:
    """0 none, 1 parent team, 2 chair of the board, 3 public count; a small board stops at 1."""
    return min(climbed, 1 if small else 3)


def closed_together(ended: Iterable[Feedback], free: set[UUID]) -> list[Feedback]:
    """Those of `free` whose whole chain of merges is free: one answer belongs to all of them."""
    rows = list(ended)
    by_id = {row.id: row for row in rows}
    stuck = {row.id for row in rows if row.id not in free}
    grew = True
    while grew:
        before = len(stuck)
        for row in rows:
            into = row.merged_into_id if row.state is S.MERGED else None
            if into is not None and (into in stuck or into not in by_id or row.id in stuck):
                stuck |= {row.id, into}
        grew = len(stuck) > before
    return [row for row in rows if row.id not in stuck]


# ── Answers with pictures ────────────────────────────────────────────────────────────────────────

LONGEST_WORDS = 20_000
FACES: Mapping[Face, str] = {
    Face.GOOD: for_public("Good"),
    # Translators: Under a face that is neither happy nor sad: it is neither good nor bad.
    Face.SO_SO: for_public("OK"),
    Face.BAD: for_public("Bad"),
    Face.UNSURE: for_public("I don’t know"),
}
FACE_ICONS: Mapping[Face, str] = {
    Face.GOOD: "pictures",
    Face.SO_SO: "so_so",
    Face.BAD: "bad",
    Face.UNSURE: "unsure",
}


@dataclass(frozen=True)
class Pictures:
    """What somebody chose, and what they said besides."""

    topic: Pictured | None
    face: Face | None
    place: str | None = None
    said: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.topic or self.face or self.said)

    @property
    def face_name(self) -> str:
        """In the language that is spoken now."""
        return str(FACES[self.face]) if self.face else ""

    @property
    def face_icon(self) -> str:
        return FACE_ICONS[self.face] if self.face else ""

    def in_words(self) -> str:
        """What was chosen as one line in the language that is spoken now; own words below it."""
        chosen = ": ".join(filter(None, (self.topic.label if self.topic else "", self.face_name)))
        return "\n\n".join(filter(None, (chosen, self.said)))

    def in_english(self) -> str:
        """The same, if all of it is words of ours; "" where a person must translate."""
        with speaking("en"):
            chosen = (self.topic.english if self.topic else "", self.face_name)
        return "" if self.said else ": ".join(filter(None, chosen))
