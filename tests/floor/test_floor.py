"""Phones in the room ask and answer: without names, once each, and nobody can tell who."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from advisory.contributions.rules import new_form_token
from advisory.floor import queries, rules
from advisory.floor.actions import holding, taking_part
from advisory.floor.models import CardKind, Floor, FloorQuestion, Hand, Phone, Scale, Show, Turn
from advisory.floor.views.taking_part import NO_SUCH
from advisory.foundation.access import Impossible, Role
from advisory.foundation.database import commit, now
from advisory.foundation.keys import DataKey
from advisory.words.models import Text
from tests.browser import Browser, Seen, in_language
from tests.building import a_board, a_person
from tests.floor.building import a_phone, a_question, an_open_show
from tests.meetings.conftest import Hosts

TI = "አውቶቡስ መዓስ ይመጽእ?"
EN = "When does the bus come?"


@pytest.fixture
def opened(hosts: Hosts) -> Iterator[Floor]:
    """Five minutes after the meeting began."""
    with time_machine.travel(hosts.meeting.starts_at + timedelta(minutes=5)):
        floor = holding.open_floor(hosts.session, hosts.meeting, by=hosts.by)
        commit(hosts.session)
        yield floor


@pytest.fixture
def desk(browser: Browser, hosts: Hosts, opened: Floor) -> Browser:
    """The facilitator's browser, signed in on the day."""
    assert opened.closed_at is None
    browser.sign_in(hosts.person)
    return browser


def joined(browser: Browser, floor: Floor, tag: str = "en") -> str:
    """The address of this phone's own page."""
    seen = browser.get(f"/{tag}/floor?number={floor.number}")
    return browser.press(seen, in_language(tag, "Go in")).url


def picks(hosts: Hosts, show: Show) -> list[str]:
    hosts.session.expire_all()
    found = sorted(hosts.session.scalars(select(Hand.pick).where(Hand.show_id == show.id)))
    commit(hosts.session)
    return found


def test_a_phone_finds_the_meeting_by_its_number_and_raises_one_hand(
    browser: Browser, hosts: Hosts, opened: Floor
) -> None:
    show = an_open_show(hosts.session, opened, hosts.by)
    commit(hosts.session)
    assert browser.post("/en/floor", {"number": "1"}).says(NO_SUCH)
    own = joined(browser, opened, "ti")
    assert joined(browser, opened, "ti") == own, "the same browser is the same phone"
    for pick in ("yes", "yes", "no"):
        browser.post(own, {"hand": f"{show.id}/{pick}"})
    browser.post(own, {"hand": f"{show.id}/maybe"})
    assert picks(hosts, show) == ["no"]
    assert browser.get(own.replace(own.rsplit("/", 1)[1], "another")).status == 404
    assert hosts.session.scalar(select(func.count()).select_from(Phone)) == 1


def test_what_one_phone_says_cannot_be_laid_side_by_side(hosts: Hosts, opened: Floor) -> None:
    session, token = hosts.session, a_phone(hosts.session, opened)
    first = holding.ask_for_hands(session, opened, body="One?", scale=Scale.AGREE, by=hosts.by)
    taking_part.raise_hand(session, first, token=token, pick="agree")
    second = holding.ask_for_hands(session, opened, body="Two?", scale=Scale.AGREE, by=hosts.by)
    taking_part.raise_hand(session, second, token=token, pick="pass")
    session.flush()
    hashes = {*session.scalars(select(Hand.phone_hash)), *session.scalars(select(Phone.token_hash))}
    assert len(hashes) == 3
    assert first.closed_at is not None, "one question to the room at a time"
    with pytest.raises(Impossible):
        taking_part.raise_hand(session, first, token=token, pick="disagree")


def test_a_question_waits_sealed_and_is_shown_once_all_can_read_it(
    desk: Browser, hosts: Hosts, opened: Floor
) -> None:
    own = f"/ti/floor/{opened.number}/{a_phone(hosts.session, opened)}"
    page = f"{hosts.url}/floor"
    commit(hosts.session)
    form = desk.get(f"{own}/ask")
    for _again in range(2):
        desk.press(form, in_language("ti", "Send"), body=TI)
    hosts.session.expire_all()
    question = hosts.session.scalars(select(FloorQuestion)).one()
    assert TI.encode() not in question.sealed
    move = f"/staff/floor/questions/{question.id}"
    commit(hosts.session)
    assert TI in desk.get(page).text
    assert TI not in desk.get(own).text, "nobody sees it before the facilitator shows it"
    assert desk.post(f"{move}/move", {"to": "shown"}).status == 409
    assert desk.post(move, {"english": ""}).status == 422
    desk.post(move, {"english": EN})
    for _again in range(2):
        desk.post(f"{move}/move", {"to": "shown"})
    for place in (own, f"{page}/wall"):
        assert TI in (text := desk.get(place).text)
        assert EN in text


def test_a_card_counts_once_a_phone_until_it_is_seen(
    desk: Browser, hosts: Hosts, opened: Floor
) -> None:
    session = hosts.session
    for token in (first := a_phone(session, opened), first, a_phone(session, opened)):
        taking_part.hold_up(session, opened, CardKind.SLOWER, token=token)
    session.flush()
    assert queries.cards(session, opened.meeting_id) == {CardKind.SLOWER: 2}
    commit(session)
    desk.post(f"{hosts.url}/floor/cards", {})
    session.expire_all()
    assert queries.cards(session, opened.meeting_id) == {}


def test_few_hands_are_never_numbers_on_a_phone(
    browser: Browser, hosts: Hosts, opened: Floor
) -> None:
    session, show = hosts.session, an_open_show(hosts.session, opened, hosts.by)
    phones = [a_phone(session, opened) for _ in range(30)]

    def said(many: int) -> Seen:
        for token in phones[:many]:
            taking_part.raise_hand(session, show, token=token, pick="yes")
        holding.close_show(session, show, by=hosts.by)
        commit(session)
        seen = browser.get(f"/en/floor/{opened.number}/{phones[0]}")
        show.closed_at = None
        commit(session)
        return seen

    assert "Only the people in the room hear" in said(7).text
    assert "<dd>30</dd>" in said(30).text


def test_the_floor_opens_on_its_day_and_closes_by_itself(hosts: Hosts, opened: Floor) -> None:
    session, meeting = hosts.session, hosts.meeting
    number = opened.number
    holding.close_floor(session, opened, by=hosts.by)
    with pytest.raises(Impossible):
        taking_part.join(session, opened)
    assert holding.open_floor(session, meeting, by=hosts.by).number == number
    with (
        time_machine.travel(meeting.starts_at - timedelta(days=2)),
        pytest.raises(Impossible),
    ):
        holding.open_floor(session, meeting, by=hosts.by)
    with time_machine.travel(meeting.ends_at + timedelta(hours=4)):
        assert not rules.is_open(opened, now())
        assert holding.let_go(session) == 0
        assert opened.closed_at is not None


def test_thirty_days_after_the_meeting_nothing_of_the_floor_is_left(
    hosts: Hosts, opened: Floor
) -> None:
    session, key = hosts.session, opened.data_key_id
    before = session.scalar(select(func.count()).select_from(Text))
    show = holding.ask_for_hands(session, opened, body="One?", scale=Scale.YES_NO, by=hosts.by)
    token = a_phone(session, opened)
    taking_part.raise_hand(session, show, token=token, pick="yes")
    taking_part.hold_up(session, opened, CardKind.PAUSE, token=token)
    taking_part.ask(session, opened, EN, language="en", token=new_form_token())
    session.flush()
    with time_machine.travel(hosts.meeting.ends_at + timedelta(days=31)):
        assert holding.let_go(session) == 1
    for table in (Floor, Phone, FloorQuestion, Show, Hand):
        assert session.scalar(select(func.count()).select_from(table)) == 0
    assert session.scalar(select(func.count()).select_from(Text)) == before
    assert session.get_one(DataKey, key).wrapped is None


def test_two_facilitators_cannot_ask_one_room_two_things(hosts: Hosts, opened: Floor) -> None:
    an_open_show(hosts.session, opened, hosts.by)
    with pytest.raises(IntegrityError):
        an_open_show(hosts.session, opened, hosts.by)
    hosts.session.rollback()


def test_a_question_that_somebody_moved_is_not_moved_twice(hosts: Hosts, opened: Floor) -> None:
    session, question = hosts.session, a_question(hosts.session, opened)
    holding.move_question(session, question, Turn.SET_ASIDE, by=hosts.by)
    with pytest.raises(Impossible):
        holding.move_question(session, question, Turn.ANSWERED, by=hosts.by)
    holding.move_question(session, question, Turn.WAITING, by=hosts.by)
    holding.move_question(session, question, Turn.SHOWN, by=hosts.by)
    assert question.sealed_english is not None


def test_the_facilitator_of_another_board_opens_nothing_of_it(
    browser: Browser, hosts: Hosts, opened: Floor
) -> None:
    show = an_open_show(hosts.session, opened, hosts.by)
    question = a_question(hosts.session, opened)
    other = a_board(hosts.session)
    stranger = a_person(hosts.session, other, Role.FACILITATOR)
    commit(hosts.session)
    browser.sign_in(stranger)
    assert browser.get(f"{hosts.url}/floor").status == 404
    assert browser.get(f"{hosts.url}/floor/wall").status == 404
    for path in (
        f"{hosts.url}/floor/open",
        f"{hosts.url}/floor/close",
        f"/staff/floor/hands/{show.id}/count",
        f"/staff/floor/questions/{question.id}/move",
        f"/staff/floor/hands/{uuid4()}/count",
    ):
        assert browser.post(path, {"to": "shown"}).status == 404
