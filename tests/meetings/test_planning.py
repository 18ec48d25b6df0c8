"""A facilitator plans a meeting; its timetable follows it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from advisory.foundation.access import Impossible, Role
from advisory.foundation.database import commit
from advisory.meetings import queries
from advisory.meetings.actions import agenda, planning
from advisory.meetings.models import ItemKind, Meeting, Refusal, Step
from advisory.meetings.rules.agenda import Proposed
from advisory.words.models import Version
from tests.browser import Browser
from tests.building import a_board, a_person, a_team
from tests.meetings.building import A_REPORT_BACK, VENUE, a_meeting, a_plan, in_days
from tests.meetings.conftest import Hosts

TYPED: dict[str, Any] = {
    "title": "Letters",
    "purpose": "You are invited to talk about letters.",
    "on": "2027-06-02",
    "begins": "14:00",
    "ends": "16:00",
    "mode": "in_person",
    "area": "Camden",
    "venue": VENUE,
    "languages": ["en", "ti"],
    "support": ["interpreting"],
    "places": "12",
    "ready_agenda": "y",
}


def how_many(hosts: Hosts) -> int:
    with hosts.database.reading() as look:
        return look.scalar(select(func.count()).select_from(Meeting)) or 0


def test_a_planned_meeting_has_its_timetable_and_the_ready_agenda(
    desk: Browser, hosts: Hosts
) -> None:
    seen = desk.post("/staff/meetings/plan", TYPED)
    assert seen.h1 == "Letters"
    assert "Wednesday 2 June 2027" in seen.words
    assert seen.says("Papers out, as text and as sound")
    made = queries.meetings(hosts.session, hosts.board.id)[0]
    whole = queries.meeting(hosts.session, made.id)
    assert whole is not None
    steps = {task.step for task in whole.tasks}
    assert Step.CONFIRM_INTERPRETERS in steps
    assert Step.ORDER_FOOD not in steps  # it is not offered
    assert any(item.kind is ItemKind.REPORT_BACK for item in whole.items)


def test_a_form_sent_twice_plans_one_meeting(desk: Browser, hosts: Hosts) -> None:
    for _ in range(2):
        desk.post("/staff/meetings/plan", TYPED)
    assert how_many(hosts) == 2  # with the one that was there


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"on": "2027-03-28", "begins": "01:30"}, "this time does not exist on that day"),
        ({"on": "2020-01-01"}, "This time is over"),
        ({"ends": "13:00"}, "It must end after it begins"),
        ({"ends": "99:00"}, "Write a time like 14:30"),
        ({"on": "tomorrow"}, "Write a day like"),
        ({"places": "9" * 100_000}, "Write a whole number"),
        ({"title": "x" * 100_000}, "characters or fewer"),
        ({"languages": []}, "Choose one language at least"),
        ({"support": ["a castle"]}, "Choose from these only"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    desk: Browser, hosts: Hosts, typed: dict[str, Any], said: str
) -> None:
    seen = desk.post("/staff/meetings/plan", TYPED | typed)
    assert seen.status == 422
    assert said in seen.words
    assert "You are invited to talk about letters." in seen.text
    assert how_many(hosts) == 1


def test_what_is_not_done_moves_with_the_meeting_and_what_is_done_stays(hosts: Hosts) -> None:
    meeting, session = hosts.meeting, hosts.session
    first, second = meeting.tasks[:2]
    planning.tick(session, first, by=hosts.by)
    before, changes = (first.due_on, second.due_on), meeting.changes
    later = replace(a_plan(on=in_days(90)))
    planning.change(session, meeting, later, board=hosts.board, by=hosts.by)
    assert first.due_on == before[0]
    assert second.due_on > before[1]
    assert meeting.changes == changes + 1


def test_only_another_day_or_place_makes_a_newer_calendar_entry(hosts: Hosts) -> None:
    renamed = replace(a_plan(), title="Another title")
    planning.change(hosts.session, hosts.meeting, renamed, board=hosts.board, by=hosts.by)
    assert hosts.meeting.changes == 0


def test_a_step_that_is_due_stands_on_my_work_until_it_is_done(desk: Browser, hosts: Hosts) -> None:
    soon = a_meeting(
        hosts.session, hosts.board, hosts.by, plan=a_plan(on=in_days(3), title="Very soon")
    )
    commit(hosts.session)
    assert desk.get("/staff/").says("Very soon")
    for task in queries.tasks_due(hosts.session, hosts.board.id, in_days(0)):
        planning.tick(hosts.session, task, by=hosts.by)
    commit(hosts.session)
    assert not desk.get("/staff/").says("Very soon")
    assert soon.id != hosts.meeting.id


def test_inviting_asks_for_the_words_in_the_languages_of_the_meeting(hosts: Hosts) -> None:
    asked = select(Version.language).where(Version.text_id == hosts.meeting.title_id)
    assert set(hosts.session.scalars(asked)) == {"en", "fa-AF", "ti"}


def test_a_meeting_that_has_begun_is_neither_changed_nor_opened(hosts: Hosts) -> None:
    hosts.meeting.starts_at -= timedelta(days=100)
    for act in (
        lambda: planning.change(
            hosts.session, hosts.meeting, a_plan(), board=hosts.board, by=hosts.by
        ),
        lambda: agenda.add_item(hosts.session, hosts.meeting, A_REPORT_BACK, by=hosts.by),
    ):
        with pytest.raises(Impossible):
            act()


def test_a_facilitator_of_another_board_finds_no_meeting(browser: Browser, hosts: Hosts) -> None:
    other = a_board(hosts.session)
    stranger = a_person(hosts.session, other, Role.FACILITATOR)
    commit(hosts.session)
    browser.sign_in(stranger)
    assert browser.get(hosts.url).status == 404
    assert browser.post(f"{hosts.url}/invite").status == 404


# ── The agenda ───────────────────────────────────────────────────────────────────────────────────


def an_ask(hosts: Hosts, *, decided_in: int, title: str = "New letters") -> Proposed:
    team = a_team(hosts.session, hosts.board, title)
    return Proposed(
        kind=ItemKind.ADVICE,
        title=title,
        minutes=30,
        ask="Which words are clear?",
        can_change="The words.",
        team_id=team.id,
        decision_on=in_days(decided_in),
    )


def test_an_agenda_without_a_report_back_cannot_be_set(desk: Browser, hosts: Hosts) -> None:
    seen = desk.post(f"{hosts.url}/agenda/set")
    assert seen.status == 409
    assert "Add a report-back first" in seen.words
    agenda.add_item(hosts.session, hosts.meeting, A_REPORT_BACK, by=hosts.by)
    commit(hosts.session)
    assert desk.post(f"{hosts.url}/agenda/set").says("Set: everybody can read it")
    assert "What happened" in desk.get(hosts.public()).words


def test_what_is_decided_already_is_refused_with_the_reason_and_stays_to_be_read(
    desk: Browser, hosts: Hosts
) -> None:
    team = a_team(hosts.session, hosts.board)
    commit(hosts.session)
    typed = {
        "kind": "advice",
        "title": "The new rota",
        "minutes": "20",
        "interpreting": "200",
        "team": str(team.id),
        "ask": "Do you like it?",
        "can_change": "Nothing.",
        "decision_on": in_days(-1).isoformat(),
    }
    seen = desk.post(f"{hosts.url}/agenda", typed)
    assert "Already decided: asking now could change nothing." in seen.words
    (item,) = hosts.again().items
    assert item.refusal is Refusal.DECIDED


def test_what_is_decided_before_the_meeting_is_refused_and_on_the_day_is_not(
    hosts: Hosts,
) -> None:
    early = agenda.add_item(hosts.session, hosts.meeting, an_ask(hosts, decided_in=59), by=hosts.by)
    on_time = an_ask(hosts, decided_in=60, title="Another")
    kept = agenda.add_item(hosts.session, hosts.meeting, on_time, by=hosts.by)
    assert early.refusal is Refusal.BEFORE_THE_MEETING
    assert kept.refusal is None


def test_a_meeting_moved_behind_a_decision_refuses_the_item(hosts: Hosts) -> None:
    item = agenda.add_item(hosts.session, hosts.meeting, an_ask(hosts, decided_in=65), by=hosts.by)
    assert item.refusal is None
    later = a_plan(on=in_days(90))
    planning.change(hosts.session, hosts.meeting, later, board=hosts.board, by=hosts.by)
    assert item.refusal is Refusal.BEFORE_THE_MEETING


@pytest.mark.parametrize("missing", ["team", "ask", "can_change", "decision_on"])
def test_whoever_asks_says_who_what_and_by_when(desk: Browser, hosts: Hosts, missing: str) -> None:
    team = a_team(hosts.session, hosts.board)
    commit(hosts.session)
    typed = {
        "kind": "decision",
        "title": "Letters",
        "minutes": "20",
        "interpreting": "100",
        "team": str(team.id),
        "ask": "What?",
        "can_change": "All.",
        "decision_on": in_days(90).isoformat(),
    }
    assert desk.post(f"{hosts.url}/agenda", typed | {missing: ""}).status == 422
    assert hosts.again().items == []


def test_a_team_of_another_board_cannot_ask_here(desk: Browser, hosts: Hosts) -> None:
    other = a_team(hosts.session, a_board(hosts.session))
    commit(hosts.session)
    typed = {
        "kind": "discussion",
        "title": "Letters",
        "minutes": "20",
        "interpreting": "100",
        "team": str(other.id),
    }
    assert desk.post(f"{hosts.url}/agenda", typed).status == 422


def test_with_interpreting_an_agenda_can_be_too_long(desk: Browser, hosts: Hosts) -> None:
    long = Proposed(kind=ItemKind.DISCUSSION, title="Letters", minutes=61)
    agenda.add_item(hosts.session, hosts.meeting, long, by=hosts.by)
    commit(hosts.session)
    assert "2 minutes too long" in desk.get(f"{hosts.url}/agenda").words


def test_items_change_places_and_one_can_be_taken_off(desk: Browser, hosts: Hosts) -> None:
    for title in ("First", "Second"):
        item = replace(A_REPORT_BACK, title=title)
        agenda.add_item(hosts.session, hosts.meeting, item, by=hosts.by)
    commit(hosts.session)
    first, second = hosts.meeting.items
    desk.post(f"{hosts.url}/items/{second.id}/move", {"way": "up"})
    assert [item.id for item in hosts.again().items] == [second.id, first.id]
    desk.post(f"{hosts.url}/items/{first.id}/take-off")
    assert [item.id for item in hosts.again().items] == [second.id]


def test_an_agenda_that_lost_its_report_back_is_no_longer_set(hosts: Hosts) -> None:
    item = agenda.add_item(hosts.session, hosts.meeting, A_REPORT_BACK, by=hosts.by)
    agenda.set_agenda(hosts.session, hosts.meeting, by=hosts.by)
    agenda.take_off(hosts.session, item, by=hosts.by)
    assert hosts.meeting.agenda_set_at is None
