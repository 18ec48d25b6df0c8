from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from advisory.foundation import audit, keys
from advisory.foundation.access import Hat, Impossible, Role, allow
from advisory.foundation.browser_sessions import end_sessions_of
from advisory.foundation.database import now
from advisory.foundation.keys import DataKey
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.people import queries, rules
from advisory.people.actions.trail import record_by
from advisory.people.models import Grant, Person, Team

FORGOTTEN_NAME = "Former member of staff"


def give_grant(
    session: Session,
    person: Person,
    *,
    by: Hat,
    role: Role,
    board_id: UUID,
    team_id: UUID | None = None,
    from_on: date | None = None,
) -> Grant:
    """From today or another day. Raises Impossible when a policy lead lacks a team of the board."""
    allow(by.role is Role.ADMINISTRATOR and by.board_id == board_id)
    team = session.get(Team, team_id) if role is Role.POLICY_LEAD and team_id else None
    if role is Role.POLICY_LEAD and (team is None or team.board_id != board_id):
        raise Impossible(for_staff("A policy lead needs a team. Choose the team."))
    first_day = from_on or london(now()).date()
    for held in person.grants:
        same = (held.role, held.board_id, held.team) == (role, board_id, team)
        if same and rules.holds(held, first_day):
            return held
    grant = Grant(
        person=person,
        board_id=board_id,
        role=role,
        team=team,
        from_on=first_day,
        given_by_id=by.person_id,
    )
    session.add(grant)
    session.flush()
    record_by(session, person, what=f"role given: {role}", by=by)
    return grant


def end_grant(session: Session, grant: Grant, *, by: Hat, on: date | None = None) -> None:
    """`on` is the last day it holds; without it the role ends at once, and all open sessions.

    Raises Impossible for the last administrator.
    """
    allow(by.role is Role.ADMINISTRATOR and by.board_id == grant.board_id)
    if grant.role is Role.ADMINISTRATOR:
        _keep_an_administrator(session, grant.person, grant.board_id)
    last_day = on or london(now()).date() - timedelta(days=1)
    record_by(session, grant.person, what=f"role ended: {grant.role}", by=by)
    if last_day < london(now()).date():
        end_sessions_of(session, grant.person_id)
    if last_day >= grant.from_on:
        grant.to_on = last_day
    else:
        # It never held for a whole day: the audit log remembers it.
        grant.person.grants.remove(grant)
        session.delete(grant)
    session.flush()


def disable(session: Session, person: Person, *, by: Hat) -> None:
    """The person comes in no more, and what is open closes. Raises Impossible for the last key."""
    allow(by.role is Role.ADMINISTRATOR)
    _keep_an_administrator(session, person, by.board_id)
    person.disabled_at = now()
    end_sessions_of(session, person.id)
    record_by(session, person, what="person disabled", by=by)


def enable(session: Session, person: Person, *, by: Hat) -> None:
    """The person may come in again, with the password and second factor of before."""
    allow(by.role is Role.ADMINISTRATOR)
    person.disabled_at = None
    record_by(session, person, what="person enabled", by=by)


def forget_person(session: Session, person: Person) -> None:
    """Who they were goes, what they signed keeps its id. Only for an account that was ended."""
    if person.disabled_at is None:
        raise Impossible(for_staff("End the account first."))
    if person.second_factor_key_id is not None:
        keys.destroy(session.get_one(DataKey, person.second_factor_key_id))
    for mapper in Person.registry.mappers:
        owned = mapper.class_.__module__ == Person.__module__ and "person_id" in mapper.columns
        if owned and mapper.class_ is not Grant:
            mine = mapper.columns["person_id"] == person.id
            session.execute(delete(mapper.class_).where(mine))
    person.name, person.email = FORGOTTEN_NAME, f"{person.id.hex}@gone.invalid"
    person.password_hash = person.second_factor = person.locked_until = None
    person.sign_on_account = None
    person.speaks, person.recovery_hashes = [], []
    person.is_woman, person.language, person.misses, person.last_step = False, "en", 0, 0
    person.forgotten_on = london(now()).date()
    session.flush()
    audit.record(session, "person forgotten", "person", person.id, coarse=True)


def _keep_an_administrator(session: Session, person: Person, board_id: UUID) -> None:
    others = [
        other
        for other in queries.staff_of(session, board_id, Role.ADMINISTRATOR)
        if other.id != person.id and rules.has_joined(other)
    ]
    if not others:
        raise Impossible(for_staff("The board needs an administrator. Name another one first."))
