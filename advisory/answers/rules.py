"""Who may answer, what an answer needs, and when a team is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from advisory.answers.models import (
    Answer,
    AnswerLink,
    AnswerState,
    Ask,
    Outcome,
    Source,
    Stance,
)
from advisory.foundation.access import Hat, Role
from advisory.people.models import Standing

NEEDS_A_DATE = {Outcome.CHANGE_PLANNED}
NEEDS_EVIDENCE = {Outcome.CHANGE_MADE}
LONGEST = 2000
PLAIN_WORDS, PLAIN_SENTENCE = 120, 15


def is_open(ask: Ask) -> bool:
    return ask.closed_at is None and ask.returned_at is None


def may_see(hat: Hat, ask: Ask) -> bool:
    """A policy lead sees what was put to their own team, nothing else."""
    if hat.board_id != ask.board_id:
        return False
    if hat.role is Role.POLICY_LEAD:
        return hat.team_id == ask.team_id
    return hat.role is Role.FACILITATOR


def owes(ask: Ask) -> bool:
    """Only a team that agreed to the clocks can ever be late."""
    return is_open(ask) and ask.team.standing is Standing.AGREED


def in_review(answers: Sequence[Answer]) -> Answer | None:
    return next((answer for answer in answers if answer.state is AnswerState.IN_REVIEW), None)


def unfinished(answers: Sequence[Answer], ask: Ask | None) -> Answer | None:
    """The draft of an ask, or the answer that a review sent back to it."""
    wanted = ask.id if ask else None
    open_states = {AnswerState.DRAFT, AnswerState.SENT_BACK}
    return next((row for row in answers if row.state in open_states and row.ask_id == wanted), None)


def is_usable(link: AnswerLink, at: datetime) -> bool:
    """A link opens its ask until it was used, its time is over, or the ask has ended."""
    return link.used_at is None and at < link.ends_at and is_open(link.ask)


@dataclass(frozen=True, kw_only=True)
class Written:
    """An answer as it comes from a form, a link or an e-mail."""

    heard: str
    will: str
    outcome: Outcome
    by_on: date | None = None
    evidence: str | None = None
    source: Source = Source.DESK
    source_note: str | None = None
    stance: Stance | None = None
    """To a recommendation only."""


@dataclass(frozen=True)
class Plainness:
    """Advice on English, never a gate: words in all, words a sentence."""

    words: int
    words_a_sentence: int

    @property
    def is_short(self) -> bool:
        return self.words <= PLAIN_WORDS

    @property
    def is_plain(self) -> bool:
        return self.words_a_sentence <= PLAIN_SENTENCE


def plainness(text: str) -> Plainness:
    words = len(text.split())
    sentences = sum(text.count(mark) for mark in ".!?") or 1
    return Plainness(words, round(words / sentences))
