"""Which sentence comes next, and which may be shown at all."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from advisory.contributions.models import Use
from advisory.voting.models import Poll, State, Statement


@dataclass(frozen=True)
class Heard:
    """What was said of one sentence so far. `seen` counts everybody, "not sure" too."""

    agreed: int = 0
    disagreed: int = 0
    passed: int = 0

    @property
    def seen(self) -> int:
        return self.agreed + self.disagreed + self.passed


def is_withheld(statement: Statement) -> bool:
    """Its writer's words are held for safety: neither members nor this room's staff see it."""
    return statement.concern is not None and statement.concern.withheld


def is_shown(statement: Statement) -> bool:
    """Published, its writer allows that words are shown, today as on the first day, and safe."""
    allows = statement.contribution is None or statement.contribution.use is Use.QUOTE
    return statement.state is State.PUBLISHED and allows and not is_withheld(statement)


def added_statements(poll: Poll) -> list[Statement]:
    """What people added and staff may read."""
    return [one for one in poll.statements if one.contribution_id and not is_withheld(one)]


def shown_statements(poll: Poll) -> list[Statement]:
    return [one for one in poll.statements if is_shown(one)]


def starting_statements(poll: Poll) -> list[Statement]:
    """The board's own, which are translated before anybody is asked."""
    return [one for one in poll.statements if one.contribution_id is None]


def priority(heard: Heard, extremity: float) -> float:
    """How much we want to hear about a sentence next.

    As published for Polis (comment routing of its open repository, read in 2026):
    ((1 - P) (E + 1) A (1 + 8 * 2^(-S/5)))^2, where P = (passes + 1) / (S + 2),
    A = (agreements + 1) / (S + 2), S is who saw it and E how far it sets people apart.
    """
    passes = (heard.passed + 1) / (heard.seen + 2)
    agrees = (heard.agreed + 1) / (heard.seen + 2)
    new: float = 1 + 8 * 2 ** (-heard.seen / 5)
    result: float = ((1 - passes) * (extremity + 1) * agrees * new) ** 2
    return result


def next_statement(
    left: Sequence[Statement],
    heard: Mapping[UUID, Heard],
    extremities: Mapping[UUID, float],
    *,
    seed: str,
) -> Statement | None:
    """By chance, the weightier the likelier. The same seed draws the same among the same."""
    if not left:
        return None
    weights = [priority(heard.get(one.id, Heard()), extremities.get(one.id, 0.0)) for one in left]
    # Not a secret: the same person must find the same sentence again after a lost connection.
    return random.Random(f"{seed}/{len(left)}").choices(left, weights)[0]  # noqa: S311 - as said
