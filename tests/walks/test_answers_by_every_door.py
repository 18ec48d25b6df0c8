"""Without any script: one Dari answer by code, one by voice, one at a kiosk, one from paper."""

import re

import pytest
from flask import Flask
from playwright.sync_api import FilePayload
from sqlalchemy.orm import Session

from advisory.consultations.models import Consultation, QuestionKind
from advisory.consultations.rules.templates import FACES, Asked, Template
from advisory.foundation.database import commit
from advisory.languages.safety import SAFETY
from tests.consultations.making import an_open_one, facilitator_of
from tests.files.making import sound
from tests.walks.conftest import Walkers
from tests.walks.staff import Staff
from tests.walks.walker import Walker

DARI = "fa-AF"
BY_CODE, AT_THE_KIOSK, ON_PAPER = "یک بس دیرتر", "جای برای نشستن", "نوشته به زبان ما"
ASKS = Template(
    name="way",
    title="The way to the clinic",
    purpose="We want the way to be easier.",
    can="The sign.",
    cannot="The place.",
    questions=(
        Asked("How is the way?", QuestionKind.FACES, FACES),
        Asked("What would help?", QuestionKind.LONG),
    ),
)


def a_phone(walkers: Walkers, own: Consultation) -> Walker:
    """At the second question, the first one skipped."""
    phone = walkers.someone(script=False, language=DARI)
    phone.language = DARI
    phone.open(f"/{DARI}/questions/{own.id}")
    phone.press("Start")
    phone.sees("fa-AF: How is the way?")
    phone.press("Skip")
    return phone


def sent(phone: Walker) -> str:
    phone.press("Next")
    phone.press("Send")
    return phone.code()


@pytest.mark.once
@pytest.mark.timeout(150)
def test_four_doors_lead_to_one_page_of_results(
    app: Flask, session: Session, walkers: Walkers
) -> None:
    staff = Staff(app, session, walkers, script=False)
    by = facilitator_of(session, staff.board)
    own = an_open_one(session, staff.board, by, template=ASKS, languages=[DARI])
    commit(session)

    writing = a_phone(walkers, own)
    writing.page.locator("main textarea").fill(BY_CODE)
    sent(writing)

    speaking = a_phone(walkers, own)
    speaking.unfold("Speak")
    voice = FilePayload(name="voice.wav", mimeType="audio/wav", buffer=sound("wav"))
    speaking.page.locator("input[type=file][capture]").set_input_files([voice])
    sent(speaking)

    screen = staff.facilitator
    screen.open("/staff/kiosk")
    screen.choose("The way to the clinic")
    screen.press("Start the kiosk")
    screen.press("دری")
    screen.language = DARI
    screen.sees(SAFETY.PROMISE_NO_NAME)
    screen.choose("Yes")
    screen.press("Next")
    screen.press("Skip")
    screen.page.locator("main textarea").fill(AT_THE_KIOSK)
    screen.press("Next")
    screen.sees(AT_THE_KIOSK)
    screen.press("Send")
    screen.press(SAFETY.CODE_WRITTEN)
    assert screen.path == "/assist"

    desk = staff.second
    paper = f"/staff/consultations/{own.id}/paper"
    desk.open(paper)
    desk.pick("Language of the forms", DARI)
    desk.write("How many forms", "1")
    desk.press("Make them and show the forms")
    found = re.search(r"\d{5}-\d", desk.page.locator(".ours").first.inner_text())
    assert found
    desk.open(paper)
    desk.pick("Language on the forms", DARI)
    desk.press("Begin a batch")
    desk.write("Number of the form", found[0])
    desk.page.locator("main textarea").last.fill(ON_PAPER)
    desk.press("Keep it, next form")

    desk.open(f"/staff/consultations/{own.id}/responses")
    for said in (BY_CODE, AT_THE_KIOSK, ON_PAPER, "Not written down yet", "Entered with help"):
        desk.sees(said)
    assert desk.page.locator("main audio").count() == 1
    assert desk.page.locator("main article").count() == 4
