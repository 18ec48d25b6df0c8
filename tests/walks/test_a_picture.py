"""A picture leaves a phone without the place it was taken at, is seen by a reader, and goes."""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import FilePayload, Locator
from sqlalchemy.orm import Session

import config
from advisory.languages.safety import SAFETY
from tests.files.making import CANARY, picture
from tests.walks.conftest import Walkers
from tests.walks.staff import Staff
from tests.walks.walker import Walker

LOADED = "picture => picture.complete && picture.naturalWidth > 0"


def kept_in(app: Flask) -> list[Path]:
    settings: config.Settings = app.config["SETTINGS"]
    folder = settings.files_folder
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


def shown(walker: Walker) -> Locator:
    pictures = walker.page.locator("main img")
    pictures.first.scroll_into_view_if_needed()
    walker.page.wait_for_load_state("networkidle")
    return pictures


@pytest.mark.timeout(300)
@pytest.mark.parametrize("script", [True, False])
def test_a_picture_is_seen_without_its_place_and_goes_with_the_words(
    app: Flask, session: Session, walkers: Walkers, *, script: bool
) -> None:
    staff = Staff(app, session, walkers, script=True)
    member = walkers.someone(script=script)
    before = set(kept_in(app))

    member.open("/en/say")
    member.write("What helps? What harms?", "The letter is hard to read.")
    letter = FilePayload(name="home.jpg", mimeType="image/jpeg", buffer=picture(tagged=True))
    member.page.get_by_label("Add a picture").set_input_files([letter])
    member.press("Next")
    member.press("Send")
    code = member.code()

    [kept] = set(kept_in(app)) - before
    assert CANARY not in kept.read_bytes()

    desk = staff.facilitator
    desk.open("/staff/inbox")
    desk.follow("main table a")
    seen = shown(desk)
    assert seen.count() == 1
    assert seen.first.evaluate(LOADED)
    address = seen.first.get_attribute("src") or ""
    answer = desk.context.request.get(address)
    assert CANARY not in answer.body()
    assert answer.headers["content-disposition"] == "attachment"
    lead = staff.lead.context.request.get(address)
    assert lead.status in {403, 404}

    member.open("/en/code")
    member.write("Your code: 16 numbers", code)
    member.press("Open my page")
    assert shown(member).count() == 1
    member.open("/en/mine/delete")
    member.press(SAFETY.DELETE_ALL)
    member.sees(SAFETY.DELETED)
    assert set(kept_in(app)) == before
    assert desk.context.request.get(address).status == 404
