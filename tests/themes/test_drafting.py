"""A machine's draft of a wording: what may be sent, what is believed, and who says what stays."""

import dataclasses
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import config
from advisory.contributions.models import Use
from advisory.foundation.access import Impossible
from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import commit
from advisory.safeguarding import actions as safeguarding
from advisory.themes.actions import suggesting, theming
from advisory.themes.actions.suggesting import Why
from advisory.themes.models import Label, MachineHelp, Theme
from advisory.themes.ports import drafting as ports
from advisory.themes.ports.drafting import DrafterWrong, choose_drafter
from advisory.themes.queries import drafting as queries
from advisory.themes.rules.drafting import (
    Ask,
    NotADraft,
    Outcome,
    ask_for_label,
    draft_in,
    question,
)
from config import ConfigurationError
from tests.browser import Browser, Seen
from tests.desk.standin import KEY
from tests.themes.making import RELEASED, Readers

DECIDED = Why(
    reason="Passages may be summarised there.",
    reference="DPIA 7",
    decided_by="Jane Smith, data protection officer",
    decided_on=date(2026, 11, 20),
)
TYPED = "Letters that came only in English, as I typed it."
SAID_OF = {
    "prose": "It did not answer in the form we asked for.",
    "stranger": "It named something that we did not send.",
    "unsaid": "It quoted what nobody said.",
    "hangs": "It did not answer in time.",
    "broken": "It does not work now, or it refused us.",
    "endless": "It answered far too much.",
    "hostile": "It answered with code or links.",
}


@pytest.fixture(scope="module")
def server(database_url: str) -> Iterator[str]:
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.themes.standin", database_url.removeprefix("sqlite:///")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert running.stdout is not None
    yield f"http://127.0.0.1:{running.stdout.readline().strip()}"
    running.kill()
    running.communicate()


@pytest.fixture
def use(app: Flask, monkeypatch: pytest.MonkeyPatch, server: str) -> Callable[[str], None]:
    before = app.config["SETTINGS"]

    def named(how: str) -> None:
        changed = dataclasses.replace(
            before,
            drafting_url=f"{server}/{how}",
            drafting_model="small",
            drafting_key=KEY,
        )
        monkeypatch.setitem(app.config, "SETTINGS", changed)

    return named


class Drafting(Readers):
    """Four passages with a label that their people let us show."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.found = self.passages(4)
        for passage in self.found:
            passage.contribution.use = Use.QUOTE
            self.put(passage, self.letters)
        commit(session)

    def switch(self, *, on: bool = True, why: Why = DECIDED) -> None:
        suggesting.switch(self.session, MachineHelp.DRAFTING, on=on, why=why, by=self.by)
        commit(self.session)

    @property
    def page(self) -> str:
        return f"/staff/sense/labels/{self.letters.id}"

    def asked(self, what: str) -> int:
        told = select(func.count()).where(AuditEntry.what == what)
        count = self.session.scalar(told) or 0
        commit(self.session)
        return count


@pytest.fixture
def drafting(session: Session) -> Drafting:
    return Drafting(session)


def filled_in(seen: Seen, name: str) -> str:
    [box] = seen.all("textarea", name=name)
    return (box.text or "").strip()


def pressed(browser: Browser, drafting: Drafting, **typed: Any) -> Seen:
    return browser.press(browser.get(drafting.page), "Let a machine draft it", **typed)


@pytest.mark.once
def test_half_a_configuration_stops_the_start_and_the_key_is_never_printed(tmp_path: Path) -> None:
    url, model, key = (f"ADVISORY_DRAFTING_{name}" for name in ("URL", "MODEL", "KEY"))
    home = {"ADVISORY_HOME": str(tmp_path)}
    for environ in (
        {model: "small"},
        {key: "secret"},
        {url: "https://llm.example"},
        {url: "http://llm.example", model: "small"},
        {url: "llm.example", model: "small"},
    ):
        with pytest.raises((ConfigurationError, DrafterWrong)) as said:
            choose_drafter(config.read({**home, **environ}))
        assert str(said.value).count(".") == 1 or "https://." in str(said.value)
    assert choose_drafter(config.read(home)) is None
    settings = config.read({**home, url: "https://llm.example/v1/", model: "small", key: "hush"})
    found = choose_drafter(settings)
    assert found is not None
    assert (found.url, found.host) == ("https://llm.example/v1", "llm.example")
    assert "hush" not in f"{settings!r} {found!r}"


def test_it_is_off_until_a_decision_is_written_down(
    drafting: Drafting, browser: Browser, use: Callable[[str], None]
) -> None:
    browser.sign_in(drafting.first)
    page = "/staff/sense/drafting"
    assert browser.get(page).says("No server")
    use("well")
    assert "Let a machine draft it" not in browser.get(drafting.page).words
    assert browser.post(f"{drafting.page}/draft").status == 404
    assert browser.post("/staff/sense/labels/merges").status == 404
    with pytest.raises(Impossible):
        drafting.switch(why=dataclasses.replace(DECIDED, reference=" "))
    commit(drafting.session)
    half = browser.press(browser.get(page), "Switch it on", reason=DECIDED.reason)
    assert half.status == 422
    kept = dataclasses.asdict(DECIDED)
    kept["decided_on"] = "2026-11-20"
    assert DECIDED.reference in browser.press(half, "Switch it on", **kept).words
    assert drafting.asked("drafting switched on") == 1
    assert browser.get(drafting.page).says("Let a machine draft it")
    drafting.switch(on=False)
    assert browser.post(f"{drafting.page}/draft").status == 404


def test_a_draft_is_a_form_and_what_a_person_saves_is_what_stays(
    drafting: Drafting, browser: Browser, use: Callable[[str], None]
) -> None:
    use("well")
    drafting.switch()
    browser.sign_in(drafting.first)
    seen = pressed(browser, drafting, definition=TYPED)
    assert seen.says("A machine's draft")
    assert TYPED in seen.words
    assert filled_in(seen, "definition") == "Drafted definition"
    changed = [*seen.all("del"), *seen.all("ins")]
    assert [sign for one in changed for sign in "".join(one.itertext()) if sign.isdigit()] == [
        "1",
        "4",
    ]
    assert RELEASED[:12] in seen.words
    assert drafting.asked("label draft asked") == 1
    drafting.session.refresh(drafting.letters)
    assert drafting.letters.name == "Letters"
    commit(drafting.session)
    browser.press(seen, "Save as our words", name="Letters", definition="In no language of mine.")
    drafting.session.refresh(drafting.letters)
    assert drafting.letters.definition == "In no language of mine."


def test_whatever_goes_wrong_is_said_and_nothing_typed_is_lost(
    drafting: Drafting,
    browser: Browser,
    use: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drafting.switch()
    browser.sign_in(drafting.first)
    for how, sentence in SAID_OF.items():
        monkeypatch.setattr(ports, "SECONDS", 0.5 if how == "hangs" else 20)
        use(how)
        seen = pressed(browser, drafting, definition=TYPED)
        assert sentence in seen.words, how
        assert (seen.status, filled_in(seen, "definition")) == (200, TYPED), how
        assert "Drafted" not in seen.words, how
        assert "script>alert" not in seen.text, how
    use("half")
    one = pressed(browser, drafting, definition=TYPED)
    assert one.says("There is only one draft, so nobody can tell.")
    assert filled_in(one, "definition") == "Drafted definition"


def test_only_what_people_let_us_show_is_sent_and_no_id_of_ours(
    drafting: Drafting, browser: Browser, use: Callable[[str], None]
) -> None:
    session, (first, second, third, fourth) = drafting.session, drafting.found
    second.contribution.use = Use.COUNT
    safeguarding.flag(session, third.contribution, board=drafting.board, by=drafting.by)
    telling = drafting.passage("Dr Jones of 020 7946 0018 never came.")
    telling.contribution.use = Use.QUOTE
    drafting.put(telling, drafting.letters)
    session.flush()
    sent = queries.sendable_of_label(session, drafting.by, drafting.letters)
    assert sorted(sent) == [f"{RELEASED} 0", f"{RELEASED} 3"]
    theme = theming.make_theme(session, "T", labels=[drafting.letters], by=drafting.by)
    assert sorted(queries.sendable_of_theme(session, theme)) == sorted(sent)
    asked = question(ask_for_label("Letters", "", sent), backwards=False)
    ids: list[UUID] = [first.id, fourth.id, drafting.letters.id, first.contribution_id]
    assert not any(str(one) in asked for one in ids)
    drafting.switch()
    use("well")
    browser.sign_in(drafting.first)
    seen = pressed(browser, drafting)
    assert (
        "Nothing was sent: it needs three passages that may be sent, or two labels." in seen.words
    )
    assert drafting.asked("label draft asked") == 0


@pytest.mark.once
def test_nobody_waits_for_the_database_while_it_thinks(
    drafting: Drafting, browser: Browser, use: Callable[[str], None]
) -> None:
    use("probe")
    drafting.switch()
    browser.sign_in(drafting.first)
    seen = pressed(browser, drafting)
    assert filled_in(seen, "definition") == "The database is free."


def test_a_theme_and_merges_are_drafted_in_the_same_way(
    drafting: Drafting, browser: Browser, use: Callable[[str], None]
) -> None:
    use("well")
    drafting.switch()
    made = theming.make_theme(drafting.session, "T", labels=[drafting.letters], by=drafting.by)
    commit(drafting.session)
    browser.sign_in(drafting.first)
    page = browser.get(f"/staff/sense/themes/{made.id}/words")
    seen = browser.press(page, "Let a machine draft it", missing="Those who cannot read.")
    assert filled_in(seen, "statement") == "Drafted statement"
    assert filled_in(seen, "missing") == "Those who cannot read."
    browser.press(seen, "Save as our words", statement="Letters come in English.")
    drafting.session.expire_all()
    assert drafting.session.get_one(Theme, made.id).statement == "Letters come in English."
    commit(drafting.session)
    labels = browser.get("/staff/sense/labels")
    use("stranger")
    assert SAID_OF["stranger"] in browser.press(labels, "Ask a machine").words
    use("well")
    merges = browser.press(labels, "Ask a machine")
    assert merges.says("both drafts say it")
    browser.press(merges, "Merge the first into the second")
    drafting.session.expire_all()
    gone = drafting.session.get_one(Label, drafting.letters.id)
    assert gone.merged_into_id == drafting.waiting.id
    commit(drafting.session)


# ── The rules ────────────────────────────────────────────────────────────────────────────────────

CAFE = "Mein Café 🙂 schloss. رسالة العيادة"


def said(**changes: object) -> dict[str, object]:
    quote = [{"id": "p1", "quote": "Cafe\u0301 🙂"}]
    return {"name": "A", "definition": "B", "passages": quote, **changes}


def refused(ask: Ask, answer: object) -> Outcome:
    with pytest.raises(NotADraft) as why:
        draft_in(ask, answer)
    return why.value.outcome


def test_a_draft_is_believed_only_as_far_as_it_can_be_checked() -> None:
    ask = ask_for_label("", "", [CAFE, "Other words.", "More."])
    found = draft_in(ask, said(name="A \u202eB\u0000"))
    assert (found.words["name"], found.cited[0].quote) == ("A B", "Café 🙂")
    of_another = [{"id": "p2", "quote": "Café"}]
    assert refused(ask, said(passages=of_another)) is Outcome.UNSAID
    assert refused(ask, said(passages=[{"id": "p1", "quote": " "}])) is Outcome.UNSAID
    assert refused(ask, said(passages=[])) is Outcome.UNSAID
    assert refused(ask, said(passages=[{"id": "p4", "quote": "C"}])) is Outcome.STRANGER
    broken: object
    for broken in ("prose", None, [], said(more=1), {"name": "A"}, said(name=7), said(name=" ")):
        assert refused(ask, broken) is Outcome.PROSE, broken
    for broken in ([7], "p1", [{"id": "p1"}], [{"id": 1, "quote": "C"}]):
        assert refused(ask, said(passages=broken)) is Outcome.PROSE, broken
    for hostile in ("<b>A", "A ```", "[A](b)", "see http://a", "javascript:a", "<!--"):
        assert refused(ask, said(definition=hostile)) is Outcome.MARKUP, hostile
    assert refused(ask, said(name="A" * 101)) is Outcome.LONG
    many = [{"id": "p1", "quote": "Café"}] * 21
    assert refused(ask, said(passages=many)) is Outcome.LONG


def test_no_more_is_sent_than_may_be_and_nothing_is_cut() -> None:
    many = json.loads(question(ask_for_label("", "", ["words"] * 50), backwards=False))
    assert len(many["passages"]) == 20
    long = ask_for_label("", "", ["x" * 5_000] * 5)
    assert [len(text) for text in long.passages.values()] == [5_000, 5_000]
