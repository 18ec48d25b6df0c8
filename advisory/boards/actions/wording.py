from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisory.boards import queries, rules
from advisory.boards.actions.trail import note
from advisory.feedback.models import Signpost
from advisory.feedback.queries import signposts
from advisory.foundation.access import Hat, Impossible
from advisory.help.actions import change_number
from advisory.help.models import HelpNumber
from advisory.languages.catalogues import for_staff
from advisory.languages.registry import Language
from advisory.languages.text import clean
from advisory.people.models import Board
from advisory.words import actions as words
from advisory.words.models import OpenedLanguage, Text, TextKind
from advisory.words.rules import original


def ask_translations(
    session: Session,
    texts: Iterable[Text],
    *,
    languages: Sequence[Language],
    due_at: datetime | None,
    by: Hat,
) -> None:
    """Asks for each text in every opened language that lacks it."""
    for text in texts:
        wanted = rules.languages_without(text, languages)
        for language in wanted:
            words.ask_translation(session, text, language=language.tag, due_at=due_at)
        if wanted:
            note(session, "translation asked", "text", text.id, by=by)


def change_help_number(
    session: Session,
    number: HelpNumber,
    *,
    name: str,
    note_text: str,
    digits: str,
    meaning_changed: bool = True,
    by: Hat,
) -> None:
    """A new meaning makes the translations out of date; a new number waits to be rung."""
    for text, body in ((number.name, name), (number.note, note_text)):
        words.revise_text(session, text, body=body, by=by, meaning_changed=meaning_changed)
    change_number(session, number, digits=clean(digits), by=by)


def add_signpost(session: Session, *, name: str, body: str, by: Hat) -> Signpost:
    """A ready answer. Its English comes first; translators do the rest.

    One of this name that says the same is not added again: a double tap.
    """
    for used in signposts(session, by.board_id):
        if (used.name, original(used.text).body) == (clean(name), clean(body)):
            return used
    last = session.scalar(
        select(func.max(Signpost.position)).where(Signpost.board_id == by.board_id)
    )
    signpost = Signpost(
        id=uuid4(), board_id=by.board_id, name=clean(name), position=(last or 0) + 1
    )
    signpost.text = words.write_text(
        session,
        board_id=by.board_id,
        kind=TextKind.SIGNPOST,
        language="en",
        body=body,
        person_id=by.person_id,
    )
    session.add(signpost)
    note(session, "ready answer added", "ready answer", signpost.id, by=by)
    return signpost


def change_signpost(
    session: Session,
    signpost: Signpost,
    *,
    name: str,
    body: str,
    meaning_changed: bool = True,
    by: Hat,
) -> None:
    signpost.name = clean(name)
    words.revise_text(session, signpost.text, body=body, by=by, meaning_changed=meaning_changed)
    note(session, "ready answer changed", "ready answer", signpost.id, by=by)


def retire_signpost(session: Session, signpost: Signpost, *, on: date, by: Hat) -> None:
    signpost.retired_on = on
    note(session, "ready answer retired", "ready answer", signpost.id, by=by)


def move_language(session: Session, row: OpenedLanguage, *, up: bool, by: Hat) -> None:
    """One place up or down in the order that people see."""
    rows = queries.opened_rows(session, row.board_id)
    place = rows.index(row)
    other = place - 1 if up else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
        note(session, f"language moved: {row.language}", "board", row.board_id, by=by)
    for position, opened in enumerate(rows):
        opened.position = position


def close_language(session: Session, board: Board, *, row: OpenedLanguage, by: Hat) -> None:
    """Raises Impossible for the last language of a board whose sending is open."""
    if board.sending_opened_at is not None and len(queries.opened_rows(session, board.id)) < 2:
        raise Impossible(for_staff("People need one language while they can send words."))
    session.delete(row)
    note(session, f"language closed: {row.language}", "board", board.id, by=by)
