from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pyotp
import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from advisory.foundation.access import ANY_STAFF, ANYONE, Role, staff
from advisory.people import rules
from advisory.people.models import Grant, Invitation, Person

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def person(*roles: Role) -> Person:
    board_id = uuid4()
    found = Person(id=uuid4(), name="Sara", email="sara@board.example", speaks=["ti"])
    for role in roles:
        found.grants.append(Grant(id=uuid4(), board_id=board_id, role=role, from_on=TODAY))
    return found


def test_a_grant_holds_from_its_first_to_its_last_day() -> None:
    grant = Grant(from_on=TODAY, to_on=TODAY + timedelta(days=2))
    held = [rules.holds(grant, TODAY + timedelta(days=day)) for day in range(-1, 4)]
    assert held == [False, True, True, True, False]


def test_a_disabled_person_holds_nothing() -> None:
    gone = person(Role.FACILITATOR)
    assert rules.current_grants(gone, TODAY)
    gone.disabled_at = NOON
    assert rules.current_grants(gone, TODAY) == []


def test_one_wears_the_hat_one_wants_when_the_page_admits_it() -> None:
    many = person(Role.ADMINISTRATOR, Role.TRANSLATOR, Role.FACILITATOR)
    grants = rules.current_grants(many, TODAY)
    hat = rules.hat_for(many, grants, ANY_STAFF, Role.ADMINISTRATOR)
    assert hat is not None
    assert hat.role is Role.ADMINISTRATOR
    assert hat.others == {Role.TRANSLATOR, Role.FACILITATOR}
    assert hat.speaks == ("ti",)


def test_a_page_that_does_not_admit_the_wanted_hat_changes_it() -> None:
    many = person(Role.ADMINISTRATOR, Role.TRANSLATOR)
    grants = rules.current_grants(many, TODAY)
    hat = rules.hat_for(many, grants, staff(Role.TRANSLATOR), Role.ADMINISTRATOR)
    assert hat is not None
    assert hat.role is Role.TRANSLATOR


def test_without_a_grant_that_a_page_admits_there_is_no_hat() -> None:
    one = person(Role.TRANSLATOR)
    grants = rules.current_grants(one, TODAY)
    assert rules.hat_for(one, grants, staff(Role.FACILITATOR), Role.TRANSLATOR) is None
    assert rules.hat_for(one, grants, ANYONE, Role.TRANSLATOR) is None
    assert rules.hat_for(one, [], ANY_STAFF, None) is None


@pytest.mark.parametrize(
    "weak",
    [
        "",
        "short but good",
        "passwordpassword",
        "password123456789",
        "aaaaaaaaaaaaaaaaa",
        "123456789012345678",
        "qwertyuiopasdfghjkl",
        "iloveyouiloveyou",
        "1q2w3e4r5t6y7u8i9o",
        "Community Voice 2026",
        "Sara Tesfay sara 1990",
        "sara@board.example",
        "x" * 257,
    ],
)
def test_a_weak_password_is_named_as_such(weak: str) -> None:
    assert rules.password_problem(weak, own=("Sara Tesfay", "sara@board.example"))


@pytest.mark.parametrize(
    "good",
    [
        "green bicycles under the moon",
        "ሰማያዊ ጽሩር ማይ ኣብ ሩባ",
        "قطار أزرق فوق الجبل",
        "v9$Kq2!mZr7@xLp4",
    ],
)
def test_four_words_in_any_script_are_a_good_password(good: str) -> None:
    assert rules.password_problem(good, own=("Sara Tesfay",)) is None


def test_three_thousand_known_passwords_are_refused_alone_and_repeated() -> None:
    known = FREQUENCY_LISTS["passwords"][:3000]
    assert len(known) == 3000
    accepted = [
        word
        for word in known
        for tried in (word, word * (rules.SHORTEST_PASSWORD // len(word) + 1))
        if rules.password_problem(tried) is None
    ]
    assert accepted == []


def test_a_password_is_kept_as_argon2id_at_owasps_floor() -> None:
    kept = rules.hash_password("green bicycles under the moon")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert kept != rules.hash_password("green bicycles under the moon")


def test_a_password_opens_however_its_letters_were_composed() -> None:
    kept = rules.hash_password("cafe\u0301 under the green moon")
    assert rules.password_opens(kept, "caf\u00e9 under the green moon")
    assert not rules.password_opens(kept, "cafe under the green moon")


def test_nobody_has_no_password_that_opens() -> None:
    assert not rules.password_opens(None, "")
    assert not rules.password_opens(None, "green bicycles under the moon")


@pytest.mark.parametrize(
    ("steps_away", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_number_opens_one_step_early_or_late(steps_away: int, opens: bool) -> None:
    secret = rules.new_secret()
    number = pyotp.TOTP(secret).at(NOON + timedelta(seconds=30 * steps_away))
    step = rules.accepted_step(secret, number, at=NOON, last_step=0)
    assert (step is not None) is opens


def test_a_step_opens_once_and_never_backwards() -> None:
    secret = rules.new_secret()
    number = pyotp.TOTP(secret).at(NOON)
    step = rules.accepted_step(secret, number, at=NOON, last_step=0)
    assert step is not None
    assert rules.accepted_step(secret, number, at=NOON, last_step=step) is None
    before = pyotp.TOTP(secret).at(NOON - timedelta(seconds=30))
    assert rules.accepted_step(secret, before, at=NOON, last_step=step) is None


def test_a_number_may_be_typed_in_the_digits_of_any_script_and_with_a_gap() -> None:
    secret = rules.new_secret()
    number = pyotp.TOTP(secret).at(NOON)
    arabic = number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert rules.accepted_step(secret, f" {arabic[:3]} {arabic[3:]} ", at=NOON, last_step=0)


def test_a_long_key_is_read_back_however_it_is_typed() -> None:
    key = rules.long_key()
    assert len(rules.key_as_typed(key)) == 24
    assert rules.key_as_typed(key.lower().replace("-", " ")) == rules.key_as_typed(key)
    assert rules.key_as_typed("oOiIlL") == "001111"


def test_an_invitation_is_open_for_seven_days_until_it_is_used() -> None:
    invitation = Invitation(
        person=Person(), made_at=NOON, ends_at=NOON + rules.INVITATION_LASTS, used_at=None
    )
    assert rules.is_open(invitation, NOON + timedelta(days=6, hours=23))
    assert not rules.is_open(invitation, NOON + timedelta(days=7))
    invitation.used_at = NOON
    assert not rules.is_open(invitation, NOON)


def test_an_address_is_kept_in_one_form() -> None:
    assert rules.email_as_kept(" Amina@Board.Example\u200f ") == "amina@board.example"
