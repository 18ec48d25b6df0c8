"""Typed builders: what a test needs to stand before its story begins. They flush, never commit."""

from collections.abc import Iterable
from datetime import date
from uuid import uuid4

from sqlalchemy.orm import Session

from advisory.clocks.actions import standard_calendar
from advisory.contributions import rules as codes
from advisory.contributions.actions import Told
from advisory.contributions.rules import Digits
from advisory.feedback.actions import accepting, reading
from advisory.feedback.actions.accepting import About
from advisory.feedback.models import Feedback, Understood
from advisory.foundation.access import Hat, Role
from advisory.foundation.database import now
from advisory.people.models import Board, Grant, Person, Profile, Standing, Team
from advisory.words import actions as words

LONG_AGO = date(2020, 1, 1)


def a_board(
    session: Session,
    *,
    sending_open: bool = True,
    profile: Profile = Profile.FULL,
    languages: Iterable[str] = ("en", "ar", "fa-AF", "ti"),
) -> Board:
    board = Board(
        id=uuid4(),
        name="North London board",
        public_name="Community Voice",
        calendar=standard_calendar(session),
        profile=profile,
        created_at=now(),
        sending_opened_at=now() if sending_open else None,
    )
    session.add(board)
    session.flush()
    for position, tag in enumerate(languages):
        words.open_language(
            session,
            board_id=board.id,
            language=tag,
            as_draft=tag != "en",
            position=position,
            by=None,
        )
    session.flush()
    return board


def a_team(
    session: Session,
    board: Board,
    name: str = "Access team",
    *,
    standing: Standing = Standing.AGREED,
    parent: Team | None = None,
    is_fallback: bool = False,
    email: str | None = "team@board.example",
) -> Team:
    team = Team(
        id=uuid4(),
        board_id=board.id,
        name=name,
        standing=standing,
        parent=parent,
        is_fallback=is_fallback,
        email=email,
    )
    session.add(team)
    session.flush()
    return team


def a_person(
    session: Session,
    board: Board,
    *roles: Role,
    name: str = "",
    team: Team | None = None,
    speaks: Iterable[str] = (),
    is_woman: bool = False,
) -> Person:
    """A person who has joined; `Browser.sign_in` spares the password and the second factor."""
    called = name or "-".join(roles) or "person"
    person = Person(
        id=uuid4(),
        name=called,
        email=f"{uuid4().hex[:8]}@board.example",
        password_hash="joined",
        recovery_hashes=[],
        speaks=list(speaks),
        is_woman=is_woman,
        created_at=now(),
    )
    session.add(person)
    session.flush()
    for role in roles:
        session.add(
            Grant(
                id=uuid4(),
                person=person,
                board_id=board.id,
                role=role,
                team_id=team.id if team and role is Role.POLICY_LEAD else None,
                from_on=LONG_AGO,
            )
        )
    session.flush()
    return person


def hat_of(person: Person, board: Board, role: Role, *, team: Team | None = None) -> Hat:
    """What a signed-in person is to actions."""
    return Hat(
        person_id=person.id,
        name=person.name,
        role=role,
        board_id=board.id,
        team_id=team.id if team else None,
        speaks=tuple(person.speaks),
        is_woman=person.is_woman,
    )


def some_feedback(
    session: Session,
    board: Board,
    *,
    words: str = "The clinic letter came only in English.",
    language: str = "en",
    reads: str | None = None,
    about: About | None = None,
    hurt_soon: bool = False,
    wants_woman: bool = False,
    not_my_country: bool = False,
) -> tuple[Feedback, Digits]:
    """Accepted as from the web; the code comes with it."""
    accepted = accepting.accept(
        session,
        Told(
            words=words,
            speaks=language,
            reads=reads or language,
            wants_woman=wants_woman,
            not_my_country=not_my_country,
        ),
        about or About(),
        board=board,
        token=codes.new_form_token(),
        hurt_soon=hurt_soon,
    )
    assert accepted.digits is not None
    session.flush()
    return accepted.feedback, accepted.digits


def understood(session: Session, feedback: Feedback, by: Hat) -> None:
    """Read and understood by a facilitator."""
    reading.take(session, feedback, by=by)
    reading.understand(session, feedback, how=Understood.OWN_READING, by=by)
