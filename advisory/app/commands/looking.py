"""Commands that look and change nothing."""

from collections.abc import Callable

import click

import config
from advisory.app.access_table import access_table
from advisory.foundation.audit import first_broken_entry
from advisory.foundation.database import Database


@click.group()
def audit() -> None:
    """The audit log."""


@audit.command()
@click.pass_obj
def verify(opened: Callable[[], Database]) -> None:
    """Check that no entry of the audit log was changed or removed."""
    with opened().reading() as session:
        broken = first_broken_entry(session)
    if broken is not None:
        raise click.ClickException(f"The audit log is broken at entry {broken}.")
    click.echo("The audit log is whole.")


@click.command()
def access() -> None:
    """Print who may open which page, as a Markdown table."""
    from advisory.app.front_door import open_doors  # noqa: PLC0415 - only this command needs the pages

    click.echo(access_table(open_doors(config.read())), nl=False)
