"""What the safeguarding lead and the outside person see: a sealed list, and one concern."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.contributions import queries as contributions
from advisory.contributions.rules import may_read
from advisory.custodian import queries as custodian
from advisory.desk.queries.handovers import HandOverLine, hand_over_lines
from advisory.desk.queries.turns import Turn, answered_turns, turns
from advisory.desk.rules.concerning import STATE_NAMES, STATE_TONES, decision_facts, log_words
from advisory.desk.rules.naming import closed_because, reference
from advisory.feedback import queries as feedback
from advisory.feedback.models import Feedback
from advisory.feedback.rules import GONE
from advisory.files import queries as files
from advisory.files.models import File
from advisory.foundation.access import Hat, Role
from advisory.foundation.keys import Erased
from advisory.languages.catalogues import for_staff
from advisory.people import queries as people
from advisory.safeguarding import queries as safeguarding
from advisory.safeguarding import rules
from advisory.safeguarding.models import Call, Concern, LogEntry
from advisory.words.models import Text
from advisory.words.rules import english

ANSWER = for_staff("An answer to a consultation")


@dataclass(frozen=True)
class ConcernLine:
    """No words: the list can be open on a desk."""

    id: UUID
    reference: str
    state: str
    tone: str
    is_open: bool
    is_allegation: bool
    by_member: bool
    flagged_at: datetime
    see_by: datetime | None
    decide_by: datetime | None
    see_late: bool
    decide_late: bool
    has_it: str
    """Who said "I have it"; else who is called now (`called`), until when."""
    called: str
    answer_by: datetime | None
    missed: str
    """Who was called and did not answer in time."""


@dataclass(frozen=True)
class LogLine:
    id: UUID
    what: str
    note: str
    facts: list[tuple[str, str]]
    corrects: datetime | None
    """When the entry was written that this one corrects."""
    who: str
    when: datetime


@dataclass(frozen=True)
class ConcernPage:
    """`wish`: what the person asked of readers and this reader is not; empty when it is met."""

    concern: Concern
    line: ConcernLine
    item: Feedback | None
    turns: Sequence[Turn]
    erased: bool
    wish: str
    log: Sequence[LogLine]
    is_whole: bool
    """Whether the log still holds every entry that the audit chain knows of."""
    hand_overs: Sequence[HandOverLine]
    files: Sequence[File]
    """Of an answer to a consultation. Those of a remark stand with their turn."""
    has_contact: bool
    unread: Text | None
    """The first words of the person that nobody has put into English."""

    @property
    def may_go_on(self) -> bool:
        """Decided, and still held."""
        return not self.line.is_open and self.concern.withheld and not self.erased


def concern_list(session: Session, hat: Hat, *, at: datetime) -> list[ConcernLine]:
    outside = hat.role is Role.OUTSIDE_PERSON
    rows = safeguarding.concerns(session, hat.board_id, allegations=outside)
    items = feedback.references_of(session, [row.contribution_id for row in rows])
    return [_line(row, items.get(row.contribution_id), at) for row in rows]


def _line(concern: Concern, item: Feedback | None, at: datetime) -> ConcernLine:
    is_open = rules.holds(concern)
    unseen = is_open and concern.seen_at is None
    return ConcernLine(
        id=concern.id,
        reference=reference(item.reference) if item else ANSWER,
        state=STATE_NAMES[concern.state],
        tone=STATE_TONES[concern.state],
        is_open=is_open,
        is_allegation=concern.is_allegation,
        by_member=concern.flagged_by_member,
        flagged_at=concern.flagged_at,
        see_by=concern.see_by if unseen else None,
        decide_by=concern.decide_by if is_open else None,
        see_late=unseen and concern.see_by < at,
        decide_late=is_open and concern.decide_by < at,
        **_calls(concern, is_open=is_open),
    )


def _calls(concern: Concern, *, is_open: bool) -> dict[str, Any]:
    calls = rules.calls_now(concern)
    now_called = [call for call in calls if call.rank == calls[-1].rank] if is_open else []
    has_it = rules.who_has_it(concern)
    return {
        "has_it": has_it.person.name if has_it else "",
        "called": "" if has_it else _names(now_called),
        "answer_by": now_called[0].answer_by if now_called and not has_it else None,
        "missed": _names(rules.missed(concern)),
    }


def _names(calls: Sequence[Call]) -> str:
    return ", ".join(dict.fromkeys(call.person.name for call in calls))


def concern_page(session: Session, hat: Hat, concern: Concern, *, at: datetime) -> ConcernPage:
    contribution = contributions.contribution(session, concern.contribution_id)
    assert contribution is not None  # noqa: S101 - a concern is about one
    item = feedback.item_of(session, contribution.id)
    gone = contribution.erased_on is not None or (item is not None and item.state in GONE)
    declared = contributions.declared_by(session, hat.person_id, [contribution.id])
    met = may_read(hat, contribution, declared=bool(declared))
    said: list[Turn] = []
    if not gone:
        try:
            said = [*turns(session, contribution), *answered_turns(session, contribution)]
        except Erased:
            gone = True
    return ConcernPage(
        concern=concern,
        line=_line(concern, item, at),
        item=item,
        turns=said,
        erased=gone,
        wish="" if met else closed_because(hat, contribution),
        log=_log(session, concern),
        is_whole=safeguarding.is_whole(session, concern),
        hand_overs=hand_over_lines(session, contribution.id),
        files=[] if gone or item else files.files_of(session, contribution.data_key_id),
        has_contact=not gone and custodian.has_contact(session, contribution.id),
        unread=_unread(said),
    )


def _unread(turns: Sequence[Turn]) -> Text | None:
    said = [turn.text for turn in turns if turn.by_member and turn.text is not None]
    return next((text for text in said if english(text) is None), None)


def _log(session: Session, concern: Concern) -> list[LogLine]:
    names = {row.id: row.name for row in people.persons_of(session, concern.board_id)}
    written = {entry.id: entry.written_at for entry in concern.log}
    return [
        LogLine(
            id=entry.id,
            what=log_words(entry.what),
            note=note,
            facts=_facts(session, concern, entry),
            corrects=written.get(entry.corrects_id) if entry.corrects_id else None,
            who=names.get(entry.written_by_id, "") if entry.written_by_id else "",
            when=entry.written_at,
        )
        for entry, note in safeguarding.log_of(session, concern)
    ]


def _facts(session: Session, concern: Concern, entry: LogEntry) -> list[tuple[str, str]]:
    decision = safeguarding.decision_in(session, concern, entry)
    return decision_facts(decision) if decision else []
