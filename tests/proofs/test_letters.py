"""Every letter arrives, and nobody sees one twice, while its workers are killed and the post fails.

What is claimed: each letter is accepted by the mail server at least once, and every copy of it
carries the same Message-ID, recipient and text, so that a mailbox which shows a Message-ID once
shows it once. How often the server gets a copy is bounded by the tries a letter has.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisory.foundation.database import commit
from advisory.letters import actions
from advisory.letters.models import Delivery, Letter
from advisory.letters.rules import MOST_TRIES, message_id
from advisory.people.queries import site_board
from tests.proofs.bad_post import BadPost
from tests.proofs.houses import ROOT, House, free_port
from tests.proofs.proving import Proof
from tests.proofs.sending import SENDER

WORKERS = 3
MOST_ARRIVALS = 25


@pytest.mark.timeout(0)
def test_every_letter_arrives_and_nobody_sees_one_twice(house: House, proof: Proof) -> None:
    count, kills = proof.asked(500, 10_000), proof.asked(30, 300)
    keys = _put(house, count)
    post = BadPost()
    with _at_work(house, post) as workers:
        in_time = 0
        for number in range(kills):
            workers[number % WORKERS].kill_after(post)
            in_time += _waiting(house) > 0
        _wait_for_all(house, post)
    told = (
        f"{count} letters, {in_time} kills while letters waited, {sum(post.tries.values())} tries"
    )
    proof.found("kills survived", told, kept=in_time >= kills * 0.8, floor="500 letters, 30 kills")
    seen = post.mailboxes()
    missing = [key for key in keys if message_id(key, SENDER) not in post.kept]
    twice = [address for address, letters in seen.items() if len(letters) > 1]
    most = max(post.tries.values())
    floor, asked = 500, count
    proof.none("never delivered", missing, floor=floor, asked=asked)
    proof.none("seen twice by a person", twice, floor=floor, asked=asked)
    proof.none("copies that differ", post.unlike(), floor=floor, asked=asked)
    proof.none("not marked as sent", _not_sent(house), floor=floor, asked=asked)
    repeated = post.accepted - len(post.kept)
    proof.found("most tries of a letter", most, kept=most <= MOST_TRIES, floor=MOST_TRIES)
    proof.found("copies the server got again", repeated, kept=repeated > 0, floor="more than 0")


def _put(house: House, count: int) -> list[str]:
    keys = [f"answer:{number}" for number in range(count)]
    with house.database.writing() as session:
        board = site_board(session)
        assert board is not None
        for number, key in enumerate(keys):
            _enqueue(session, board.id, key, f"person{number}@home.example")
        commit(session)
    return keys


def _enqueue(session: Session, board_id: UUID, key: str, to: str) -> None:
    actions.enqueue(
        session,
        board_id=board_id,
        kind="news",
        about={"to": to},
        dedupe_key=key,
        contact_id=board_id,
    )


def _waiting(house: House) -> int:
    with house.database.reading() as session:
        waits = select(func.count()).where(Letter.delivery.in_([Delivery.PENDING, Delivery.LEASED]))
        return session.scalar(waits) or 0


def _wait_for_all(house: House, post: BadPost) -> None:
    """Or until nothing has moved for a minute: then some never arrive."""
    moved, at = 0, time.monotonic()
    while _waiting(house) and time.monotonic() - at < 60:
        if (tries := sum(post.tries.values())) != moved:
            moved, at = tries, time.monotonic()
        time.sleep(0.1)


def _not_sent(house: House) -> list[str]:
    with house.database.reading() as session:
        found = session.scalars(select(Letter.dedupe_key).where(Letter.delivery != Delivery.SENT))
        return list(found)


class Worker:
    """The parent that makes one child after the other."""

    def __init__(self, house: House, mail_url: str) -> None:
        self.chance = random.SystemRandom()
        self.parent = subprocess.Popen(
            [sys.executable, "-m", "tests.proofs.sending", house.settings.database_url, mail_url],
            cwd=ROOT,
            env=house.environ,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.child = self._next()

    def _next(self) -> int:
        assert self.parent.stdout is not None
        return int(self.parent.stdout.readline())

    def kill_after(self, post: BadPost) -> None:
        """After some arrivals that nobody chose, or after a moment when nothing moves."""
        enough = sum(post.tries.values()) + self.chance.randint(1, MOST_ARRIVALS)
        ends = time.monotonic() + 0.5
        while sum(post.tries.values()) < enough and time.monotonic() < ends:
            time.sleep(0.001)
        time.sleep(self.chance.uniform(0, 0.005))
        os.kill(self.child, signal.SIGKILL)
        self.child = self._next()

    def close(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.parent.pid, signal.SIGKILL)
        with self.parent:
            self.parent.wait()


@contextmanager
def _at_work(house: House, post: BadPost) -> Iterator[list[Worker]]:
    port = free_port()
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    workers = [Worker(house, f"smtp://127.0.0.1:{port}") for _ in range(WORKERS)]
    try:
        yield workers
    finally:
        for worker in workers:
            worker.close()
        controller.stop()
