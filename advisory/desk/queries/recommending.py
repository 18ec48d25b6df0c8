"""A recommendation as its facilitator and its team see it: never whose words stand behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.answers import queries as answers
from advisory.answers import rules as answering
from advisory.answers.models import Answer, AnswerState, Ask, Commitment, Stance
from advisory.consultations.queries import asking, responses
from advisory.desk.queries.turns import Said, said
from advisory.desk.rules.timing import Clock, time_words
from advisory.people.models import Standing
from advisory.recommendations import queries, rules
from advisory.recommendations.models import Recommendation
from advisory.themes.models import Theme, ThemeState
from advisory.themes.queries import theming
from advisory.themes.rules.theming import Strength
from advisory.words.models import Text
from advisory.words.rules import original


@dataclass(frozen=True)
class Parts:
    """Its words, in English."""

    ask: Said
    change: Said
    why: Said
    minority: Said | None


@dataclass(frozen=True)
class Given:
    """One answer, with what was promised in it."""

    answer: Answer
    words: Said
    note: str
    source: str
    commitment: Commitment | None
    evidence: str


@dataclass(frozen=True)
class AdvicePage:
    """For the board's desk."""

    own: Recommendation
    number: str
    parts: Parts
    asks: Sequence[Ask]
    handed_back: str
    given: Sequence[Given]
    to_look_at: Given | None
    due: str
    due_tone: str
    consultation_id: UUID | None

    @property
    def ask(self) -> Ask | None:
        return self.asks[-1] if self.asks else None

    @property
    def needs_more(self) -> Given | None:
        """What the team asked of us, while it waits for that."""
        last = self.given[-1] if self.given else None
        waits = last is not None and last.answer.stance is Stance.NEEDS_MORE
        return last if waits and rules.may_be_put(self.own) else None


@dataclass(frozen=True)
class Behind:
    """A theme that stands behind it, as strong as may be said."""

    theme: Theme
    strength: Strength


@dataclass(frozen=True)
class RecommendedPage:
    """For the team that is asked. It holds nothing that leads to a person."""

    ask: Ask
    own: Recommendation
    number: str
    parts: Parts
    behind: Sequence[Behind]
    due: str
    due_tone: str
    answer: Answer | None
    will: str
    sent_back_because: str
    returned_because: str
    may_write: bool

    @property
    def is_agreed(self) -> bool:
        return self.ask.team.standing is Standing.AGREED


def parts(session: Session, own: Recommendation) -> Parts:
    def english(text: Text) -> Said:
        return said(session, original(text))

    minority = english(own.minority) if own.minority else None
    return Parts(english(own.ask), english(own.change), english(own.why), minority)


def advice_page(session: Session, own: Recommendation, *, clock: Clock) -> AdvicePage:
    asks = answers.asks_about(session, own.id)
    rows = answers.answers_about(session, own.id)
    promised = answers.commitments_to(session, [row.id for row in rows])
    given = [
        Given(
            row,
            said(session, original(row.will)),
            answers.noted(session, row, "sealed_note"),
            answers.noted(session, row, "sealed_source"),
            promise := promised.get(row.id),
            answers.noted(session, promise, "sealed_evidence") if promise else "",
        )
        for row in rows
        if row.state is not AnswerState.DRAFT
    ]
    last = asks[-1] if asks else None
    waits = [one for one in given if one.answer.state is AnswerState.IN_REVIEW]
    due, tone = _due(last, clock)
    return AdvicePage(
        own=own,
        number=rules.number_of(own),
        parts=parts(session, own),
        asks=asks,
        handed_back=answers.noted(session, last, "sealed_reason") if last else "",
        given=given,
        to_look_at=waits[-1] if waits else None,
        due=due,
        due_tone=tone,
        consultation_id=asking.led_to(session, own.id),
    )


def _due(ask: Ask | None, clock: Clock) -> tuple[str, str]:
    if ask is None or not answering.owes(ask):
        return "", ""
    return time_words(ask.answer_by, clock)


def recommended_page(session: Session, ask: Ask, *, clock: Clock) -> RecommendedPage | None:
    """None when the ask is about somebody's own words."""
    own_id = ask.advice_id
    own = queries.recommendation(session, own_id) if own_id else None
    if own is None:
        return None
    given = [row for row in answers.answers_about(session, own.id) if row.ask_id == ask.id]
    answer = given[-1] if given else None
    due, tone = _due(ask, clock)
    return RecommendedPage(
        ask=ask,
        own=own,
        number=rules.number_of(own),
        parts=parts(session, own),
        behind=[
            Behind(theme, theming.strength_of(session, theme, theming.evidence(session, theme)))
            for theme in own.themes
            if theme.state is not ThemeState.DRAFT
        ],
        due=due,
        due_tone=tone,
        answer=answer,
        will=said(session, original(answer.will)).text if answer else "",
        sent_back_because=answers.noted(session, answer, "sealed_note") if answer else "",
        returned_because=answers.noted(session, ask, "sealed_reason"),
        may_write=rules.may_be_answered(own, ask, given),
    )


def responded(session: Session, own: Recommendation) -> set[UUID]:
    """Who answered the consultation that it comes from."""
    consultation_id = asking.led_to(session, own.id)
    return responses.contributions_of(session, consultation_id) if consultation_id else set()
