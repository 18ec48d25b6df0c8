"""Suggestions beside a passage: off until somebody says why, and never counted as read."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisory.feedback.actions import ending
from advisory.foundation.access import Impossible
from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import Database, commit
from advisory.rights.queries.copies import copy_of
from advisory.safeguarding import actions as safeguarding
from advisory.themes import actions as themes
from advisory.themes.actions import suggesting, theming
from advisory.themes.actions.suggesting import Why
from advisory.themes.jobs import learn_suggestions
from advisory.themes.models import (
    Label,
    MachineHelp,
    Passage,
    Suggested,
    SuggestionCount,
    SuggestionRound,
)
from advisory.themes.queries import coding
from advisory.themes.queries import suggesting as queries
from advisory.themes.rules.anchoring import Counted, effect, outcomes, share
from advisory.themes.rules.labelling import Marks
from advisory.themes.rules.suggesting import is_due, is_read_without
from tests.browser import Browser, Seen
from tests.building import some_feedback, understood
from tests.themes.making import Readers
from tests.themes.test_suggesting import PLAIN, TRAVEL, WAITING

HELP = MachineHelp.SUGGESTIONS
WHY = Why(reason="Two of us read 400 passages.")
ARABIC = "غرفة الانتظار كانت مليئة"


class Learning(Readers):
    """36 passages with labels, and three that nobody has read: one of them shows no suggestion."""

    def __init__(self, session: Session, database: Database) -> None:
        super().__init__(session)
        self.database = database
        self.travel = self.label("Travel")
        item, _digits = some_feedback(session, self.board, words=ARABIC, language="ar")
        understood(session, item, self.by)
        self.item = item
        for at in range(12):
            self.put(self.released(f"{WAITING} {at}"), self.waiting)
            self.put(self.released(f"{TRAVEL} {at * 7}"), self.travel)
            self.put(self.released(f"{PLAIN} {at * 3}"))
        self.next = [
            self.released(f"{WAITING} on {day}", shown=True) for day in ("Monday", "Sunday")
        ]
        self.hidden = self.released(f"{WAITING} at noon", shown=False)
        commit(session)

    def released(self, body: str, *, shown: bool | None = None) -> Passage:
        made = themes.release_passage(self.session, self.item.contribution, body=body, by=self.by)
        if shown is not None:
            made.id = next(one for one in iter(uuid4, None) if is_read_without(one) is not shown)
        self.session.flush()
        return made

    def switch(self, *, on: bool = True, why: Why = WHY) -> None:
        suggesting.switch(self.session, HELP, on=on, why=why, by=self.by)
        commit(self.session)

    def learn(self) -> None:
        commit(self.session)
        learn_suggestions(self.database)

    @property
    def kept(self) -> set[UUID]:
        commit(self.session)
        with self.database.reading() as looking:
            return set(looking.scalars(select(Suggested.passage_id)))

    @property
    def counts(self) -> set[tuple[UUID, bool, int, int, int]]:
        commit(self.session)
        with self.database.reading() as looking:
            rows = looking.scalars(select(SuggestionCount)).all()
        return {(one.label_id, one.was_shown, one.offered, one.taken, one.put) for one in rows}


@pytest.fixture
def learning(session: Session, database: Database) -> Learning:
    return Learning(session, database)


def ticked(seen: Seen) -> list[str]:
    return [
        one.get("value", "") for one in seen.all("input", name="labels") if "checked" in one.attrib
    ]


def place(passage: Passage) -> str:
    return f"/staff/sense/passages/{passage.id}"


def test_it_is_off_until_somebody_says_why_and_that_is_kept(
    learning: Learning, browser: Browser
) -> None:
    learning.learn()
    assert learning.kept == set()
    with pytest.raises(Impossible):
        learning.switch(why=Why(reason=" "))
    commit(learning.session)
    browser.sign_in(learning.first)
    page = browser.get("/staff/sense/suggestions")
    assert browser.press(page, "Switch them on").status == 422
    for _twice in range(2):
        seen = browser.press(page, "Switch them on", reason=WHY.reason)
    assert WHY.reason in seen.words
    told = select(func.count()).where(AuditEntry.what == "suggestions switched on")
    assert learning.session.scalar(told) == 1
    commit(learning.session)
    learning.learn()
    assert learning.kept == {one.id for one in (*learning.next, learning.hidden)}
    learning.switch(on=False)
    assert learning.kept == set()
    assert len(queries.switchings(learning.session, learning.board.id, HELP)) == 2


def test_what_is_suggested_stands_apart_with_its_words_and_nothing_is_ticked(
    learning: Learning, browser: Browser
) -> None:
    learning.switch()
    learning.learn()
    browser.sign_in(learning.first)
    seen = browser.get(place(learning.next[0]))
    assert seen.says("A computer suggests")
    assert "waiting" in seen.words.split("for the words:")[1]
    assert seen.says("Why do I see this?")
    assert ticked(seen) == []
    without = browser.get(place(learning.hidden))
    assert without.says("Read this one by yourself.")
    assert "for the words:" not in without.words
    labels = coding.labels(learning.session, learning.board.id)
    found = queries.guesses(learning.session, learning.hidden, labels)
    assert found is not None
    assert found.guesses == []


def test_what_is_suggested_never_changes_a_number(learning: Learning, browser: Browser) -> None:
    """Every page, report and file of the room says the same before and after."""
    theme = theming.make_theme(
        learning.session, "Waiting", labels=[learning.waiting], by=learning.by
    )
    commit(learning.session)
    browser.sign_in(learning.first)
    seen_before, kept = everything(browser, learning, theme.id), learning.kept
    learning.switch()
    learning.learn()
    assert learning.kept > kept
    assert everything(browser, learning, theme.id) == seen_before
    assert len(coding.found(learning.session, learning.board.id, person_id=None).by_person) == 36


def everything(browser: Browser, learning: Learning, theme_id: UUID) -> dict[str, object]:
    sense = "/staff/sense"
    pages = (
        sense,
        f"{sense}/labels",
        f"{sense}/labels/{learning.waiting.id}",
        f"{sense}/compare",
        f"{sense}/themes",
        f"{sense}/themes/{theme_id}",
        f"{sense}/themes/{theme_id}/report",
    )
    files = (f"{sense}/exchange/codebook", f"{sense}/exchange/passages")
    return {
        **{page: browser.get(page).words for page in pages},
        **{file: len(browser.post(file).response.get_data()) for file in files},
    }


def test_taken_or_not_is_counted_once_and_the_suggestion_is_gone(learning: Learning) -> None:
    learning.switch()
    learning.learn()
    revision = learning.session.get_one(SuggestionRound, learning.board.id).revision
    taken, refused = learning.next
    themes.put_labels(
        learning.session, taken, marked(learning.waiting), by=learning.by, seen=revision
    )
    themes.put_labels(
        learning.session, taken, marked(learning.travel), by=learning.by, seen=revision
    )
    themes.put_labels(
        learning.session, refused, marked(learning.travel), by=learning.by, seen=revision
    )
    themes.put_labels(learning.session, learning.hidden, marked(learning.waiting), by=learning.by)
    commit(learning.session)
    assert learning.kept == set()
    waiting, travel = learning.waiting.id, learning.travel.id
    assert {one for one in learning.counts if one[0] == waiting} == {
        (waiting, True, 2, 1, 1),
        (waiting, False, 1, 1, 1),
    }
    assert {one[4] for one in learning.counts if one[0] == travel and one[1]} == {1}
    learned = learning.session.get_one(SuggestionRound, learning.board.id)
    assert (learned.read_with, learned.read_without) == (2, 1)


def marked(*labels: Label) -> Marks:
    return Marks(frozenset(label.id for label in labels))


def test_a_page_that_showed_another_round_counts_nothing(learning: Learning) -> None:
    learning.switch()
    learning.learn()
    learning.put(learning.next[0], learning.waiting)
    assert learning.counts == set()
    assert learning.next[0].id not in learning.kept


def test_two_who_read_alone_see_no_suggestion_and_it_learns_nothing_from_them(
    learning: Learning, browser: Browser
) -> None:
    learning.switch()
    learning.learn()
    themes.set_double(learning.session, on=True, by=learning.by)
    drawn = set(coding.drawn(learning.session, learning.board.id))
    assert drawn == {one.id for one in (*learning.next, learning.hidden)} == learning.kept
    learning.put(learning.next[0], learning.waiting, by=learning.other)
    commit(learning.session)
    browser.sign_in(learning.first)
    for passage in learning.next:
        assert "A computer suggests" not in browser.get(place(passage)).words
    assert learning.counts == set()
    assert learning.next[0].id not in queries.coded_ids(learning.session, learning.board.id)
    learning.learn()
    assert queries.ahead(learning.session, learning.board.id) == []


def test_held_words_teach_nothing_and_have_no_suggestion(learning: Learning) -> None:
    learning.switch()
    learning.learn()
    safeguarding.flag(
        learning.session, learning.item.contribution, board=learning.board, by=learning.by
    )
    learning.learn()
    assert learning.kept == set()


def test_who_deletes_their_words_takes_suggestions_along(learning: Learning) -> None:
    learning.switch()
    learning.learn()
    told = copy_of(learning.session, learning.item)["labels_a_computer_suggested"]
    assert {one["label"] for one in told} == {"Waiting"}
    sealed = learning.session.scalars(select(Suggested.sealed)).all()
    assert not any(b"waiting" in one or learning.waiting.id.bytes in one for one in sealed)
    ending.delete_everything(learning.session, learning.item.contribution)
    commit(learning.session)
    assert learning.kept == set()


def test_a_label_that_was_merged_is_suggested_as_the_other(
    learning: Learning, browser: Browser
) -> None:
    learning.switch()
    learning.learn()
    themes.merge_label(learning.session, learning.waiting, into=learning.letters, by=learning.by)
    found = queries.guesses(
        learning.session,
        learning.next[0],
        coding.labels(learning.session, learning.board.id),
    )
    assert found is not None
    assert [one.label for one in found.guesses] == [learning.letters]


def test_another_boards_suggestions_stay_there(learning: Learning) -> None:
    elsewhere = Learning(learning.session, learning.database)
    learning.switch()
    learning.learn()
    assert learning.kept == {one.id for one in (*learning.next, learning.hidden)}
    assert elsewhere.kept.isdisjoint(one.id for one in elsewhere.next)
    elsewhere.switch(on=True)
    elsewhere.switch(on=False)
    assert len(learning.kept) == 3


# ── The rules ────────────────────────────────────────────────────────────────────────────────────

FRESH: dict[str, Any] = {
    "learned_from": 40,
    "is_changed": False,
    "learned_today": True,
    "ahead": 50,
    "bare": 0,
}
DUE: tuple[dict[str, Any], ...] = (
    {"coded": 50},
    {"coded": 39},
    {"coded": 30, "learned_from": 0, "bare": 50},
    {"bare": 10},
    {"ahead": 4, "bare": 2},
    {"is_changed": True, "learned_today": False},
)
NOT_DUE: tuple[dict[str, Any], ...] = (
    {},
    {"coded": 49},
    {"coded": 29, "learned_from": 0},
    {"ahead": 4, "bare": 1},
    {"ahead": 0, "coded": 90},
    {"is_changed": True},
)


def test_it_learns_anew_when_enough_has_changed() -> None:
    assert [changed for changed in DUE if not is_due(**{"coded": 40, **FRESH, **changed})] == []
    assert [changed for changed in NOT_DUE if is_due(**{"coded": 40, **FRESH, **changed})] == []


def counted(
    *, shown: tuple[int, int], hidden: tuple[int, int], put: int = 40
) -> list[Counted[str]]:
    return [Counted("a", True, *shown, put), Counted("a", False, *hidden, put)]


def test_what_leads_people_is_told_and_too_little_is_called_too_little() -> None:
    found = effect(counted(shown=(100, 90), hidden=(40, 20)), read_with=270, read_without=30)
    assert found.is_leading is True
    assert found.shown.f1 == pytest.approx(2 * 90 / 140)
    same = effect(counted(shown=(100, 80), hidden=(40, 31)), read_with=270, read_without=30)
    assert same.is_leading is False
    few = effect(counted(shown=(100, 90), hidden=(40, 20)), read_with=270, read_without=29)
    assert (few.is_leading, few.hidden.f1, few.hidden.right) == (None, None, None)
    assert share(9, 9) is None
    ten = share(7, 10)
    assert ten is not None
    # Wilson's interval, by hand from the formula.
    assert [ten.low, ten.high] == pytest.approx([0.3968, 0.8922], abs=1e-3)


def test_a_passage_adds_what_was_suggested_and_what_was_put() -> None:
    found = {
        one.label: (one.offered, one.taken, one.put)
        for one in outcomes({"a", "b"}, {"b", "c"}, was_shown=True)
    }
    assert found == {"a": (1, 0, 0), "b": (1, 1, 1), "c": (0, 0, 1)}
