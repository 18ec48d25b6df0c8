"""Machine drafts: what a server may see, what is believed of its answer, who reads it."""

import dataclasses
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

import config
from advisory.foundation.access import Role
from advisory.foundation.database import commit
from advisory.people.models import Board, Person
from advisory.words import actions as words
from advisory.words import ports, rules
from advisory.words.models import Method, Status, TextKind, Version
from advisory.words.ports import Engine, EngineWrong, LibreTranslate, NoDraft, OpenAi, choose_engine
from config import ConfigurationError
from tests.browser import Browser
from tests.building import a_board, a_person, hat_of, some_feedback
from tests.desk.standin import KEY

Use = Callable[..., None]
SOURCE = "Ring 020 7946 0018 before Monday."
FAILS = ("prose", "html", "empty", "number", "list", "endless", "long", "broken", "moved")
DECIDED = "2026-11-20 Jane Smith, data protection officer"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("standin.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    yield f"http://127.0.0.1:{running.stdout.readline().strip()}"
    running.kill()
    running.communicate()


def engines(server: str, how: str, key: str = KEY) -> tuple[Engine, Engine]:
    url = f"{server}/{how}"
    return LibreTranslate(url, key, "ours"), OpenAi(url, key, "small", "small")


# ── The servers ──────────────────────────────────────────────────────────────────────────────────


def test_both_protocols_give_a_draft(server: str) -> None:
    libre, chat = engines(server, "well")
    assert libre.draft(SOURCE, source="en", target="kmr") == f"en>ku: {SOURCE}"
    assert chat.draft(SOURCE, source="en", target="ar") == f"{SOURCE}!"


@pytest.mark.parametrize("how", FAILS)
def test_what_is_no_translation_is_no_draft(server: str, how: str) -> None:
    for engine in engines(server, how):
        with pytest.raises(NoDraft):
            engine.draft(SOURCE, source="en", target="ar")


@pytest.mark.parametrize("how", ["hangs", "drips"])
def test_nobody_waits_for_a_server_that_does_not_end(
    server: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "SECONDS", 0.3)
    with pytest.raises(NoDraft):
        engines(server, how)[0].draft(SOURCE, source="en", target="ar")


def test_a_wrong_key_and_a_server_that_is_gone_give_no_draft(server: str) -> None:
    for engine in (*engines(server, "well", "wrong"), *engines("http://127.0.0.1:9", "well")):
        with pytest.raises(NoDraft):
            engine.draft(SOURCE, source="en", target="ar")


# ── The settings ─────────────────────────────────────────────────────────────────────────────────

URL, KIND, MODEL = (f"ADVISORY_TRANSLATION_{name}" for name in ("URL", "KIND", "MODEL"))
DECISION = "ADVISORY_TRANSLATION_DECISION"


@pytest.mark.parametrize(
    "environ",
    [
        {KIND: "libretranslate"},
        {"ADVISORY_TRANSLATION_KEY": "secret"},
        {DECISION: DECIDED},
        {URL: "https://mt.example"},
        {URL: "http://mt.example", KIND: "libretranslate"},
        {URL: "https://mt.example", KIND: "other"},
        {URL: "https://mt.example", KIND: "openai"},
        {URL: "https://mt.example", KIND: "libretranslate", DECISION: "yes"},
        {URL: "https://mt.example", KIND: "libretranslate", DECISION: "2026-11-20"},
        {URL: "https://mt.example", KIND: "libretranslate", DECISION: "20 November Jane"},
    ],
)
def test_half_a_configuration_stops_the_start(environ: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises((ConfigurationError, EngineWrong)):
        choose_engine(config.read({"ADVISORY_HOME": str(tmp_path), **environ}))


def test_it_is_off_until_a_server_is_named_and_its_key_is_never_printed(tmp_path: Path) -> None:
    home = {"ADVISORY_HOME": str(tmp_path)}
    assert choose_engine(config.read(home)) is None
    (tmp_path / "key").write_text("hush hush\n")
    settings = config.read(
        {
            **home,
            URL: "https://mt.example/v1/",
            KIND: "openai",
            MODEL: "small",
            DECISION: DECIDED,
            "ADVISORY_TRANSLATION_KEY_FILE": str(tmp_path / "key"),
        }
    )
    engine = choose_engine(settings)
    assert isinstance(engine, OpenAi)
    assert (engine.key, engine.url) == ("hush hush", "https://mt.example/v1")
    assert "hush" not in f"{settings!r} {engine!r}"
    assert settings.translation_decision == DECIDED


# ── The desk ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def board(session: Session) -> Board:
    return a_board(session)


@pytest.fixture
def translator(session: Session, board: Board, browser: Browser) -> Person:
    person = a_person(session, board, Role.TRANSLATOR, speaks=["ar"])
    commit(session)
    browser.sign_in(person)
    return person


@pytest.fixture
def settings_of(app: Flask, monkeypatch: pytest.MonkeyPatch, server: str) -> Use:
    before = app.config["SETTINGS"]

    def use(how: str, decision: str = "") -> None:
        changed = dataclasses.replace(
            before,
            translation_url=f"{server}/{how}",
            translation_kind="libretranslate",
            translation_key=KEY,
            translation_decision=decision,
        )
        monkeypatch.setitem(app.config, "SETTINGS", changed)

    return use


def work(session: Session, board: Board, kind: TextKind) -> Version:
    text = words.write_text(session, board_id=board.id, kind=kind, language="en", body=SOURCE)
    session.flush()
    version = words.ask_translation(session, text, language="ar", due_at=None)
    assert version is not None
    commit(session)
    return version


def place(version: Version) -> str:
    return f"/staff/translate/{version.id}"


def test_a_translator_asks_reads_and_writes_and_the_translation_says_how_it_began(
    session: Session, board: Board, translator: Person, browser: Browser, settings_of: Use
) -> None:
    settings_of("well")
    version = work(session, board, TextKind.NOTICE)
    seen = browser.get(place(version))
    assert "These words go to" in seen.words
    seen = browser.press(seen, "Show a machine's draft")
    assert f"en>ar: {SOURCE}" in seen.words
    assert "Translated by a computer. No person has checked it." in seen.words
    session.expire_all()
    assert (version.method, version.status) == (Method.HUMAN, Status.MISSING)
    shown = rules.best_version(version.text.versions, ("ar",))
    assert shown is None  # a draft of a machine is for the desk alone
    commit(session)
    browser.press(seen, "Ready to check", body="اتصلوا على 020 7946 0018 قبل الاثنين.")
    session.expire_all()
    assert (version.method, version.status) == (Method.HUMAN_FROM_MACHINE, Status.TO_CHECK)


def test_a_server_that_fails_leaves_the_desk_as_it_was(
    session: Session, board: Board, translator: Person, browser: Browser, settings_of: Use
) -> None:
    settings_of("broken")
    version = work(session, board, TextKind.NOTICE)
    assert browser.post(f"{place(version)}/machine").status == 409
    session.expire_all()
    assert [row.method for row in version.text.versions] == [Method.HUMAN, Method.ORIGINAL]


@pytest.mark.parametrize("kind", sorted(set(TextKind) - rules.OWN_WORDS))
def test_no_other_text_ever_reaches_a_server(
    session: Session,
    board: Board,
    translator: Person,
    browser: Browser,
    settings_of: Use,
    kind: TextKind,
) -> None:
    settings_of("well")
    version = work(session, board, kind)
    assert not rules.machine_may_draft(version, members_words=False)
    assert rules.machine_may_draft(version, members_words=True) == (kind in rules.WORDS_OF_MEMBERS)
    commit(session)
    assert browser.post(f"{place(version)}/machine").status == 404
    assert len(version.text.versions) == 2


@pytest.mark.parametrize(("decision", "status"), [("", 404), (DECIDED, 303)])
def test_what_a_member_said_goes_nowhere_before_the_board_has_decided(
    session: Session,
    board: Board,
    translator: Person,
    browser: Browser,
    settings_of: Use,
    decision: str,
    status: int,
) -> None:
    settings_of("well", decision)
    item, _ = some_feedback(session, board, words="العيادة بعيدة", language="ar", reads="ar")
    text = item.contribution.messages[0].text
    version = words.ask_translation(session, text, language="en", due_at=None)
    assert version is not None
    commit(session)
    assert browser.post(f"{place(version)}/machine", follow=False).status == status


def test_held_words_go_nowhere_whatever_was_decided(
    session: Session, board: Board, translator: Person, browser: Browser, settings_of: Use
) -> None:
    settings_of("well", DECIDED)
    item, _ = some_feedback(session, board, words="أنا خائفة", language="ar", hurt_soon=True)
    version = words.ask_translation(
        session, item.contribution.messages[0].text, language="en", due_at=None
    )
    assert version is not None
    commit(session)
    assert browser.post(f"{place(version)}/machine").status == 404


def test_a_machines_version_is_no_piece_of_work(
    session: Session, board: Board, translator: Person, browser: Browser
) -> None:
    version = work(session, board, TextKind.NOTICE)
    by = hat_of(translator, board, Role.TRANSLATOR)
    words.keep_machine_draft(session, version, body="مسودة", by=by)
    commit(session)
    made = rules.machine_draft(version.text, "ar")
    assert made is not None
    assert browser.get(place(made)).status == 404
