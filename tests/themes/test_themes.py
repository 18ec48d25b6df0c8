"""Themes: what they need, whom the community's look protects, and what goes when words go."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisory.contributions.models import Use
from advisory.feedback.actions import ending
from advisory.foundation.access import Impossible, Role
from advisory.foundation.database import commit
from advisory.themes import actions as themes
from advisory.themes.actions import Overtaken, theming
from advisory.themes.actions.theming import Content
from advisory.themes.models import Depth, Drawn, Theme, ThemePassage, ThemeQuote, ThemeState
from advisory.themes.queries import coding
from advisory.themes.queries import theming as queries
from advisory.themes.rules.labelling import Marks
from tests.browser import Browser
from tests.building import a_person, a_team
from tests.themes.making import RELEASED, Readers

CONTENT = Content(
    title="Letters people can read",
    statement="Letters come in a language people cannot read.",
    wants="One line in their language.",
    counter_views="Some prefer English, to show it to a doctor.",
    missing="People who cannot read at all.",
    depth=Depth.HARD,
)


class Told(Readers):
    """A theme made of one label, on three passages."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.found = self.passages(3)
        for passage in self.found:
            self.put(passage, self.letters)
            passage.contribution.use = Use.QUOTE
        self.theme = theming.make_theme(session, "New", labels=[self.letters], by=self.by)
        self.change(CONTENT)

    def change(self, content: Content) -> None:
        seen = self.theme.revision
        theming.change_theme(
            self.session, self.theme, content, labels=[self.letters], seen=seen, by=self.by
        )

    @property
    def state(self) -> str:
        return self.theme.state.value

    def check(self) -> None:
        theming.write_check(
            self.session, self.theme, language="ti", said="Yes.", changed="A word.", by=self.by
        )

    def finish(self) -> None:
        self.check()
        for to in (ThemeState.CHECKED, ThemeState.FINAL):
            theming.take_step(self.session, self.theme, to=to, by=self.by)


def quoted(session: Session, theme: Theme) -> list[UUID]:
    evidence = queries.evidence(session, theme)
    return [passage_id for passage_id, _said in queries.quoted(session, theme, evidence)]


@pytest.fixture
def told(session: Session) -> Told:
    return Told(session)


@pytest.mark.parametrize(
    "content",
    [
        replace(CONTENT, counter_views=""),
        replace(CONTENT, missing=""),
        replace(CONTENT, wants=""),
        replace(CONTENT, statement=""),
        replace(CONTENT, depth=Depth.UNSAID),
    ],
)
def test_a_theme_says_who_sees_it_otherwise_before_it_is_done(told: Told, content: Content) -> None:
    told.change(content)
    told.check()
    with pytest.raises(Impossible):
        theming.take_step(told.session, told.theme, to=ThemeState.CHECKED, by=told.by)


def test_nobody_skips_the_look_of_the_community(told: Told) -> None:
    for to in (ThemeState.FINAL, ThemeState.CHECKED):
        with pytest.raises(Impossible):
            theming.take_step(told.session, told.theme, to=to, by=told.by)
    told.finish()
    assert told.state == "final"
    told.change(replace(CONTENT, wants="Two lines."))
    assert told.state == "draft"


def test_a_form_sent_twice_makes_one_theme_and_one_look(told: Told) -> None:
    again = theming.make_theme(told.session, CONTENT.title, labels=[], by=told.other)
    assert again is told.theme
    told.check()
    told.check()
    assert len(told.theme.checks) == 1
    with pytest.raises(Overtaken):
        theming.change_theme(
            told.session, told.theme, replace(CONTENT, wants="X"), labels=[], seen=1, by=told.other
        )


def test_a_finished_theme_says_that_words_were_taken_back(told: Told) -> None:
    session, theme = told.session, told.theme
    for passage in told.found:
        theming.quote(session, theme, passage, on=True, by=told.by)
    told.finish()
    ending.delete_everything(session, told.found[0].contribution)
    commit(session)
    assert theme.taken_back_on is not None
    assert theme.taken_back_on.day == 1, "a month, not a day"
    for table in (ThemePassage, ThemeQuote):
        assert session.scalar(select(func.count()).select_from(table)) == 2, table
    assert len(quoted(session, theme)) == 2
    told.change(replace(CONTENT, wants="A line."))
    with pytest.raises(Impossible, match="taken back"):
        theming.take_step(session, theme, to=ThemeState.CHECKED, by=told.by)
    theming.look_again(session, theme, by=told.by)
    theming.take_step(session, theme, to=ThemeState.CHECKED, by=told.by)


def test_only_what_the_person_allows_is_quoted_and_only_while_they_do(told: Told) -> None:
    session, theme, (first, second, third) = told.session, told.theme, told.found
    second.contribution.use = Use.COUNT
    telling = told.passage("Ring 020 7946 0018.")
    telling.contribution.use = Use.QUOTE
    told.put(telling, told.letters)
    for passage in (second, telling):
        with pytest.raises(Impossible, match="does not allow it"):
            theming.quote(session, theme, passage, on=True, by=told.by)
    for passage in (first, third, third):
        theming.quote(session, theme, passage, on=True, by=told.by)
    assert set(quoted(session, theme)) == {first.id, third.id}
    first.contribution.use = Use.COUNT
    session.flush()
    assert quoted(session, theme) == [third.id]


def test_a_theme_keeps_what_the_community_looked_at(told: Told) -> None:
    """Passages that are labelled later do not slip into it."""
    told.finish()
    late = told.passage("Later.")
    told.put(late, told.letters)
    evidence = queries.evidence(told.session, told.theme)
    assert set(evidence) == {passage.id for passage in told.found}


def test_what_two_settled_counts_instead_of_what_each_found(session: Session) -> None:
    readers = Readers(session)
    passage = readers.passage()
    themes.set_double(session, on=True, by=readers.by)
    theme = theming.make_theme(session, "New", labels=[readers.letters], by=readers.by)
    readers.put(passage, readers.letters)
    assert queries.evidence(session, theme) == [], "hidden while two still read"
    readers.put(passage, readers.waiting, by=readers.other)
    assert queries.evidence(session, theme) == [passage.id]
    drawn = session.get_one(Drawn, passage.id)
    themes.settle(session, drawn, Marks(frozenset({readers.waiting.id}), "Why."), by=readers.by)
    assert queries.evidence(session, theme) == []


# ── Pages ────────────────────────────────────────────────────────────────────────────────────────


def test_a_policy_lead_reads_only_what_was_shown_to_their_team(
    told: Told, browser: Browser
) -> None:
    session = told.session
    mine, theirs = a_team(session, told.board), a_team(session, told.board, "Other team")
    lead = a_person(session, told.board, Role.POLICY_LEAD, team=mine)
    report = f"/staff/sense/themes/{told.theme.id}/report"
    told.finish()
    theming.show_to_team(session, told.theme, theirs, by=told.by)
    commit(session)
    browser.sign_in(lead)
    assert browser.get(report).status == 404
    assert browser.get(f"/staff/sense/themes/{told.theme.id}").status == 403
    theming.show_to_team(session, told.theme, mine, by=told.by)
    commit(session)
    assert browser.get("/staff/reports").says(CONTENT.title)
    seen = browser.get(report)
    assert seen.says(CONTENT.counter_views)
    assert seen.says("A few people said it.")
    assert seen.says("Too few people to say how far it reaches.")
    assert "العربية" not in seen.words
    told.change(replace(CONTENT, wants="Two lines."))
    commit(session)
    assert browser.get(report).status == 404, "a draft again"


def test_a_theme_is_written_and_finished_by_pages_alone(told: Told, browser: Browser) -> None:
    commit(told.session)
    browser.sign_in(told.first)
    page = f"/staff/sense/themes/{told.theme.id}"
    assert browser.get(page).says(RELEASED)
    looked = {"language": "ti", "said": "It is so.", "changed": "Nothing: they agreed."}
    assert browser.post(f"{page}/check", looked).says("It is so.")
    assert browser.post(f"{page}/step", {"to": "checked"}).says("Checked by the community")
    seen = browser.post(f"{page}/quotes/{told.found[0].id}", {"on": "yes"})
    assert seen.says("Take out of the report")
    assert browser.post(f"{page}/step", {"to": "final"}).says("Show it to a team")
    long = browser.post(f"{page}/words", {"title": "A", "depth": "hard", "wants": "x" * 100_000})
    assert long.status == 422


def test_another_boards_theme_is_not_there(told: Told, browser: Browser) -> None:
    elsewhere = Told(told.session)
    elsewhere.board.created_at = told.board.created_at + timedelta(days=1)
    team = a_team(told.session, elsewhere.board)
    told.finish()
    commit(told.session)
    browser.sign_in(told.first)
    theirs, mine = (
        f"/staff/sense/themes/{elsewhere.theme.id}",
        f"/staff/sense/themes/{told.theme.id}",
    )
    for url in ("", "/report", "/words", "/check"):
        assert browser.get(theirs + url).status == 404, url
    for url in ("/step", "/again", "/team", f"/quotes/{told.found[0].id}"):
        assert browser.post(theirs + url).status == 404, url
    assert browser.post(f"{mine}/quotes/{elsewhere.found[0].id}", {"on": "yes"}).status == 404
    assert browser.post(f"{mine}/team", {"team": str(team.id)}).status == 404


def test_two_who_differ_settle_it_on_one_page(session: Session, browser: Browser) -> None:
    readers = Readers(session)
    passage = readers.passage()
    themes.set_double(session, on=True, by=readers.by)
    readers.put(passage, readers.letters)
    commit(session)
    browser.sign_in(readers.first)
    assert browser.get("/staff/sense/compare").says("Nothing to compare yet")
    assert browser.get(f"/staff/sense/compare/{passage.id}").status == 409
    readers.put(passage, readers.waiting, by=readers.other)
    commit(session)
    seen = browser.get("/staff/sense/compare")
    assert seen.says("They differ")
    assert seen.says("Insufficient data: two people have read 1 passages")
    url = f"/staff/sense/compare/{passage.id}"
    assert browser.post(url, {"labels": [str(readers.letters.id)]}).status == 422, "no reason"
    fields = {"labels": [str(readers.letters.id)], "note": "It was a letter."}
    assert browser.post(url, fields).says("Settled")


def test_alpha_is_said_when_thirty_were_read_by_two(session: Session, browser: Browser) -> None:
    readers = Readers(session)
    found = readers.passages(30)
    themes.set_double(session, on=True, by=readers.by)
    for at, passage in enumerate(found):
        readers.put(passage, readers.letters if at % 2 else readers.waiting)
        readers.put(passage, readers.letters if at % 2 else readers.waiting, by=readers.other)
    commit(session)
    browser.sign_in(readers.first)
    seen = browser.get("/staff/sense/compare")
    assert seen.says("People read it alike: reliable")
    assert seen.says("1.00 (1.00 – 1.00)")


def test_the_copy_of_a_person_holds_the_labels_on_their_words(told: Told) -> None:
    passage = told.found[0]
    told.put(passage, told.waiting, by=told.other, note="Why.")
    kept = coding.labelled_of(told.session, passage.contribution_id)
    assert sorted((tuple(one.labels), one.note) for one in kept) == [
        (("Letters",), ""),
        (("Waiting",), "Why."),
    ]


def test_a_label_in_no_theme_stays_in_sight(told: Told) -> None:
    """Also one that a single voice carries, until a theme speaks of it."""
    loose = queries.loose_labels(told.session, told.board.id)
    assert loose == [told.waiting]
    themes.merge_label(told.session, told.letters, into=told.waiting, by=told.by)
    assert queries.loose_labels(told.session, told.board.id) == []
    assert set(queries.evidence(told.session, told.theme)) == {one.id for one in told.found}
    assert told.session.scalar(select(func.count()).select_from(Theme)) == 1
