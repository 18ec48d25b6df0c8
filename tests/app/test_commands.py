"""What an operator types, and the one sentence that says why it does not start."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from importlib import import_module
from pathlib import Path
from secrets import token_hex
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from advisory.app import house
from advisory.app.commands import main
from advisory.foundation import audit, keys
from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import now
from advisory.foundation.keys import NAMES, Purpose, make_data_key, make_keys
from advisory.letters.jobs import send_due
from advisory.letters.models import Letter
from advisory.people.actions import set_up_first_administrator
from tests.app.conftest import Advisory

ADA = "ada@board.example"


@pytest.fixture
def ada(ready: str) -> str:
    with house.opened() as database, database.transaction() as session:
        set_up_first_administrator(
            session, name="Ada", email=ADA, password="a long password", board_name="North"
        )
    return ADA


def body(message: EmailMessage) -> str:
    return str(message.get_content())


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_has_help(advisory: Advisory, command: str) -> None:
    shown = advisory(command, "--help")
    assert shown.exit_code == 0
    assert (main.commands[command].help or "").strip()


def test_missing_keys_stop_the_start_with_one_sentence(advisory: Advisory) -> None:
    refused = advisory("worker", "--once")
    assert refused.exit_code == 2
    assert "key file" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def test_missing_tables_stop_the_start(advisory: Advisory, home: Path) -> None:
    make_keys(home / "keys")
    refused = advisory("letters", "list")
    assert refused.exit_code == 2
    assert "advisory migrate" in refused.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ADVISORY_DATABASE_URL", "mysql://nowhere"),
        ("ADVISORY_MAIL_URL", "http://mail.example"),
        ("ADVISORY_PRODUCTION", "1"),
        ("PORT", "many"),
    ],
)
def test_a_wrong_setting_stops_the_start(
    advisory: Advisory, ready: str, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    refused = advisory("worker", "--once")
    assert refused.exit_code == 2
    assert len(refused.stderr.splitlines()) == 1


def test_production_makes_no_keys_by_itself(
    advisory: Advisory, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVISORY_PRODUCTION", "1")
    monkeypatch.setenv("ADVISORY_BASE_URL", "https://board.example")
    assert advisory("run").exit_code == 2
    assert not (home / "keys").exists()


def test_keys_are_made_once_and_only_their_owner_reads_them(advisory: Advisory, home: Path) -> None:
    assert advisory("keys", "make").exit_code == 0
    before = {path.name: path.read_bytes() for path in (home / "keys").iterdir()}
    assert set(before) == {f"{name}.key" for name in NAMES}
    advisory("keys", "make")
    assert before == {path.name: path.read_bytes() for path in (home / "keys").iterdir()}


def test_the_keys_of_another_house_are_found_out(
    advisory: Advisory, home: Path, ready: str
) -> None:
    with house.opened() as database, database.transaction() as session:
        make_data_key(session, Purpose.CONTACT)
    assert advisory("keys", "check").exit_code == 0
    (home / "keys" / "contact.key").write_text(token_hex(32))
    found = advisory("keys", "check")
    assert found.exit_code == 1
    assert "contact" in found.stderr


def test_a_changed_audit_entry_is_found(advisory: Advisory, ready: str) -> None:
    with house.opened() as database:
        for what in ("opened", "closed"):
            with database.transaction() as session:
                audit.record(session, what, "board", uuid4())
        assert advisory("audit", "verify").exit_code == 0
        with database.transaction() as session:
            session.execute(update(AuditEntry).where(AuditEntry.number == 2).values(what="x"))
    found = advisory("audit", "verify")
    assert found.exit_code == 1
    assert "entry 2" in found.stderr


def test_somebody_is_invited_by_letter_in_an_administrators_name(
    advisory: Advisory, ada: str
) -> None:
    invited = advisory(
        "people", "invite", "Bo@board.example", "--name", "Bo", "--role", "facilitator", "--by", ada
    )
    assert invited.exit_code == 0, invited.output
    assert "bo@board.example" in advisory("people", "list").output
    with house.opened() as database, database.reading() as session:
        assert [letter.kind for letter in session.query(Letter)] == ["invitation"]
        assert "command line used" in {entry.what for entry in session.query(AuditEntry)}


def test_the_letter_of_an_invitation_carries_its_link(
    advisory: Advisory, ada: str, home: Path
) -> None:
    import_module("advisory.app.rooms")
    advisory("people", "reset-second-factor", ada, "--by", ada)
    with house.opened() as database:
        assert send_due(database) == 1
    (path,) = (home / "letters").iterdir()
    letter = message_from_bytes(path.read_bytes(), policy=default)
    assert letter["To"] == ada
    link = re.search(r"http://127\.0\.0\.1:8000/staff/welcome/(\S+)/(\S+)\s", body(letter))
    assert link is not None
    assert keys.read_keys(home / "keys").link_token(UUID(link[1])) == link[2]


def test_only_in_an_administrators_name(advisory: Advisory, ada: str) -> None:
    refused = advisory("people", "disable", ada, "--by", "nobody@board.example")
    assert refused.exit_code == 1
    assert "not an administrator" in refused.stderr


def test_the_last_administrator_stays(advisory: Advisory, ada: str) -> None:
    refused = advisory("people", "disable", ada, "--by", ada)
    assert refused.exit_code == 1
    assert "needs an administrator" in refused.stderr


def test_a_lost_phone_ends_the_old_password(advisory: Advisory, ada: str) -> None:
    assert advisory("people", "reset-second-factor", ada, "--by", ada).exit_code == 0
    with house.opened() as database, database.reading() as session:
        assert [letter.person_id is not None for letter in session.query(Letter)] == [True]


def test_letters_in_trouble_are_listed_and_sent_again(advisory: Advisory, ada: str) -> None:
    advisory("people", "reset-second-factor", ada, "--by", ada)
    with house.opened() as database, database.transaction() as session:
        session.execute(update(Letter).values(delivery="dead", tries=8, problem="TimeoutError"))
    assert "TimeoutError" in advisory("letters", "list").output
    assert advisory("letters", "retry", "--all").output == "1 letters will be sent again.\n"
    assert advisory("letters", "list").output == "0 letters.\n"
    with house.opened() as database, database.reading() as session:
        assert session.query(Letter).one().due_at <= now()
