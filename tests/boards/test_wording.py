from typing import Any

import pytest
from sqlalchemy import select

from advisory.boards.views import today
from advisory.feedback.models import Signpost
from advisory.foundation.access import Role
from advisory.foundation.database import commit
from advisory.help.models import HelpNumber
from advisory.routing.models import RoutingRule, Topic
from advisory.words import actions as words
from advisory.words.models import Status, TextKind, Version
from tests.boards.conftest import Desk
from tests.browser import Seen
from tests.building import LONG_AGO, a_person, a_team, hat_of

HELP = "/staff/settings/help"
TOPICS = "/staff/settings/topics"
READY = "/staff/settings/ready-answers"
ROUTING = "/staff/settings/routing"


def versions(desk: Desk) -> dict[str, Status]:
    """The languages of all texts of the board, with how far each is."""
    with desk.reading() as session:
        return {version.language: version.status for version in session.scalars(select(Version))}


def add_number(desk: Desk, **fields: Any) -> Seen:
    typed = {"name": "Health line", "number": "111", "note": "Free, day and night."}
    page = desk.browser.get(f"{HELP}/add")
    return desk.browser.press(page, "Add this number", **{**typed, **fields})


def test_a_number_is_added_rung_changed_and_taken_off(desk: Desk) -> None:
    page = add_number(desk, number="٠٢٠ 7946 0018")
    assert "020 7946 0018" in page.words
    assert "Not checked yet" in page.words
    page = desk.browser.press(page, "I rang it today")
    assert "Looked after by: Ada" in page.words
    with desk.reading() as session:
        assert session.scalars(select(HelpNumber)).one().checked_on == today()
    form = desk.browser.get(page.link("Change"))
    page = desk.browser.press(form, "Keep", number="116 123")
    assert "Not checked yet" in page.words
    page = desk.browser.press(page, "Take off the list")
    assert "No number yet" in page.words
    assert desk.audited() == [
        "help number added",
        "help number checked",
        "help number changed",
        "help number retired",
    ]


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("number", "ring us", "Write digits and spaces"),
        ("number", "1" * 100_000, "Use 20 characters or fewer."),
        ("note", "", "Write what happens when somebody rings."),
        ("note", "x" * 100_000, "Use 500 characters or fewer."),
    ],
)
def test_a_number_that_nobody_can_ring_is_refused(
    desk: Desk, field: str, typed: str, told: str
) -> None:
    page = add_number(desk, **{"name": "Night line", field: typed})
    assert page.status == 422
    assert told in page.words
    assert page.all("input", id="name")[0].get("value") == "Night line"


def test_translations_are_asked_for_in_every_opened_language_once(desk: Desk) -> None:
    add_number(desk)
    page = desk.browser.get(HELP)
    page = desk.browser.press(page, "Ask for the missing translations")
    assert "Asked for" in page.words
    assert "Ask for the missing translations" not in page.words
    assert versions(desk) == {
        "en": Status.CHECKED,
        "ar": Status.MISSING,
        "fa-AF": Status.MISSING,
        "ti": Status.MISSING,
    }


def test_new_words_make_a_translation_out_of_date(desk: Desk) -> None:
    add_number(desk)
    by = hat_of(
        a_person(desk.session, desk.board, Role.TRANSLATOR, speaks=["ar"]),
        desk.board,
        Role.TRANSLATOR,
    )
    text = desk.session.scalars(select(HelpNumber)).one().note
    asked = words.ask_translation(desk.session, text, language="ar", due_at=None)
    assert asked is not None
    words.write_translation(desk.session, asked, body="مجاني", ready=True, by=by)
    commit(desk.session)
    form = desk.browser.get(desk.browser.get(HELP).link("Change"))
    page = desk.browser.press(form, "Keep", note="Free, from 8 to 20.", meaning="yes")
    assert "The English has changed" in page.words
    assert versions(desk)["ar"] is Status.OUT_OF_DATE


def test_a_members_words_are_never_put_to_translators_from_here(desk: Desk) -> None:
    spoken = words.write_text(
        desk.session,
        board_id=desk.board.id,
        kind=TextKind.CONTRIBUTION,
        language="en",
        body="The letter came only in English.",
    )
    commit(desk.session)
    fields = {"texts": str(spoken.id)}
    assert desk.browser.post("/staff/settings/translations", fields).status == 404


def test_ids_that_are_none_are_not_there(desk: Desk) -> None:
    for texts in ("", "x", "x " * 50_000):
        fields = {"texts": texts}
        assert desk.browser.post("/staff/settings/translations", fields).status == 404


def test_topics_and_services_are_added_and_taken_off(desk: Desk) -> None:
    page = desk.browser.press(desk.browser.get(TOPICS), "Add", name="Interpreters")
    page = desk.browser.press(page, "Add", what="service", name="Hospital")
    assert "Interpreters" in page.words
    assert "Hospital" in page.words
    page = desk.browser.press(page, "Take off the list")
    assert "Interpreters" not in page.words
    with desk.reading() as session:
        assert session.scalars(select(Topic)).one().retired_on == today()


def test_a_topic_without_a_name_is_refused(desk: Desk) -> None:
    page = desk.browser.press(desk.browser.get(TOPICS), "Add", what="service", name="\u200b")
    assert page.status == 422
    assert "Write the name." in page.words
    assert page.all("input", value="service")[0].get("checked") is not None


def test_a_ready_answer_is_written_changed_and_retired(desk: Desk) -> None:
    page = desk.browser.get(READY)
    page = desk.browser.press(page, "Add", name="Doctor", body="You can register.\nIt is free.")
    assert "It is free." in page.words
    form = desk.browser.get(page.link("Change"))
    page = desk.browser.press(form, "Keep", body="You can register without papers.", meaning="yes")
    assert "without papers" in page.words
    page = desk.browser.press(page, "Take off the list")
    assert "without papers" not in page.words
    with desk.reading() as session:
        assert session.scalars(select(Signpost)).one().retired_on == today()


def test_a_ready_answer_that_is_too_long_comes_back_whole(desk: Desk) -> None:
    long = "word " * 20_000
    page = desk.browser.press(desk.browser.get(READY), "Add", name="Doctor", body=long)
    assert page.status == 422
    assert "Use 5000 characters or fewer." in page.words
    assert long.strip() in page.text


def test_a_rule_is_added_tried_and_ended(desk: Desk) -> None:
    a_team(desk.session, desk.board, "Rest", is_fallback=True)
    team = a_team(desk.session, desk.board, "Interpreting team")
    commit(desk.session)
    page = desk.browser.get(ROUTING)
    page = desk.browser.press(
        page, "Add this rule", team_id=str(team.id), place="Camden", language="ti"
    )
    about: dict[str, Any] = {"try-place": "Camden", "try-language": "ti"}
    tried = desk.browser.press(page, "Try", **about)
    assert "It would go to: Interpreting team" in tried.words
    tried = desk.browser.press(page, "Try", **{**about, "try-language": "ar"})
    assert "It would go to: Rest · the team for what fits nowhere" in tried.words
    desk.browser.press(page, "End now")
    with desk.reading() as session:
        assert session.scalars(select(RoutingRule)).one().to_on == today()


def test_a_gap_without_a_fallback_team_is_said(desk: Desk) -> None:
    page = desk.browser.press(desk.browser.get(ROUTING), "Try")
    assert "To nobody" in page.words


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"team_id": "nobody"}, "Choose one of these."),
        ({"place": "Paris"}, "Choose one of these."),
        ({"topic_id": str(LONG_AGO)}, "Choose one of these."),
        ({"from_on": "2099-02-30"}, "Write a day like 2026-11-30."),
        ({"from_on": "2099-02-02", "to_on": "2099-02-01"}, "The last day comes before the first."),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(
    desk: Desk, fields: dict[str, str], told: str
) -> None:
    team = a_team(desk.session, desk.board, "Rest", is_fallback=True)
    commit(desk.session)
    page = desk.browser.get(ROUTING)
    typed: dict[str, Any] = {"team_id": str(team.id), **fields}
    page = desk.browser.press(page, "Add this rule", **typed)
    assert page.status == 422
    assert told in page.words


@pytest.mark.parametrize(
    ("meaning", "state"), [("no", Status.TO_CHECK), ("yes", Status.OUT_OF_DATE)]
)
def test_a_topic_gets_another_name(desk: Desk, meaning: str, state: Status) -> None:
    page = desk.browser.press(desk.browser.get(TOPICS), "Add", what="topic", name="Teeth")
    text = desk.session.scalars(select(Topic)).one().name
    words.add_starter(desk.session, text, {"ar": "أسنان"})
    commit(desk.session)
    form = desk.browser.get(page.link("Change"))
    assert desk.browser.press(form, "Keep", name="Mouth").status == 422
    page = desk.browser.press(form, "Keep", name="Mouth", meaning=meaning)
    assert "Mouth" in page.words
    assert versions(desk)["ar"] is state
