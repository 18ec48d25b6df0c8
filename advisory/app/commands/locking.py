"""The key files: made, checked, renewed, removed. No backup holds one."""

from collections import defaultdict

import click
from sqlalchemy.orm import Session

import config
from advisory.app import house
from advisory.foundation import keys as keyfiles
from advisory.foundation import rotation
from advisory.foundation.keys import Purpose, keyring

purpose_option = click.option(
    "--purpose",
    "names",
    multiple=True,
    type=click.Choice([purpose.value for purpose in Purpose]),
    help="Only this wrapping key; without it all of them.",
)


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
    click.echo(f"The {len(keyfiles.NAMES)} keys are there, and only their owner reads them.")
    opened = house.opened(settings, with_its_keys=False)
    with opened as database, database.reading() as session:
        strangers = house.keys_that_do_not_open(session)
        click.echo("\n".join(_versions(session)))
    if strangers:
        raise click.ClickException(f"They are not this database's keys: {', '.join(strangers)}.")
    click.echo("They open what this database holds.")


def _versions(session: Session) -> list[str]:
    wrapped: dict[tuple[Purpose, int], int] = defaultdict(int, rotation.in_use(session))
    return [
        f"{purpose.value:<14} version {version}: wraps {wrapped[purpose, version]} data keys"
        for purpose in Purpose
        for version in keyring(session).wrapping[purpose].versions
    ]


@keys.command("rotate")
@purpose_option
def rotate_keys(names: tuple[str, ...]) -> None:
    """Make a new version of the wrapping keys and wrap every data key anew, while all runs.

    What was interrupted is ended first: run it again, and it goes on.
    """
    settings = config.read()
    with house.opened(settings) as database:
        with database.reading() as session:
            purposes = rotation.unfinished(session)
        if purposes:
            click.echo("A rotation was interrupted. This ends it.")
        else:
            purposes = [Purpose(name) for name in names] or list(Purpose)
            rotation.begin(settings.keys_folder, purposes)
        broken = 0
        for purpose in purposes:
            moved, stuck = rotation.rewrap(database, purpose)
            broken += len(stuck)
            click.echo(f"{purpose.value}: {moved} data keys wrapped anew.")
    if broken:
        raise click.ClickException(f"{broken} data keys do not open, and stay as they are.")
    click.echo("Copy the new key files now. `advisory keys retire` removes the old ones.")


@keys.command("retire")
@purpose_option
def retire_keys(names: tuple[str, ...]) -> None:
    """Remove the older versions of the wrapping keys, where nothing is wrapped under them."""
    settings = config.read()
    with house.opened(settings) as database:
        for purpose in [Purpose(name) for name in names] or list(Purpose):
            try:
                gone = rotation.retire(database, settings.keys_folder, purpose)
            except rotation.StillNeeded as why:
                raise house.NotReady(str(why)) from why
            click.echo(f"{purpose.value}: {len(gone)} old versions removed.")
    click.echo("Backups from before need the old keys: keep your copy of them as long.")
