"""Making a consultation: what it is about, its questions, and when each is asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete
from sqlalchemy.orm import Session

from advisory.consultations.models import (
    Axis,
    Condition,
    Consultation,
    Level,
    Option,
    Question,
    QuestionKind,
    Says,
    Stage,
)
from advisory.consultations.rules.conditions import MOST_CONDITIONS, loop
from advisory.consultations.rules.kinds import choices, rows
from advisory.consultations.rules.lifecycle import SOURCE, may_change_words
from advisory.consultations.rules.templates import Template
from advisory.foundation import audit
from advisory.foundation.access import Hat, Impossible
from advisory.foundation.database import now
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.voting import actions as voting
from advisory.words import actions as words
from advisory.words.models import Text, TextKind
from advisory.words.rules import original

ASKED_FOR, THEN = timedelta(weeks=4), timedelta(weeks=8)
MOST_QUESTIONS = 60


@dataclass(frozen=True, kw_only=True)
class About:
    """What people read before they answer, and what the board keeps for itself."""

    title: str
    purpose: str
    who: str
    can: str
    cannot: str
    level: Level
    languages: Sequence[str]
    places: Sequence[str]
    sample: str
    topic_id: UUID | None
    opens_on: date
    closes_on: date
    acts_on: date
    is_settled: bool = False
    meaning_changed: bool = True
    """False: a comma or a plainer word. The translations stay as they are."""


@dataclass(frozen=True)
class Offered:
    """One answer to choose: its words and its picture."""

    words: str
    picture: str = ""


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A question as the board writes it."""

    title: str
    hint: str = ""
    choices: Sequence[Offered] = ()
    rows: Sequence[Offered] = ()
    may_add: bool = False
    meaning_changed: bool = True


@dataclass(frozen=True)
class Only:
    """Ask only when this was (not) chosen there."""

    on_id: UUID
    says: Says
    pick: str


def make_consultation(session: Session, template: Template | None, *, by: Hat) -> Consultation:
    """A draft, from a template or empty. Everything in it can be changed."""
    today = london(now()).date()
    made = Consultation(
        id=uuid4(),
        board_id=by.board_id,
        stage=Stage.DRAFT,
        level=Level.HEARD,
        languages=[],
        places=[],
        opens_on=today,
        closes_on=today + ASKED_FOR,
        acts_on=today + ASKED_FOR + THEN,
        made_on=today,
        questions=[],
        openings=[],
    )
    first = template or Template("", "", "", "", "")
    made.title, made.purpose = (_text(session, by, said) for said in (first.title, first.purpose))
    made.can, made.cannot = (_text(session, by, said) for said in (first.can, first.cannot))
    made.who = _text(session, by, "")
    session.add(made)
    session.flush()
    for asked in first.questions:
        offered = [Offered(*option) for option in asked.options]
        wording = Wording(
            title=asked.title, hint=asked.hint, choices=offered, may_add=asked.may_add
        )
        question = add_question(session, made, kind=asked.kind, wording=wording, by=by)
        if asked.only_after is not None:
            before = made.questions[asked.only_after[0] - 1]
            pick = next(
                str(one.id)
                for one in before.options
                if original(one.text).body == asked.only_after[1]
            )
            set_conditions(session, question, [Only(before.id, Says.IS, pick)])
    record(session, "consultation made", made, by)
    return made


def change_about(session: Session, own: Consultation, about: About, *, by: Hat) -> None:
    """Words only before anybody is asked; translations of changed words are out of date."""
    _allow_change(own)
    for text, said in (
        (own.title, about.title),
        (own.purpose, about.purpose),
        (own.who, about.who),
        (own.can, about.can),
        (own.cannot, about.cannot),
    ):
        words.revise_text(session, text, body=said, by=by, meaning_changed=about.meaning_changed)
    own.level, own.sample, own.topic_id = about.level, about.sample, about.topic_id
    own.languages, own.places = list(about.languages), list(about.places)
    own.opens_on, own.closes_on, own.acts_on = about.opens_on, about.closes_on, about.acts_on
    own.is_settled = about.is_settled
    _back_to_draft(own)


def add_question(
    session: Session, own: Consultation, *, kind: QuestionKind, wording: Wording, by: Hat
) -> Question:
    _allow_change(own)
    if len(own.questions) >= MOST_QUESTIONS:
        raise Impossible(for_staff("There are 60 questions. Nobody answers more."))
    question = Question(
        id=uuid4(),
        position=len(own.questions) + 1,
        kind=kind,
        hint=None,
        options=[],
        conditions=[],
    )
    question.title = _text(session, by, wording.title)
    if kind is QuestionKind.OPINIONS:
        question.poll = voting.make_poll(session, question.title)
    own.questions.append(question)
    session.flush()
    _offer(session, question, wording, by)
    _back_to_draft(own)
    return question


def change_question(session: Session, question: Question, wording: Wording, *, by: Hat) -> None:
    _allow_change(question.consultation)
    anew = wording.meaning_changed
    words.revise_text(session, question.title, body=wording.title, by=by, meaning_changed=anew)
    _offer(session, question, wording, by)
    _back_to_draft(question.consultation)


def set_conditions(session: Session, question: Question, only: Iterable[Only]) -> None:
    """Raises Impossible when questions would wait for each other."""
    own = question.consultation
    _allow_change(own)
    by_id = {one.id: one for one in own.questions}
    wanted = [one for one in only if one.on_id in by_id][:MOST_CONDITIONS]
    session.execute(delete(Condition).where(Condition.question_id == question.id))
    session.expire(question, ["conditions"])
    question.conditions = [
        Condition(id=uuid4(), position=at, on_id=one.on_id, says=one.says, pick=one.pick)
        for at, one in enumerate(wanted, 1)
    ]
    if loop(own.questions):
        raise Impossible(
            for_staff("Two questions wait for each other. Change when they are asked.")
        )
    session.flush()
    _back_to_draft(own)


def move_question(session: Session, question: Question, *, up: bool, by: Hat) -> None:
    """One place up or down."""
    own = question.consultation
    _allow_change(own)
    row = list(own.questions)
    at = row.index(question)
    to = max(0, at - 1) if up else min(len(row) - 1, at + 1)
    row.insert(to, row.pop(at))
    _number(session, own, row)
    record(session, "question moved", own, by)


def delete_question(session: Session, question: Question, *, by: Hat) -> None:
    """With what other questions asked about it."""
    own = question.consultation
    _allow_change(own)
    on_it = (Condition.question_id == question.id) | (Condition.on_id == question.id)
    session.execute(delete(Condition).where(on_it))
    texts = [question.title_id, *([question.hint_id] if question.hint_id else [])]
    texts += [option.text_id for option in question.options]
    session.execute(delete(Option).where(Option.question_id == question.id))
    row = [one for one in own.questions if one is not question]
    poll = question.poll
    session.execute(delete(Question).where(Question.id == question.id))
    session.expunge(question)
    if poll is not None:
        voting.forget_poll(session, poll)
    for text_id in texts:
        words.forget_text(session, text_id)
    session.expire(own, ["questions"])
    for one in row:
        session.expire(one, ["conditions"])
    _number(session, own, row)
    record(session, "question taken out", own, by)


def _number(session: Session, own: Consultation, row: Sequence[Question]) -> None:
    for at, question in enumerate(row, 1):
        question.position = at
    session.flush()
    session.expire(own, ["questions"])
    _back_to_draft(own)


def _offer(session: Session, question: Question, wording: Wording, by: Hat) -> None:
    anew = wording.meaning_changed
    if question.hint is not None:
        words.revise_text(session, question.hint, body=wording.hint, by=by, meaning_changed=anew)
    elif wording.hint:
        question.hint = _text(session, by, wording.hint)
    if question.poll is not None:
        sentences = [one.words for one in wording.choices]
        voting.set_starting(session, question.poll, sentences, by=by, meaning_changed=anew)
        question.poll.may_add = wording.may_add
        return
    _set_options(session, question, Axis.CHOICE, choices(question), wording.choices, by, anew)
    _set_options(session, question, Axis.ROW, rows(question), wording.rows, by, anew)
    session.flush()
    session.expire(question, ["options"])


def _set_options(
    session: Session,
    question: Question,
    axis: Axis,
    before: list[Option],
    offered: Sequence[Offered],
    by: Hat,
    anew: bool,
) -> None:
    """Words that stay keep their translations, wherever they move to."""
    known = {original(option.text).body: option for option in before}
    fresh = [one for one in offered if one.words not in known]
    free = [option for said, option in known.items() if said not in {o.words for o in offered}]
    changed = dict(zip((one.words for one in fresh), free, strict=False))
    for at, one in enumerate(offered, 1):
        option = known.get(one.words) or changed.get(one.words)
        if option is None:
            option = Option(id=uuid4(), question_id=question.id, axis=axis, position=at)
            option.text = _text(session, by, one.words)
            session.add(option)
        words.revise_text(session, option.text, body=one.words, by=by, meaning_changed=anew)
        option.position, option.picture = at, one.picture
    for option in free[len(fresh) :]:
        text_id = option.text_id
        session.delete(option)
        words.forget_text(session, text_id)


def _text(session: Session, by: Hat, body: str) -> Text:
    return words.write_text(
        session,
        board_id=by.board_id,
        kind=TextKind.NOTICE,
        language=SOURCE,
        body=body,
        person_id=by.person_id,
    )


def _allow_change(own: Consultation) -> None:
    if not may_change_words(own):
        raise Impossible(for_staff("People are answering. The questions stay as they are."))


def _back_to_draft(own: Consultation) -> None:
    own.stage = Stage.DRAFT


def record(session: Session, what: str, own: Consultation, by: Hat | None) -> None:
    audit.record(session, what, "consultation", own.id, by=by, board_id=own.board_id)
