"""What a translator sees: the open work in their languages, and one text beside its source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.answers import queries as answers
from advisory.answers.models import Answer, AnswerState
from advisory.contributions import queries as contributions
from advisory.contributions.rules import may_read
from advisory.desk.queries.turns import Said, said
from advisory.desk.rules.naming import SpokenIn, language_named
from advisory.desk.rules.timing import Clock, time_words
from advisory.feedback import queries as feedback
from advisory.feedback.models import Feedback
from advisory.files import queries as files
from advisory.files.models import File
from advisory.foundation.access import Hat, Role
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.people.models import Person
from advisory.words import queries as words
from advisory.words import rules
from advisory.words.models import Status, TextKind, Version

MOST_SHOWN = 100
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
    contested: bool
    out_of_date: bool


@dataclass(frozen=True)
class WorkList:
    """`languages`: tags with how much work each has, before `into` chose one."""

    piles: Mapping[Pile, Sequence[Work]]
    languages: Sequence[tuple[SpokenIn, int]]
    total: int


@dataclass(frozen=True)
class Part:
    """One of the texts that belong together: what we heard, what will be done."""

    name: str
    source: Said
    version_id: UUID | None
    done: bool
    current: bool


@dataclass(frozen=True)
class Piece:
    """One text beside its translation. `item` is empty for texts that are not about a person."""

    version: Version
    item: Feedback | None
    answer: Answer | None
    source: Said
    translation: Said | None
    kind: str
    source_language: SpokenIn
    into: SpokenIn
    parts: Sequence[Part]
    files: Sequence[File]
    """What the person sent with these words: some say nothing in writing."""
    advice: rules.Advice | None


def work_list(session: Session, hat: Hat, *, clock: Clock, into: str | None) -> WorkList:
    """Open work that this reader may see: nothing held, nothing against a person's wishes."""
    found = words.open_work(
        session,
        hat.board_id,
        speaks=hat.speaks,
        person_id=hat.person_id,
        closed_keys=feedback.closed_keys(hat.board_id),
    )
    items = _items(session, found)
    current = _current_answers(session, found)
    open_ = [row for row in found if _is_open(hat, row, items, current)]
    chosen = [row for row in open_ if into is None or row.language == into]
    declared = _declared(session, hat, items)
    lines = [_line(session, hat, row, items, declared, clock) for row in chosen[:MOST_SHOWN]]
    tags = sorted({row.language for row in open_})
    return WorkList(
        piles={pile: [line for line in lines if line.pile is pile] for pile in Pile},
        languages=[
            (language_named(tag), sum(row.language == tag for row in open_)) for tag in tags
        ],
        total=len(chosen),
    )


def _items(session: Session, versions: Sequence[Version]) -> dict[UUID, Feedback]:
    sealed = {row.text.data_key_id for row in versions if row.text.data_key_id is not None}
    return feedback.items_sealed_under(session, sealed) if sealed else {}


def _current_answers(session: Session, versions: Sequence[Version]) -> dict[UUID, Answer]:
    texts = {row.text_id for row in versions if row.text.kind is TextKind.ANSWER}
    return answers.answers_with(session, texts) if texts else {}


def _declared(session: Session, hat: Hat, items: Mapping[UUID, Feedback]) -> set[UUID]:
    asked = [row.contribution_id for row in items.values() if row.contribution.not_my_country]
    return contributions.declared_by(session, hat.person_id, asked) if asked else set()


def _is_open(
    hat: Hat, version: Version, items: Mapping[UUID, Feedback], current: Mapping[UUID, Answer]
) -> bool:
    text = version.text
    if text.data_key_id is None:
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
    item = items.get(version.text.data_key_id) if version.text.data_key_id else None
    closed = item is not None and not may_read(
        hat, item.contribution, declared=item.contribution_id in declared
    )
    due, tone = time_words(version.due_at, clock) if version.due_at else ("", "")
    return Work(
        id=version.id,
        pile=pile_of(hat, version),
        kind=KIND_OF_TEXT[version.text.kind],
        source_language=language_named(version.text.language),
        into=language_named(version.language),
        source=None if closed else said(session, rules.original(version.text)),
        due=due,
        due_tone=tone,
        contested=version.contested_at is not None,
        out_of_date=version.status is Status.OUT_OF_DATE,
    )


def pile_of(hat: Hat, version: Version) -> Pile:
    if version.translator_id == hat.person_id:
        return Pile.MINE
    return Pile.TO_CHECK if version.status is Status.TO_CHECK else Pile.TO_TRANSLATE


def piece(session: Session, hat: Hat, version_id: UUID) -> Piece | None:
    """None: there is no such work, or it is held, gone, replaced, or another board's."""
    version = words.version(session, version_id)
    if version is None or version.erased or version.text.board_id != hat.board_id:
        return None
    items, current = _items(session, [version]), _current_answers(session, [version])
    if not _is_open(hat, version, items, current) or not rules.speaks_both(hat, version):
        return None
    key = version.text.data_key_id
    source = said(session, rules.original(version.text))
    translation = None if version.status is Status.MISSING else said(session, version)
    answer = current.get(version.text_id)
    return Piece(
        version=version,
        item=items.get(key) if key else None,
        answer=answer,
        source=source,
        translation=translation,
        kind=KIND_OF_TEXT[version.text.kind],
        source_language=language_named(version.text.language),
        into=language_named(version.language),
        parts=_parts(session, answer, version) if answer else (),
        files=_files(session, version, items.get(key) if key else None),
        advice=rules.advice(source.text, translation.text) if translation else None,
    )


def _files(session: Session, version: Version, item: Feedback | None) -> list[File]:
    if item is None:
        return []
    found = files.files_of(session, item.contribution.data_key_id)
    turns = {
        message.position
        for message in item.contribution.messages
        if message.text_id == version.text_id
    }
    return [file for file in found if file.turn in turns]


_HEARD, _WILL = for_staff("What we heard"), for_staff("What will be done")


def _parts(session: Session, answer: Answer, current: Version) -> list[Part]:
    parts = [(_HEARD, answer.heard), (_WILL, answer.will)]
    return [
        Part(
            name=name,
            source=said(session, rules.original(text)),
            version_id=other.id if other else None,
            done=other is not None and other.status in {Status.TO_CHECK, Status.CHECKED},
            current=text.id == current.text_id,
        )
        for name, text in parts
        if text is not None
        for other in [
            next((row for row in text.versions if row.language == current.language), None)
        ]
    ]


def is_closed(session: Session, hat: Hat, piece: Piece) -> bool:
    """The person asked for nobody from their country, and this reader has not said so yet."""
    if piece.item is None:
        return False
    contribution = piece.item.contribution
    declared = contributions.declared_by(session, hat.person_id, [contribution.id])
    return not may_read(hat, contribution, declared=bool(declared))


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
    items, current = _items(session, found), _current_answers(session, found)
    open_ = [row for row in found if _is_open(hat, row, items, current)]
    return list({row.language: row for row in reversed(open_)}.values())
