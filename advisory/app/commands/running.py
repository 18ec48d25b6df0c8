"""Commands that stay: the web server, the worker, or both under one parent."""

import sys
from functools import partial

import click

import config
from advisory.app import house, server, supervision, welcome

parent_option = click.option(
    "--with-parent", is_flag=True, hidden=True, help="Stop when standard input ends."
)


@click.command()
@parent_option
def serve(*, with_parent: bool) -> None:
    """Answer browsers on HOST:PORT until stopped."""
    if with_parent:
        supervision.stop_with_parent()
    settings = config.read()
    with house.opened(settings):
        pass  # or a refusal, before the server starts its processes
    server.serve(settings)


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
@parent_option
def worker(*, once: bool, with_parent: bool) -> None:
    """Send letters, remind and escalate, every 5 seconds until stopped."""
    if with_parent:
        supervision.stop_with_parent()
    # Only the worker and the web server need every room.
    from advisory.app.rooms import JOBS  # noqa: PLC0415 - the other commands start faster without

    with house.opened() as database:
        supervision.work(database, JOBS, once=once)


@click.command()
@click.pass_context
def run(ctx: click.Context) -> None:
    """Start the web server and the worker, and print the way in. Ctrl-C stops both."""
    settings = config.read()
    house.make_missing_keys(settings)
    server.refuse_taken_port(settings)
    with house.opened(settings) as database, database.transaction() as session:
        lines = welcome.lines(session, settings)
    ourselves = [sys.executable, "-m", "advisory.app.commands"]
    ended = supervision.together(
        [[*ourselves, "serve", "--with-parent"], [*ourselves, "worker", "--with-parent"]],
        is_up=partial(server.answers, settings),
        when_up=lambda: click.echo("\n".join(lines)),
    )
    if ended:
        click.echo("The server or the worker ended by itself, so both were stopped.", err=True)
    ctx.exit(ended)
