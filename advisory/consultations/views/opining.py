"""One sentence at a time: which comes next, and what was said of those before."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import request

from advisory.consultations.models import Question
from advisory.consultations.queries.showing import AGREE_OR_NOT
from advisory.consultations.queries.typed import Answering
from advisory.consultations.rules import lifecycle
from advisory.consultations.rules.kinds import Typed, kind_of
from advisory.foundation.pages import session
from advisory.voting.models import Statement
from advisory.voting.queries import polls
from advisory.voting.rules.asking import next_statement, shown_statements
from advisory.words import queries as words
from advisory.words.rules import Shown

ICONS = dict(zip(AGREE_OR_NOT, ("check", "close", "unsure"), strict=True))


@dataclass(frozen=True)
class Line:
    """A sentence, and what this person said of it; "" when nothing."""

    id: UUID
    said: Shown
    vote: str
    seen: bool


@dataclass(frozen=True)
class OpinionPage:
    """Either one sentence (`now`), or all of them to look at again; `left` are not answered yet."""

    now: Line | None
    left: int
    lines: Sequence[Line]
    votes: Sequence[tuple[str, str, str]]
    may_add: bool


def stays(form: Container[str]) -> bool:
    """Whether the person goes on with the sentences of this question."""
    return "pick" in form or "over" in form or "enough" in form


def together(mine: Answering, here: Question, typed: Typed) -> Typed:
    """What was said before stays; a form brings one vote, or one sentence that is skipped.

    Whoever had enough is asked no more, also of sentences that come later.
    """
    before = mine.typed.get(str(here.id), {})
    picks = [*before.get("pick", ()), *typed.get("pick", ())]
    over = [*before.get("over", ()), *typed.get("over", ())]
    enough = ["1"] if "enough" in request.form else before.get("enough", ())
    said = typed.get("said", before.get("said", ()))
    given = kind_of(here).parse(here, {"pick": picks})
    known = {str(one.id) for one in shown_statements(here.poll)} if here.poll else set()
    return {
        "pick": list(given.picks),
        "over": sorted(known & set(over)),
        "enough": list(enough),
        "said": list(said),
    }


def page_of(mine: Answering, here: Question, tag: str) -> OpinionPage:
    """Only sentences that stand in the language of the questions, checked, are asked."""
    poll = here.poll
    assert poll is not None  # noqa: S101 - asked only for a question that has one
    typed = mine.typed.get(str(here.id), {})
    votes = dict(_parts(pick) for pick in typed.get("pick", ()))
    over = set(typed.get("over", ()))
    ready = [one for one in shown_statements(poll) if lifecycle.is_ready(one.text, tag)]
    left = [one for one in ready if str(one.id) not in votes and str(one.id) not in over]
    lines = [_line(one, tag, votes, seen=one not in left) for one in ready]
    again = request.args.get("sentence", "")
    now = next((line for line in lines if str(line.id) == again), None)
    if now is None and left and not typed.get("enough"):
        chosen = next_statement(
            left,
            polls.heard_of(session(), poll.id),
            polls.extremities(session(), poll.id),
            seed=mine.response_id or str(mine.draft_id),
        )
        now = next((line for line in lines if chosen and line.id == chosen.id), None)
    return OpinionPage(
        now,
        len(left),
        lines,
        [(vote.value, str(word), ICONS[vote]) for vote, word in AGREE_OR_NOT.items()],
        poll.may_add,
    )


def _line(one: Statement, tag: str, votes: dict[str, str], *, seen: bool) -> Line:
    return Line(one.id, words.shown(session(), one.text, tag), votes.get(str(one.id), ""), seen)


def _parts(pick: str) -> tuple[str, str]:
    statement, _, vote = pick.partition("/")
    return statement, vote
