"""What a team sees: released passages, topic, kind, service. No raw words, language or place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.answers import queries as answers
from advisory.answers import rules
from advisory.answers.models import Answer, AnswerState, Ask, Commitment
from advisory.answers.rules import Plainness, plainness
from advisory.desk.queries.turns import Said, said
from advisory.desk.rules.naming import KIND_NAMES, reference
from advisory.desk.rules.timing import Clock, time_words
from advisory.feedback import queries as feedback
from advisory.feedback.models import Feedback
from advisory.feedback.rules import GONE, Move, may_move
from advisory.foundation.access import Hat, Role
from advisory.foundation.keys import Erased
from advisory.languages.catalogues import current, for_staff
from advisory.people.models import Standing
from advisory.recommendations import queries as recommendations
from advisory.recommendations.models import Recommendation
from advisory.recommendations.rules import number_of
from advisory.themes import queries as themes
from advisory.words import queries as words
from advisory.words.models import Text
from advisory.words.rules import original


@dataclass(frozen=True)
class AskLine:
    """One line of a team's list."""

    id: UUID
    reference: str
    topic: str
    kind: str
    service: str
    passage: Said | None
    due: str
    due_tone: str
    answer_by: datetime
    acknowledged: bool
    state: AnswerState | None
    answered_at: datetime | None
    is_recommendation: bool = False


@dataclass(frozen=True)
class AskList:
    open: Sequence[AskLine]
    answered: Sequence[AskLine]


@dataclass(frozen=True)
class AskPage:
    """One ask, as its team sees it. `answer` is the draft, or what was handed in or sent."""

    ask: Ask
    item: Feedback
    reference: str
    topic: str
    kind: str
    service: str
    passages: Sequence[Said]
    due: str
    due_tone: str
    answer: Answer | None
    heard: str
    will: str
    evidence: str
    returned_because: str
    sent_back_because: str
    plain: Plainness
    may_write: bool
    may_acknowledge: bool

    @property
    def is_agreed(self) -> bool:
        return self.ask.team.standing is Standing.AGREED


@dataclass(frozen=True)
class Promise:
    """A planned change; `words` is empty when the person deleted the conversation."""

    commitment: Commitment
    reference: str
    words: str
    told: str
    due_tone: str


def is_shown(item: Feedback | None) -> bool:
    """Held and deleted words are in no list of a team."""
    return item is not None and not item.held and item.state not in GONE


def ask_list(session: Session, team_id: UUID, *, clock: Clock) -> AskList:
    open_, answered = answers.open_asks(session, team_id), answers.answered_asks(session, team_id)
    both = (*open_, *answered)
    ids = [ask.contribution_id for ask in both if ask.contribution_id]
    advice = recommendations.some(session, {ask.advice_id for ask in both if ask.advice_id})
    items = feedback.references_of(session, ids)
    first: dict[UUID, Text] = {}
    for passage in themes.released(session, set(ids)):
        first.setdefault(passage.contribution_id, passage.text)

    def line(ask: Ask) -> AskLine | None:
        if ask.advice_id is not None:
            return _line_of_advice(session, ask, advice[ask.advice_id], clock)
        if ask.contribution_id is None:
            return None
        item = items.get(ask.contribution_id)
        text = first.get(ask.contribution_id)
        if item is None or not is_shown(item):
            return None
        return _line(session, ask, item, text, clock)

    waiting = [row for row in map(line, open_) if row]
    # What a facilitator looks at asks nothing of the team: it comes last.
    waiting.sort(key=lambda row: row.state is AnswerState.IN_REVIEW)
    return AskList(
        open=waiting,
        answered=[row for row in map(line, answered) if row],
    )


def _line(
    session: Session, ask: Ask, item: Feedback, passage: Text | None, clock: Clock
) -> AskLine:
    due, tone = _due(ask, clock)
    last = ask.answers[-1] if ask.answers else None
    return AskLine(
        id=ask.id,
        reference=reference(item.reference),
        topic=_name(session, item.topic.name if item.topic else None),
        kind=KIND_NAMES[item.kind] if item.kind else "",
        service=_name(session, item.service.name if item.service else None),
        passage=said(session, original(passage)) if passage else None,
        due=due,
        due_tone=tone,
        answer_by=ask.answer_by,
        acknowledged=ask.acknowledged_at is not None,
        state=last.state if last else None,
        answered_at=last.sent_at if last else None,
    )


def _line_of_advice(session: Session, ask: Ask, own: Recommendation, clock: Clock) -> AskLine:
    due, tone = _due(ask, clock)
    last = ask.answers[-1] if ask.answers else None
    return AskLine(
        id=ask.id,
        reference=number_of(own),
        topic=for_staff("Recommendation of the board"),
        kind="",
        service="",
        passage=said(session, original(own.ask)),
        due=due,
        due_tone=tone,
        answer_by=ask.answer_by,
        acknowledged=ask.acknowledged_at is not None,
        state=last.state if last else None,
        answered_at=last.sent_at if last else None,
        is_recommendation=True,
    )


def _due(ask: Ask, clock: Clock) -> tuple[str, str]:
    """Only a team that agreed to the clocks can be late."""
    return time_words(ask.answer_by, clock) if rules.owes(ask) else ("", "")


def _name(session: Session, text: Text | None) -> str:
    return words.shown(session, text, current().tag).body if text else ""


def ask_page(session: Session, ask: Ask, *, clock: Clock) -> AskPage | None:
    """None while the words are held, once they are gone, and of a recommendation."""
    contribution_id = ask.contribution_id
    item = feedback.item_of(session, contribution_id) if contribution_id else None
    if contribution_id is None or item is None or not is_shown(item):
        return None
    everything = answers.answers_to(session, contribution_id)
    own = [answer for answer in everything if answer.ask_id == ask.id]
    answer = own[-1] if own else None
    passages = themes.passages_of(session, contribution_id) if ask.returned_at is None else []
    heard = _original(session, answer.heard if answer else None)
    will = _original(session, answer.will if answer else None)
    due, tone = _due(ask, clock)
    return AskPage(
        ask=ask,
        item=item,
        reference=reference(item.reference),
        topic=_name(session, item.topic.name if item.topic else None),
        kind=KIND_NAMES[item.kind] if item.kind else "",
        service=_name(session, item.service.name if item.service else None),
        passages=[said(session, original(row.text)) for row in passages],
        due=due,
        due_tone=tone,
        answer=answer,
        heard=heard,
        will=will,
        evidence=_noted(session, answer, "sealed_evidence"),
        returned_because=answers.noted(session, ask, "sealed_reason"),
        sent_back_because=_noted(session, answer, "sealed_note"),
        plain=plainness(f"{heard} {will}"),
        may_write=_may_write(ask, item, own),
        may_acknowledge=ask.acknowledged_at is None and may_move(item.state, Move.ACKNOWLEDGE),
    )


def _noted(session: Session, answer: Answer | None, column: str) -> str:
    return answers.noted(session, answer, column) if answer else ""


def _may_write(ask: Ask, item: Feedback, own: Sequence[Answer]) -> bool:
    waits = rules.in_review(own) is None
    return rules.is_open(ask) and waits and may_move(item.state, Move.REVIEW)


def _original(session: Session, text: Text | None) -> str:
    if text is None:
        return ""
    try:
        return words.reading(session, original(text))
    except Erased:
        return ""


def promises(session: Session, hat: Hat, today: date) -> list[Promise]:
    """A lead's own team's, or all of the board for a facilitator."""
    team_id = hat.team_id if hat.role is Role.POLICY_LEAD else None
    rows = answers.commitments(session, hat.board_id, team_id=team_id)
    names = _references(session, [row.answer for row in rows])
    return [_promise(session, row, names, today) for row in rows]


def promise(session: Session, hat: Hat, commitment_id: UUID, today: date) -> Promise | None:
    """None: no such promise, or another board's or team's."""
    row = answers.commitment(session, commitment_id)
    if row is None or row.board_id != hat.board_id:
        return None
    if hat.role is Role.POLICY_LEAD and row.team_id != hat.team_id:
        return None
    return _promise(session, row, _references(session, [row.answer]), today)


def _references(session: Session, given: Sequence[Answer]) -> dict[UUID, str]:
    """How what was answered is called, by answer."""
    items = feedback.references_of(session, [a.contribution_id for a in given if a.contribution_id])
    advice = recommendations.some(
        session, {answer.advice_id for answer in given if answer.advice_id}
    )
    found = {
        answer.id: reference(items[answer.contribution_id].reference)
        for answer in given
        if answer.contribution_id in items
    }
    return found | {
        answer.id: number_of(advice[answer.advice_id])
        for answer in given
        if answer.advice_id in advice
    }


def _promise(
    session: Session, row: Commitment, references: dict[UUID, str], today: date
) -> Promise:
    late = "bad" if row.due_on < today else ""
    return Promise(
        commitment=row,
        reference=references.get(row.answer_id, ""),
        words=_original(session, row.answer.will),
        told=answers.noted(session, row, "sealed_evidence"),
        due_tone="warn" if row.due_on == today else late,
    )
