"""Responses as tables: wide has a line for each response, long has one for each answer.

Columns are those of the questions and stay in their order. Their heads and the words for what was
not answered are the same in every language, so that files can be laid side by side.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload, selectinload

from advisory.consultations.models import (
    Consultation,
    Entry,
    OwnWords,
    Question,
    QuestionKind,
    Response,
)
from advisory.consultations.queries import responses, showing
from advisory.consultations.rules.conditions import NOTHING
from advisory.consultations.rules.kinds import Given, kind_of
from advisory.consultations.rules.lifecycle import SOURCE
from advisory.consultations.rules.naming import names_of
from advisory.consultations.rules.xlsform import pick_names, row_names
from advisory.contributions import queries as contributions
from advisory.contributions.models import Consent, ConsentTo, Contribution, Use
from advisory.contributions.rules import may_read
from advisory.foundation.access import Hat
from advisory.safeguarding.queries import withheld
from advisory.words.models import Text
from advisory.words.queries import shown
from advisory.words.rules import Shown

SKIPPED, NOT_ASKED, UNANSWERED = "(skipped)", "(not asked)", "(no answer)"
NOT_YOURS, NOT_WRITTEN = "(not for this reader)", "(a voice, not written down)"
A_PAGE = 200
FIRST = ("response", "day", "language", "channel", "people", "late", "may be quoted", "interpreter")
LONG = (
    "question", "asked", "kind", "state", "part", "answer", "answer code",
    "own words", "words language", "in English", "English by",
)  # fmt: skip
_IN_WORDS = {QuestionKind.SHORT, QuestionKind.LONG, QuestionKind.VOICE}


class Shape(StrEnum):
    WIDE = "wide"
    LONG = "long"


@dataclass(frozen=True)
class _Answer:
    """One question as one person met it."""

    state: str
    """Empty when it was answered; else why it was not."""
    given: Given = NOTHING
    said: Shown | None = None
    english: Shown | None = None
    is_closed: bool = False
    """Its words are not for this reader."""

    def words(self) -> list[str]:
        """In the person's own words, their language, in English, and who put them there."""
        if self.is_closed and self.said:
            return [NOT_YOURS, self.said.language, "", ""]
        if self.said is None:
            return [self.state or (NOT_WRITTEN if self.given.files else UNANSWERED), "", "", ""]
        in_english = self.english if self.english and self.english.language == SOURCE else None
        by = in_english.provenance.value if in_english else ""
        body = self.said.body or NOT_WRITTEN
        return [body, self.said.language, in_english.body if in_english else "", by]


class _Asked:
    """One question: its columns, and what stands in them."""

    def __init__(self, session: Session, question: Question, name: str) -> None:
        asking = showing.asking(session, question, SOURCE)
        self.question, self.name, self.title = question, name, asking.title.body
        self.choices = {one.pick: one.words for one in asking.choices}
        self.rows = {one.pick: one.words for one in asking.rows}
        self.codes: Mapping[str, str] = {**row_names(question), **pick_names(question)}
        self.is_table = bool(self.rows)
        may_add = question.poll is not None and question.poll.may_add
        self.has_words = question.kind in _IN_WORDS or kind_of(question).has_why or may_add

    def heads(self) -> list[str]:
        found: list[str] = []
        if self.is_table:
            found += [
                f"{self.name}/{self.codes.get(row, 'added')} {said}"
                for row, said in self.rows.items()
            ]
        elif self.question.kind not in _IN_WORDS:
            found.append(f"{self.name} {self.title}")
        if self.question.kind is QuestionKind.SEVERAL:
            found += [f"{self.name}/{self.codes[one]} {said}" for one, said in self.choices.items()]
        if self.has_words:
            asked = f"{self.name} {self.title}" if self.question.kind in _IN_WORDS else self.name
            found += [f"{asked}: own words", f"{self.name}: words language"]
            found += [f"{self.name}: in English", f"{self.name}: English by"]
        return found

    def wide(self, answer: _Answer) -> list[str]:
        picks = answer.given.picks
        nothing = answer.state or UNANSWERED
        found: list[str] = []
        if self.is_table:
            by_row = dict(pick.partition("/")[::2] for pick in picks)
            found += [self.choices.get(by_row.get(row, ""), nothing) for row in self.rows]
        elif self.question.kind not in _IN_WORDS:
            found.append(" | ".join(map(self.said, picks)) or self._came(answer) or nothing)
        if self.question.kind is QuestionKind.SEVERAL:
            found += [str(int(one in picks)) if picks else nothing for one in self.choices]
        return [*found, *(answer.words() if self.has_words else ())]

    @staticmethod
    def _came(answer: _Answer) -> str:
        return f"({answer.given.files} pictures)" if answer.given.files else ""

    def long(self, answer: _Answer) -> Iterator[list[str]]:
        """A line for each thing chosen, one for own words; one that says why there is neither."""
        first = [self.name, self.title, self.question.kind.value]
        blank = [""] * 4
        for at, whole in enumerate(answer.given.picks, 1):
            row, slash, chosen = whole.partition("/")
            part = self.rows.get(row, "") if slash else ""
            if self.question.kind is QuestionKind.RANKING:
                part = str(at)
            pick = chosen if slash else whole
            code = self.codes.get(pick, pick)
            yield [*first, "answered", part, self.choices.get(pick, pick), code, *blank]
        if answer.said is not None or (answer.given.files and self.has_words):
            yield [*first, "answered", "own words", "", "", *answer.words()]
        elif not answer.given.picks:
            came = self._came(answer)
            yield [*first, "answered" if came else answer.state, "", came, "", *blank]

    def said(self, pick: str) -> str:
        return self.choices.get(pick, pick)


def heads(session: Session, own: Consultation, shape: Shape) -> list[str]:
    if shape is Shape.LONG:
        return [*FIRST, *LONG]
    return [
        *FIRST,
        *(head for one in _asked(session, own) for head in one.heads()),
        "seen otherwise",
    ]


def lines(session: Session, own: Consultation, shape: Shape, *, by: Hat) -> Iterator[list[str]]:
    """Line by line, in an order that says nothing of who came first: no code, no id, no time.

    The same few queries a page of responses. Left out: what is held for safeguarding, and whose
    consent to being read was taken back.
    """
    asked = _asked(session, own)
    number = 0
    for page in _pages(session, own):
        closed = _closed(session, page, by)
        for response in page:
            number += 1
            is_closed = response.contribution_id in closed
            yield from _lines(session, response, asked, shape, number, is_closed=is_closed)


def _asked(session: Session, own: Consultation) -> list[_Asked]:
    names = names_of(own.questions)
    return [_Asked(session, one, names[one.id]) for one in own.questions if kind_of(one).asks]


def _ids(page: Sequence[Response]) -> list[UUID]:
    return [one.contribution_id for one in page]


def _pages(session: Session, own: Consultation) -> Iterator[Sequence[Response]]:
    taken_back = exists().where(
        Consent.contribution_id == Response.contribution_id,
        Consent.to == ConsentTo.BEING_READ,
        Consent.taken_back_on.is_not(None),
    )
    found = (
        select(Response)
        .where(
            Response.consultation_id == own.id,
            Response.sent_on.is_not(None),
            ~taken_back,
            Response.contribution_id.not_in(withheld()),
        )
        .options(
            joinedload(Response.contribution).joinedload(Contribution.data_key),
            selectinload(Response.own_words)
            .joinedload(OwnWords.text)
            .options(joinedload(Text.data_key), selectinload(Text.versions)),
            joinedload(Response.entry)
            .joinedload(Entry.dissent)
            .options(joinedload(Text.data_key), selectinload(Text.versions)),
        )
        .order_by(Response.id)
        .limit(A_PAGE)
    )
    page = session.scalars(found).all()
    while page:
        yield page
        page = session.scalars(found.where(Response.id > page[-1].id)).all()


def _closed(session: Session, page: Sequence[Response], by: Hat) -> set[UUID]:
    declared = contributions.declared_by(session, by.person_id, _ids(page))
    return {
        one.contribution_id
        for one in page
        if not may_read(by, one.contribution, declared=one.contribution_id in declared)
    }


def _lines(
    session: Session,
    response: Response,
    asked: Sequence[_Asked],
    shape: Shape,
    number: int,
    *,
    is_closed: bool,
) -> Iterator[list[str]]:
    first = _first(response, number)
    answers = responses.answers_in(session, response)
    way = {one.id for one in responses.asked_of(response.consultation, answers)}
    said = {one.question_id: one.text for one in response.own_words}
    met = [
        _met(session, one, answers, said.get(one.question.id), one.question.id in way, is_closed)
        for one in asked
    ]
    if shape is Shape.WIDE:
        cells = (cell for one, answer in zip(asked, met, strict=True) for cell in one.wide(answer))
        yield [*first, *cells, _otherwise(session, response, is_closed=is_closed)]
        return
    for one, answer in zip(asked, met, strict=True):
        yield from ([*first, *line] for line in one.long(answer))


def _first(response: Response, number: int) -> list[str]:
    spoke = response.contribution
    return [
        str(number),
        response.sent_on.isoformat() if response.sent_on else "",
        response.language,
        spoke.channel.value,
        str(spoke.heads),
        "late" if response.is_late else "",
        "yes" if spoke.use is Use.QUOTE else "no",
        response.entry.interpreter.value if response.entry else "",
    ]


def _otherwise(session: Session, response: Response, *, is_closed: bool) -> str:
    """What some of a group saw otherwise."""
    text = response.entry.dissent if response.entry else None
    if text is None:
        return ""
    return NOT_YOURS if is_closed else shown(session, text, text.language).body


def _met(
    session: Session,
    one: _Asked,
    answers: responses.Answers,
    text: Text | None,
    was_asked: bool,
    is_closed: bool,
) -> _Answer:
    given = answers.given.get(one.question.id)
    if not given:
        skipped = one.question.id in answers.skipped
        return _Answer(NOT_ASKED if not was_asked else SKIPPED if skipped else UNANSWERED)
    original = shown(session, text, text.language) if text else None
    english = shown(session, text, SOURCE) if text else None
    return _Answer("", given, original, english, is_closed)
