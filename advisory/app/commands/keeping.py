"""Commands that make, move and keep: tables, demo data, keys, copies."""

from pathlib import Path

import click

import config
from advisory.app import backups, house, schema
from advisory.foundation import keys as keyfiles


@click.command()
@click.option("--to", "revision", default="head", help="A revision; without it the newest.")
def migrate(revision: str) -> None:
    """Bring the database's tables up to this version."""
    schema.migrate(config.read().database_url, revision)
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


@click.group()
def keys() -> None:
    """The key files, which no backup of the database holds."""


@keys.command("make")
def make_keys() -> None:
    """Make each key file that is missing. Existing ones stay as they are."""
    folder = config.read().keys_folder
    keyfiles.make_keys(folder)
    click.echo(f"The keys are in {folder}. Keep a copy of them apart from the backups.")


@keys.command("check")
def check_keys() -> None:
    """Check that every key file is there, private, and opens what the database holds."""
    settings = config.read()
    keyfiles.read_keys(settings.keys_folder)
    click.echo(f"The {len(keyfiles.NAMES)} key files are there, and only their owner reads them.")
    with house.opened(settings) as database, database.reading() as session:
        strangers = house.purposes_that_do_not_open(session)
    if strangers:
        raise click.ClickException(f"They are not this database's keys: {', '.join(strangers)}.")
    click.echo("They open what this database holds.")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Copy the database to FILE while it runs, and check the copy. Keys are not in it."""
    backups.back_up(config.read().database_url, file)
    click.echo(f"Backed up to {file}, and checked. The keys are not in it: keep them elsewhere.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(file: Path, *, yes: bool) -> None:
    """Replace the database by the copy in FILE. Stop the server and the worker first."""
    if not yes:
        click.confirm("Everything in the database now is replaced. Go on?", abort=True)
    backups.restore(config.read().database_url, file)
    click.echo("Restored. Run `advisory migrate`, then `advisory keys check`.")
