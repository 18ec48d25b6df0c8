from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from advisory.app.rooms import JOBS
from advisory.boards.jobs import tell_of_changed_doors
from advisory.boards.views import today
from advisory.foundation.access import Role
from advisory.foundation.database import Database, commit, now
from advisory.letters.jobs import WRITERS
from advisory.letters.models import Letter
from advisory.people import actions as people
from advisory.people.models import Board, Grant, Invitation, Person
from tests.boards.conftest import Desk
from tests.browser import Seen
from tests.building import a_person, a_team

PEOPLE = "/staff/settings/people"


def invite(desk: Desk, **fields: Any) -> Seen:
    page = desk.browser.get(f"{PEOPLE}/invite")
    typed = {"name": "Leyla", "email": "leyla@partner.example", "role": "outside_person"}
    return desk.browser.press(page, "Invite", **{**typed, **fields})


def link_on(page: Seen) -> str:
    return next(word for word in page.words.split() if "/staff/welcome/" in word)


def test_an_invited_person_joins_by_the_link_that_is_shown_once(desk: Desk) -> None:
    page = invite(desk)
    link = link_on(page)
    assert link.startswith("http://127.0.0.1:8000/staff/welcome/")
    assert "/staff/welcome/" not in desk.browser.get(page.url).text
    desk.browser.sign_out()
    assert desk.browser.get(link.removeprefix("http://127.0.0.1:8000")).status == 200


def test_the_letter_of_an_invitation_carries_the_same_link(desk: Desk) -> None:
    link = link_on(invite(desk))
    with desk.reading() as session:
        letter = session.scalars(select(Letter).where(Letter.kind == "invitation")).one()
        written = WRITERS["invitation"](session, letter)
    assert written is not None
    assert written.to == "leyla@partner.example"
    assert link in written.text


def test_who_did_not_change_their_way_in_hears_of_it_once(desk: Desk) -> None:
    people.change_password(desk.session, desk.administrator, password="green bicycles in the rain")
    people.record_sign_in(desk.session, desk.administrator)
    commit(desk.session)
    database: Database = desk.browser.app.extensions["database"]
    assert (tell_of_changed_doors(database), tell_of_changed_doors(database)) == (1, 0)
    with desk.reading() as session:
        letter = session.scalars(select(Letter).where(Letter.kind == "door_changed")).one()
        written = WRITERS["door_changed"](session, letter)
    assert letter.person_id == desk.administrator.id
    assert written is not None
    assert written.to == desk.administrator.email
    assert tell_of_changed_doors in {job.run for job in JOBS}, "the worker does not know of it"
    assert "was changed" in written.text


def test_the_letter_of_a_used_or_ended_invitation_is_not_sent(desk: Desk) -> None:
    invite(desk)
    invitation = desk.session.scalars(select(Invitation)).one()
    invitation.ends_at = now() - timedelta(seconds=1)
    commit(desk.session)
    with desk.reading() as session:
        letter = session.scalars(select(Letter).where(Letter.kind == "invitation")).one()
        assert WRITERS["invitation"](session, letter) is None


def test_inviting_again_ends_the_older_link(desk: Desk) -> None:
    page = invite(desk)
    old = link_on(page).removeprefix("http://127.0.0.1:8000")
    new = link_on(desk.browser.press(page, "Invite again")).removeprefix("http://127.0.0.1:8000")
    desk.browser.sign_out()
    assert desk.browser.get(old).status == 409
    assert desk.browser.get(new).status == 200


def test_an_address_that_is_known_is_said_in_the_form_and_nothing_typed_is_lost(
    desk: Desk,
) -> None:
    invite(desk)
    again = invite(desk, name="Leyla the second")
    assert again.status == 422
    assert "This address is known here." in again.words
    assert again.all("input", id="name")[0].get("value") == "Leyla the second"


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("name", "", "Write a name."),
        ("name", "x" * 100_000, "Use 120 characters or fewer."),
        ("name", "\u202e\u0000", "Write a name."),
        ("email", "leyla", "Write a whole e-mail address"),
        ("email", "l" * 100_000 + "@partner.example", "Use 254 characters or fewer."),
        ("role", "emperor", "Choose one of these."),
        ("role", "policy_lead", "A policy lead needs a team."),
        ("team_id", "another board’s", "Choose one of these."),
    ],
)
def test_wrong_input_is_told_beside_its_field(
    desk: Desk, field: str, typed: str, told: str
) -> None:
    page = invite(desk, **{field: typed})
    assert page.status == 422
    assert told in page.words
    assert page.title.startswith("Look again:")


def test_a_policy_lead_is_invited_for_a_team(desk: Desk) -> None:
    team = a_team(desk.session, desk.board)
    commit(desk.session)
    form = desk.browser.get(f"{PEOPLE}/invite?role=policy_lead&team={team.id}")
    page = desk.browser.press(form, "Invite", name="Tom", email="tom@health.example")
    assert "Policy lead · Access team" in page.words


def test_a_role_is_given_for_some_days_and_ends(desk: Desk) -> None:
    person = a_person(desk.session, desk.board, Role.TRANSLATOR, name="Sam")
    commit(desk.session)
    page = desk.browser.get(f"{PEOPLE}/{person.id}")
    last = today() + timedelta(days=30)
    page = desk.browser.press(page, "Give this role", role="facilitator", to_on=last.isoformat())
    assert "Facilitator" in page.words
    with desk.reading() as session:
        given = session.scalars(select(Grant).where(Grant.role == Role.FACILITATOR)).one()
        assert (given.from_on, given.to_on) == (today(), last)
    assert "role given: facilitator" in desk.audited()


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2020-01-01", "", "Choose today or a later day."),
        ("2099-01-02", "2099-01-01", "The last day comes before the first."),
        ("yesterday", "", "Write a day like 2026-11-30."),
        ("", "", "Choose the first day."),
    ],
)
def test_the_days_of_a_role_make_sense(desk: Desk, first: str, last: str, told: str) -> None:
    page = desk.browser.get(f"{PEOPLE}/{desk.administrator.id}")
    page = desk.browser.press(page, "Give this role", role="translator", from_on=first, to_on=last)
    assert page.status == 422
    assert told in page.words


def test_the_last_administrator_keeps_the_role_and_is_not_shut_out(desk: Desk) -> None:
    grant_id = desk.administrator_grant_id()
    assert desk.browser.post(f"/staff/settings/roles/{grant_id}/end").status == 409
    assert desk.browser.post(f"{PEOPLE}/{desk.administrator.id}/disable").status == 409
    assert desk.browser.get(PEOPLE).status == 200


def test_somebody_is_shut_out_and_let_in_again(desk: Desk) -> None:
    person = a_person(desk.session, desk.board, Role.TRANSLATOR, name="Sam")
    commit(desk.session)
    page = desk.browser.press(desk.browser.get(f"{PEOPLE}/{person.id}"), "Shut out")
    assert "This person cannot come in." in page.words
    assert desk.fresh(Person, person.id).disabled_at is not None
    desk.browser.press(page, "Let in again")
    assert desk.fresh(Person, person.id).disabled_at is None
    assert desk.audited()[-2:] == ["person disabled", "person enabled"]


def test_a_lost_phone_ends_the_old_password(desk: Desk) -> None:
    person = a_person(desk.session, desk.board, Role.TRANSLATOR, name="Sam")
    person.second_factor = b"sealed"
    commit(desk.session)
    page = desk.browser.press(desk.browser.get(f"{PEOPLE}/{person.id}"), "Forget the second factor")
    assert "/staff/welcome/" in page.text
    assert desk.fresh(Person, person.id).password_hash is None
    assert desk.audited()[-2:] == ["second factor forgotten", "invited again"]
    with desk.reading() as session:
        letter = session.scalars(select(Letter).where(Letter.person_id == person.id)).one()
        written = WRITERS["invitation"](session, letter)
    assert written is not None
    assert "has taken away your old password and second step" in written.text
    assert "You are invited" not in written.text


def test_who_also_works_for_another_board_is_not_shut_out_here(desk: Desk) -> None:
    person = a_person(desk.session, desk.board, Role.TRANSLATOR)
    elsewhere = Board(
        name="Other", public_name="Other", calendar=desk.board.calendar, created_at=now()
    )
    desk.session.add(elsewhere)
    desk.session.flush()
    desk.session.add(
        Grant(person=person, board_id=elsewhere.id, role=Role.ADMINISTRATOR, from_on=today())
    )
    commit(desk.session)
    assert desk.browser.post(f"{PEOPLE}/{person.id}/disable").status == 404
    assert desk.browser.post(f"{PEOPLE}/{person.id}/reset").status == 404
    assert desk.browser.get(f"{PEOPLE}/{person.id}").status == 200


def test_ending_a_role_given_today_takes_a_stranger_off_the_list(desk: Desk) -> None:
    page = invite(desk)
    person_id = UUID(page.url.rsplit("/", 1)[-1])
    gone = desk.browser.press(page, "End now")
    assert gone.url.startswith(PEOPLE)
    assert "Leyla" not in gone.words
    assert desk.browser.get(f"{PEOPLE}/{person_id}").status == 404
