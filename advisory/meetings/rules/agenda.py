"""What comes onto an agenda: an ask that can still change something, and a report-back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from advisory.foundation.access import Hat, Role
from advisory.meetings.models import AgendaItem, ItemKind, Meeting, Refusal

NEEDS_A_TEAM = {ItemKind.ADVICE, ItemKind.DECISION, ItemKind.CO_DESIGN}
FACTORS = (100, 150, 200)


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """An item as a facilitator writes it, in the board's own words."""

    kind: ItemKind
    title: str
    minutes: int
    ask: str = ""
    can_change: str = ""
    cannot_change: str = ""
    team_id: UUID | None = None
    decision_on: date | None = None
    interpreting_percent: int = 200


READY = (
    Proposed(kind=ItemKind.INFORMATION, title="Welcome, and how we talk together", minutes=10),
    Proposed(kind=ItemKind.REPORT_BACK, title="What happened with what you told us", minutes=15),
    Proposed(kind=ItemKind.DISCUSSION, title="What helps and what harms now", minutes=20),
    Proposed(kind=ItemKind.INFORMATION, title="What happens next, and goodbye", minutes=5),
)
"""The agenda that a meeting can begin with."""


def may_plan(hat: Hat, board_id: UUID) -> bool:
    return hat.role is Role.FACILITATOR and hat.board_id == board_id


def why_refused(decision_on: date | None, meeting_on: date, today: date) -> Refusal | None:
    """People are not asked about what is decided already, nor too late to be heard."""
    if decision_on is None:
        return None
    if decision_on <= today:
        return Refusal.DECIDED
    return Refusal.BEFORE_THE_MEETING if decision_on < meeting_on else None


def talked_about(items: Iterable[AgendaItem]) -> list[AgendaItem]:
    return [item for item in items if item.refusal is None]


def lacks_report_back(items: Sequence[AgendaItem]) -> bool:
    return not any(item.kind is ItemKind.REPORT_BACK for item in talked_about(items))


def minutes_spoken(item: AgendaItem) -> int:
    """With what is said again by an interpreter."""
    return -(-item.minutes * item.interpreting_percent // 100)


def minutes_over(meeting: Meeting) -> int:
    """By how much the items take longer than there is time; 0 when they fit."""
    there = int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)
    return max(0, sum(map(minutes_spoken, talked_about(meeting.items))) - there)
