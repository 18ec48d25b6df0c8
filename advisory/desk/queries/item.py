"""One item, opened by one reader: what it says, what happened, and what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.answers import queries as answers
from advisory.answers.models import Answer, AnswerState, Ask
from advisory.contributions import queries as contributions
from advisory.contributions.models import Code, Contribution
from advisory.contributions.rules import MISSES_A_MONTH, may_read, month_of
from advisory.desk.queries import turns as conversation
from advisory.desk.queries.rows import clock_of
from advisory.desk.queries.turns import Said, Turn, original_and_english
from advisory.desk.rules import naming, steps
from advisory.desk.rules.happenings import happening
from advisory.desk.rules.naming import SpokenIn, language_named, understood_words
from advisory.desk.rules.steps import Step
from advisory.desk.rules.timing import due_words
from advisory.feedback import queries as feedback_queries
from advisory.feedback.models import Event, Feedback
from advisory.feedback.rules import FACES, may_open
from advisory.foundation.access import Hat
from advisory.foundation.database import now
from advisory.foundation.keys import Erased
from advisory.languages.dates import clock_words, day_words, london
from advisory.languages.registry import SPOKEN
from advisory.people.models import Board, Team
from advisory.routing import queries as routing
from advisory.routing.rules import About
from advisory.themes import queries as themes
from advisory.themes.models import Passage
from advisory.words import queries as words
from advisory.words import rules
from advisory.words.models import Text


@dataclass(frozen=True)
class Opened:
    """An item in the hands of a reader who may open it."""

    feedback: Feedback
    board: Board
    may_read: bool
    steps: list[Step]

    @property
    def contribution(self) -> Contribution:
        return self.feedback.contribution


def opened(session: Session, feedback_id: UUID, hat: Hat) -> Opened | None:
    """None when there is no such item for this reader: other boards' and held ones too."""
    feedback = feedback_queries.item(session, feedback_id)
    if feedback is None or not may_open(hat, feedback):
        return None
    contribution = feedback.contribution
    declared = contribution.not_my_country and bool(
        contributions.declared_by(session, hat.person_id, [contribution.id])
    )
    readable = may_read(hat, contribution, declared=declared)
    return Opened(
        feedback,
        board_of(session, hat),
        readable,
        steps.offered(hat, feedback, may_read=readable),
    )


def board_of(session: Session, hat: Hat) -> Board:
    return session.get_one(Board, hat.board_id)


@dataclass(frozen=True)
class Happened:
    """A line of the timeline, newest first."""

    what: str
    when: str
    who: str
    now: bool = False


@dataclass(frozen=True)
class Released:
    """A passage that teams may read."""

    id: UUID
    words: Said


@dataclass(frozen=True)
class Given:
    """An answer, written or sent, with its words in English and in the person's language."""

    state: str
    outcome: str
    by: str
    parts: list[tuple[Said, Said | None]]
    note: str
    """Why a review sent it back."""


@dataclass(frozen=True)
class Asked:
    """A team that was asked, with what came of it."""

    team: str
    answer_by: datetime
    returned_because: str
    is_open: bool


@dataclass(frozen=True)
class Shown:
    """The page of an item. `closed` says why this reader does not see the words."""

    ref: str
    state: str
    due: str
    due_tone: str
    owner: str
    understood: str
    understood_tone: str
    language: SpokenIn
    looks_like: list[tuple[SpokenIn, str]]
    """By their English names: what a machine takes the words for, if the person said otherwise."""
    reads: SpokenIn
    source: str
    kind: str
    topic: str
    face: str
    service: str
    merged_into: str
    closed: str
    turns: list[Turn]
    timeline: list[Happened]
    passages: list[Released]
    answers: list[Given]
    asked: list[Asked]
    proposed: Team | None
    ending: Said | None
    locked_code: Code | None


def shown(session: Session, found: Opened, hat: Hat) -> Shown:
    feedback, contribution = found.feedback, found.contribution
    said = shown_turns(session, found)
    english = said[0].english if said else None
    clock = clock_of(session, found.board, now())
    due, due_tone = due_words(feedback, clock, _very_late_at(feedback))
    understood, tone = understood_words(feedback, english.provenance if english else None)
    return Shown(
        ref=naming.reference(feedback.reference),
        state=naming.STATE_NAMES[feedback.state],
        due=due,
        due_tone=due_tone,
        owner=feedback.owner.name if feedback.owner else "",
        understood=understood,
        understood_tone=tone,
        language=language_named(contribution.messages[0].text.language),
        looks_like=_looks_like(found, said),
        reads=language_named(contribution.reads),
        source=naming.CHANNEL_NAMES[contribution.channel],
        kind=naming.KIND_NAMES[feedback.kind] if feedback.kind else "",
        topic=_name(session, feedback.topic.name) if feedback.topic else "",
        face=str(FACES[feedback.face]) if feedback.face else "",
        service=_name(session, feedback.service.name) if feedback.service else "",
        merged_into=_merged_into(session, feedback),
        closed="" if found.may_read else naming.closed_because(hat, contribution),
        turns=said,
        timeline=_timeline(feedback.events),
        passages=passages(session, found),
        answers=_answers(session, found),
        asked=[_asked(session, ask) for ask in answers.asks_of(session, contribution.id)],
        proposed=proposed_team(session, feedback),
        ending=_ending(session, feedback),
        locked_code=locked_code(session, contribution.id),
    )


def shown_turns(session: Session, found: Opened) -> list[Turn]:
    """The conversation; nothing for a reader for whom the words are closed."""
    if not found.may_read:
        return []
    try:
        return conversation.turns(session, found.contribution)
    except Erased:
        return []


def _looks_like(found: Opened, said: Sequence[Turn]) -> list[tuple[SpokenIn, str]]:
    """Only while the language can still be named: it is never named by itself."""
    if not said or Step.NAME_LANGUAGE not in found.steps:
        return []
    # Heavy, so not before words are there to look at.
    from advisory.languages.identification import suggestions  # noqa: PLC0415 - it is heavy

    first = said[0].original
    return [
        (language_named(tag), SPOKEN[tag].english_name)
        for tag in suggestions(first.text, first.lang)
        if tag in SPOKEN
    ]


def _very_late_at(feedback: Feedback) -> datetime | None:
    open_dues = [due for due in feedback.dues if due.due_at == feedback.due_at and not due.met_at]
    return open_dues[0].very_late_at if open_dues else None


def _name(session: Session, text: Text) -> str:
    return words.shown(session, text, "en").body


def _merged_into(session: Session, feedback: Feedback) -> str:
    if feedback.merged_into_id is None:
        return ""
    return naming.reference(session.get_one(Feedback, feedback.merged_into_id).reference)


def _timeline(events: Sequence[Event]) -> list[Happened]:
    return [
        Happened(happening(event.what), _when(event.at), event.person.name if event.person else "")
        for event in reversed(events)
    ]


def _when(at: datetime) -> str:
    """What an anonymous person did keeps its day only: no hour is shown where there is none."""
    if (at.hour, at.minute, at.second) == (0, 0, 0):
        return day_words(at.date())
    return f"{day_words(at)}, {clock_words(london(at))}"


def passages(session: Session, found: Opened) -> list[Released]:
    """What was released of it; nothing for a reader for whom the words are closed."""
    if not found.may_read:
        return []
    return [_released(session, row) for row in themes.passages_of(session, found.contribution.id)]


def _released(session: Session, passage: Passage) -> Released:
    return Released(passage.id, original_and_english(session, passage.text)[0])


def _answers(session: Session, found: Opened) -> list[Given]:
    if not found.may_read:
        return []
    return [
        _given(session, row, found) for row in answers.answers_to(session, found.contribution.id)
    ]


def _given(session: Session, answer: Answer, found: Opened) -> Given:
    parts = [text for text in (answer.heard, answer.will) if text]
    return Given(
        state=naming.ANSWER_STATE_NAMES[answer.state],
        outcome=naming.OUTCOME_NAMES[answer.outcome],
        by=answer.ask.team.name if answer.ask else "",
        note=_why_back(session, answer),
        parts=[_in_both(session, text, found.contribution.reads) for text in parts],
    )


def _why_back(session: Session, answer: Answer) -> str:
    sent_back = answer.state is AnswerState.SENT_BACK
    return answers.noted(session, answer, "sealed_note") if sent_back else ""


def _in_both(session: Session, text: Text, reads: str) -> tuple[Said, Said | None]:
    theirs = rules.best_version(text.versions, (reads,))
    english = rules.original(text)
    other = conversation.said(session, theirs) if theirs and theirs is not english else None
    return conversation.said(session, english), other


def _asked(session: Session, ask: Ask) -> Asked:
    return Asked(
        team=ask.team.name,
        answer_by=ask.answer_by,
        returned_because=answers.noted(session, ask, "sealed_reason"),
        is_open=ask.closed_at is None and ask.returned_at is None,
    )


def proposed_team(session: Session, feedback: Feedback) -> Team | None:
    about = About(
        feedback.topic_id, feedback.service_id, feedback.place, feedback.contribution.speaks
    )
    return routing.proposed_team(session, feedback.board_id, about, london(now()).date())


def _ending(session: Session, feedback: Feedback) -> Said | None:
    return original_and_english(session, feedback.ending)[0] if feedback.ending else None


def locked_code(session: Session, contribution_id: UUID) -> Code | None:
    """The code to this item, if all its tries of the month are used."""
    code = contributions.code_of(session, contribution_id)
    if code is None or code.misses_month != month_of(now().date()):
        return None
    return code if code.misses >= MISSES_A_MONTH else None


def english_of(session: Session, found: Opened) -> str:
    """All that the person said, as far as it is in English: where a passage begins."""
    said = [turn.english or turn.original for turn in shown_turns(session, found) if turn.by_member]
    return "\n\n".join(words_.text for words_ in said if words_.lang == "en")


def passage(session: Session, found: Opened, passage_id: UUID) -> Passage | None:
    """A passage of this item, of no other."""
    released = themes.passages_of(session, found.contribution.id)
    return next((row for row in released if row.id == passage_id), None)


def mergeable(session: Session, found: Opened, number: int, hat: Hat) -> Feedback | None:
    """The other item of the board with this number that the reader may open."""
    other = feedback_queries.by_reference(session, found.board.id, number)
    return other if other is not None and may_open(hat, other) else None


def sent_back_answer(session: Session, found: Opened) -> dict[str, str]:
    """Our own answer that a review sent back, as the form's fields; empty when there is none."""
    written = answers.answers_to(session, found.contribution.id)
    for answer in reversed(written):
        if answer.ask_id is None and answer.state is AnswerState.SENT_BACK:
            heard = words.reading(session, rules.original(answer.heard)) if answer.heard else ""
            will = words.reading(session, rules.original(answer.will))
            return {
                "heard": heard,
                "will": will,
                "outcome": answer.outcome,
                "evidence": answers.noted(session, answer, "sealed_evidence"),
            }
    return {}
