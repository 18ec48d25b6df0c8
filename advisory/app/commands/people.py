"""The people who work here, from the command line: when nobody can sign in to do it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click
from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.foundation.access import Hat, Impossible, Role
from advisory.foundation.database import Database
from advisory.letters.actions import enqueue
from advisory.people import actions, queries
from advisory.people.models import Invitation, Person

Opened = Callable[[], Database]
by_option = click.option(
    "--by", "by_email", required=True, help="The address of the administrator who asks for it."
)


@dataclass(frozen=True)
class Asked:
    """An open transaction, and the administrator in whose name it changes something."""

    session: Session
    by: Hat

    def person(self, email: str) -> Person:
        found = queries.person_by_email(self.session, email)
        if found is None:
            raise click.ClickException(f"Nobody here has the address {email}.")
        return found

    def send(self, invitation: Invitation, *, anew: bool = False) -> None:
        enqueue(
            self.session,
            board_id=self.by.board_id,
            kind="invitation",
            about={"invitation_id": str(invitation.id), "anew": anew},
            dedupe_key=f"invitation/{invitation.id}",
            person_id=invitation.person_id,
        )


@contextmanager
def asked(opened: Opened, by_email: str) -> Iterator[Asked]:
    with opened().transaction() as session:
        board = queries.site_board(session)
        administrators = (
            [] if board is None else queries.staff_of(session, board.id, Role.ADMINISTRATOR)
        )
        person = queries.person_by_email(session, by_email)
        if board is None or person is None or person not in administrators:
            raise click.ClickException(f"{by_email} is not an administrator's address here.")
        by = Hat(person.id, person.name, Role.ADMINISTRATOR, board.id)
        audit.record(
            session,
            "command line used",
            "person",
            person.id,
            person_id=person.id,
            board_id=board.id,
        )
        try:
            yield Asked(session, by)
        except Impossible as impossible:
            raise click.ClickException(str(impossible)) from impossible


@click.group()
def people() -> None:
    """The people who work here. The first administrator is set up in the browser."""


@people.command("list")
@click.pass_obj
def list_people(opened: Opened) -> None:
    """Print everybody with their roles."""
    with opened().reading() as session:
        board = queries.site_board(session)
        found = [] if board is None else queries.persons_of(session, board.id)
        for person in found:
            roles = ", ".join(grant.role.value for grant in person.grants)
            state = "disabled" if person.disabled_at else roles or "no role"
            click.echo(f"{person.email:<40} {person.name}: {state}")
    click.echo(f"{len(found)} people.")


@people.command()
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--team", "team_name", help="The team of a policy lead.")
@by_option
@click.pass_obj
def invite(
    opened: Opened, email: str, *, name: str, role: str, team_name: str | None, by_email: str
) -> None:
    """Send somebody a link to join."""
    with asked(opened, by_email) as to_do:
        teams = queries.teams_of(to_do.session, to_do.by.board_id)
        invitation = actions.invite(
            to_do.session,
            by=to_do.by,
            name=name,
            email=email,
            role=Role(role),
            board_id=to_do.by.board_id,
            team_id=next((team.id for team in teams if team.name == team_name), None),
        )
        to_do.send(invitation)
    click.echo(f"A letter with a link goes to {email}.")


@people.command()
@click.argument("email")
@by_option
@click.pass_obj
def disable(opened: Opened, email: str, *, by_email: str) -> None:
    """Let somebody in no more, and end their sessions."""
    with asked(opened, by_email) as to_do:
        actions.disable(to_do.session, to_do.person(email), by=to_do.by)
    click.echo(f"{email} comes in no more.")


@people.command("reset-second-factor")
@click.argument("email")
@by_option
@click.pass_obj
def reset_second_factor(opened: Opened, email: str, *, by_email: str) -> None:
    """For a lost phone: the old password ends, and a new link is sent."""
    with asked(opened, by_email) as to_do:
        person = to_do.person(email)
        to_do.send(
            actions.invite_again(to_do.session, person, by=to_do.by, forget_second_factor=True),
            anew=True,
        )
    click.echo(f"A letter with a new link goes to {email}.")
