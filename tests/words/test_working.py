"""Who may translate and check, what makes a rendering untrue, and what a reader gets."""

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.foundation import keys
from advisory.foundation.access import Hat, Impossible, Refused, Role
from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import commit
from advisory.foundation.keys import Purpose
from advisory.people.models import Board
from advisory.words import actions, queries, rules
from advisory.words.models import Method, Status, Text, TextKind, Version
from advisory.words.rules import Provenance
from tests.building import a_board, a_person, hat_of

ENGLISH = "The clinic opens at nine."
ARABIC = "تفتح العيادة في التاسعة."


@pytest.fixture
def board(session: Session) -> Board:
    return a_board(session)


@pytest.fixture
def text(session: Session, board: Board) -> Text:
    return a_text(session, board)


@pytest.fixture
def asked(session: Session, text: Text) -> Version:
    version = actions.ask_translation(session, text, language="ar", due_at=None)
    assert version is not None
    return version


def a_text(
    session: Session, board: Board, kind: TextKind = TextKind.SIGNPOST, *, is_sealed: bool = False
) -> Text:
    key = keys.make_data_key(session, Purpose.WORDS) if is_sealed else None
    text = actions.write_text(
        session, board_id=board.id, kind=kind, language="en", body=ENGLISH, data_key=key
    )
    session.flush()
    return text


def a_translator(session: Session, board: Board, *speaks: str) -> Hat:
    person = a_person(session, board, Role.TRANSLATOR, speaks=speaks)
    return hat_of(person, board, Role.TRANSLATOR)


def translate(session: Session, version: Version, by: Hat, *, ready: bool = True) -> None:
    actions.write_translation(session, version, body=ARABIC, ready=ready, by=by)


# ── Who may ──────────────────────────────────────────────────────────────────────────────────────


def test_only_who_knows_both_languages_translates(
    session: Session, board: Board, asked: Version
) -> None:
    stranger = a_translator(session, board, "ti")
    with pytest.raises(Refused):
        actions.claim(session, asked, by=stranger)
    with pytest.raises(Refused):
        translate(session, asked, stranger)
    assert asked.status is Status.MISSING


def test_what_one_person_took_is_written_by_nobody_else(
    session: Session, board: Board, asked: Version
) -> None:
    first, second = a_translator(session, board, "ar"), a_translator(session, board, "ar")
    actions.claim(session, asked, by=first)
    with pytest.raises(Refused):
        translate(session, asked, second)
    with pytest.raises(Refused):
        actions.hand_back(session, asked, by=second)
    actions.hand_back(session, asked, by=first)
    translate(session, asked, second)
    assert asked.translator_id == second.person_id


def test_what_was_handed_in_is_not_handed_back(
    session: Session, board: Board, asked: Version
) -> None:
    first = a_translator(session, board, "ar")
    translate(session, asked, first)
    with pytest.raises(Impossible):
        actions.hand_back(session, asked, by=first)


def test_nobody_checks_or_returns_their_own_translation(
    session: Session, board: Board, asked: Version
) -> None:
    first = a_translator(session, board, "ar")
    translate(session, asked, first)
    for act in (actions.check_translation, actions.send_back):
        with pytest.raises(Refused):
            act(session, asked, by=first)
        with pytest.raises(Refused):
            act(session, asked, by=a_translator(session, board, "ti"))
    assert asked.status is Status.TO_CHECK


def test_words_that_were_checked_and_written_again_need_a_new_check(
    session: Session, board: Board, asked: Version
) -> None:
    first = a_translator(session, board, "ar")
    translate(session, asked, first)
    actions.check_translation(session, asked, by=a_translator(session, board, "ar"))
    translate(session, asked, first)
    assert (asked.status, asked.checker_id) == (Status.TO_CHECK, None)


# ── What a rendering is worth ────────────────────────────────────────────────────────────────────


def test_new_english_makes_every_translation_out_of_date_until_it_is_written_again(
    session: Session, board: Board, text: Text, asked: Version
) -> None:
    first = a_translator(session, board, "ar")
    translate(session, asked, first)
    actions.revise_text(session, text, body="It opens at ten.", by=first)
    assert asked.status is Status.OUT_OF_DATE
    assert queries.shown(session, text, "ar").out_of_date
    translate(session, asked, first)
    assert not queries.shown(session, text, "ar").out_of_date


def test_nobody_revises_a_persons_words_or_another_boards(session: Session, board: Board) -> None:
    by = a_translator(session, board, "ar")
    for theirs in (a_text(session, board, is_sealed=True), a_text(session, a_board(session))):
        with pytest.raises(Refused):
            actions.revise_text(session, theirs, body="Something else.", by=by)
        assert queries.shown(session, theirs, "en").body == ENGLISH


def test_a_contested_rendering_is_checked_again(
    session: Session, board: Board, text: Text, asked: Version
) -> None:
    translate(session, asked, a_translator(session, board, "ar"))
    actions.check_translation(session, asked, by=a_translator(session, board, "ar"))
    actions.contest(session, text)
    assert (asked.status, asked.checker_id) == (Status.TO_CHECK, None)
    assert asked.contested_at is not None


def test_a_reader_gets_the_most_trustworthy_version(
    session: Session, board: Board, text: Text, asked: Version
) -> None:
    by = a_translator(session, board, "ar")
    actions.write_gist(session, text, body="في التاسعة", by=by, language="ar")
    assert queries.shown(session, text, "ar").provenance is Provenance.GIST
    translate(session, asked, by)
    assert queries.shown(session, text, "ar").provenance is Provenance.NOT_CHECKED


def test_what_everybody_reads_is_shown_when_a_second_person_checked_it(
    session: Session, board: Board
) -> None:
    notice = a_text(session, board, TextKind.NOTICE)
    version = actions.ask_translation(session, notice, language="ar", due_at=None)
    assert version is not None
    translate(session, version, a_translator(session, board, "ar"))
    assert queries.shown(session, notice, "ar").language == "en"
    actions.check_translation(session, version, by=a_translator(session, board, "ar"))
    assert queries.shown(session, notice, "ar").language == "ar"


# ── What is kept ─────────────────────────────────────────────────────────────────────────────────


def test_sealed_words_stand_in_no_column_and_keep_no_time(session: Session, board: Board) -> None:
    text = a_text(session, board, is_sealed=True)
    original = rules.original(text)
    assert (original.body, queries.reading(session, original)) == (None, ENGLISH)
    for at in (original.changed_at, text.made_at):
        assert at.time() == datetime.min.time()


def test_the_log_names_the_language_of_our_own_texts_alone(session: Session, board: Board) -> None:
    by = a_translator(session, board, "ar")
    for is_sealed in (True, False):
        text = a_text(session, board, is_sealed=is_sealed)
        version = actions.ask_translation(session, text, language="ar", due_at=None)
        assert version is not None
        translate(session, version, by)
    commit(session)
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.number))
    assert [row.what for row in entries] == ["translated", "translated: ar"]


def test_forgetting_leaves_originals_without_words_and_no_rendering(
    session: Session, board: Board
) -> None:
    text = a_text(session, board, is_sealed=True)
    assert text.data_key_id is not None
    actions.write_gist(session, text, body="Nine.", by=a_translator(session, board, "ar"))
    session.flush()
    actions.forget(session, text.data_key_id)
    session.expire_all()
    (left,) = session.scalars(select(Version).where(Version.text_id == text.id))
    assert (left.method, left.sealed, left.language) == (Method.ORIGINAL, None, rules.UNKNOWN)
    with pytest.raises(keys.Erased):
        queries.reading(session, left)


def test_a_translators_list_ends_at_the_board(
    session: Session, board: Board, asked: Version
) -> None:
    foreign = a_text(session, a_board(session))
    actions.ask_translation(session, foreign, language="ar", due_at=None)
    by = a_translator(session, board, "ar")
    work = queries.open_work(session, board.id, speaks=by.speaks, person_id=by.person_id)
    assert work == [asked]
