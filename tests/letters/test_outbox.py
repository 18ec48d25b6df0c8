"""A letter leaves once its change is kept, and one in trouble troubles no other."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.message import EmailMessage
from uuid import UUID

import pytest
import time_machine

from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import Database, now
from advisory.letters import actions, jobs, queries, rules
from advisory.letters.models import Delivery, Letter
from advisory.letters.ports import FolderPost, PostClosed
from tests.letters.conftest import Outbox

KILLED_WHILE_SENDING = """
import os, signal, sys
from advisory.app.schema import whole_schema
from advisory.foundation.database import Database
from advisory.letters import jobs
from tests.letters.conftest import hers

class Deadly:
    sender = "news@board.example"
    def send(self, message):
        os.kill(os.getpid(), signal.SIGKILL)

whole_schema()
jobs.register("news", hers)
jobs.send_due(Database(sys.argv[1], post=Deadly()))
"""


class Counting:
    """Keeps the address of every letter that leaves."""

    sender = "news@board.example"

    def __init__(self) -> None:
        self.sent: list[str] = []

    def send(self, message: EmailMessage) -> None:
        self.sent.append(str(message["To"]))


class Closed:
    """A mail server that is down; counts who knocked."""

    sender = "news@board.example"

    def __init__(self) -> None:
        self.knocks: list[EmailMessage] = []

    def send(self, message: EmailMessage) -> None:
        self.knocks.append(message)
        raise PostClosed


def test_a_letter_leaves_once(outbox: Outbox, database: Database) -> None:
    outbox.put("answer:1")
    assert jobs.send_due(database) == 1
    assert jobs.send_due(database) == 0
    assert outbox.addresses() == ["amal@home.example"]
    assert outbox.letter("answer:1").delivery is Delivery.SENT


def test_a_change_that_is_not_kept_tells_nobody(
    outbox: Outbox, database: Database, board_id: UUID
) -> None:
    with database.writing() as session:
        actions.enqueue(
            session, board_id=board_id, kind="news", about={}, dedupe_key="k", contact_id=board_id
        )
        session.rollback()
    assert jobs.send_due(database) == 0


def test_the_same_news_is_put_in_once(outbox: Outbox) -> None:
    assert outbox.put("answer:1") is not None
    assert outbox.put("answer:1") is None


def test_an_unknown_kind_is_found_when_it_is_put_in(outbox: Outbox) -> None:
    with pytest.raises(rules.UnknownKind):
        outbox.put("x", kind="newz")


def test_a_letter_waits_for_its_day(outbox: Outbox, database: Database, board_id: UUID) -> None:
    with database.transaction() as session:
        actions.enqueue(
            session,
            board_id=board_id,
            kind="news",
            about={"to": "amal@home.example"},
            dedupe_key="later",
            contact_id=board_id,
            due_at=now() + timedelta(days=5),
        )
    assert jobs.send_due(database) == 0
    with time_machine.travel(now() + timedelta(days=5, minutes=1)):
        assert jobs.send_due(database) == 1


def test_two_workers_do_not_take_the_same_letter(outbox: Outbox, database: Database) -> None:
    outbox.put("one")
    outbox.put("two")
    taken = []
    for _ in range(3):
        with database.transaction() as session:
            taken.append(actions.lease_next(session))
    assert {letter.dedupe_key for letter in taken if letter} == {"one", "two"}
    assert taken[2] is None


def test_four_workers_at_once_send_every_letter_once(outbox: Outbox, database: Database) -> None:
    counting = Counting()
    database.info["post"] = counting
    for number in range(40):
        outbox.put(f"answer:{number}", to=f"{number}@home.example")
    with ThreadPoolExecutor(4) as workers:
        assert sum(workers.map(jobs.send_due, [database] * 4)) == 40
    assert len(counting.sent) == len(set(counting.sent)) == 40


def test_a_letter_whose_worker_was_killed_leaves_when_the_lease_ends(
    outbox: Outbox, database: Database, another_database_url: str
) -> None:
    outbox.put("answer:1")
    worker = [sys.executable, "-c", KILLED_WHILE_SENDING, another_database_url]
    assert subprocess.run(worker, check=False).returncode == -9
    assert outbox.letter("answer:1").delivery is Delivery.LEASED
    assert jobs.send_due(database) == 0
    with time_machine.travel(now() + rules.LEASE + timedelta(seconds=1)):
        assert jobs.send_due(database) == 1
    assert outbox.addresses() == ["amal@home.example"]


def test_a_letter_that_kills_every_worker_dies_in_the_end(
    outbox: Outbox, database: Database
) -> None:
    outbox.put("deadly")
    tries = 0
    with time_machine.travel(now(), tick=False) as clock:
        while tries < rules.MOST_TRIES:
            with database.transaction() as session:
                tries += actions.lease_next(session) is not None
            clock.shift(rules.LEASE + timedelta(seconds=1))
        jobs.send_due(database)
    assert outbox.letter("deadly").delivery is Delivery.DEAD
    assert outbox.letter("deadly").problem == "KilledItsWorkers"


def test_a_poisoned_letter_delays_no_other(outbox: Outbox, database: Database) -> None:
    outbox.put("poison", to="not an address\nBcc: all@board.example")
    for number in range(3):
        outbox.put(f"sound:{number}", to=f"{number}@home.example")
    assert jobs.send_due(database) == 3
    assert outbox.addresses() == [f"{number}@home.example" for number in range(3)]
    poisoned = outbox.letter("poison")
    assert (poisoned.delivery, poisoned.tries) == (Delivery.PENDING, 1)
    assert poisoned.problem
    assert "board.example" not in poisoned.problem


def test_a_letter_rests_longer_after_every_try(outbox: Outbox, database: Database) -> None:
    outbox.put("poison", to="nowhere")
    rests = []
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(4):
            jobs.send_due(database)
            until = outbox.letter("poison").leased_until
            assert until is not None
            rests.append((until - now()) / timedelta(minutes=1))
            clock.move_to(until)
    for rest, planned in zip(rests, (1, 5, 30, 120), strict=True):
        assert planned <= rest <= planned * 1.2


def test_a_letter_dies_loudly(outbox: Outbox, database: Database) -> None:
    outbox.put("poison", to="nowhere")
    with time_machine.travel(now(), tick=False) as clock:
        while outbox.letter("poison").delivery is Delivery.PENDING:
            jobs.send_due(database)
            clock.shift(timedelta(hours=12))
        died = outbox.letter("poison")
        jobs.send_due(database)
    assert died.delivery is Delivery.DEAD
    assert died.tries <= rules.MOST_TRIES
    with database.reading() as session:
        assert [letter.id for letter in queries.troubled(session)] == [died.id]
        assert [entry.what for entry in session.query(AuditEntry)] == ["letter_dead"]
    (alarm,) = outbox.arrived()
    assert alarm["To"] == "ada@board.example"
    assert "North Board" in alarm["Subject"]


def test_a_dead_letter_can_be_sent_again(outbox: Outbox, database: Database) -> None:
    letter_id = outbox.put("answer:1")
    with database.transaction() as session:
        session.get_one(Letter, letter_id).delivery = Delivery.DEAD
    with database.transaction() as session:
        actions.retry(session, session.get_one(Letter, letter_id))
    assert jobs.send_due(database) == 1


def test_a_recipient_who_is_gone_is_not_written_to(
    outbox: Outbox, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(jobs.WRITERS, "news", lambda _session, _letter: None)
    outbox.put("answer:1")
    assert jobs.send_due(database) == 0
    assert outbox.letter("answer:1").delivery is Delivery.DROPPED


def test_while_the_post_is_closed_the_worker_knocks_once_a_turn(
    outbox: Outbox, database: Database
) -> None:
    closed = Closed()
    way_out, database.info["post"] = database.info["post"], closed
    outbox.put("one")
    outbox.put("two", to="two@home.example")
    assert jobs.send_due(database) == 0
    assert len(closed.knocks) == 1
    database.info["post"] = way_out
    with time_machine.travel(now() + timedelta(minutes=2)):
        assert jobs.send_due(database) == 2


def test_a_worker_whose_lease_ended_does_not_undo_what_another_did(
    outbox: Outbox, database: Database
) -> None:
    outbox.put("answer:1")
    with database.transaction() as session:
        slow = actions.lease_next(session)
    assert slow is not None
    with time_machine.travel(now() + rules.LEASE + timedelta(seconds=1)):
        assert jobs.send_due(database) == 1
    with database.transaction() as session:
        actions.put_off(session, slow, problem="TimeoutError")
    assert outbox.letter("answer:1").delivery is Delivery.SENT


def test_a_letter_in_the_folder_is_whole_or_absent(outbox: Outbox, database: Database) -> None:
    outbox.put("answer:1")
    jobs.send_due(database)
    (path,) = outbox.folder.iterdir()
    assert path.suffix == ".eml"
    assert path.stat().st_mode & 0o077 == 0
    assert isinstance(database.info["post"], FolderPost)
