from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.foundation import audit, keys
from advisory.foundation.access import Hat, Role
from advisory.foundation.database import commit, now
from advisory.people import actions, rules
from advisory.people.models import Person
from tests.people.conftest import PASSWORD


@pytest.fixture
def at() -> datetime:
    return now()


def opens(
    session: Session, password: str, at: datetime, email: str = "amina@board.example"
) -> bool:
    return actions.try_password(session, email=email, password=password, at=at) is not None


def enrolled(session: Session, person: Person, at: datetime) -> tuple[pyotp.TOTP, list[str]]:
    secret = rules.new_secret()
    app = pyotp.TOTP(secret)
    codes = actions.confirm_second_factor(session, person, secret=secret, number=app.at(at), at=at)
    assert codes is not None
    return app, codes


def steps_later(at: datetime, steps: int = 1) -> datetime:
    return at + timedelta(seconds=30 * steps)


def test_the_right_password_opens_however_the_address_is_typed(
    session: Session, first: Person, at: datetime
) -> None:
    for email in ("AMINA@board.example ", first.email):
        assert actions.try_password(session, email=email, password=PASSWORD, at=at) is first


def test_wrong_unknown_and_not_joined_are_answered_alike(
    session: Session, by: Hat, at: datetime
) -> None:
    actions.invite(
        session,
        by=by,
        name="Sara",
        email="sara@board.example",
        role=Role.TRANSLATOR,
        board_id=by.board_id,
    )
    answers = {
        actions.try_password(session, email=email, password=password, at=at)
        for email, password in (
            ("amina@board.example", "wrong words entirely here"),
            ("nobody@board.example", PASSWORD),
            ("sara@board.example", ""),
            ("", ""),
        )
    }
    assert answers == {None}


def test_five_misses_lock_for_fifteen_minutes_even_for_the_right_password(
    session: Session, first: Person, at: datetime
) -> None:
    for _ in range(5):
        assert not opens(session, "wrong words entirely here", at)
    assert not opens(session, PASSWORD, at + timedelta(minutes=14, seconds=59))
    assert opens(session, PASSWORD, at + timedelta(minutes=15))


def test_four_misses_do_not_lock(session: Session, first: Person, at: datetime) -> None:
    for _ in range(4):
        opens(session, "wrong words entirely here", at)
    assert opens(session, PASSWORD, at)


def test_the_right_password_does_not_buy_more_guesses_of_the_number(
    session: Session, first: Person, at: datetime
) -> None:
    enrolled(session, first, at)
    for _ in range(5):
        assert opens(session, PASSWORD, at)
        assert not actions.try_second_factor(session, first, number="000 000 0", at=at)
    assert not opens(session, PASSWORD, at)


def test_misses_are_forgotten_once_both_factors_were_right(
    session: Session, first: Person, at: datetime
) -> None:
    app, _ = enrolled(session, first, at)
    for _ in range(4):
        opens(session, "wrong words entirely here", at)
    later = steps_later(at)
    assert actions.try_second_factor(session, first, number=app.at(later), at=later)
    assert first.misses == 0


def test_a_disabled_person_and_one_without_a_role_do_not_come_in(
    session: Session, first: Person, at: datetime
) -> None:
    first.disabled_at = at
    assert not opens(session, PASSWORD, at)
    first.disabled_at = None
    for grant in first.grants:
        grant.from_on -= timedelta(days=9)
        grant.to_on = grant.from_on
    assert not opens(session, PASSWORD, at)


def test_a_number_opens_once(session: Session, first: Person, at: datetime) -> None:
    app, _ = enrolled(session, first, at)
    # The number that set the app up is used already.
    assert not actions.try_second_factor(session, first, number=app.at(at), at=at)
    later = steps_later(at)
    assert actions.try_second_factor(session, first, number=app.at(later), at=later)
    assert not actions.try_second_factor(session, first, number=app.at(later), at=later)


def test_a_recovery_code_opens_once(session: Session, first: Person, at: datetime) -> None:
    _, codes = enrolled(session, first, at)
    assert len(set(codes)) == rules.RECOVERY_CODES
    typed = codes[3].lower().replace("-", " ")
    assert actions.try_second_factor(session, first, number=typed, at=at)
    assert not actions.try_second_factor(session, first, number=typed, at=at)
    assert actions.try_second_factor(session, first, number=codes[4], at=at)
    assert len(first.recovery_hashes) == rules.RECOVERY_CODES - 2


def test_a_locked_door_uses_up_no_recovery_code(
    session: Session, first: Person, at: datetime
) -> None:
    _, codes = enrolled(session, first, at)
    first.locked_until = at + timedelta(minutes=1)
    assert not actions.try_second_factor(session, first, number=codes[0], at=at)
    assert len(first.recovery_hashes) == rules.RECOVERY_CODES


def test_new_recovery_codes_replace_the_old_ones(
    session: Session, first: Person, at: datetime
) -> None:
    _, old = enrolled(session, first, at)
    new = actions.make_recovery_codes(session, first)
    assert not actions.try_second_factor(session, first, number=old[0], at=at)
    assert actions.try_second_factor(session, first, number=new[0], at=at)


def test_a_wrong_number_keeps_no_secret(session: Session, first: Person, at: datetime) -> None:
    secret = rules.new_secret()
    wrong = pyotp.TOTP(secret).at(steps_later(at, 9))
    assert actions.confirm_second_factor(session, first, secret=secret, number=wrong, at=at) is None
    assert first.second_factor is None


def test_the_secret_is_sealed_under_a_staff_key_and_the_old_key_is_destroyed(
    session: Session, first: Person, at: datetime
) -> None:
    app, _ = enrolled(session, first, at)
    old_key_id = first.second_factor_key_id
    assert app.secret.encode() not in (first.second_factor or b"")
    enrolled(session, first, at)
    old, new = (
        session.get_one(keys.DataKey, key_id) for key_id in (old_key_id, first.second_factor_key_id)
    )
    assert old.wrapped is None
    assert new.wrapped is not None
    assert new.purpose is keys.Purpose.STAFF


def test_a_reset_of_the_password_does_not_skip_the_second_factor(
    session: Session, by: Hat, first: Person, at: datetime
) -> None:
    enrolled(session, first, at)
    link = actions.invite_again(session, first, by=by)
    actions.accept_invitation(session, link, password="yellow trams across the hill")
    assert opens(session, "yellow trams across the hill", at)
    assert first.second_factor is not None


def test_a_lost_phone_ends_the_password_too(
    session: Session, by: Hat, first: Person, at: datetime
) -> None:
    _, codes = enrolled(session, first, at)
    mark = rules.password_mark(first)
    actions.invite_again(session, first, by=by, forget_second_factor=True)
    assert first.second_factor is None
    assert rules.password_mark(first) != mark
    assert not opens(session, PASSWORD, at)
    assert not actions.try_second_factor(session, first, number=codes[0], at=at)


def test_the_audit_log_tells_of_every_miss_and_never_of_an_address(
    session: Session, first: Person
) -> None:
    at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    first.grants[0].from_on = at.date()
    for _ in range(5):
        opens(session, "wrong words entirely here", at)
    opens(session, PASSWORD, at)
    opens(session, PASSWORD, at, email="nobody@board.example")
    commit(session)
    entries = session.scalars(select(audit.AuditEntry).order_by(audit.AuditEntry.number)).all()
    told = [entry.what for entry in entries]
    assert told.count("sign-in missed") == 6
    assert told.count("sign-in locked") == 1
    assert told.count("sign-in refused") == 1
    assert not any("@" in f"{entry.what}{entry.about}" for entry in entries)
    assert audit.first_broken_entry(session) is None
