"""Commands that look and change nothing."""

from collections.abc import Callable
from pathlib import Path

import click
from sqlalchemy.engine import make_url

import config
from advisory.app import house, watching
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


@click.command()
@click.option("--quiet", is_flag=True, help="Print only what is not well.")
def check(*, quiet: bool) -> None:
    """Look after everything that can go wrong by itself; exit code 1 when something has."""
    settings = config.read()
    with house.opened(settings) as database:
        found = watching.readings(database, settings)
        with database.reading() as session:
            broken = first_broken_entry(session)
    found.append(
        watching.Reading("audit log", broken is None, "whole" if broken is None else str(broken))
    )
    for line in watching.lines([one for one in found if not (quiet and one.well)]):
        click.echo(line)
    if not all(reading.well for reading in found):
        raise click.ClickException("Something needs you: see the lines that say BAD.")


LITESTREAM = """\
# Streams every change of the database to another place, at most a second behind.
# Keys are not in it. Files are not in it: `advisory backup` takes them along.
dbs:
  - path: {path}
    replicas:
      - type: file
        path: {replica}
        sync-interval: 1s
        retention: 72h
"""


@click.command()
@click.argument("replica", type=click.Path(file_okay=False, path_type=Path))
def litestream(replica: Path) -> None:
    """Print a litestream.yml that streams this database to the folder REPLICA."""
    url = make_url(config.read().database_url)
    if url.get_backend_name() != "sqlite":
        raise house.NotReady("Litestream is for SQLite: use PostgreSQL's own replication.")
    click.echo(
        LITESTREAM.format(path=Path(str(url.database)).resolve(), replica=replica.resolve()),
        nl=False,
    )
