"""What a translator has to do: the open work in their languages, the most urgent first."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.answers import queries as answers
from advisory.answers.models import Answer, AnswerState
from advisory.consultations.queries import responses
from advisory.contributions import queries as contributions
from advisory.contributions.rules import may_read
from advisory.desk.queries.turns import Said, said
from advisory.desk.rules.naming import SpokenIn, language_named
from advisory.desk.rules.timing import Clock, time_words
from advisory.feedback import queries as feedback
from advisory.feedback.models import Feedback
from advisory.foundation.access import Hat, Role
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.meetings import queries as meetings
from advisory.people.models import Person
from advisory.words import queries as words
from advisory.words import rules
from advisory.words.models import Status, TextKind, Version
from advisory.words.rules import Risk, risk_of

MOST_SHOWN = 100
LAST = datetime.max.replace(tzinfo=UTC)
_LIVE_ANSWERS = {AnswerState.IN_REVIEW, AnswerState.SENT}

KIND_OF_TEXT: Mapping[TextKind, str] = {
    TextKind.CONTRIBUTION: for_staff("What a person said"),
    TextKind.MESSAGE: for_staff("A turn of a conversation"),
    TextKind.ANSWER: for_staff("An answer to a person"),
    TextKind.PASSAGE: for_staff("A released passage"),
    TextKind.NOTICE: for_staff("A notice for everybody"),
    TextKind.NAME: for_staff("A name in a list"),
    TextKind.HELP: for_staff("A help number"),
    TextKind.SIGNPOST: for_staff("A ready-made answer"),
    TextKind.AWAY: for_staff("“We are away until”"),
    TextKind.CONSENT: for_staff("A consent text, for everybody"),
    TextKind.PRIVACY: for_staff("A privacy text, for everybody"),
    TextKind.SAFETY: for_staff("A safety text, for everybody"),
}


class Pile(StrEnum):
    """What is to be done with a piece of work."""

    MINE = "mine"
    TO_CHECK = "to_check"
    TO_TRANSLATE = "to_translate"


@dataclass(frozen=True)
class Work:
    """One line of the list. `source` is none while the words are closed to this reader."""

    id: UUID
    pile: Pile
    kind: str
    source_language: SpokenIn
    into: SpokenIn
    source: Said | None
    due: str
    due_tone: str
    risk: Risk
    contested: bool
    out_of_date: bool


class When(StrEnum):
    LATE = "late"
    WEEK = "week"
    LATER = "later"
    NO_DATE = "none"


@dataclass(frozen=True)
class Wanted:
    """What the reader chose to see; None is all of it."""

    into: str | None = None
    risk: Risk | None = None
    when: When | None = None

    def takes(self, version: Version, at: datetime) -> bool:
        return (
            self.into in {None, version.language}
            and self.risk in {None, risk_of(version)}
            and self.when in {None, when_due(version, at)}
        )


@dataclass(frozen=True)
class WorkList:
    """`languages`, `risks`, `whens`: what there is of each under the other two filters."""

    piles: Mapping[Pile, Sequence[Work]]
    languages: Sequence[tuple[SpokenIn, int]]
    risks: Mapping[Risk, int]
    whens: Mapping[When, int]
    total: int
    shown: int


_WEEK = timedelta(days=7)


def when_due(version: Version, at: datetime) -> When:
    if version.due_at is None:
        return When.NO_DATE
    if version.due_at < at:
        return When.LATE
    return When.WEEK if version.due_at <= at + _WEEK else When.LATER


def work_list(session: Session, hat: Hat, *, clock: Clock, wanted: Wanted) -> WorkList:
    """Open work that this reader may see: nothing held, nothing against a person's wishes."""
    open_, items = _open_here(session, hat)
    chosen = [row for row in open_ if wanted.takes(row, clock.at)]
    chosen.sort(key=_urgency(hat))
    declared = _declared(session, hat, items)
    lines = [_line(session, hat, row, items, declared, clock) for row in chosen[:MOST_SHOWN]]
    others = [row for row in open_ if replace(wanted, into=None).takes(row, clock.at)]
    tags = Counter(row.language for row in others)
    return WorkList(
        piles={pile: [line for line in lines if line.pile is pile] for pile in Pile},
        languages=[(language_named(tag), tags[tag]) for tag in sorted(tags)],
        risks=Counter(
            risk_of(row) for row in open_ if replace(wanted, risk=None).takes(row, clock.at)
        ),
        whens=Counter(
            when_due(row, clock.at)
            for row in open_
            if replace(wanted, when=None).takes(row, clock.at)
        ),
        total=len(chosen),
        shown=len(lines),
    )


def _open_here(session: Session, hat: Hat) -> tuple[list[Version], dict[UUID, Feedback]]:
    found = words.open_work(
        session,
        hat.board_id,
        speaks=hat.speaks,
        person_id=hat.person_id,
        closed_keys=feedback.closed_keys(hat.board_id),
    )
    items, current = items_of(session, found), answers_of(session, found)
    answered = response_keys(session, found)
    return [row for row in found if is_open(hat, row, items, current, answered)], items


def _urgency(hat: Hat) -> Callable[[Version], tuple[Risk, bool, datetime, bool, UUID]]:
    """What keeps people safe first, then the nearest date; of two alike what is begun."""

    def key(row: Version) -> tuple[Risk, bool, datetime, bool, UUID]:
        due_at = row.due_at or LAST
        return risk_of(row), row.due_at is None, due_at, row.translator_id != hat.person_id, row.id

    return key


def next_work(session: Session, hat: Hat, *, after: Version, at: datetime) -> UUID | None:
    """The next piece in the same language that this person can do: their own first, then a check.

    What is closed until somebody says where they are from waits in the list.
    """
    open_, items = _open_here(session, hat)
    declared = _declared(session, hat, items)
    able = [
        row
        for row in open_
        if Wanted(into=after.language).takes(row, at)
        and row.id != after.id
        and not _is_closed(hat, row, items, declared)
        and (rules.may_check(hat, row) or _is_to_translate(hat, row))
    ]
    order = list(Pile)
    able.sort(key=lambda row: (order.index(pile_of(hat, row)), _urgency(hat)(row)))
    return able[0].id if able else None


def _is_to_translate(hat: Hat, version: Version) -> bool:
    return version.status is not Status.TO_CHECK and rules.may_translate(hat, version)


def _is_closed(
    hat: Hat, version: Version, items: Mapping[UUID, Feedback], declared: set[UUID]
) -> bool:
    item = items.get(version.text.data_key_id) if version.text.data_key_id else None
    return item is not None and not may_read(
        hat, item.contribution, declared=item.contribution_id in declared
    )


def items_of(session: Session, versions: Sequence[Version]) -> dict[UUID, Feedback]:
    sealed = {row.text.data_key_id for row in versions if row.text.data_key_id is not None}
    return feedback.items_sealed_under(session, sealed) if sealed else {}


def answers_of(session: Session, versions: Sequence[Version]) -> dict[UUID, Answer]:
    texts = {row.text_id for row in versions if row.text.kind is TextKind.ANSWER}
    return answers.answers_with(session, texts) if texts else {}


def _declared(session: Session, hat: Hat, items: Mapping[UUID, Feedback]) -> set[UUID]:
    asked = [row.contribution_id for row in items.values() if row.contribution.not_my_country]
    return contributions.declared_by(session, hat.person_id, asked) if asked else set()


def response_keys(session: Session, versions: Sequence[Version]) -> set[UUID]:
    """Under which an answer to a consultation, or a reply to an invitation, is sealed.

    There nobody names any wishes.
    """
    sealed = {row.text.data_key_id for row in versions if row.text.data_key_id is not None}
    if not sealed:
        return set()
    return responses.response_keys(session, sealed) | meetings.reply_keys(session, sealed)


def is_open(
    hat: Hat,
    version: Version,
    items: Mapping[UUID, Feedback],
    current: Mapping[UUID, Answer],
    answered: Collection[UUID],
) -> bool:
    text = version.text
    if text.data_key_id is None or text.data_key_id in answered:
        return True
    item = items.get(text.data_key_id)
    if item is None or (item.contribution.wants_woman and not hat.is_woman):
        return False
    if text.kind is not TextKind.ANSWER or text.id == item.ending_id:
        return True
    # A later draft has other texts: nobody translates what will not be sent.
    answer = current.get(text.id)
    return answer is not None and answer.state in _LIVE_ANSWERS


def _line(
    session: Session,
    hat: Hat,
    version: Version,
    items: Mapping[UUID, Feedback],
    declared: set[UUID],
    clock: Clock,
) -> Work:
    closed = _is_closed(hat, version, items, declared)
    due, tone = time_words(version.due_at, clock) if version.due_at else ("", "")
    return Work(
        id=version.id,
        pile=pile_of(hat, version),
        kind=KIND_OF_TEXT[version.text.kind],
        source_language=language_named(version.text.language),
        into=language_named(version.language),
        source=None if closed else said(session, rules.written(version.text)),
        due=due,
        due_tone=tone,
        risk=risk_of(version),
        contested=version.contested_at is not None,
        out_of_date=version.status is Status.OUT_OF_DATE,
    )


def pile_of(hat: Hat, version: Version) -> Pile:
    if version.translator_id == hat.person_id:
        return Pile.MINE
    return Pile.TO_CHECK if version.status is Status.TO_CHECK else Pile.TO_TRANSLATE


def new_work(session: Session, person: Person, board_id: UUID, today: date) -> list[Version]:
    """What was asked today, nobody has taken, and this person may translate: one for a language."""
    hat = Hat(
        person_id=person.id,
        name=person.name,
        role=Role.TRANSLATOR,
        board_id=board_id,
        speaks=tuple(person.speaks),
        is_woman=person.is_woman,
    )
    found = [
        row
        for row in words.open_work(session, board_id, speaks=hat.speaks, person_id=person.id)
        if row.status is Status.MISSING and row.translator_id is None
        if row.asked_at is not None and london(row.asked_at).date() == today
    ]
    items, current = items_of(session, found), answers_of(session, found)
    answered = response_keys(session, found)
    open_ = [row for row in found if is_open(hat, row, items, current, answered)]
    return list({row.language: row for row in reversed(open_)}.values())
