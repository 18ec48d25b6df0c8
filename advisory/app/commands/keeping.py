"""Commands that make, move and keep: tables, demo data, copies."""

from pathlib import Path

import click
from sqlalchemy.exc import OperationalError

import config
from advisory.app import backups, house, schema, watching
from advisory.app.refusals import refuse_unsafe_places
from advisory.foundation.keys import read_keys


@click.command()
@click.option("--to", "revision", default="head", help="A revision; without it the newest.")
def migrate(revision: str) -> None:
    """Bring the database's tables up to this version."""
    settings = config.read()
    refuse_unsafe_places(settings)
    try:
        schema.migrate(settings.database_url, revision)
    except OperationalError as why:
        raise house.NotReady(house.NO_ANSWER) from why
    click.echo(f"The database is at {schema.newest() if revision == 'head' else revision}.")


@click.command()
def demo() -> None:
    """Load the demo board, once. It is marked as demo on every page."""
    from advisory.app.demo import NotEmpty, load  # noqa: PLC0415 - only this command needs it

    settings = config.read()
    if settings.production:
        raise house.NotReady("Demo data does not belong in production: unset ADVISORY_PRODUCTION.")
    house.make_missing_keys(settings)
    with house.opened(settings) as database:
        try:
            load(database)
        except NotEmpty as why:
            raise house.NotReady(str(why)) from why
    click.echo("The demo board is there.")


@click.command()
@click.argument("place", type=click.Path(path_type=Path))
@click.option(
    "--keep", type=click.IntRange(1), help="In a folder: how many of the newest copies stay."
)
def backup(place: Path, *, keep: int | None) -> None:
    """Copy the database and the sealed files to PLACE while all runs, and open the copy.

    PLACE is a file, or a folder that gets a new file each time. Keys are not in it.
    """
    settings = config.read()
    is_folder = keep is not None or place.is_dir()
    file = place / backups.next_name() if is_folder else place
    with house.opened(settings) as database:
        try:
            made = backups.back_up(settings.database_url, file, backups.files_of(settings))
        except house.NotReady:
            watching.note_backup(database, problem="NotReady")
            raise
        watching.note_backup(database)
    if keep is not None:
        backups.keep_newest(place, keep)
    rows = sum(made.facts.counts.values())
    click.echo(f"Backed up to {file}, opened and compared: {rows} rows, {len(made.parts)} parts.")
    click.echo("The keys are not in it: keep them elsewhere.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(file: Path, *, yes: bool) -> None:
    """Replace the database by the copy in FILE. Stop the server and the worker first."""
    if not yes:
        click.confirm("Everything in the database now is replaced. Go on?", abort=True)
    settings = config.read()
    ring = read_keys(settings.keys_folder)
    facts = backups.restore(settings.database_url, file, ring, backups.files_of(settings))
    click.echo(f"Restored {sum(facts.counts.values())} rows in {len(facts.counts)} tables.")
    click.echo("Run `advisory migrate`, `advisory keys check` and `advisory audit verify`.")
