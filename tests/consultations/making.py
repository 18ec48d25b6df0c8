"""Builders: a consultation of three questions, translated and opened. They flush, never commit."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from advisory.consultations.actions import building, stepping
from advisory.consultations.actions.building import About
from advisory.consultations.models import Consultation, Level, Question, Stage
from advisory.consultations.rules.lifecycle import texts_of
from advisory.consultations.rules.templates import THREE, Template
from advisory.foundation.access import Hat, Role
from advisory.foundation.database import now
from advisory.languages.dates import london
from advisory.people.models import Board
from advisory.words import actions as words
from advisory.words.models import Method
from advisory.words.rules import original
from tests.building import a_person, hat_of


def facilitator_of(session: Session, board: Board, *, speaks: Iterable[str] = ()) -> Hat:
    person = a_person(session, board, Role.FACILITATOR, speaks=speaks)
    return hat_of(person, board, Role.FACILITATOR)


def a_draft(
    session: Session,
    board: Board,
    by: Hat,
    *,
    template: Template = THREE,
    languages: Sequence[str] = (),
    days: int = 20,
) -> Consultation:
    """With everything said that must be said before it can open."""
    own = building.make_consultation(session, template, by=by)
    today = london(now()).date()
    about = About(
        title=template.title,
        purpose=template.purpose,
        who="The health team of London.",
        can=template.can,
        cannot=template.cannot,
        level=Level.HEARD,
        languages=languages,
        places=[],
        sample="",
        topic_id=None,
        opens_on=today,
        closes_on=today + timedelta(days=days),
        acts_on=today + timedelta(days=days + 30),
    )
    building.change_about(session, own, about, by=by)
    return own


def translate_all(session: Session, own: Consultation, language: str) -> None:
    """By one person, checked by another; each text says which language it is in."""
    board_id = own.board_id
    first, second = (
        Hat(one.person_id, one.name, Role.TRANSLATOR, board_id, speaks=(language,))
        for one in (_translator(session, own), _translator(session, own))
    )
    for text in texts_of(own):
        version = next((v for v in text.versions if v.language == language), None)
        version = version or words.ask_translation(session, text, language=language, due_at=None)
        assert version is not None
        assert version.method is Method.HUMAN
        body = f"{language}: {original(text).body}"
        words.write_translation(session, version, body=body, ready=True, by=first)
        words.check_translation(session, version, by=second)


def _translator(session: Session, own: Consultation) -> Hat:
    board = session.get(Board, own.board_id)
    assert board is not None
    person = a_person(session, board, Role.TRANSLATOR)
    return hat_of(person, board, Role.TRANSLATOR)


def an_open_one(
    session: Session,
    board: Board,
    by: Hat,
    *,
    template: Template = THREE,
    languages: Sequence[str] = (),
) -> Consultation:
    own = a_draft(session, board, by, template=template, languages=languages)
    for language in languages:
        translate_all(session, own, language)
    stepping.take_step(session, own, to=Stage.TRANSLATED, by=by)
    stepping.take_step(session, own, to=Stage.OPEN, by=by)
    session.flush()
    # Read now: a row read after the commit would keep the pages from writing.
    assert texts_of(own)
    assert all(one.text.versions for question in own.questions for one in question.options)
    return own


def said(question: Question) -> str:
    return original(question.title).body or ""


def pick_of(question: Question, words_: str) -> str:
    return next(str(one.id) for one in question.options if original(one.text).body == words_)
