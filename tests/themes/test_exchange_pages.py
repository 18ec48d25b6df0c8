"""A board takes its codebook and its labelled passages to another program, and brings labels in."""

from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import commit
from advisory.themes import actions as themes
from advisory.themes.models import LabelState
from advisory.themes.ports.codebooks import codebook_file, read_codebook
from advisory.themes.ports.exchange import SharedLabel, guid_of
from advisory.themes.ports.projects import (
    Mark,
    Project,
    SharedText,
    project_file,
    read_project,
)
from advisory.themes.queries import coding
from advisory.themes.rules.labelling import Span
from tests.browser import Browser
from tests.themes.making import Readers

PAGE = "/staff/sense/exchange"


@pytest.fixture
def readers(session: Session) -> Readers:
    return Readers(session)


def written_down(session: Session) -> set[str]:
    session.expire_all()
    return set(session.scalars(select(AuditEntry.what)))


def test_passages_leave_with_what_people_put_and_without_names(
    readers: Readers, browser: Browser
) -> None:
    passage, other = readers.passage(), readers.passage("Two hours.")
    readers.put(passage, readers.letters)
    themes.merge_label(readers.session, readers.letters, into=readers.waiting, by=readers.by)
    elsewhere = Readers(readers.session)
    elsewhere.put(elsewhere.passage("Not theirs."), elsewhere.letters)
    commit(readers.session)
    browser.sign_in(readers.first)
    content = browser.post(f"{PAGE}/passages").response.get_data()
    came = read_project(content)
    assert {text.guid for text in came.texts} == {
        guid_of("text", one.id) for one in (passage, other)
    }
    [text] = [text for text in came.texts if text.marks]
    [mark] = text.marks
    assert mark.label == guid_of("label", readers.waiting.id)
    assert text.text[mark.start : mark.end] == "The letter came only in English."
    assert [reader.name for reader in came.readers] == ["Reader 1"]
    assert [label.name for label in came.labels] == ["Waiting"]
    assert "passages exported" in written_down(readers.session)


def test_who_reads_blind_takes_only_their_own_labels(readers: Readers, browser: Browser) -> None:
    passages = readers.passages(2)
    themes.set_double(readers.session, on=True, by=readers.by)
    for passage in passages:
        readers.put(passage, readers.letters, by=readers.other)
    commit(readers.session)
    browser.sign_in(readers.first)
    came = read_project(browser.post(f"{PAGE}/passages").response.get_data())
    assert len(came.texts) == 2
    assert not any(text.marks for text in came.texts)


def test_labels_of_another_program_come_as_candidates(readers: Readers, browser: Browser) -> None:
    commit(readers.session)
    browser.sign_in(readers.first)
    below = SharedLabel(guid_of("label", "fares"), "Fares", "What a way costs")
    theirs = [
        SharedLabel(guid_of("label", "costs"), "Costs", is_used=False, below=(below,)),
        SharedLabel(guid_of("label", "letters"), "letters", "Other words"),
    ]
    for _twice in range(2):
        sent = (BytesIO(codebook_file(theirs)), "theirs.qdc")
        seen = browser.post(PAGE, {"codebook": sent})
        assert seen.says("Fares")
        assert seen.says("Nothing has changed yet.")
        if not _twice:
            commit(readers.session)
            assert len(coding.labels(readers.session, readers.board.id)) == 2
            commit(readers.session)
        assert browser.press(seen, "Bring it in").says("Fares")
    out = read_codebook(browser.post(f"{PAGE}/codebook").response.get_data())
    readers.session.expire_all()
    found = {one.name: one for one in coding.labels(readers.session, readers.board.id)}
    assert list(found) == ["Letters", "Waiting", "Fares"]
    assert found["Letters"].definition == "About it."
    assert found["Fares"].state is LabelState.CANDIDATE
    assert [label.name for label in out] == list(found)
    assert "codebook exported" in written_down(readers.session)


def test_labels_of_a_project_come_back_and_what_people_put_stays(
    readers: Readers, browser: Browser
) -> None:
    mine, free, two = readers.passages(3)
    body = "The letter came only in English. 1"
    readers.put(mine, readers.waiting)
    commit(readers.session)
    label, text = (
        guid_of("label", readers.letters.id),
        {one.id: guid_of("text", one.id) for one in (mine, free)},
    )
    new = SharedLabel(guid_of("label", "new"), "Fares")
    project = Project(
        "Theirs",
        (SharedLabel(label, "Called otherwise there"), new),
        texts=(
            SharedText(
                text[mine.id],
                "A",
                "The letter came only in English. 0",
                (Mark(label, None, 0, 34),),
            ),
            SharedText(
                text[free.id],
                "B",
                body,
                (Mark(label, None, 0, len(body)), Mark(new.guid, None, 4, 10)),
            ),
            SharedText(guid_of("text", two.id), "C", "Other words.", (Mark(label, None),)),
            SharedText(guid_of("text", "x"), "D", "Theirs.", (Mark(label, None),)),
        ),
    )
    browser.sign_in(readers.first)
    seen = browser.post(PAGE, {"codebook": (BytesIO(project_file(project)), "theirs.qdpx")})
    for told in (
        "1 passage gets labels. They count as put by you.",
        "1 passage you labelled yourself: it stays as it is.",
        "2 texts are not our passages: they stay outside.",
    ):
        assert seen.says(told), told
    for _twice in range(2):
        browser.press(seen, "Bring it in")
    readers.session.expire_all()
    found = coding.found(readers.session, readers.board.id, person_id=readers.first.id)
    assert found.by_person[mine.id][readers.first.id].labels == {readers.waiting.id}
    fares = next(
        one for one in coding.labels(readers.session, readers.board.id) if one.name == "Fares"
    )
    [put] = found.by_person[free.id].values()
    assert put.labels == {readers.letters.id, fares.id}
    assert put.spans == {Span(fares.id, 4, 10)}
    assert two.id not in found.by_person


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04 no zip", "The project is not a zip file that can be opened."),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><CodeBook/>', "declares a document type"),
    ],
)
def test_hostile_files_are_refused_in_a_sentence(
    readers: Readers, browser: Browser, content: bytes, says: str
) -> None:
    commit(readers.session)
    browser.sign_in(readers.first)
    seen = browser.post(PAGE, {"codebook": (BytesIO(content), "theirs.qdpx")})
    assert seen.status == 422
    assert seen.says(says)


def test_a_file_that_is_none_is_told_on_the_page(readers: Readers, browser: Browser) -> None:
    commit(readers.session)
    browser.sign_in(readers.first)
    seen = browser.post(PAGE, {"codebook": (BytesIO(b"<CodeBook/>"), "theirs.qdc")})
    assert seen.status == 422
    assert seen.says("This file cannot be read.")
    assert browser.post(PAGE, {}).says("Choose a file.")
