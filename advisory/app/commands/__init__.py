"""The one command line. A refusal to start is one sentence and exit code 2."""

import os

import click

from advisory.app import house
from advisory.app.commands import keeping, locking, looking, people, running
from advisory.boards.commands import sign_off
from advisory.files.commands import files
from advisory.foundation.keys import KeysMissing
from advisory.languages.commands import languages
from advisory.letters.commands import letters
from advisory.rights.commands import retention
from advisory.themes.commands import codebook
from advisory.voting.commands import votes
from config import ConfigurationError

REFUSALS = (ConfigurationError, KeysMissing, house.NotReady)


class CommandLine(click.Group):
    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except REFUSALS as why:
            click.echo(str(why), err=True)
            ctx.exit(2)


@click.group(cls=CommandLine, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(ctx: click.Context) -> None:
    """The advisory board's platform: run it, keep it safe, look after it.

    Settings come from the environment: ADVISORY_DATABASE_URL, ADVISORY_KEYS, ADVISORY_MAIL_URL,
    ADVISORY_BASE_URL, ADVISORY_PRODUCTION, HOST, PORT.
    """
    # Whatever we make, from the database to a letter, is our own.
    os.umask(0o077)
    # Opened when a command asks for it: help and keys need no database.
    ctx.obj = lambda: ctx.with_resource(house.opened())


languages.add_command(sign_off)
for command in (
    running.run,
    running.serve,
    running.worker,
    keeping.migrate,
    keeping.demo,
    locking.keys,
    keeping.backup,
    keeping.restore,
    looking.audit,
    looking.check,
    looking.litestream,
    looking.access,
    people.people,
    files,
    languages,
    letters,
    votes,
    codebook,
    retention,
):
    main.add_command(command)
