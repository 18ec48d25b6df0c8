"""Planned, an item refused, a reply without an account, the place seen once it is confirmed."""

from flask import Flask
from sqlalchemy.orm import Session

from tests.meetings.building import VENUE, in_days
from tests.walks.conftest import Walkers
from tests.walks.staff import Staff


def test_somebody_comes_to_a_meeting_without_an_account(
    app: Flask, session: Session, walkers: Walkers
) -> None:
    staff = Staff(app, session, walkers, script=False)
    desk, member = staff.facilitator, walkers.someone(script=True, language="ti")

    desk.open("/staff/meetings/plan")
    desk.write("Title", "Letters")
    desk.write("What it is for", "You are invited to talk about letters.")
    desk.write("Day", in_days(40).isoformat())
    desk.write("Begins, London time", "14:00")
    desk.write("Ends, London time", "16:00")
    desk.write("Area, shown to everybody", "Camden")
    desk.write("Exact place, link or number", VENUE)
    desk.choose("ትግርኛ")
    desk.choose("Interpreting")
    desk.press("Keep it")
    meeting = desk.path

    desk.press("Agenda")
    desk.pick("Kind", "advice")
    desk.write("Title", "The new rota")
    desk.write("Minutes, without interpreting", "10")
    desk.pick("Which team asks", str(staff.team.id))
    desk.write("When it is decided", in_days(-1).isoformat())
    desk.write("What the team asks", "Is it good?")
    desk.write("What can change", "Nothing.")
    desk.press("Add it")
    desk.sees("Already decided: asking now could change nothing.")
    desk.press("Set the agenda")
    desk.open(meeting)
    desk.press("Invite everybody")

    member.language = "ti"
    member.open("/ti/meetings")
    member.follow("main article a")
    member.press("I may come")
    member.choose("I would like an interpreter")
    member.press("Send")
    code = member.code()
    member.does_not_see(VENUE)

    desk.open(f"{meeting}/people")
    desk.press("Confirm")

    member.open("/ti/code")
    member.write("Your code: 16 numbers", code)
    member.press("Open my page")
    member.sees(VENUE)
    member.open("/ar/mine/meetings")
    desk.open("/staff/meetings")
