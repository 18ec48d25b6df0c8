"""The translator's desk: what comes first, what changed, our terms, and the next piece."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.foundation.access import Hat, Role
from advisory.foundation.database import Database, commit, now
from advisory.people.models import Board, Person
from advisory.words import actions as words
from advisory.words import rules
from advisory.words.models import Status, Term, Text, TextKind, Version
from advisory.words.rules import word_changes
from tests.browser import Browser
from tests.building import a_board, a_person, hat_of
from tests.desk.test_inbox import MOST_QUERIES, counted

LIST = "/staff/translate"
OLD, NEW = "Ring us by Monday.", "Ring us by Friday."
ARABIC = "اتصلوا بنا قبل يوم الاثنين."


@dataclass
class Desk:
    """A board, who writes its English, and two who know Arabic."""

    session: Session
    board: Board
    facilitator: Hat
    layla: Person
    omar: Person

    def text(self, body: str = OLD, kind: TextKind = TextKind.SIGNPOST) -> Text:
        text = words.write_text(
            self.session, board_id=self.board.id, kind=kind, language="en", body=body
        )
        self.session.flush()
        return text

    def asked(
        self, body: str = OLD, kind: TextKind = TextKind.SIGNPOST, *, days: int | None = None
    ) -> Version:
        due_at = None if days is None else now() + timedelta(days=days)
        version = words.ask_translation(
            self.session, self.text(body, kind), language="ar", due_at=due_at
        )
        assert version is not None
        self.session.flush()
        return version

    def hat(self, person: Person) -> Hat:
        return hat_of(person, self.board, Role.TRANSLATOR)

    def term(self, english: str, preferred: str, *never: str, language: str = "ar") -> Term:
        return words.set_term(
            self.session,
            language=language,
            english=english,
            preferred=preferred,
            allowed=[],
            never=never,
            note="",
            by=self.facilitator,
        )


@pytest.fixture
def desk(session: Session) -> Desk:
    board = a_board(session)
    facilitator = a_person(session, board, Role.FACILITATOR)
    return Desk(
        session=session,
        board=board,
        facilitator=hat_of(facilitator, board, Role.FACILITATOR),
        layla=a_person(session, board, Role.TRANSLATOR, name="Layla", speaks=["ar"]),
        omar=a_person(session, board, Role.TRANSLATOR, name="Omar", speaks=["ar"]),
    )


def page_of(version: Version) -> str:
    return f"{LIST}/{version.id}"


def now_of(database: Database, version_id: UUID) -> Version:
    with database.reading() as session:
        return session.scalars(select(Version).where(Version.id == version_id)).one()


# ── The list ─────────────────────────────────────────────────────────────────────────────────────


def test_safety_comes_first_then_the_nearest_date_then_the_rest(
    browser: Browser, desk: Desk
) -> None:
    for body, kind, days in (
        ("A rest.", TextKind.NAME, None),
        ("A later answer.", TextKind.SIGNPOST, 9),
        ("A soon answer.", TextKind.SIGNPOST, 1),
        ("A promise.", TextKind.CONSENT, None),
    ):
        desk.asked(body, kind, days=days)
    commit(desk.session)
    browser.sign_in(desk.layla)
    said = browser.get(LIST).words
    order = [said.index(body) for body in ("A promise", "A soon", "A later", "A rest")]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("risk=1", {"A promise."}),
        ("risk=2", {"A late answer.", "A later answer."}),
        ("when=late", {"A late answer."}),
        ("when=none&risk=3", {"A rest."}),
        ("into=ti", set[str]()),
        ("risk=none&when=never", {"A promise.", "A late answer.", "A later answer.", "A rest."}),
    ],
)
def test_the_list_is_filtered_by_language_date_and_risk(
    browser: Browser, desk: Desk, query: str, shown: set[str]
) -> None:
    every = {
        "A rest.": (TextKind.NAME, None),
        "A late answer.": (TextKind.SIGNPOST, -1),
        "A later answer.": (TextKind.SIGNPOST, 9),
        "A promise.": (TextKind.CONSENT, None),
    }
    for body, (kind, days) in every.items():
        desk.asked(body, kind, days=days)
    commit(desk.session)
    browser.sign_in(desk.layla)
    said = browser.get(f"{LIST}?{query}").words
    assert {body for body in every if body in said} == shown


@pytest.mark.parametrize("number", [2, 60])
def test_the_list_asks_as_often_for_two_as_for_sixty(
    browser: Browser, desk: Desk, database: Database, number: int
) -> None:
    for index in range(number):
        desk.asked(f"Text {index}.", days=index % 5)
    commit(desk.session)
    browser.sign_in(desk.layla)
    browser.get(LIST)
    with counted(database.engine) as statements:
        browser.get(LIST)
    asked = [sql for sql in statements if not sql.startswith(("BEGIN", "PRAGMA"))]
    assert len(asked) <= MOST_QUERIES, "\n".join(asked)


# ── Side by side ─────────────────────────────────────────────────────────────────────────────────


def translated(desk: Desk) -> Version:
    version = desk.asked()
    words.write_translation(desk.session, version, body=ARABIC, ready=True, by=desk.hat(desk.layla))
    words.check_translation(desk.session, version, by=desk.hat(desk.omar))
    return version


def test_what_changed_in_the_source_is_shown_for_eyes_and_ears(
    browser: Browser, desk: Desk
) -> None:
    version = translated(desk)
    words.revise_text(desk.session, version.text, body=NEW, by=desk.facilitator)
    commit(desk.session)
    browser.sign_in(desk.omar)
    page = browser.get(page_of(version))
    assert ["".join(gone.itertext()) for gone in page.all("del")] == ["taken out: Monday(end)"]
    assert ["".join(new.itertext()) for new in page.all("ins")] == ["added: Friday(end)"]
    assert (page.all("textarea")[0].text or "").strip() == ARABIC


def test_words_written_beside_an_older_source_are_not_handed_in_unseen(
    browser: Browser, desk: Desk, database: Database
) -> None:
    version = desk.asked()
    commit(desk.session)
    browser.sign_in(desk.layla)
    page = browser.get(page_of(version))
    words.revise_text(desk.session, version.text, body=NEW, by=desk.facilitator)
    commit(desk.session)
    late = browser.press(page, "Ready to check", body=ARABIC)
    assert late.status == 422
    assert "The source changed while you wrote." in late.words
    assert late.all("ins")
    assert ARABIC in late.text
    assert now_of(database, version.id).status is Status.MISSING
    browser.press(late, "Ready to check")
    kept = now_of(database, version.id)
    assert (kept.status, kept.revision) == (Status.TO_CHECK, 2)


def test_a_place_that_a_page_fills_in_must_be_kept(
    browser: Browser, desk: Desk, database: Database
) -> None:
    version = desk.asked("May we ask %(name)s?", TextKind.CONSENT)
    commit(desk.session)
    browser.sign_in(desk.layla)
    page = browser.press(browser.get(page_of(version)), "Ready to check", body="هل نسأل؟")
    assert page.status == 422
    assert "%(name)s" in page.words
    assert now_of(database, version.id).status is Status.MISSING
    browser.press(page, "Ready to check", body="هل نسأل %(name)s؟")
    assert now_of(database, version.id).status is Status.TO_CHECK


def test_a_word_that_we_never_say_is_told_once_and_blocks_nothing(
    browser: Browser, desk: Desk, database: Database
) -> None:
    version = desk.asked()
    desk.term("informer", "مترجم", "مخبر")
    commit(desk.session)
    browser.sign_in(desk.layla)
    page = browser.press(browser.get(page_of(version)), "Ready to check", body="اتصلوا بالمخبر.")
    assert page.status == 422
    assert "We never say: مخبر" in page.words
    assert now_of(database, version.id).status is Status.MISSING
    browser.press(page, "Ready to check")
    assert now_of(database, version.id).status is Status.TO_CHECK


def test_looking_over_words_keeps_nothing(browser: Browser, desk: Desk, database: Database) -> None:
    version = desk.asked("Ring 111 now.")
    commit(desk.session)
    browser.sign_in(desk.layla)
    page = browser.press(browser.get(page_of(version)), "Look over it", body="اتصلوا")
    assert "Numbers that are missing" in page.words
    assert (page.all("textarea")[0].text or "").strip() == "اتصلوا"
    assert now_of(database, version.id).status is Status.MISSING


def test_the_terms_of_the_source_stand_beside_the_box(browser: Browser, desk: Desk) -> None:
    version = desk.asked("Call an interpreter.")
    desk.term("interpreter", "interpreter", language="en")
    desk.term("dentist", "dentist", language="en")
    desk.term("interpreter", "مترجم شفوي", "جاسوس")
    commit(desk.session)
    browser.sign_in(desk.layla)
    said = browser.get(page_of(version)).words
    assert "مترجم شفوي" in said
    assert "جاسوس" in said
    assert "dentist" not in said


def test_a_version_says_who_made_it_from_what_and_with_which_termbase(
    browser: Browser, desk: Desk, database: Database
) -> None:
    desk.term("Monday", "الاثنين")
    desk.term("ring", "اتصل")
    version = translated(desk)
    commit(desk.session)
    assert now_of(database, version.id).glossary_revision == 2
    browser.sign_in(desk.layla)
    said = browser.get(page_of(version)).words
    for told in ("Layla", "Omar", "By a person", "wording 1 of 1", "revision 2"):
        assert told in said


def test_the_next_piece_opens_after_one_is_handed_in(browser: Browser, desk: Desk) -> None:
    desk.asked("The first.", days=1)
    desk.asked("The second.", days=2)
    commit(desk.session)
    browser.sign_in(desk.layla)
    first = browser.get(browser.get(LIST).link("The first."))
    second = browser.press(first, "Ready to check", body="الأول")
    assert "The second." in second.words
    assert "Kept. This is the next one." in second.words
    last = browser.press(second, "Save and next", body="الثاني")
    assert last.url == LIST


# ── The termbase ─────────────────────────────────────────────────────────────────────────────────


def test_a_term_is_said_in_a_language_by_who_knows_it(
    browser: Browser, desk: Desk, session: Session
) -> None:
    desk.term("code", "code", "password", language="en")
    commit(desk.session)
    browser.sign_in(desk.layla)
    form = browser.get(browser.get("/staff/terms?into=ar").link("code"))
    browser.press(form, "Keep", preferred="الرمز", never="كلمة السر، الرقم السري")
    page = browser.get("/staff/terms?into=ar")
    assert "الرمز" in page.words
    kept = session.scalars(select(Term).where(Term.language == "ar")).one()
    assert (kept.never, kept.revision) == (["كلمة السر", "الرقم السري"], 1)
    assert browser.get(form.url.replace("/ar", "/ti")).status == 403


def test_a_new_term_needs_its_english(browser: Browser, desk: Desk) -> None:
    commit(desk.session)
    browser.sign_in(desk.layla)
    page = browser.press(browser.get("/staff/terms"), "Add", english=" ", preferred="send")
    assert page.status == 422
    assert "Write the term." in page.words
    page = browser.press(page, "Add", english="send", never="submit")
    assert "submit" in page.words


def test_a_word_of_a_cased_script_is_only_found_whole() -> None:
    term = Term(english="case", preferred="", allowed=[], never=["case"], note="")
    assert rules.advice("x", "In this Case, yes.", [term]).never_words == ("case",)
    assert rules.advice("x", "A staircase.", [term]).never_words == ()


def test_what_changed_is_both_wordings_when_read_without_the_other() -> None:
    pieces = word_changes(OLD, "You may ring us by Friday!")
    assert "".join(p.words for p in pieces if p.change != "added") == OLD
    assert "".join(p.words for p in pieces if p.change != "gone") == "You may ring us by Friday!"
    assert len(word_changes("a " * 5000, "b " * 5000)) == 2
