"""What is found in a poll, kept with the moment it is of. Heavy: for the background only."""

import json
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.foundation import keys
from advisory.foundation.database import Database, now, take_turns
from advisory.languages.dates import london
from advisory.voting.models import Poll, PollResult
from advisory.voting.ports import NOT_GROUPED
from advisory.voting.queries.sealed import result_place
from advisory.voting.queries.tables import Table, table_of
from advisory.voting.rules.analysis import Analysis, analyse
from advisory.voting.rules.counting import Finding, counts
from advisory.voting.rules.grouping import extremities, opinion_map

PLACES = 24
"""The map is a grid of so many places each way: a dot is a place where people are, no person."""


def analyse_poll(database: Database, poll_id: UUID) -> bool:
    """False when somebody voted or deleted meanwhile: what was found then is thrown away."""
    with database.reading() as session:
        revision = _revision(session, poll_id)
        table = table_of(session, poll_id)
    if revision is None:
        return False
    found = _found(table)
    with database.transaction() as session:
        take_turns(session, f"poll {poll_id}")
        if _revision(session, poll_id) != revision:
            return False
        poll = session.get_one(Poll, poll_id)
        place = result_place(poll_id)
        session.merge(
            PollResult(
                poll_id=poll_id,
                revision=revision,
                made_on=london(now()).date(),
                sealed=keys.seal(session, poll.data_key, place, json.dumps(found)),
            )
        )
    return True


def _revision(session: Session, poll_id: UUID) -> int | None:
    return session.scalar(select(Poll.revision).where(Poll.id == poll_id))


def _found(table: Table) -> dict[str, Any]:
    if not table.votes.size or np.isnan(table.votes).all():
        return {}
    analysis = analyse(table.votes, moderated_out=table.moderated_out)
    names = list(map(str, table.statements))
    gates = analysis.reliability
    return {
        "reliable": gates.holds,
        "failed": list(gates.failed),
        "people": gates.people,
        "chance": gates.chance,
        "agreement": gates.agreement,
        "consensus": [_finding(names, one) for one in analysis.consensus],
        "extremity": dict(zip(names, extremities(table.votes).tolist(), strict=True)),
        **(_of_groups(table, analysis, names) if gates.holds else {}),
    }


def _finding(names: list[str], one: Finding) -> dict[str, object]:
    return {"statement": names[one.statement], "agrees": one.agrees, "voted": one.voted}


def _of_groups(table: Table, analysis: Analysis, names: list[str]) -> dict[str, Any]:
    """Only when the groups are real."""
    voters = list(map(str, table.voters))
    drawn = enumerate(analysis.groups)
    groups = {voters[at]: group for at, group in drawn if group >= 0}
    return {
        "groups": groups,
        "group_informed": dict(zip(names, analysis.group_informed, strict=True)),
        "representative": {
            str(group): [_finding(names, one) for one in found]
            for group, found in analysis.representative.items()
        },
        "by_group": _by_group(table, analysis, names),
        "dots": _dots(table, analysis.groups),
    }


def _by_group(
    table: Table, analysis: Analysis, names: list[str]
) -> dict[str, dict[str, tuple[int, int]]]:
    """Who agreed and who saw it, of each group."""
    drawn = np.array(analysis.groups)
    found = {}
    for group in sorted(set(analysis.groups) - {NOT_GROUPED}):
        held = counts(table.votes[drawn == group])
        pairs = zip(held.agreed.tolist(), held.seen.tolist(), strict=True)
        both = [(int(agreed), int(seen)) for agreed, seen in pairs]
        found[str(group)] = dict(zip(names, both, strict=True))
    return found


def _dots(table: Table, groups: list[int]) -> list[tuple[int, int, int]]:
    """Across, down, group: each place of the grid once."""
    points = opinion_map(table.votes, moderated_out=table.moderated_out).points
    inside = np.array(groups) >= 0
    low, high = points[inside].min(axis=0), points[inside].max(axis=0)
    scaled = (points - low) / np.maximum(high - low, 1e-9) * (PLACES - 1)
    at = np.rint(scaled).astype(int)
    found = {(int(at[i, 0]), int(at[i, 1]), groups[i]) for i in np.flatnonzero(inside)}
    return sorted(found)
