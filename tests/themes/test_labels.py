"""The codebook: worded, agreed, merged while it is used, and never lost."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisory.foundation.access import Impossible
from advisory.themes import actions as themes
from advisory.themes.actions import Overtaken, Wording
from advisory.themes.models import Codebook, Label, LabelState
from advisory.themes.queries import coding, desk
from advisory.themes.rules.labelling import counts_as, meant
from advisory.themes.rules.starter import STARTER
from tests.themes.making import Readers


@pytest.fixture
def readers(session: Session) -> Readers:
    return Readers(session)


def test_a_double_tap_adds_one_label(readers: Readers) -> None:
    assert readers.label(" letters ") is readers.letters
    themes.add_starter(readers.session, by=readers.by)
    themes.add_starter(readers.session, by=readers.by)
    count = readers.session.scalar(select(func.count()).select_from(Label))
    assert count == 2 + len(STARTER)


def test_every_change_is_a_version_that_can_be_read_again(readers: Readers) -> None:
    session, label = readers.session, readers.letters
    said = Wording(name="Letters", definition="From a clinic.", use_when="Any letter.")
    themes.change_label(session, label, said, seen=label.version, by=readers.by)
    themes.agree_label(session, label, by=readers.by)
    themes.agree_label(session, label, by=readers.by)
    before = [(one.definition, one.state) for one in coding.history(session, label.id)]
    assert before == [
        ("From a clinic.", LabelState.AGREED),
        ("From a clinic.", LabelState.CANDIDATE),
        ("About it.", LabelState.CANDIDATE),
    ]
    book = session.get(Codebook, readers.board.id)
    assert book is not None
    assert book.version == 4  # two labels, one change, one agreement


def test_who_changes_a_label_that_somebody_changed_meanwhile_is_told(readers: Readers) -> None:
    session, label = readers.session, readers.letters
    seen = label.version
    themes.change_label(session, label, Wording(name="Post"), seen=seen, by=readers.other)
    with pytest.raises(Overtaken):
        themes.change_label(session, label, Wording(name="Mail"), seen=seen, by=readers.by)
    assert label.name == "Post"


def test_a_label_merged_while_it_is_used_takes_its_passages_along(readers: Readers) -> None:
    """What was put on before, and what a page that was open still puts on."""
    session = readers.session
    before, after = readers.passages(2)
    readers.put(before, readers.letters)
    post = readers.label("Post")
    themes.merge_label(session, readers.letters, into=post, by=readers.by)
    readers.put(after, readers.letters, by=readers.other)
    everything = coding.labels(session, readers.board.id)
    carrying, count = desk.labelled(session, readers.by, post, everything, skip=0)
    assert {line.id for line in carrying} == {before.id, after.id}
    assert count == 2
    kept = coding.marks_in(session, coding.codings_of(session, before.id)[0])
    assert kept.labels == {readers.letters.id}, "where it came from"
    assert meant(kept, counts_as(everything)) == {post.id}


def test_two_labels_that_say_the_same_are_pointed_at(readers: Readers) -> None:
    for passage in readers.passages(3):
        readers.put(passage, readers.letters, readers.waiting)
    letter = readers.label("Letters.")
    everything = coding.labels(readers.session, readers.board.id)
    odd = desk.oddities(readers.session, readers.by, everything)
    (same,) = odd.overlapping
    assert {same.first, same.second} == {readers.letters.id, readers.waiting.id}
    assert [(pair.first, pair.second) for pair in odd.alike] == [(readers.letters.id, letter.id)]


def test_labels_cannot_be_merged_in_a_ring(readers: Readers) -> None:
    session, one, other = readers.session, readers.letters, readers.waiting
    themes.merge_label(session, one, into=other, by=readers.by)
    themes.merge_label(session, one, into=other, by=readers.by)
    for label, into in ((other, one), (other, other)):
        with pytest.raises(Impossible, match="merged already"):
            themes.merge_label(session, label, into=into, by=readers.other)
