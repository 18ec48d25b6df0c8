"""An address is opened by two people, for a reason, for half an hour, and for one pair of eyes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from time_machine import Traveller

from advisory.contributions import actions as contributions
from advisory.custodian import actions, queries, rules
from advisory.custodian.jobs import seal_contacts
from advisory.custodian.models import ContactRequest, RequestState
from advisory.feedback.actions import reading
from advisory.foundation.access import Hat, Impossible, Refused, Role
from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import Database, commit, now
from advisory.letters.models import Letter
from advisory.people.models import Board, Profile
from advisory.safeguarding import queries as concerns
from tests.browser import Browser
from tests.building import a_board, a_person, hat_of, some_feedback

ADDRESS = "canary@mine.example"
REASON = "The reminder came back."


class Desk:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.board: Board = a_board(session)
        self.people = {
            role: a_person(session, self.board, role) for role in Role if role != "policy_lead"
        }
        self.item, _ = some_feedback(session, self.board)
        contributions.keep_contact(session, self.item.contribution, ADDRESS, language="en")
        commit(session)

    def hat(self, role: Role, *others: Role) -> Hat:
        hat = hat_of(self.people[role], self.board, role)
        return Hat(**{**vars(hat), "others": frozenset(others)})

    def ask(self, role: Role = Role.FACILITATOR) -> ContactRequest:
        return actions.ask(
            self.session, self.item.contribution, reason=REASON, board=self.board, by=self.hat(role)
        )

    def agree(self, request: ContactRequest, role: Role = Role.OUTSIDE_PERSON) -> None:
        actions.agree(self.session, request, board=self.board, by=self.hat(role))

    def opened(self) -> ContactRequest:
        request = self.ask()
        self.agree(request)
        actions.open_address(self.session, request, by=self.hat(Role.FACILITATOR))
        commit(self.session)
        return request

    def address(self, request: ContactRequest, role: Role) -> str | None:
        concern = concerns.concern_of(self.session, self.item.contribution_id)
        return queries.opened_address(self.session, request, concern, hat=self.hat(role), at=now())

    def hold(self) -> None:
        by = self.hat(Role.FACILITATOR)
        reading.hold(self.session, self.item, allegation=False, board=self.board, by=by)
        commit(self.session)


@pytest.fixture
def clock() -> Iterator[Traveller]:
    with time_machine.travel("2026-11-23T11:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(clock: Traveller, session: Session) -> Desk:
    return Desk(session)


def test_only_the_one_who_asked_sees_it_and_only_while_it_is_open(
    desk: Desk, clock: Traveller
) -> None:
    request = desk.ask()
    assert desk.address(request, Role.FACILITATOR) is None
    desk.agree(request)
    assert desk.address(request, Role.FACILITATOR) is None
    actions.open_address(desk.session, request, by=desk.hat(Role.FACILITATOR))
    seen = {role: desk.address(request, role) for role in desk.people}
    assert seen == {role: ADDRESS if role is Role.FACILITATOR else None for role in desk.people}
    clock.shift(timedelta(minutes=30))
    assert desk.address(request, Role.FACILITATOR) is None


def test_opening_it_twice_gives_no_more_time(desk: Desk, clock: Traveller) -> None:
    request = desk.opened()
    clock.shift(timedelta(minutes=20))
    actions.open_address(desk.session, request, by=desk.hat(Role.FACILITATOR))
    clock.shift(timedelta(minutes=10))
    assert desk.address(request, Role.FACILITATOR) is None
    with pytest.raises(Impossible):
        actions.open_address(desk.session, request, by=desk.hat(Role.FACILITATOR))


def test_it_is_sealed_again_by_itself_and_that_is_written_down(
    desk: Desk, clock: Traveller, database: Database
) -> None:
    request = desk.opened()
    clock.shift(timedelta(minutes=31))
    assert [seal_contacts(database), seal_contacts(database)] == [1, 0]
    desk.session.refresh(request)
    assert request.state is RequestState.ENDED
    told = desk.session.scalars(
        select(AuditEntry.what).where(AuditEntry.about_id == request.id).order_by(AuditEntry.number)
    )
    assert list(told) == [f"contact: {what}" for what in ("asked", "agreed", "opened", "ended")]


def test_a_yes_that_nobody_uses_lasts_a_day(desk: Desk, clock: Traveller) -> None:
    request = desk.ask()
    desk.agree(request)
    clock.shift(timedelta(hours=24))
    with pytest.raises(Impossible):
        actions.open_address(desk.session, request, by=desk.hat(Role.FACILITATOR))


def test_nobody_agrees_to_their_own_question_in_another_hat(desk: Desk) -> None:
    request = desk.ask()
    same = desk.hat(Role.FACILITATOR)
    for role in Role:
        hat = Hat(**{**vars(same), "role": role, "others": frozenset(Role)})
        with pytest.raises(Refused):
            actions.agree(desk.session, request, board=desk.board, by=hat)


def test_the_table_itself_wants_two_people(desk: Desk) -> None:
    request = desk.opened()
    alone = update(ContactRequest).where(ContactRequest.id == request.id)
    with pytest.raises(IntegrityError, match="needs_two_people"):
        desk.session.execute(alone.values(decided_by_id=request.asked_by_id))
    desk.session.rollback()
    with pytest.raises(IntegrityError, match="opens_with_a_yes"):
        desk.session.execute(alone.values(decided_by_id=None))


@pytest.mark.parametrize(
    ("profile", "held", "may"),
    [
        (Profile.SMALL, False, {Role.OUTSIDE_PERSON}),
        (Profile.SMALL, True, {Role.OUTSIDE_PERSON}),
        (
            Profile.FULL,
            False,
            {Role.OUTSIDE_PERSON, Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR},
        ),
        (Profile.FULL, True, {Role.OUTSIDE_PERSON, Role.SAFEGUARDING_LEAD}),
    ],
)
def test_who_may_say_yes_is_the_boards_rule(
    *, profile: Profile, held: bool, may: set[Role]
) -> None:
    assert rules.custodians(profile, secret=held) == may


def test_a_no_has_a_reason_and_opens_nothing(desk: Desk, browser: Browser) -> None:
    request = desk.ask()
    commit(desk.session)
    browser.sign_in(desk.people[Role.OUTSIDE_PERSON])
    page = browser.get(f"/staff/contacts/{request.id}")
    assert REASON in page.words
    assert browser.press(page, "No, keep it sealed", reason=" ").status == 422
    page = browser.press(page, "No, keep it sealed", reason="Write a letter.")
    assert "Refused" in page.words
    browser.sign_in(desk.people[Role.FACILITATOR])
    page = browser.get(f"/staff/contacts/{request.id}")
    assert "Write a letter." in page.words
    assert browser.post(f"/staff/contacts/{request.id}/open").status == 409


def test_the_two_are_told_in_letters_without_a_word_of_it(desk: Desk) -> None:
    desk.agree(desk.ask())
    found = desk.session.scalars(select(Letter).where(Letter.kind.startswith("contact_")))
    told = {(letter.kind, letter.person_id) for letter in found}
    seconds = (Role.OUTSIDE_PERSON, Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR)
    assert told == {
        ("contact_decided", desk.people[Role.FACILITATOR].id),
        *(("contact_asked", desk.people[role].id) for role in seconds),
    }


def test_what_is_held_meanwhile_closes_the_address_to_the_facilitator(desk: Desk) -> None:
    request = desk.opened()
    desk.hold()
    assert desk.address(request, Role.FACILITATOR) is None
    shown = queries.requests(desk.session, desk.hat(Role.ADMINISTRATOR))
    assert shown == []
    with pytest.raises(Refused):
        desk.ask()


def test_of_held_words_the_lead_asks_and_the_outside_person_agrees(desk: Desk) -> None:
    desk.hold()
    request = desk.ask(Role.SAFEGUARDING_LEAD)
    with pytest.raises(Refused):
        desk.agree(request, Role.ADMINISTRATOR)
    desk.agree(request)
    actions.open_address(desk.session, request, by=desk.hat(Role.SAFEGUARDING_LEAD))
    assert desk.address(request, Role.SAFEGUARDING_LEAD) == ADDRESS


def test_a_new_address_needs_a_new_question(desk: Desk) -> None:
    request = desk.opened()
    contributions.keep_contact(
        desk.session, desk.item.contribution, "other@mine.example", language="en"
    )
    desk.session.flush()
    assert desk.address(request, Role.FACILITATOR) is None


def test_without_a_second_person_nothing_is_asked(session: Session) -> None:
    board = a_board(session, profile=Profile.SMALL)
    alone = a_person(session, board, Role.FACILITATOR, Role.OUTSIDE_PERSON, Role.ADMINISTRATOR)
    item, _ = some_feedback(session, board)
    contributions.keep_contact(session, item.contribution, ADDRESS, language="en")
    session.flush()
    with pytest.raises(Impossible):
        actions.ask(
            session,
            item.contribution,
            reason=REASON,
            board=board,
            by=hat_of(alone, board, Role.FACILITATOR),
        )


def test_the_address_is_read_in_two_places_of_the_code_alone() -> None:
    """The letter that goes there, and the custodian; whoever adds a third must come here."""
    from tests.architecture.building import files_under, text  # noqa: PLC0415 - reads the tree

    readers = {str(path) for path in files_under("advisory", ".py") if "address_in(" in text(path)}
    assert readers == {
        "advisory/contributions/jobs.py",
        "advisory/contributions/queries.py",
        "advisory/custodian/queries.py",
    }
