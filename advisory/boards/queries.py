"""What the administrator's pages show of a board."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from advisory.boards import rules
from advisory.boards.models import SafetySignOff
from advisory.boards.rules import Piece, SafetyWords
from advisory.clocks.models import Clock, ClockSetting, Closure, Unit
from advisory.clocks.queries import clock_settings
from advisory.clocks.rules import DEFAULTS
from advisory.feedback.models import Signpost
from advisory.foundation import keys
from advisory.foundation.access import Role
from advisory.foundation.audit import AuditEntry
from advisory.help import queries as help_numbers
from advisory.help.models import HelpNumber
from advisory.languages.registry import LANGUAGES
from advisory.languages.signing import needs_signing, safety_strings
from advisory.languages.text import name_order
from advisory.people import queries as people
from advisory.people.models import Board, Grant, Invitation, Person, Team
from advisory.routing.models import Service, Topic
from advisory.words import queries as words
from advisory.words.models import OpenedLanguage, Text, TextKind


class _OfABoard(Protocol):
    board_id: Any


Row = TypeVar("Row", bound=_OfABoard)


DOOR_CHANGES = ("password changed", "second factor set up", "passkey made", "passkey removed")


def changed_doors(session: Session, since: datetime) -> list[AuditEntry]:
    """Changes since a moment of how somebody signs in, made from their own account."""
    changes = AuditEntry.what.in_(DOOR_CHANGES)
    found = select(AuditEntry).where(AuditEntry.at >= since, changes)
    return list(session.scalars(found.order_by(AuditEntry.number)))


def row_here(session: Session, table: type[Row], row_id: UUID, board_id: UUID) -> Row | None:
    """A row by its id, when it belongs to this board."""
    row = session.get(table, row_id)
    return row if row is not None and row.board_id == board_id else None


# ── Opening ──────────────────────────────────────────────────────────────────────────────────────


def opening(session: Session, board: Board, on: date) -> tuple[Piece, ...]:
    """The six pieces of the checklist as they stand."""
    return rules.checklist(
        holders=holders(session, board.id, on),
        has_hours=bool(board.calendar.hours),
        numbers=help_numbers.numbers(session, board.id),
        languages=words.opened_languages(session, board.id),
        fallback=people.fallback_team(session, board.id),
        on=on,
    )


def is_empty(session: Session, board_id: UUID) -> bool:
    """Nobody has given it a topic, a service, a help number or a ready answer yet."""
    tables = (Topic, Service, HelpNumber, Signpost)
    found = or_(*(exists().where(table.board_id == board_id) for table in tables))
    return not session.scalar(select(found))


def holders(session: Session, board_id: UUID, on: date) -> dict[Role, list[Person]]:
    """Who holds each role on a day, joined or invited, by name."""
    grants = session.scalars(
        select(Grant)
        .join(Grant.person)
        .where(
            Grant.board_id == board_id,
            Grant.from_on <= on,
            or_(Grant.to_on.is_(None), Grant.to_on >= on),
            Person.disabled_at.is_(None),
        )
        .options(joinedload(Grant.person))
        .order_by(Person.name, Person.id)
    )
    held: dict[Role, list[Person]] = {}
    for grant in grants:
        held.setdefault(grant.role, []).append(grant.person)
    return held


# ── People and teams ─────────────────────────────────────────────────────────────────────────────


def persons(session: Session, board_id: UUID) -> list[Person]:
    """Everybody who ever had a role here, with their grants and teams, by name."""
    here = select(Grant.person_id).where(Grant.board_id == board_id)
    found = session.scalars(
        select(Person)
        .where(Person.id.in_(here))
        .options(selectinload(Person.grants).joinedload(Grant.team), selectinload(Person.passkeys))
        .order_by(Person.id)
    )
    return sorted(found, key=lambda one: (one.disabled_at is not None, name_order(one.name)))


def person_here(session: Session, board_id: UUID, person_id: UUID) -> Person | None:
    """Somebody of this board, with grants and teams."""
    return next((p for p in persons(session, board_id) if p.id == person_id), None)


def has_other_boards(person: Person, board_id: UUID) -> bool:
    return any(grant.board_id != board_id for grant in person.grants)


def open_invitation(session: Session, person: Person) -> Invitation | None:
    """The person's newest link."""
    return session.scalars(
        select(Invitation)
        .where(Invitation.person_id == person.id)
        .order_by(Invitation.made_at.desc())
        .limit(1)
    ).first()


def welcome_link(session: Session, invitation: Invitation) -> str:
    """The whole address at which an invited person joins."""
    token = keys.keyring(session).link_token(invitation.id)
    return f"{session.info['base_url']}/staff/welcome/{invitation.id}/{token}"


def teams(session: Session, board_id: UUID) -> list[Team]:
    """All teams, the closed ones last."""
    return list(
        session.scalars(
            select(Team)
            .where(Team.board_id == board_id)
            .order_by(Team.closed_on.is_not(None), Team.name)
        )
    )


def leads_by_team(session: Session, board_id: UUID, on: date) -> dict[UUID, list[Person]]:
    """The policy leads of every team on a day."""
    grants = session.scalars(
        select(Grant)
        .join(Grant.person)
        .where(
            Grant.board_id == board_id,
            Grant.role == Role.POLICY_LEAD,
            Grant.from_on <= on,
            or_(Grant.to_on.is_(None), Grant.to_on >= on),
            Person.disabled_at.is_(None),
        )
        .options(joinedload(Grant.person))
        .order_by(Person.name, Person.id)
    )
    leads: dict[UUID, list[Person]] = {}
    for grant in grants:
        if grant.team_id is not None:
            leads.setdefault(grant.team_id, []).append(grant.person)
    return leads


def is_name_taken(session: Session, board_id: UUID, name: str, team: Team | None) -> bool:
    """By another team, open or closed."""
    found = select(Team.id).where(Team.board_id == board_id, Team.name == name)
    other = session.scalar(found)
    return other is not None and (team is None or other != team.id)


# ── Words and languages ──────────────────────────────────────────────────────────────────────────

_OWN_KINDS = (TextKind.NAME, TextKind.HELP, TextKind.SIGNPOST, TextKind.AWAY)


def own_texts(session: Session, board_id: UUID, text_ids: Iterable[UUID]) -> list[Text]:
    """Texts that the board itself wrote: never one of a member's, nor of another board."""
    return list(
        session.scalars(
            select(Text)
            .where(Text.id.in_(set(text_ids)), Text.board_id == board_id, Text.kind.in_(_OWN_KINDS))
            .options(selectinload(Text.versions))
        )
    )


def opened_rows(session: Session, board_id: UUID) -> list[OpenedLanguage]:
    return list(
        session.scalars(
            select(OpenedLanguage)
            .where(OpenedLanguage.board_id == board_id)
            .order_by(OpenedLanguage.position, OpenedLanguage.language)
        )
    )


# ── Time ─────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class ClockNow:
    """How long a clock runs today, and what it will change to."""

    clock: Clock
    amount: int
    unit: Unit
    is_default: bool
    later: tuple[ClockSetting, ...]


def clocks(session: Session, calendar_id: UUID, on: date) -> list[ClockNow]:
    """Every clock as it runs on a day."""
    settings = clock_settings(session, calendar_id)
    return [_clock_now(clock, settings, on) for clock in Clock]


def _clock_now(clock: Clock, settings: Iterable[ClockSetting], on: date) -> ClockNow:
    own = sorted((s for s in settings if s.clock is clock), key=lambda s: s.valid_from)
    past = [setting for setting in own if setting.valid_from <= on]
    later = tuple(setting for setting in own if setting.valid_from > on)
    if past:
        return ClockNow(clock, past[-1].amount, past[-1].unit, is_default=False, later=later)
    standard = DEFAULTS[clock]
    return ClockNow(clock, standard.amount, standard.unit, is_default=True, later=later)


def closures_from(session: Session, calendar_id: UUID, on: date) -> list[Closure]:
    """Closures that are not over."""
    return list(
        session.scalars(
            select(Closure)
            .where(Closure.calendar_id == calendar_id, Closure.last_on >= on)
            .order_by(Closure.first_on, Closure.last_on)
        )
    )


# ── What was done ────────────────────────────────────────────────────────────────────────────────


def audit_entries(
    session: Session,
    board_id: UUID,
    *,
    about: str = "",
    person_id: UUID | None = None,
    before: int | None = None,
    most: int = 50,
) -> list[AuditEntry]:
    """The newest entries of the board, and those that belong to no board."""
    found = select(AuditEntry).where(
        or_(AuditEntry.board_id == board_id, AuditEntry.board_id.is_(None))
    )
    if about:
        found = found.where(AuditEntry.about == about)
    if person_id is not None:
        found = found.where(AuditEntry.person_id == person_id)
    if before is not None:
        found = found.where(AuditEntry.number < before)
    return list(session.scalars(found.order_by(AuditEntry.number.desc()).limit(most)))


def audited_kinds(session: Session, board_id: UUID) -> list[str]:
    """The kinds of things that entries of this board are about."""
    here = or_(AuditEntry.board_id == board_id, AuditEntry.board_id.is_(None))
    return list(
        session.scalars(select(AuditEntry.about).where(here).distinct().order_by(AuditEntry.about))
    )


# ── Who has read the safety words ────────────────────────────────────────────────────────────────


def safety_words(session: Session, board_id: UUID, tag: str) -> SafetyWords:
    """The safety words of a language as they are today, each with who signed it."""
    return all_safety_words(session, board_id, (tag,))[tag]


def all_safety_words(
    session: Session, board_id: UUID, tags: Iterable[str] = LANGUAGES
) -> dict[str, SafetyWords]:
    signed = {
        (row.language, row.mark): row
        for row in session.scalars(select(SafetySignOff).where(SafetySignOff.board_id == board_id))
    }
    return {
        tag: SafetyWords(
            [(string, signed.get((tag, string.mark))) for string in safety_strings(tag)],
            needed=needs_signing(tag),
        )
        for tag in tags
    }
