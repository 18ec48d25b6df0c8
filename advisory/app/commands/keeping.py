"""Commands that make, move and keep: tables, demo data, copies."""

from pathlib import Path

import click

import config
from advisory.app import backups, house, schema


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
