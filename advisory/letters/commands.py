from collections.abc import Callable
from uuid import UUID

import click
from sqlalchemy.orm import Session

from advisory.foundation.access import Impossible
from advisory.foundation.database import Database
from advisory.letters import actions, queries
from advisory.letters.models import Letter


@click.group()
def letters() -> None:
    """Letters on their way out."""


@letters.command("list")
@click.option("--all", "every", is_flag=True, help="The newest 50, not only those in trouble.")
@click.pass_obj
def list_letters(opened: Callable[[], Database], *, every: bool) -> None:
    """Print letters in trouble: kind, state, tries and the name of the problem."""
    with opened().reading() as session:
        found = queries.latest(session) if every else queries.troubled(session)
    for letter in found:
        click.echo(_line(letter))
    click.echo(f"{len(found)} letters.")


def _line(letter: Letter) -> str:
    state = f"{letter.delivery.value:<8} {letter.tries} tries"
    due = f"due {letter.due_at:%Y-%m-%d %H:%M}"
    return f"{letter.id}  {letter.kind:<18} {state}  {due}  {letter.problem or ''}".rstrip()


@letters.command("retry")
@click.argument("letter_id", type=click.UUID, required=False)
@click.option("--all", "every", is_flag=True, help="Every letter in trouble.")
@click.pass_obj
def retry_letters(opened: Callable[[], Database], letter_id: UUID | None, *, every: bool) -> None:
    """Send a letter in trouble again, now."""
    if every == (letter_id is not None):
        raise click.UsageError("Name one letter, or say --all.")
    with opened().transaction() as session:
        found = _found(session, letter_id)
        for letter in found:
            _retried(session, letter)
    click.echo(f"{len(found)} letters will be sent again.")


def _found(session: Session, letter_id: UUID | None) -> list[Letter]:
    if letter_id is None:
        return queries.troubled(session)
    if (letter := session.get(Letter, letter_id)) is None:
        raise click.ClickException("There is no such letter.")
    return [letter]


def _retried(session: Session, letter: Letter) -> None:
    try:
        actions.retry(session, letter)
    except Impossible as impossible:
        raise click.ClickException(str(impossible)) from impossible
