"""Labels on passages: sealed, each person's own, blind while two read, gone with the words."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisory.feedback.actions import ending
from advisory.foundation.access import Impossible
from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import Database, commit
from advisory.safeguarding import actions as safeguarding
from advisory.themes import actions as themes
from advisory.themes.models import Coding, Drawn, Passage
from advisory.themes.queries import coding, desk
from advisory.themes.rules.labelling import Marks, to_read
from tests.browser import Browser
from tests.themes.making import RELEASED, SAID, Readers

NOTE = "canary of a note"


@pytest.fixture
def readers(session: Session) -> Readers:
    return Readers(session)


def test_two_people_at_once_keep_both_their_labels(readers: Readers) -> None:
    passage = readers.passage()
    readers.put(passage, readers.letters)
    readers.put(passage, readers.waiting, by=readers.other)
    readers.put(passage, readers.waiting, by=readers.other)
    kept = {
        one.person_id: coding.marks_in(readers.session, one).labels
        for one in coding.codings_of(readers.session, passage.id)
    }
    assert kept == {
        readers.first.id: {readers.letters.id},
        readers.second.id: {readers.waiting.id},
    }
    told = select(func.count()).where(AuditEntry.what == "labels put on a passage")
    commit(readers.session)
    assert readers.session.scalar(told) == 2, "the same again changes nothing"


def test_labels_and_notes_are_sealed_like_the_words(readers: Readers, database: Database) -> None:
    readers.put(readers.passage(), readers.letters, note=NOTE)
    commit(readers.session)
    with database.reading() as looking:
        sealed = looking.scalars(select(Coding.sealed)).one()
    assert NOTE.encode() not in sealed
    assert str(readers.letters.id).encode() not in sealed


def test_who_deletes_their_words_takes_all_labels_along(readers: Readers) -> None:
    session, passage = readers.session, readers.passage()
    themes.set_double(session, on=True, by=readers.by)
    for hat in (readers.by, readers.other):
        readers.put(passage, readers.letters, by=hat)
    drawn = session.get(Drawn, passage.id)
    assert drawn is not None
    themes.settle(session, drawn, Marks(frozenset({readers.letters.id})), by=readers.by)
    ending.delete_everything(session, passage.contribution)
    commit(session)
    for table in (Passage, Coding, Drawn):
        assert session.scalar(select(func.count()).select_from(table)) == 0, table


def test_neither_of_two_sees_the_other_before_both_are_done(readers: Readers) -> None:
    session = readers.session
    one, two = readers.passages(2)
    themes.set_double(session, on=True, by=readers.by)
    readers.put(one, readers.letters)
    readers.put(one, readers.waiting, by=readers.other)
    readers.put(two, readers.letters)
    for hat, own in ((readers.by, 2), (readers.other, 1)):
        seen = coding.found(session, readers.board.id, person_id=hat.person_id)
        assert seen.is_blind
        assert {person for by in seen.by_person.values() for person in by} == {hat.person_id}
        assert len(seen.by_person) == own
    readers.put(two, readers.letters, by=readers.other)
    seen = coding.found(session, readers.board.id, person_id=readers.first.id)
    assert not seen.is_blind
    assert {len(by) for by in seen.by_person.values()} == {2}
    with pytest.raises(Impossible, match="Compare"):
        readers.put(one, readers.waiting)


def test_what_is_drawn_is_thirty_or_all_and_for_two_only(readers: Readers) -> None:
    session = readers.session
    readers.passages(32)
    themes.set_double(session, on=True, by=readers.by)
    themes.set_double(session, on=True, by=readers.by)
    drawn = coding.drawn(session, readers.board.id)
    assert len(drawn) == 30
    waiting = to_read(coding.open_ids(session, readers.board.id), drawn, {}, readers.first.id)
    assert set(waiting[:30]) == set(drawn), "they are read first"
    passage = session.get_one(Passage, drawn[0])
    readers.put(passage, readers.letters)
    readers.put(passage, readers.letters, by=readers.other)
    with pytest.raises(Impossible, match="Two people have read"):
        readers.put(passage, by=readers.third())


def test_a_held_item_leaves_the_desk_at_once(readers: Readers) -> None:
    session, passage = readers.session, readers.passage()
    readers.put(passage, readers.letters)
    safeguarding.flag(session, passage.contribution, board=readers.board, by=readers.by)
    session.flush()
    assert desk.beside(session, readers.other, passage.id) is None
    assert coding.found(session, readers.board.id, person_id=None).by_person == {}


# ── The page ─────────────────────────────────────────────────────────────────────────────────────


def test_a_passage_is_labelled_and_the_next_one_comes(readers: Readers, browser: Browser) -> None:
    first, second = sorted(readers.passages(2), key=lambda one: one.id)
    commit(readers.session)
    browser.sign_in(readers.first)
    seen = browser.get("/staff/sense")
    assert seen.says("0 of 2 passages have labels.")
    seen = browser.get(f"/staff/sense/passages/{first.id}")
    original = next(one for one in seen.all("div") if one.get("lang") == "ar")
    assert SAID in "".join(original.itertext())
    assert original.get("dir") == "rtl"
    assert seen.says(RELEASED)
    assert [key.text for key in seen.all("kbd")] == ["1", "2"]
    chosen = [str(readers.letters.id), str(readers.waiting.id)]
    fields = {"labels": chosen, "note": NOTE, "is_rich": "y", "position": "agree"}
    answer = browser.post(f"/staff/sense/passages/{first.id}", fields)
    assert answer.url == f"/staff/sense/passages/{second.id}"
    seen = browser.get(f"/staff/sense/passages/{first.id}")
    assert seen.says(NOTE)
    ticked = {one.get("value") for one in seen.all("input") if one.get("checked") is not None}
    assert {*chosen, "y", "agree"} <= ticked
    opened = select(func.count()).where(
        AuditEntry.what == "opened", AuditEntry.about_id == first.contribution_id
    )
    assert readers.session.scalar(opened) == 2


def test_too_long_a_note_keeps_what_was_chosen(readers: Readers, browser: Browser) -> None:
    passage = readers.passage()
    commit(readers.session)
    browser.sign_in(readers.first)
    fields = {"labels": [str(readers.letters.id)], "note": "x" * 100_000}
    seen = browser.post(f"/staff/sense/passages/{passage.id}", fields)
    assert seen.status == 422
    ticked = {one.get("value") for one in seen.all("input") if one.get("checked") is not None}
    assert str(readers.letters.id) in ticked


def test_another_boards_passage_and_label_are_not_there(readers: Readers, browser: Browser) -> None:
    elsewhere = Readers(readers.session)
    elsewhere.board.created_at = readers.board.created_at + timedelta(days=1)
    theirs, mine = elsewhere.passage(), readers.passage()
    commit(readers.session)
    browser.sign_in(readers.first)
    for url in (f"passages/{theirs.id}", f"labels/{elsewhere.letters.id}"):
        assert browser.get(f"/staff/sense/{url}").status == 404, url
        assert browser.post(f"/staff/sense/{url}").status == 404, url
    assert browser.post(f"/staff/sense/passages/{theirs.id}/back").status == 404
    into = {"into": str(elsewhere.letters.id)}
    assert browser.post(f"/staff/sense/labels/{readers.letters.id}/merge", into).status == 404
    sent = browser.post(f"/staff/sense/passages/{mine.id}", {"labels": [str(elsewhere.letters.id)]})
    assert sent.status == 200
    kept = coding.codings_of(readers.session, mine.id)[0]
    assert coding.marks_in(readers.session, kept).labels == frozenset()
