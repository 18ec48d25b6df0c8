"""What the safeguarding lead and the outside person see: a sealed list, and one concern."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.contributions import queries as contributions
from advisory.contributions.models import Contribution, Speaker
from advisory.contributions.rules import may_read
from advisory.desk.queries.turns import Turn, turns
from advisory.desk.rules.concerning import STATE_NAMES, STATE_TONES, log_words
from advisory.desk.rules.naming import closed_because, reference
from advisory.feedback import queries as feedback
from advisory.feedback.models import Feedback
from advisory.feedback.rules import GONE
from advisory.foundation.access import Hat, Role
from advisory.foundation.keys import Erased
from advisory.people import queries as people
from advisory.safeguarding import queries as safeguarding
from advisory.safeguarding import rules
from advisory.safeguarding.models import Concern
from advisory.words.models import Text
from advisory.words.rules import english


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


@dataclass(frozen=True)
class LogLine:
    what: str
    note: str
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
    unread: Text | None
    """The first words of the person that nobody has put into English."""

    @property
    def may_go_on(self) -> bool:
        """Decided, and still held."""
        return not self.line.is_open and self.item is not None and self.item.held


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
        reference=reference(item.reference) if item else "",
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
    )


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
            said = turns(session, contribution)
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
        unread=None if gone else _unread(contribution),
    )


def _unread(contribution: Contribution) -> Text | None:
    said = [row.text for row in contribution.messages if row.speaker is Speaker.MEMBER]
    return next((text for text in said if english(text) is None), None)


def _log(session: Session, concern: Concern) -> list[LogLine]:
    names = {row.id: row.name for row in people.persons_of(session, concern.board_id)}
    return [
        LogLine(
            what=log_words(entry.what),
            note=note,
            who=names.get(entry.written_by_id, "") if entry.written_by_id else "",
            when=entry.written_at,
        )
        for entry, note in safeguarding.log_of(session, concern)
    ]
