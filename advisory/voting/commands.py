"""The commands for a vote which is kept elsewhere: analyse it, or take it in."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisory.foundation.database import Database
from advisory.people import queries as people
from advisory.voting.actions.importing import import_conversation

if TYPE_CHECKING:  # the arithmetic is heavy to load, and every other command does without
    from advisory.voting.ports import Conversation
    from advisory.voting.rules.analysis import Analysis
    from advisory.voting.rules.counting import Finding


@click.group()
def votes() -> None:
    """Votes on statements."""


@votes.command("analyse")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Everything, for another program.")
def analyse_folder(folder: Path, *, as_json: bool) -> None:
    """What the people in FOLDER agree on, and whether there are groups among them.

    FOLDER holds `comments.csv` and `participants-votes.csv` (or `votes.csv`).
    """
    from advisory.voting.ports import NotReadable, read_conversation  # noqa: PLC0415 - see above
    from advisory.voting.rules.analysis import analyse  # noqa: PLC0415 - see above

    try:
        conversation = read_conversation(folder)
        found = analyse(
            conversation.votes,
            moderated_out=conversation.moderated_out,
            published=conversation.published,
        )
    except NotReadable as why:
        raise click.ClickException(str(why)) from why
    click.echo(
        json.dumps(told(conversation, found), ensure_ascii=False, indent=1)
        if as_json
        else in_words(conversation, found)
    )


@votes.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--title", required=True, help="What the board calls it.")
@click.pass_obj
def import_folder(opened: Callable[[], Database], folder: Path, *, title: str) -> None:
    """Keep the sentences and votes of FOLDER as a new set of the board.

    The people in it are numbers. The worker counts it; the desk shows what was found.
    """
    from advisory.voting.ports import NotReadable, read_conversation  # noqa: PLC0415 - see above

    try:
        conversation = read_conversation(folder)
    except NotReadable as why:
        raise click.ClickException(str(why)) from why
    with opened().transaction() as session:
        board = people.site_board(session)
        if board is None:
            raise click.ClickException("There is no board yet.")
        import_conversation(session, conversation, board=board, title=title)
    count, people_in_it = len(conversation.statements), len(conversation.participants)
    click.echo(f"{count} sentences and {people_in_it} people are in.")


def told(conversation: "Conversation", found: "Analysis") -> dict[str, object]:
    """All findings, with the names that the folder uses for people and statements."""
    people, statements = conversation.participants, conversation.statements
    return {
        "people": len(people),
        "statements": len(statements),
        "reliable": found.reliability.holds,
        "reasons": list(found.reliability.reasons),
        "checks": {
            "people": found.reliability.people,
            "p_value": found.reliability.chance,
            "resample_agreement": found.reliability.agreement,
            "smallest_group": found.reliability.smallest,
        },
        "groups": {people[at]: int(group) for at, group in enumerate(found.groups) if group >= 0},
        "consensus": [_finding(conversation, one) for one in found.consensus],
        "representative": {
            str(group): [_finding(conversation, one) for one in findings]
            for group, findings in found.representative.items()
        },
        "group_informed_consensus": _by_statement(statements, found.group_informed),
        "published": {
            "share_in_the_same_group": found.like_the_published,
            "group_informed_consensus": _by_statement(statements, found.published_consensus),
        },
    }


def _by_statement(statements: list[str], values: list[float]) -> dict[str, float]:
    return dict(zip(statements, values, strict=False))


def _finding(conversation: "Conversation", finding: "Finding") -> dict[str, object]:
    name = conversation.statements[finding.statement]
    return {
        "statement": name,
        "text": conversation.texts.get(name, ""),
        "position": "agree" if finding.agrees else "disagree",
        "share": finding.share,
        "certainty": finding.certainty,
        "votes": finding.voted,
        "ratio": finding.ratio,
    }


def in_words(conversation: "Conversation", found: "Analysis") -> str:
    """For a person at a terminal."""
    lines = [f"{len(conversation.participants)} people, {len(conversation.statements)} statements."]
    lines += ["", "Most people hold:"] if found.consensus else ["", "There is no consensus yet."]
    lines += [_line(conversation, finding) for finding in found.consensus]
    if not found.reliability.holds:
        return "\n".join([*lines, "", "No reliable groups.", *found.reliability.reasons])
    for group, findings in found.representative.items():
        lines += ["", f"Group {group}, {found.groups.count(group)} people, holds more than others:"]
        lines += [_line(conversation, finding) for finding in findings]
    return "\n".join(lines)


def _line(conversation: "Conversation", finding: "Finding") -> str:
    name = conversation.statements[finding.statement]
    position = "agree" if finding.agrees else "disagree"
    text = conversation.texts.get(name, "")
    return f"  {position} {finding.share:.0%} of {finding.voted}: {text or name}"
