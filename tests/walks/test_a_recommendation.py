"""A theme, a recommendation, "partly" with a day, everybody reads it, so does she; she deletes."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.foundation.database import Database, commit
from advisory.languages.safety import SAFETY
from advisory.recommendations.models import Voice
from advisory.themes import actions as themes
from advisory.themes.models import Passage
from tests.building import some_feedback, understood
from tests.recommendations.making import ASK, CONTENT, WILL, Voices
from tests.themes.making import RELEASED
from tests.walks.conftest import Walkers
from tests.walks.staff import sign_in
from tests.walks.walker import Walker


def told_by_her(story: Voices) -> tuple[Passage, str]:
    """What she said, a passage of it, and her code."""
    item, digits = some_feedback(story.session, story.board)
    understood(story.session, item, story.by)
    passage = themes.release_passage(story.session, item.contribution, body=RELEASED, by=story.by)
    return passage, " ".join(digits.groups)


def put_it(desk: Walker, story: Voices) -> None:
    desk.open(f"/staff/sense/themes/{story.theme.id}")
    desk.press("Make a recommendation")
    desk.write("What we ask for", ASK)
    desk.write("What should be different then", CONTENT.change)
    desk.write("Why", CONTENT.why)
    desk.write("Who of the board sees it otherwise", CONTENT.minority)
    desk.press("Save")
    desk.pick("Which team can do it", str(story.team.id))
    desk.press("Put it to them")
    desk.sees("With a team")


def answer_it(lead: Walker, said: str) -> None:
    lead.open("/staff/asks")
    lead.follow("main a[href*='/staff/recommended/']")
    lead.sees(CONTENT.minority)
    lead.does_not_see(said)
    lead.choose("We will do a part of it")
    lead.write("Say it in your words", WILL)
    lead.write("By when", "2099-06-01")
    lead.press("Hand in the answer")
    lead.sees("Your answer is with a facilitator.")


def publish_it(desk: Walker, second: Walker) -> None:
    desk.open("/staff/")
    desk.follow("#advice + ul a")
    desk.choose("It is safe: no names, and no place that tells where somebody lives")
    desk.choose("It is plain: short sentences, no words of the office")
    desk.press("Send the answer")
    desk.press("Propose it for the noticeboard")
    second.open(desk.path)
    second.press("Approve and publish")


def test_what_she_said_is_asked_for_answered_and_hers_to_leave(
    app: Flask, session: Session, walkers: Walkers
) -> None:
    story = Voices(session, voices=0)
    passage, code = told_by_her(story)
    story.put(passage, story.letters)
    story.stand_on(passage)
    commit(session)
    desk, second, lead = (walkers.someone(width=1280) for _ in range(3))
    for walker, person in ((desk, story.first), (second, story.second), (lead, story.lead)):
        sign_in(app, walker, person)
    put_it(desk, story)
    answer_it(lead, RELEASED)
    publish_it(desk, second)

    member = walkers.someone(width=360)
    member.open("/en/changed")
    member.press("What we ask for")
    member.follow("main h2 a")
    for words in ("They will do a part of it", CONTENT.minority, WILL):
        member.sees(words)
    member.open("/en/code")
    member.write("Your code: 16 numbers", code)
    member.press("Open my page")
    member.sees("You helped to ask for this")
    member.sees(WILL)
    member.press(SAFETY.DELETE_ALL)
    member.press(SAFETY.DELETE_ALL)
    database: Database = app.extensions["database"]
    with database.reading() as reading:
        assert not reading.scalars(select(Voice)).all()
    member.open("/en/recommendations")
    member.sees(ASK)
