"""A label on a part of a passage: its places, its marks, and how it travels."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from advisory.foundation.database import commit
from advisory.themes import actions as themes
from advisory.themes.ports.projects import project_file, read_project
from advisory.themes.queries import coding
from advisory.themes.queries.exchanging import shared_project
from advisory.themes.rules.labelling import Marks, Span, read, written
from advisory.themes.rules.spans import cut, picked, sentences
from tests.browser import Browser
from tests.themes.making import Readers

BODY = "رسالة 😀 من العيادة. لم أفهم شيئاً؟ እንታይ ክገብር።"


@pytest.fixture
def readers(session: Session) -> Readers:
    return Readers(session)


@pytest.mark.once
@given(st.text(max_size=80), st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80))))
def test_pieces_and_stretches_are_the_text_and_nothing_else(
    text: str, places: list[tuple[int, int]]
) -> None:
    for sentence in sentences(text):
        for piece in (sentence, *sentence.words):
            assert text[piece.start : piece.end] == piece.text
    label = UUID(int=1)
    spans = [Span(label, start, end) for start, end in places]
    cuts = cut(text, spans)
    assert "".join(one.text for one in cuts) == text
    assert read(written(Marks(frozenset({label}), spans=frozenset(spans)))).spans == set(spans)


def test_words_that_follow_one_another_are_one_part() -> None:
    first, second, third = sentences(BODY)
    words = [one.place for one in second.words]
    assert picked(BODY, {*words, third.place, "0-999", "x"}) == [(second.start, third.end)]
    assert picked(BODY, {first.words[0].place, first.words[2].place}) == [
        (first.words[0].start, first.words[0].end),
        (first.words[2].start, first.words[2].end),
    ]
    assert BODY[first.words[1].start] == "😀", "code points, also after a sign of two units"


def test_a_part_is_marked_without_a_script_and_goes_with_its_label(
    readers: Readers, browser: Browser
) -> None:
    passage = readers.passage(BODY)
    page = f"/staff/sense/passages/{passage.id}"
    commit(readers.session)
    browser.sign_in(readers.first)
    assert browser.get(f"{page}/parts").status == 409, "no label yet"
    readers.put(passage, readers.letters, readers.waiting)
    commit(readers.session)
    first, second, _third = sentences(BODY)
    for label, place in ((readers.letters, first), (readers.waiting, first.words[2])):
        fields = {"label": str(label.id), "place": [place.place]}
        assert browser.post(f"{page}/parts", fields).status == 200
    assert browser.post(f"{page}/parts", {"label": str(readers.letters.id)}).status == 422
    seen = browser.get(page)
    marked = [one.text or "" for one in seen.all("mark")]
    assert "".join(marked) == first.text
    assert len(marked) == 3, "where one lies over the other is a stretch of its own"
    off = {"label": str(readers.letters.id), "off": first.place}
    browser.post(f"{page}/parts", off)
    assert [one.text for one in browser.get(page).all("mark")] == [first.words[2].text]
    browser.post(page, {"labels": [str(readers.letters.id)], "position": ""})
    assert browser.get(page).all("mark") == []
    assert second.text


def test_parts_travel_in_code_points(readers: Readers) -> None:
    passage = readers.passage(BODY)
    part = sentences(BODY)[1]
    span = Span(readers.letters.id, part.start, part.end)
    marks = Marks(frozenset({readers.letters.id, readers.waiting.id})).on_parts([span])
    themes.put_labels(readers.session, passage, marks, by=readers.by)
    readers.session.flush()
    came = read_project(project_file(shared_project(readers.session, readers.by, name="P")))
    [text] = came.texts
    assert {text.text[one.start : one.end] for one in text.marks} == {part.text, BODY}
    [kept] = coding.codings_of(readers.session, passage.id)
    assert coding.marks_in(readers.session, kept).spans == {span}
