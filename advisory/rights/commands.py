from collections.abc import Callable

import click

from advisory.foundation.database import Database
from advisory.rights.jobs import let_go_of_all, what_is_over


@click.command()
@click.option("--dry-run", is_flag=True, help="Only print what would go.")
@click.pass_obj
def retention(opened: Callable[[], Database], *, dry_run: bool) -> None:
    """Let go of everything whose time is over, as the worker does once a day.

    Prints a line for each: its kind, its id, and the day on which it ended.
    """
    for row in what_is_over(opened()) if dry_run else let_go_of_all(opened()):
        click.echo(str(row))
