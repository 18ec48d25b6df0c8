from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.foundation.access import Hat, Impossible, Role
from advisory.languages.catalogues import for_staff
from advisory.letters.actions import enqueue
from advisory.people import actions as people
from advisory.people.models import Grant, Invitation, Person


def invite(
    session: Session, *, by: Hat, name: str, email: str, role: Role, team_id: UUID | None
) -> Invitation:
    """A newcomer, a role, a letter with the link. Raises Impossible: the address is known."""
    invitation = people.invite(
        session,
        by=by,
        name=name,
        email=email,
        role=role,
        board_id=by.board_id,
        team_id=team_id,
    )
    return _sent(session, invitation, by)


def invite_again(
    session: Session, person: Person, *, by: Hat, forget_second_factor: bool = False
) -> Invitation:
    """A new link by letter; the old one ends. Raises Impossible."""
    invitation = people.invite_again(
        session, person, by=by, forget_second_factor=forget_second_factor
    )
    return _sent(session, invitation, by, anew=forget_second_factor)


def give_role(
    session: Session,
    person: Person,
    *,
    by: Hat,
    role: Role,
    team_id: UUID | None,
    from_on: date,
    to_on: date | None,
) -> Grant:
    """A role from a day, perhaps to a day. Raises Impossible."""
    if person.disabled_at is not None:
        raise Impossible(for_staff("This person no longer works here."))
    grant = people.give_grant(
        session, person, by=by, role=role, board_id=by.board_id, team_id=team_id, from_on=from_on
    )
    if to_on is not None:
        people.end_grant(session, grant, by=by, on=to_on)
    return grant


def _sent(session: Session, invitation: Invitation, by: Hat, *, anew: bool = False) -> Invitation:
    """`anew`: the letter says that the person's second step was taken away."""
    enqueue(
        session,
        board_id=by.board_id,
        kind="invitation",
        about={"invitation_id": str(invitation.id), "anew": anew},
        dedupe_key=f"invitation/{invitation.id}",
        person_id=invitation.person_id,
    )
    return invitation
