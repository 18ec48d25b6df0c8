"""Who said what by group, whom we hardly hear, and what no two tables give away."""

from collections.abc import Mapping
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.consultations.jobs import count_themes
from advisory.disclosure.rules import HIDDEN, Figure
from advisory.feedback.actions import ending
from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import Database, commit
from advisory.themes.actions import counting as actions
from advisory.themes.actions import theming
from advisory.themes.models import Axis, Benchmark, ThemeCount
from advisory.themes.queries import counting as queries
from advisory.themes.rules.counting import (
    OTHERS,
    Spoke,
    Table,
    is_due,
    read,
    table,
    unheard,
    written,
)
from tests.browser import Browser
from tests.themes.making import Readers

THEME = uuid4()
TODAY = date(2026, 11, 23)
MATRIX, EXPECTED = "/staff/sense/matrix", "/staff/sense/expected"


def people(said: Mapping[str, int], silent: Mapping[str, int] | None = None) -> list[Spoke]:
    """So many who said the theme, and who were heard and did not, by language."""
    found = [(tag, frozenset({THEME})) for tag, count in said.items() for _ in range(count)]
    none: frozenset[UUID] = frozenset()
    found += [(tag, none) for tag, count in (silent or {}).items() for _ in range(count)]
    return [
        Spoke({Axis.LANGUAGE: tag, Axis.AREA: "Brent", Axis.CHANNEL: "web"}, themes)
        for tag, themes in found
    ]


def cells(found: Table) -> dict[str, int | None]:
    [line] = found.lines
    groups = [group for group, _heard in found.groups]
    return dict(zip(groups, (cell.shown for cell in line.cells), strict=True))


def test_languages_of_few_people_stand_together_and_nobody_stands_alone() -> None:
    found = table(
        Axis.LANGUAGE,
        people({"ar": 40, "fa-AF": 20, "ti": 3, "so": 6}, {"ar": 30, "fa-AF": 20, "ti": 2}),
        [THEME],
    )
    assert [group for group, _heard in found.groups] == ["ar", "fa-AF", OTHERS]
    assert cells(found) == {"ar": 40, "fa-AF": None, OTHERS: None}, "9 of 11: the other 2 are few"
    assert read(written(found)) == found


def test_below_a_hundred_people_no_language_and_no_place_is_told_apart() -> None:
    said = people({"ar": 60, "ti": 39})
    for axis in (Axis.LANGUAGE, Axis.AREA):
        assert table(axis, said, [THEME]).groups == ()
    assert table(Axis.CHANNEL, said, [THEME]).groups == (("web", Figure(100)),)
    assert table(Axis.LANGUAGE, people({"ar": 60, "ti": 40}), [THEME]).groups


def kept(*, gone: int = 0, heard: int = 50, mark: str = "a") -> ThemeCount:
    return ThemeCount(counted_on=TODAY, people=heard, gone=gone, mark=mark, found={})


@pytest.mark.parametrize(
    ("before", "heard", "mark", "days", "due"),
    [
        (None, 1, "a", 0, True),
        (kept(), 50, "b", 0, True),
        (kept(), 50, "a", 7, False),
        (kept(), 57, "b", 7, False),
        (kept(gone=1), 49, "b", 7, False),
        (kept(gone=4), 50, "b", 7, True),
        (kept(), 58, "b", 6, False),
        (kept(), 58, "b", 7, True),
    ],
)
def test_a_table_gives_way_only_when_nobody_or_many_changed(
    before: ThemeCount | None, heard: int, mark: str, days: int, due: bool
) -> None:
    today = TODAY + timedelta(days=days)
    assert is_due(before, people=heard, mark=mark, today=today) is due


def expected(**groups: int) -> list[Benchmark]:
    return [
        Benchmark(axis=Axis.LANGUAGE, group=group, people=count) for group, count in groups.items()
    ]


def test_who_is_hardly_heard_is_named_and_nobody_and_a_few_are_one() -> None:
    heard = {"ar": Figure(80), "so": HIDDEN, "ti": Figure(10), "am": Figure(0)}
    found = unheard(Axis.LANGUAGE, expected(ar=400, ti=200, so=50, am=40, ckb=30), heard)
    assert found is not None
    assert found.groups == ("ti", "so", "am", "ckb"), "ti: 10 of 90 is less than half of 28 %"
    assert unheard(Axis.AREA, expected(ar=1), heard) is None


# ── The board's own ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def readers(session: Session) -> Readers:
    return Readers(session)


def a_counted_theme(readers: Readers) -> Table:
    passages = readers.passages(9)
    for passage in passages[:8]:
        readers.put(passage, readers.letters)
    readers.put(passages[8], readers.waiting)
    theming.make_theme(readers.session, "Letters", labels=[readers.letters], by=readers.by)
    return counted(readers)


def counted(readers: Readers) -> Table:
    session, board_id = readers.session, readers.board.id
    session.flush()
    actions.keep_count(session, actions.counted(session, board_id, areas={}))
    found = queries.count_of(session, board_id, Axis.CHANNEL)
    assert found is not None
    return read(found.found)


def test_what_was_shown_stands_while_one_person_goes(readers: Readers) -> None:
    """Who holds the table of before and the one of after must not learn what one person said."""
    before = a_counted_theme(readers)
    assert before.lines[0].people == HIDDEN, "8 of 9: who did not say it is one"
    first = readers.passage("Gone.")
    readers.put(first, readers.letters)
    assert counted(readers) == before
    ending.delete_everything(readers.session, first.contribution)
    commit(readers.session)
    assert counted(readers) == before
    for passage in readers.passages(12):
        readers.put(passage, readers.waiting)
    row = queries.count_of(readers.session, readers.board.id, Axis.CHANNEL)
    assert row is not None
    for axis in Axis:
        own = queries.count_of(readers.session, readers.board.id, axis)
        assert own is not None
        assert own.gone == 1
        own.counted_on -= timedelta(days=7)
    assert counted(readers).lines[0].people == Figure(10), "many came: the next week shows it"


def test_the_worker_counts_and_two_boards_stay_apart(readers: Readers, database: Database) -> None:
    a_counted_theme(readers)
    elsewhere = Readers(readers.session)
    elsewhere.put(elsewhere.passage(), elsewhere.letters)
    theming.make_theme(readers.session, "Theirs", labels=[elsewhere.letters], by=elsewhere.by)
    commit(readers.session)
    count_themes(database)
    count_themes(database)
    readers.session.expire_all()
    for own, count in ((readers, 9), (elsewhere, 1)):
        row = queries.count_of(readers.session, own.board.id, Axis.LANGUAGE)
        assert row is not None
        assert (row.people, len(read(row.found).lines)) == (count, 1)


def test_a_facilitator_sees_words_for_few_and_takes_no_more_than_is_shown(
    readers: Readers, browser: Browser
) -> None:
    commit(readers.session)
    browser.sign_in(readers.first)
    assert browser.get(f"{MATRIX}/language").says("Nothing is counted yet")
    assert browser.post(f"{MATRIX}/language/file").status == 409
    a_counted_theme(readers)
    commit(readers.session)
    seen = browser.get(f"{MATRIX}/channel")
    assert seen.says("not shown")
    assert [one.get("scope") for one in seen.all("th")].count("row") == 2
    content = browser.post(f"{MATRIX}/channel/file").response.get_data(as_text=True)
    assert content.splitlines() == ["\ufefftheme,people,On the web", "Letters,not shown,not shown"]
    told = select(AuditEntry.what).where(AuditEntry.what == "themes by channel exported")
    assert readers.session.scalars(told).one()
    assert browser.get(f"{MATRIX}/age").status == 404


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("Elvish, 12", "Line 1: “Elvish” is no language we know."),
        ("Tigrinya, 4200\nአማርኛ", "Line 2: write the group, a comma, and a whole number."),
        ("Tigrinya, 4200\nti, 9", "Line 2: “ti” stands there twice."),
        ("Tigrinya, 0", "Line 1: write the group, a comma, and a whole number."),
        ("ti, 1\n" * 201, "Use 200 lines or fewer."),
        ("", "Write something here."),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_nothing_typed_is_lost(
    readers: Readers, browser: Browser, typed: str, says: str
) -> None:
    commit(readers.session)
    browser.sign_in(readers.first)
    fields = {"groups_typed": typed, "source": "Census", "counted_on": "2021-03-21"}
    seen = browser.post(f"{EXPECTED}/language", fields)
    assert seen.status == 422
    assert seen.says(says)
    assert seen.says(typed.split("\n", maxsplit=1)[0])
    assert queries.benchmarks(readers.session, readers.board.id) == []


def test_a_table_says_whom_we_expect_and_pages_say_whom_we_hardly_hear(
    readers: Readers, browser: Browser
) -> None:
    a_counted_theme(readers)
    commit(readers.session)
    browser.sign_in(readers.first)
    content = "language;people\nArabic;12 400\nትግርኛ;4.200\n"
    fields = {
        "table": (BytesIO(content.encode()), "census.csv"),
        "source": "Census 2021",
        "counted_on": "٢٠٢١-٠٣-٢١",
    }
    for _twice in range(2):
        seen = browser.post(
            f"{EXPECTED}/language", fields | {"table": (BytesIO(content.encode()), "c.csv")}
        )
    assert seen.says("Languages we expect and hardly hear, or do not hear: ትግርኛ")
    rows = queries.benchmarks(readers.session, readers.board.id)
    assert [(row.group, row.people, row.source) for row in rows] == [
        ("ar", 12_400, "Census 2021"),
        ("ti", 4_200, "Census 2021"),
    ]
    told = select(AuditEntry.what).where(AuditEntry.what == "benchmarks by language kept")
    assert len(readers.session.scalars(told).all()) == 1, "the same again changes nothing"
    commit(readers.session)
    assert browser.get(f"{EXPECTED}/language").says("Tigrinya, 4200")
    later = {"groups_typed": "Arabic, 5", "source": "Me", "counted_on": "2999-01-01"}
    assert browser.post(f"{EXPECTED}/language", later).says("This day is still to come.")
    wrong = {"table": (BytesIO(b"\xff\xfe"), "c.csv"), "source": "A", "counted_on": "2021-01-01"}
    assert browser.post(f"{EXPECTED}/language", wrong).says("The file is no table in UTF-8.")
