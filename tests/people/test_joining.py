from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.foundation.access import Hat, Impossible, Refused, Role
from advisory.foundation.browser_sessions import BrowserSession
from advisory.foundation.database import commit, now
from advisory.languages.dates import london
from advisory.people import actions, queries, rules
from advisory.people.models import Grant, Invitation, Person, Profile
from tests.people.conftest import PASSWORD, team

Newcomer = Callable[..., Person]


def today_of(session: Session, person: Person) -> set[Role]:
    session.flush()
    session.refresh(person)
    return {grant.role for grant in rules.current_grants(person, london(now()).date())}


def entries(session: Session) -> list[str]:
    commit(session)
    return [
        entry.what
        for entry in session.scalars(select(audit.AuditEntry).order_by(audit.AuditEntry.number))
    ]


def with_a_session(session: Session, person: Person) -> None:
    session.add(
        BrowserSession(
            id_hash=f"{person.name}",
            person_id=person.id,
            sealed=b"",
            began_at=now(),
            idle_until=now() + timedelta(hours=1),
            ends_at=now() + timedelta(hours=1),
        )
    )
    session.flush()


def sessions_of(session: Session, person: Person) -> int:
    found = select(BrowserSession).where(BrowserSession.person_id == person.id)
    return len(session.scalars(found).all())


# ── The first administrator ──────────────────────────────────────────────────────────────────────


def test_a_setup_key_opens_once_and_only_the_newest(session: Session) -> None:
    older = actions.make_setup_key(session)
    newer = actions.make_setup_key(session)
    assert not actions.use_setup_key(session, older)
    assert actions.use_setup_key(session, newer.lower())
    assert not actions.use_setup_key(session, newer)


def test_the_setup_key_is_not_in_the_table(session: Session) -> None:
    key = actions.make_setup_key(session)
    session.flush()
    kept = session.connection().exec_driver_sql("SELECT key_hash FROM setup_keys").scalar_one()
    assert rules.key_as_typed(key) not in kept.upper()


def test_the_first_administrator_gets_a_small_board_with_a_calendar(
    session: Session, first: Person
) -> None:
    board = queries.site_board(session)
    assert board is not None
    assert (board.name, board.profile) == ("Health Voices", Profile.SMALL)
    assert len(board.calendar.hours) == 5
    assert board.sending_opened_at is None
    assert today_of(session, first) == {Role.ADMINISTRATOR, Role.FACILITATOR, Role.TRANSLATOR}
    assert entries(session) == ["board made", "administrator set up"]


def test_there_is_only_one_first_administrator(session: Session, first: Person) -> None:
    with pytest.raises(Impossible):
        actions.set_up_first_administrator(
            session, name="B", email="b@board.example", password=PASSWORD, board_name="Other"
        )


# ── Invitations ──────────────────────────────────────────────────────────────────────────────────


def invited(session: Session, by: Hat, email: str = "sara@board.example") -> Invitation:
    return actions.invite(
        session,
        by=by,
        name="Sara",
        email=email,
        role=Role.TRANSLATOR,
        board_id=by.board_id,
        speaks=["ti", "ar", "ti"],
    )


def test_an_invited_person_waits_until_the_link_is_used(session: Session, by: Hat) -> None:
    invitation = invited(session, by)
    sara = invitation.person
    assert sara.speaks == ["ar", "ti"]
    assert not rules.has_joined(sara)
    assert queries.pending_invitations(session, by.board_id) == [invitation]
    actions.accept_invitation(session, invitation, password=PASSWORD)
    assert rules.has_joined(sara)
    assert queries.pending_invitations(session, by.board_id) == []
    assert entries(session)[-3:] == ["role given: translator", "invited", "invitation accepted"]


def test_a_link_is_used_once(session: Session, by: Hat) -> None:
    invitation = invited(session, by)
    actions.accept_invitation(session, invitation, password=PASSWORD)
    with pytest.raises(Impossible):
        actions.accept_invitation(session, invitation, password="another four words here")


def test_a_link_ends_after_seven_days(session: Session, by: Hat) -> None:
    invitation = invited(session, by)
    with time_machine.travel(now() + timedelta(days=7, seconds=1)):
        assert queries.pending_invitations(session, by.board_id) == []
        with pytest.raises(Impossible):
            actions.accept_invitation(session, invitation, password=PASSWORD)


def test_a_link_ends_when_the_person_is_disabled(session: Session, by: Hat) -> None:
    link = invited(session, by)
    actions.disable(session, link.person, by=by)
    with pytest.raises(Impossible):
        actions.accept_invitation(session, link, password=PASSWORD)


def test_a_known_address_is_not_invited_again_however_it_is_written(
    session: Session, by: Hat
) -> None:
    with pytest.raises(Impossible):
        invited(session, by, email=" AMINA@board.example")


def test_a_new_link_ends_the_older_one(session: Session, by: Hat) -> None:
    older = invited(session, by)
    newer = actions.invite_again(session, older.person, by=by)
    with pytest.raises(Impossible):
        actions.accept_invitation(session, older, password=PASSWORD)
    actions.accept_invitation(session, newer, password=PASSWORD)


def test_only_an_administrator_invites(session: Session, by: Hat, first: Person) -> None:
    facilitator = Hat(first.id, first.name, Role.FACILITATOR, by.board_id)
    with pytest.raises(Refused):
        invited(session, facilitator)


# ── Roles ────────────────────────────────────────────────────────────────────────────────────────


def test_a_policy_lead_needs_a_team_of_the_board(session: Session, by: Hat, first: Person) -> None:
    with pytest.raises(Impossible):
        actions.give_grant(session, first, by=by, role=Role.POLICY_LEAD, board_id=by.board_id)
    gps = team(session, by)
    grant = actions.give_grant(
        session, first, by=by, role=Role.POLICY_LEAD, board_id=by.board_id, team_id=gps.id
    )
    assert grant.team is gps
    assert queries.leads_of(session, gps.id) == [first]


def test_a_role_given_twice_is_held_once(session: Session, by: Hat, newcomer: Newcomer) -> None:
    sara = newcomer("Sara")
    for _ in range(2):
        actions.give_grant(session, sara, by=by, role=Role.TRANSLATOR, board_id=by.board_id)
    assert [grant.role for grant in sara.grants].count(Role.TRANSLATOR) == 1


def test_a_role_ends_on_its_last_day(session: Session, by: Hat, newcomer: Newcomer) -> None:
    sara = newcomer("Sara")
    last_day = london(now()).date() + timedelta(days=3)
    actions.end_grant(session, sara.grants[0], by=by, on=last_day)
    assert today_of(session, sara) == {Role.FACILITATOR}
    with time_machine.travel(now() + timedelta(days=4)):
        assert today_of(session, sara) == set()
        assert queries.staff_of(session, by.board_id, Role.FACILITATOR) == [
            queries.person(session, by.person_id)
        ]


def test_a_role_without_a_last_day_ends_at_once(
    session: Session, by: Hat, newcomer: Newcomer
) -> None:
    sara = newcomer("Sara")
    actions.end_grant(session, sara.grants[0], by=by)
    assert today_of(session, sara) == set()
    longer = newcomer("Lucy")
    longer.grants[0].from_on -= timedelta(days=30)
    actions.end_grant(session, longer.grants[0], by=by)
    assert today_of(session, longer) == set()
    assert longer.grants[0].to_on is not None
    assert entries(session).count("role ended: facilitator") == 2


def test_the_board_keeps_an_administrator(session: Session, by: Hat, newcomer: Newcomer) -> None:
    amina = queries.person(session, by.person_id)
    assert amina is not None
    held = next(grant for grant in amina.grants if grant.role is Role.ADMINISTRATOR)
    with pytest.raises(Impossible):
        actions.end_grant(session, held, by=by)
    with pytest.raises(Impossible):
        actions.disable(session, amina, by=by)
    newcomer("Sara", Role.ADMINISTRATOR)
    actions.end_grant(session, held, by=by)
    assert Role.ADMINISTRATOR not in today_of(session, amina)


def test_disabling_ends_roles_and_sessions_at_once(
    session: Session, by: Hat, newcomer: Newcomer
) -> None:
    sara = newcomer("Sara")
    with_a_session(session, sara)
    actions.disable(session, sara, by=by)
    assert sessions_of(session, sara) == 0
    assert today_of(session, sara) == set()
    assert sara not in queries.staff_of(session, by.board_id)
    assert sara in queries.persons_of(session, by.board_id)
    actions.enable(session, sara, by=by)
    assert today_of(session, sara) == {Role.FACILITATOR}


def test_a_new_password_ends_every_session(session: Session, newcomer: Newcomer) -> None:
    sara = newcomer("Sara")
    with_a_session(session, sara)
    actions.change_password(session, sara, password="yellow trams across the hill")
    assert sessions_of(session, sara) == 0
    assert rules.password_opens(sara.password_hash, "yellow trams across the hill")


# ── Who reads ────────────────────────────────────────────────────────────────────────────────────


def test_a_reader_is_a_facilitator_who_has_joined(
    session: Session, by: Hat, newcomer: Newcomer, first: Person
) -> None:
    actions.invite(
        session,
        by=by,
        name="Waiting",
        email="waiting@board.example",
        role=Role.FACILITATOR,
        board_id=by.board_id,
    )
    newcomer("Sara", Role.TRANSLATOR)
    assert queries.readers(session, by.board_id) == [first]
    assert not queries.has_woman_reader(session, by.board_id)
    newcomer("Lucy", is_woman=True)
    assert queries.has_woman_reader(session, by.board_id)


def test_the_fallback_team_is_open_and_marked(session: Session, by: Hat) -> None:
    gps = team(session, by)
    desk = team(session, by, "Desk")
    assert queries.fallback_team(session, by.board_id) is None
    desk.is_fallback = True
    session.flush()
    assert queries.fallback_team(session, by.board_id) is desk
    assert queries.teams_of(session, by.board_id) == [gps, desk]
    gps.closed_on = london(now()).date()
    session.flush()
    assert queries.teams_of(session, by.board_id) == [desk]


def test_the_audit_chain_holds_and_names_nobody(session: Session, newcomer: Newcomer) -> None:
    newcomer("Sara")
    written = " ".join(entries(session))
    assert audit.first_broken_entry(session) is None
    assert "sara" not in written.lower()


def test_every_grant_says_who_gave_it(session: Session, by: Hat, newcomer: Newcomer) -> None:
    sara = newcomer("Sara")
    given = session.scalars(select(Grant.given_by_id).where(Grant.person_id == sara.id)).all()
    assert given == [by.person_id]
