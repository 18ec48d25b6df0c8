from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID

import click
from sqlalchemy.orm import Session

from advisory.boards import queries
from advisory.boards.actions.signing import Checked, sign_off_strings
from advisory.boards.models import SignedOn
from advisory.boards.rules import SafetyWords
from advisory.foundation.access import Impossible
from advisory.foundation.database import Database, now
from advisory.languages.dates import london
from advisory.languages.registry import LANGUAGES
from advisory.languages.signing import SafetyString
from advisory.people.queries import site_board


@click.command("sign-off")
@click.argument("tag", type=click.Choice(sorted(set(LANGUAGES) - {"en"})))
@click.option("--by", "checked_by", help="Who has read them: a name or a role.")
@click.option("--on", "checked_on", type=click.DateTime(["%Y-%m-%d"]), help="When; default today.")
@click.option("--all", "every", is_flag=True, help="Every sentence that nobody has signed yet.")
@click.option(
    "--list",
    "names",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with one name a line, as this command prints them.",
)
@click.option("--how", type=click.Choice(SignedOn), default=SignedOn.PAPER, show_default=True)
@click.option("--sheet", default="", help="The number of the sheet.")
@click.pass_obj
def sign_off(
    opened: Callable[[], Database],
    tag: str,
    *,
    checked_by: str | None,
    checked_on: datetime | None,
    every: bool,
    names: Path | None,
    how: SignedOn,
    sheet: str,
) -> None:
    """Record who has read which safety sentence of TAG. Without --all and --list: show it."""
    if every and names:
        raise click.UsageError("Say --all, or give a --list.")
    wanted = None if names is None else names.read_text(encoding="utf-8").split()
    if (every or names) and not (checked_by or "").strip():
        raise click.UsageError("Say who has read them: --by.")
    today = london(now()).date()
    day = checked_on.date() if checked_on else today
    if day > today:
        raise click.UsageError("That day has not come yet.")
    checked = Checked(by=checked_by or "", on=day, how=how, sheet=sheet)
    with opened().transaction() as session:
        if every or wanted is not None:
            _keep(session, tag, wanted, checked)
        _show(queries.safety_words(session, _board_id(session), tag))


def _board_id(session: Session) -> UUID:
    board = site_board(session)
    if board is None:
        raise click.ClickException("There is no board yet: set it up in the browser.")
    return board.id


def _keep(session: Session, tag: str, names: list[str] | None, checked: Checked) -> None:
    board_id = _board_id(session)
    waiting = queries.safety_words(session, board_id, tag).waiting
    try:
        count = sign_off_strings(
            session,
            board_id=board_id,
            language=tag,
            strings=_named(waiting, names),
            checked=checked,
            by=None,
        )
    except Impossible as why:
        raise click.ClickException(str(why)) from why
    click.echo(f"{count} sentences signed off.")


def _named(waiting: list[SafetyString], names: list[str] | None) -> list[SafetyString]:
    if names is None:
        return waiting
    unknown = set(names) - {string.name for string in waiting}
    if unknown:
        raise click.ClickException(
            "Not waiting to be signed: " + ", ".join(sorted(unknown)) + ". Nothing was kept."
        )
    return [string for string in waiting if string.name in names]


def _show(state: SafetyWords) -> None:
    for string, row in state.strings:
        who = f"{row.checked_by}, {row.checked_on}" if row else ""
        nobody = "waits" if string.translation else "not translated"
        click.echo(f"{string.name:28} {who or nobody}")
    click.echo(f"{state.signed} of {len(state.strings)} signed off.")
