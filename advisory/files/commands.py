from collections.abc import Callable

import click

from advisory.files import queries
from advisory.foundation.database import Database


@click.group()
def files() -> None:
    """Pictures and sound, sealed, beside the database."""


@files.command("check")
@click.pass_obj
def check_files(opened: Callable[[], Database]) -> None:
    """Open every file that the database names; name those that are missing or changed."""
    with opened().reading() as session:
        found = queries.check(session)
    for place, what in found.troubled:
        click.echo(f"{place}  {what}")
    click.echo(f"{found.opened} files open, {len(found.troubled)} do not.")
    click.echo(f"{found.strangers} more lie there that no row names: the worker removes them.")
    if found.troubled:
        raise click.ClickException("Copy the missing files back from where you keep the copies.")
