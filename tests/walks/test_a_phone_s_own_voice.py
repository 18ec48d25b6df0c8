"""The phone reads the promise aloud only with a voice of its own, of exactly this language."""

import pytest
from flask import Flask
from playwright.sync_api import Locator
from sqlalchemy.orm import Session

from advisory.boards.actions.furnishing import furnish
from advisory.foundation.database import commit
from tests.building import a_board
from tests.walks.conftest import Walkers

pytestmark = [pytest.mark.once, pytest.mark.timeout(120)]

# A phone: which voices it has, and a note of what it was told to say.
PHONE = """voices => {
  window.said = [];
  const phone = new EventTarget();
  Object.assign(phone, { speaking: false, getVoices: () => voices,
    speak: words => { phone.speaking = true; said.push([words.lang, words.text]); },
    cancel: () => { phone.speaking = false; } });
  Object.defineProperty(window, "speechSynthesis", { value: phone });
  window.SpeechSynthesisUtterance = class {
    constructor(text) { this.text = text; }
    set voice(found) {} };
}"""


def listen(walkers: Walkers, tag: str, voice: str, *, is_local: bool) -> Locator:
    member = walkers.someone(language=tag)
    voices = f'[{{ lang: "{voice}", localService: {str(is_local).lower()} }}]'
    member.context.add_init_script(f"({PHONE})({voices})")
    member.page.goto(f"/{tag}/promise")
    return member.page.locator("[data-say]")


def test_only_a_local_voice_of_this_very_language_is_offered(
    app: Flask,
    session: Session,
    walkers: Walkers,
) -> None:
    furnish(session, a_board(session, languages=("en", "ar", "fa", "fa-AF")).id, by=None)
    commit(session)
    for tag, voice, is_local in (
        ("ar", "ar-SA", False),
        ("ar", "fa-IR", True),
        ("fa", "fa-AF", True),
        ("fa-AF", "fa-IR", True),
        ("fa-AF", "fa", True),
    ):
        assert listen(walkers, tag, voice, is_local=is_local).is_hidden(), (tag, voice, is_local)
    assert listen(walkers, "fa-AF", "fa_AF", is_local=True).is_visible()
    button = listen(walkers, "ar", "ar-SA", is_local=True)
    button.click()
    [[tag, words]] = button.page.evaluate("said")
    assert tag == "ar-SA"
    assert words == button.page.locator("#promise-words").inner_text()
    button.click()
    assert button.page.evaluate("speechSynthesis.speaking") is False
