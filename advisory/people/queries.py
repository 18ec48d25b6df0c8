from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from advisory.foundation.access import Role
from advisory.foundation.browser_sessions import BrowserSession, open_sessions_of
from advisory.foundation.database import now
from advisory.languages.dates import london
from advisory.people import rules
from advisory.people.models import Board, Grant, Invitation, Passkey, Person, Standing, Team


def site_board(session: Session) -> Board | None:
    """The board of this site: the oldest. None before the first administrator is set up."""
    return session.scalar(select(Board).order_by(Board.created_at, Board.id).limit(1))


def has_persons(session: Session) -> bool:
    return bool(session.scalar(select(exists().where(Person.id.is_not(None)))))


def person(session: Session, person_id: UUID) -> Person | None:
    return session.get(Person, person_id)


def person_by_email(session: Session, email: str) -> Person | None:
    return session.scalar(select(Person).where(Person.email == rules.email_as_kept(email)))


def person_by_account(session: Session, account: str) -> Person | None:
    """Whose account elsewhere this is, since it opened here first."""
    return session.scalar(select(Person).where(Person.sign_on_account == account))


def passkey_named(session: Session, credential_id: str) -> Passkey | None:
    """The passkey that a device names so, whoever's it is."""
    return session.scalar(select(Passkey).where(Passkey.credential_id == credential_id))


def passkey_of(session: Session, person: Person, passkey_id: UUID) -> Passkey | None:
    """One of the person's own passkeys."""
    found = session.get(Passkey, passkey_id)
    return found if found is not None and found.person_id == person.id else None


def visits_of(session: Session, person: Person) -> list[BrowserSession]:
    """The open sessions of a person, also the half-finished: the last used first."""
    return open_sessions_of(session, person.id)


def persons_of(session: Session, board_id: UUID) -> list[Person]:
    """Everybody who ever had a role here, also the disabled, by name."""
    granted = select(Grant.person_id).where(Grant.board_id == board_id)
    found = select(Person).where(Person.id.in_(granted)).order_by(Person.name, Person.id)
    return list(session.scalars(found))


def staff_of(session: Session, board_id: UUID, role: Role | None = None) -> list[Person]:
    """Who holds a role (this role) on the board today, by name. They may not have joined yet."""
    return list(session.scalars(_granted(board_id, role)))


def teams_of(session: Session, board_id: UUID) -> list[Team]:
    """The teams that are not closed, by name."""
    found = select(Team).where(Team.board_id == board_id, Team.closed_on.is_(None))
    return list(session.scalars(found.order_by(Team.name)))


def team(session: Session, team_id: UUID) -> Team | None:
    return session.get(Team, team_id)


def fallback_team(session: Session, board_id: UUID) -> Team | None:
    """Where a contribution goes that no rule routes."""
    found = select(Team).where(
        Team.board_id == board_id, Team.is_fallback, Team.closed_on.is_(None)
    )
    return session.scalars(found.order_by(Team.name)).first()


def leads_of(session: Session, team_id: UUID) -> list[Person]:
    """The team's policy leads of today, by name."""
    today = london(now()).date()
    held = select(Grant.person_id).where(
        Grant.team_id == team_id,
        Grant.from_on <= today,
        or_(Grant.to_on.is_(None), Grant.to_on >= today),
    )
    return list(session.scalars(_active().where(Person.id.in_(held))))


def unreachable_teams(session: Session, board_id: UUID) -> set[UUID]:
    """Teams to which no letter can go today: nobody leads them and they have no address.

    An outside team never answers here: somebody asks it by other means.
    """
    today = london(now()).date()
    led = (
        select(Grant.team_id)
        .join(Grant.person)
        .where(
            Grant.team_id.is_not(None),
            Grant.from_on <= today,
            or_(Grant.to_on.is_(None), Grant.to_on >= today),
            Person.disabled_at.is_(None),
        )
    )
    silent = select(Team.id).where(
        Team.board_id == board_id,
        Team.email.is_(None),
        Team.standing != Standing.OUTSIDE,
        Team.id.not_in(led),
    )
    return set(session.scalars(silent))


def grant(session: Session, grant_id: UUID) -> Grant | None:
    return session.get(Grant, grant_id)


def invitation(session: Session, invitation_id: UUID) -> Invitation | None:
    return session.get(Invitation, invitation_id)


def pending_invitations(session: Session, board_id: UUID) -> list[Invitation]:
    """Links of this board's persons that are neither used nor over, the newest first."""
    granted = select(Grant.person_id).where(Grant.board_id == board_id)
    found = (
        select(Invitation)
        .join(Person, Invitation.person_id == Person.id)
        .where(
            Invitation.person_id.in_(granted),
            Invitation.used_at.is_(None),
            Invitation.ends_at > now(),
            Person.disabled_at.is_(None),
        )
        .order_by(Invitation.made_at.desc(), Invitation.id)
    )
    return list(session.scalars(found))


def readers(session: Session, board_id: UUID) -> list[Person]:
    """Facilitators who have joined: they read what people say."""
    found = _granted(board_id, Role.FACILITATOR).where(Person.password_hash.is_not(None))
    return list(session.scalars(found))


def has_woman_reader(session: Session, board_id: UUID) -> bool:
    return any(reader.is_woman for reader in readers(session, board_id))


def _active() -> Select[Person]:
    return select(Person).where(Person.disabled_at.is_(None)).order_by(Person.name, Person.id)


def _granted(board_id: UUID, role: Role | None) -> Select[Person]:
    today = london(now()).date()
    held = select(Grant.person_id).where(
        Grant.board_id == board_id,
        Grant.from_on <= today,
        or_(Grant.to_on.is_(None), Grant.to_on >= today),
    )
    if role is not None:
        held = held.where(Grant.role == role)
    return _active().where(Person.id.in_(held))


def invitations_ended_before(session: Session, board_id: UUID, at: datetime) -> list[Invitation]:
    granted = select(Grant.person_id).where(Grant.board_id == board_id)
    return list(
        session.scalars(
            select(Invitation)
            .where(Invitation.person_id.in_(granted), Invitation.ends_at < at)
            .order_by(Invitation.ends_at, Invitation.id)
        )
    )


def accounts_ended_before(session: Session, board_id: UUID, at: datetime) -> list[Person]:
    """Disabled before a moment, and still with a name."""
    granted = select(Grant.person_id).where(Grant.board_id == board_id)
    return list(
        session.scalars(
            select(Person)
            .where(
                Person.id.in_(granted),
                Person.disabled_at < at,
                Person.forgotten_on.is_(None),
            )
            .order_by(Person.disabled_at, Person.id)
        )
    )
