"""A poll as a folder in the open layout: `comments.csv`, `participants-votes.csv`, `votes.csv`.

No moment is kept of an opinion, and no writer beside a sentence: those columns stay empty. People
are numbered anew, by chance.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence

import numpy as np
from sqlalchemy.orm import Session

from advisory.languages.text import safe_cell
from advisory.voting.models import Poll, Statement
from advisory.voting.queries import polls
from advisory.voting.queries.sealed import found_in
from advisory.voting.queries.tables import Table, table_of
from advisory.voting.rules.asking import Heard, is_shown
from advisory.words.queries import shown

COMMENTS = (
    "timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated",
    "comment-body",
)  # fmt: skip
PEOPLE = ("participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")
VOTES = ("timestamp", "datetime", "comment-id", "voter-id", "vote")


def as_zip(session: Session, poll: Poll) -> bytes:
    table = table_of(session, poll.id)
    number = {key: str(at) for at, key in enumerate(table.statements)}
    known = [one for one in poll.statements if one.id in number]
    kept = polls.result(session, poll.id)
    is_new = kept is not None and kept.revision == poll.revision
    groups = found_in(session, kept).get("groups", {}) if is_new else {}
    heard = polls.heard_of(session, poll.id)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        comments = (
            _comment(session, one, number[one.id], heard.get(one.id, Heard())) for one in known
        )
        folder.writestr("comments.csv", _csv(COMMENTS, comments))
        heads = (*PEOPLE, *number.values())
        folder.writestr("participants-votes.csv", _csv(heads, _people(table, groups)))
        folder.writestr("votes.csv", _csv(VOTES, _votes(table)))
    return out.getvalue()


def _csv(heads: Iterable[str], lines: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows(lines)
    return out.getvalue()


def _comment(session: Session, one: Statement, number: str, heard: Heard) -> Sequence[str]:
    moderated = "1" if is_shown(one) else "-1"
    # The words of a sentence that nobody is shown stay at the desk.
    body = safe_cell(shown(session, one.text, "en").body) if is_shown(one) else ""
    return ("", "", number, "", str(heard.agreed), str(heard.disagreed), moderated, body)


def _people(table: Table, groups: dict[str, int]) -> Iterable[Sequence[str]]:
    for at, (voter, row) in enumerate(zip(table.voters, table.votes, strict=True)):
        said = [_number(vote) for vote in row]
        counted = (len(said) - said.count(""), said.count("1"), said.count("-1"))
        yield [str(at), str(groups.get(str(voter), "")), "", *map(str, counted), *said]


def _number(vote: float) -> str:
    return "" if np.isnan(vote) else str(int(vote))


def _votes(table: Table) -> Iterable[Sequence[str]]:
    for at, row in enumerate(table.votes):
        for column, vote in enumerate(row):
            if not np.isnan(vote):
                yield ["", "", str(column), str(at), _number(vote)]
