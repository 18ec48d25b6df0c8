"""People say "I may come" without an account, and nobody learns where but those with a place."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select

from advisory.contributions.models import Contribution
from advisory.contributions.rules import new_form_token
from advisory.foundation.access import Impossible, Role
from advisory.foundation.database import commit, now
from advisory.meetings import queries
from advisory.meetings.actions import agenda, coming, planning
from advisory.meetings.jobs import let_go_of_replies
from advisory.meetings.models import Guest, ProposedItem, Reception, Standing
from advisory.meetings.rules.coming import Needs
from advisory.words import actions as words
from tests.browser import Browser, Seen
from tests.building import a_board, a_person, hat_of, some_feedback
from tests.meetings.building import VENUE, a_meeting, a_plan
from tests.meetings.conftest import Hosts

NEEDED = "A place to sit near the door"
TOPIC = "ኣውቶቡስ"


def reply(browser: Browser, hosts: Hosts, **fields: str) -> Seen:
    page = browser.get(f"{hosts.public()}/come")
    typed: dict[str, Any] = {"speaks": "ti", "interpreter": "y", **fields}
    return browser.press(page, "Send", **typed)


def code_on(seen: Seen) -> str:
    return next("".join(p.itertext()) for p in seen.all("p") if p.get("class") == "code-digits")


def open_code(browser: Browser, code: str) -> Seen:
    page = browser.get("/en/code")
    return browser.press(page, "Open my page", code=code)


def how_many(hosts: Hosts, table: type[Guest | ProposedItem | Contribution]) -> int:
    with hosts.database.reading() as look:
        return look.scalar(select(func.count()).select_from(table)) or 0


def test_a_reply_brings_a_code_and_the_code_opens_the_reply(browser: Browser, hosts: Hosts) -> None:
    seen = reply(browser, hosts, access=NEEDED)
    assert seen.url.endswith("/code")
    mine = open_code(browser, code_on(seen))
    assert mine.url == "/en/mine/meetings"
    assert "We have your reply." in mine.words
    assert VENUE not in mine.text


def test_whoever_has_a_place_sees_the_venue_and_nobody_else_does(
    browser: Browser, hosts: Hosts
) -> None:
    code = code_on(reply(browser, hosts))
    (guest,) = hosts.again().guests
    coming.confirm(hosts.session, guest, by=hosts.by)
    commit(hosts.session)
    mine = open_code(browser, code)
    assert VENUE in mine.words
    for url in ("/en/meetings", hosts.public(), f"{hosts.public()}/come", "/en/"):
        assert VENUE not in browser.get(url).text


def test_the_calendar_entry_is_for_those_with_a_place_and_names_nobody(
    browser: Browser, hosts: Hosts
) -> None:
    code = code_on(reply(browser, hosts))
    open_code(browser, code)
    (guest,) = hosts.again().guests
    url = f"/en/mine/meetings/{guest.id}/calendar"
    assert browser.get(url).status == 404
    coming.confirm(hosts.session, guest, by=hosts.by)
    commit(hosts.session)
    entry = browser.get(url).response
    assert entry.mimetype == "text/calendar"
    told = entry.get_data(as_text=True)
    assert "SUMMARY:Appointment" in told
    assert "health" not in told.lower()
    assert hosts.board.public_name not in told


def test_a_form_sent_twice_is_one_reply(browser: Browser, hosts: Hosts) -> None:
    page = browser.get(f"{hosts.public()}/come")
    first = browser.press(page, "Send", speaks="ti", topic=TOPIC)
    second = browser.press(page, "Send", speaks="ti", topic=TOPIC)
    assert code_on(first) == code_on(second)
    assert how_many(hosts, Guest) == 1
    assert how_many(hosts, ProposedItem) == 1


def test_under_a_code_that_is_open_no_second_code_is_given(browser: Browser, hosts: Hosts) -> None:
    item, digits = some_feedback(hosts.session, hosts.board)
    commit(hosts.session)
    open_code(browser, " ".join(digits.groups))
    for _ in range(2):
        assert reply(browser, hosts).url == "/en/mine/meetings"
    (guest,) = hosts.again().guests
    assert guest.contribution_id == item.contribution_id
    assert how_many(hosts, Contribution) == 1


def test_when_it_is_full_people_wait_and_move_up_in_their_order(hosts: Hosts) -> None:
    hosts.meeting.places = 1
    commit(hosts.session)
    first, second, third = (hosts.guest() for _ in range(3))
    assert [row.standing for row in (first, second, third)] == [
        Standing.ASKED,
        Standing.WAITING,
        Standing.WAITING,
    ]
    with pytest.raises(Impossible):
        coming.confirm(hosts.session, second, by=hosts.by)
    coming.take_back(hosts.session, first)
    assert [row.standing for row in (second, third)] == [Standing.ASKED, Standing.WAITING]


def test_more_places_let_more_people_in(hosts: Hosts) -> None:
    hosts.meeting.places = 1
    commit(hosts.session)
    hosts.guest()
    waiting = hosts.guest()
    wider = a_plan(places=5)
    planning.change(hosts.session, hosts.meeting, wider, board=hosts.board, by=hosts.by)
    assert waiting.standing is Standing.ASKED


def test_a_reply_taken_back_ends_the_code_that_was_given_for_it(
    browser: Browser, hosts: Hosts
) -> None:
    code = code_on(reply(browser, hosts, topic=TOPIC))
    mine = open_code(browser, code)
    assert browser.press(mine, "Take it back").url == "/en/deleted"
    assert how_many(hosts, Guest) == how_many(hosts, ProposedItem) == 0
    assert open_code(browser, code).url == "/en/code"


def test_a_reply_taken_back_leaves_the_feedback_under_the_same_code(
    browser: Browser, hosts: Hosts
) -> None:
    _, digits = some_feedback(hosts.session, hosts.board)
    commit(hosts.session)
    open_code(browser, " ".join(digits.groups))
    browser.press(reply(browser, hosts), "Take it back")
    assert how_many(hosts, Guest) == 0
    assert browser.get("/en/mine").h1 == "Your words and the answer"


def test_a_reply_can_change_and_keeps_its_place_in_line(browser: Browser, hosts: Hosts) -> None:
    open_code(browser, code_on(reply(browser, hosts)))
    (guest,) = hosts.again().guests
    page = browser.get(f"/en/mine/meetings/{guest.id}")
    browser.press(page, "Keep this", woman="y", access=NEEDED)
    (guest,) = hosts.again().guests
    assert guest.turn == 1
    needs = queries.needs_of(hosts.session, guest)
    assert needs == Needs(speaks="ti", interpreter=True, woman=True, access=NEEDED)


def test_after_it_began_nobody_replies_changes_or_takes_back(
    browser: Browser, hosts: Hosts
) -> None:
    guest = hosts.guest()
    page = browser.get(f"{hosts.public()}/come")
    with time_machine.travel(hosts.meeting.starts_at + timedelta(minutes=1)):
        with pytest.raises(Impossible):
            coming.take_back(hosts.session, guest)
        with pytest.raises(Impossible):
            coming.change_needs(hosts.session, guest, Needs(speaks="ti"))
        hosts.session.rollback()
        page = browser.get(f"{hosts.public()}/come")
        assert "You can no longer reply." in page.words
        late = browser.post(f"{hosts.public()}/come", {"speaks": "ti", "access": NEEDED})
        assert late.status == 422
        assert NEEDED in late.text
    assert how_many(hosts, Guest) == 1


def test_somebody_else_s_reply_is_not_there(browser: Browser, hosts: Hosts) -> None:
    other = hosts.guest()
    open_code(browser, code_on(reply(browser, hosts)))
    assert browser.get(f"/en/mine/meetings/{other.id}").status == 404
    assert browser.get(f"/en/mine/meetings/{other.id}/calendar").status == 404
    browser.post(f"/en/mine/meetings/{other.id}/back")
    assert how_many(hosts, Guest) == 2


def test_a_meeting_that_is_only_planned_is_not_there(browser: Browser, hosts: Hosts) -> None:
    plan = a_plan(title="Not yet")
    planned = a_meeting(hosts.session, hosts.board, hosts.by, plan=plan, invited=False)
    elsewhere = a_board(hosts.session)
    by = hat_of(a_person(hosts.session, elsewhere, Role.FACILITATOR), elsewhere, Role.FACILITATOR)
    theirs = a_meeting(hosts.session, elsewhere, by)
    elsewhere.created_at = now().replace(year=2030)
    commit(hosts.session)
    for meeting in (planned, theirs):
        assert browser.get(f"/en/meetings/{meeting.id}").status == 404
        assert browser.get(f"/en/meetings/{meeting.id}/come").status == 404
    assert "Not yet" not in browser.get("/en/meetings").text


def test_nobody_is_asked_for_what_is_not_offered(browser: Browser, hosts: Hosts) -> None:
    hosts.meeting.support = ["food"]
    commit(hosts.session)
    page = browser.get(f"{hosts.public()}/come")
    assert "childcare" not in page.words
    assert "woman to interpret" not in page.words


def test_too_many_words_keep_what_was_typed(browser: Browser, hosts: Hosts) -> None:
    seen = reply(browser, hosts, access="x" * 100_000, topic=TOPIC)
    assert seen.status == 422
    assert TOPIC in seen.text
    assert how_many(hosts, Guest) == 0


# ── What members propose ─────────────────────────────────────────────────────────────────────────


def proposed(hosts: Hosts) -> ProposedItem:
    made = coming.propose_topic(
        hosts.session, hosts.guest(), TOPIC, language="ti", token=new_form_token()
    )
    assert made is not None
    commit(hosts.session)
    return made


def test_a_proposed_item_comes_onto_the_agenda_in_the_board_s_words(
    desk: Browser, hosts: Hosts
) -> None:
    topic = proposed(hosts)
    assert TOPIC in desk.get(f"{hosts.url}/agenda").words
    page = desk.get(f"{hosts.url}/proposed/{topic.id}")
    typed: dict[str, Any] = {"kind": "discussion", "title": "Buses", "minutes": "10"}
    desk.press(page, "Yes, add it", **typed)
    (item,) = hosts.again().items
    assert queries.english(item.title) == "Buses"
    assert hosts.meeting.topics[0].reception is Reception.TAKEN


def test_a_no_without_a_reason_is_not_said(desk: Browser, hosts: Hosts) -> None:
    topic = proposed(hosts)
    page = desk.get(f"{hosts.url}/proposed/{topic.id}")
    assert desk.press(page, "Say no", reason="").status == 422
    assert hosts.again().topics[0].reception is Reception.WAITING


def test_the_member_reads_why_not_in_their_language(browser: Browser, hosts: Hosts) -> None:
    code = code_on(reply(browser, hosts, topic=TOPIC))
    (topic,) = hosts.again().topics
    agenda.refuse_topic(hosts.session, topic, reason="We talk of it in June.", by=hosts.by)
    person = a_person(hosts.session, hosts.board, Role.TRANSLATOR, speaks=["ti"])
    translator = hat_of(person, hosts.board, Role.TRANSLATOR)
    assert topic.reason is not None
    asked = next((v for v in topic.reason.versions if v.language == "ti"), None)
    assert asked is None  # the person read the page in English
    version = words.ask_translation(hosts.session, topic.reason, language="ti", due_at=None)
    assert version is not None
    words.write_translation(hosts.session, version, body="ኣብ ሰነ።", ready=True, by=translator)
    commit(hosts.session)
    assert "We talk of it in June." in open_code(browser, code).words
    assert "ኣብ ሰነ።" in browser.get("/ti/mine/meetings").words


def test_a_translator_finds_a_proposed_item_on_the_list(browser: Browser, hosts: Hosts) -> None:
    proposed(hosts)
    person = a_person(hosts.session, hosts.board, Role.TRANSLATOR, speaks=["ti"])
    commit(hosts.session)
    browser.sign_in(person)
    page = browser.get("/staff/translate")
    assert TOPIC in page.words
    links = [a.get("href", "") for a in page.all("a") if "/staff/translate/" in a.get("href", "")]
    assert any(TOPIC in browser.get(link).words for link in links)


# ── Letting go ───────────────────────────────────────────────────────────────────────────────────


def test_a_month_after_the_meeting_nothing_of_the_replies_is_left(hosts: Hosts) -> None:
    topic = proposed(hosts)
    holder_id = topic.contribution_id
    ends_at = hosts.meeting.ends_at
    with time_machine.travel(ends_at + timedelta(days=29)):
        assert let_go_of_replies(hosts.database) == 0
    with time_machine.travel(ends_at + timedelta(days=31)):
        assert let_go_of_replies(hosts.database) == 1
    assert how_many(hosts, Guest) == how_many(hosts, ProposedItem) == 0
    erased = hosts.session.get_one(Contribution, holder_id)
    hosts.session.refresh(erased)
    assert erased.erased_on is not None


def test_two_replies_under_one_code_end_it_with_the_last(hosts: Hosts) -> None:
    guest = hosts.guest()
    plan = a_plan(title="Another")
    other = a_meeting(hosts.session, hosts.board, hosts.by, plan=plan)
    second = coming.say_may_come(
        hosts.session,
        other,
        Needs(speaks="ti"),
        reads="ti",
        token=new_form_token(),
        holder_id=guest.contribution_id,
    )
    assert second is not None
    assert not coming.take_back(hosts.session, guest)
    assert coming.take_back(hosts.session, second)
