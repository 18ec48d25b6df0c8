"""Accepted means kept: the server and the worker are killed while eight people send.

`kill -9` takes the process group of the web server (as `advisory serve` runs it) and the worker at
random moments. It shows what a crash of ours does; the disk's own memory stays alive, so that it
does not show what a power cut does.
"""

import random
import time
from collections import Counter
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from advisory.contributions import queries as kept
from advisory.contributions.models import Code, Contribution, Receipt
from advisory.contributions.rules import opens, read_digits
from advisory.feedback import queries
from advisory.feedback.models import Feedback, Owed
from advisory.foundation.access import Role
from advisory.foundation.audit import AuditEntry, first_broken_entry
from advisory.foundation.keys import DataKey, keyring
from advisory.letters.models import Letter
from advisory.people.queries import site_board
from advisory.safeguarding import queries as concerns
from advisory.words import queries as words
from advisory.words.models import Text
from tests.building import a_person
from tests.proofs.houses import House
from tests.proofs.proving import Proof
from tests.proofs.senders import Sender, while_they_send

CLIENTS = 8
MOST_ANSWERS = 40
"""Between two kills: words need five answers from the empty form to the code."""
SLOW_CHECKS = 40
"""Codes compared with their slow hash; the locator of every code is looked up."""


@pytest.mark.timeout(0)
def test_what_was_acknowledged_is_kept_once_whatever_is_killed(house: House, proof: Proof) -> None:
    with house.database.transaction() as session:
        board = site_board(session)
        assert board is not None
        a_person(session, board, Role.SAFEGUARDING_LEAD)
        a_person(session, board, Role.OUTSIDE_PERSON)
    kills = proof.asked(floor=25, long=500)
    senders = [Sender(f"sender {number}", house.address) for number in range(CLIENTS)]
    killer = Killer(house, senders, kills)
    while_they_send(senders, killer.run)
    house.close()
    acknowledged = {said: code for s in senders for said, code in s.acknowledged.items()}
    told = f"{len(acknowledged)} acknowledged, {killer.workers} kills of the worker"
    cut = sum(sender.refused for sender in senders)
    proof.found("kills survived", f"{kills} ({told}, {cut} answers cut)", kept=cut > 0, floor=25)
    with house.database.reading() as session:
        _look(session, acknowledged, proof, kills)


def _look(session: Session, acknowledged: dict[str, str], proof: Proof, kills: int) -> None:
    found = {row.id: _words_of(session, row) for row in session.scalars(select(Contribution))}
    times = Counter(found.values())
    missing = [said for said, code in acknowledged.items() if _opened(session, code, found) != said]
    wrong = [code for code in list(acknowledged.values())[-SLOW_CHECKS:] if _locked(session, code)]
    halves = [half for item_id in found for half in _halves(session, item_id)]
    floor, asked = "25 kills", f"{kills} kills"
    proof.none("acknowledged and missing", missing, floor=floor, asked=asked)
    proof.none("codes that do not open", wrong, floor=floor, asked=asked)
    twice = [said for said, count in times.items() if count > 1]
    proof.none("kept twice", twice, floor=floor, asked=asked)
    proof.none("half-written", halves + _orphans(session), floor=floor, asked=asked)
    proof.none("integrity_check not ok", _broken(session), floor=floor, asked=asked)


def _words_of(session: Session, contribution: Contribution) -> str:
    (message,) = contribution.messages
    (version,) = [row for row in message.text.versions if row.method == "original"]
    return words.reading(session, version)


def _opened(session: Session, code: str, found: dict[UUID, str]) -> str | None:
    row = session.scalar(select(Code).where(Code.locator == read_digits(code).locator))
    return found.get(row.contribution_id) if row and row.contribution_id else None


def _locked(session: Session, code: str) -> bool:
    digits = read_digits(code)
    row = session.scalar(select(Code).where(Code.locator == digits.locator))
    return row is None or not opens(keyring(session), row.secret_hash, digits.secret)


def _halves(session: Session, contribution_id: UUID) -> list[str]:
    """What accepting writes at once is there as a whole."""
    item = queries.item_of(session, contribution_id)
    if item is None:
        return [f"{contribution_id}: no item"]
    receipts = session.scalars(select(Receipt).where(Receipt.contribution_id == contribution_id))
    concern = concerns.concern_of(session, contribution_id)
    entries = session.scalars(select(AuditEntry).where(AuditEntry.about_id == item.id))
    told = session.scalars(select(Letter).where(Letter.kind == "concern")).all()
    whole = {
        "dates": {due.owed for due in item.dues}
        == {Owed.FIRST_READING, Owed.UNDERSTOOD, Owed.NEWS},
        "event": [event.number for event in item.events] == [1],
        "code": kept.code_of(session, contribution_id) is not None,
        "receipt": len(receipts.all()) == 1,
        "concern": item.held == (concern is not None),
        "letters": not item.held or any(str(concern and concern.id) in str(x.about) for x in told),
        "audit": len(entries.all()) >= 1,
    }
    return [f"{contribution_id}: {what}" for what, is_there in whole.items() if not is_there]


def _orphans(session: Session) -> list[str]:
    """Rows of something that was not kept."""
    known = set(session.scalars(select(Contribution.id)))
    keyed = set(session.scalars(select(Contribution.data_key_id)))
    ours = [*session.scalars(select(Text.data_key_id).where(Text.data_key_id.is_not(None)))]
    found = {
        "key": set(session.scalars(select(DataKey.id).where(DataKey.purpose == "words"))) - keyed,
        "text": set(ours) - keyed,
        "item": set(session.scalars(select(Feedback.contribution_id))) ^ known,
        "code": set(session.scalars(select(Code.contribution_id))) ^ known,
    }
    return [f"{what}: {row}" for what, rows in found.items() for row in rows]


def _broken(session: Session) -> list[str]:
    found = [] if first_broken_entry(session) is None else ["the audit chain"]
    if session.get_bind().dialect.name == "sqlite":
        found += [
            row[0] for row in session.execute(text("PRAGMA integrity_check")) if row[0] != "ok"
        ]
        found += [str(row) for row in session.execute(text("PRAGMA foreign_key_check"))]
    return found


class Killer:
    """Starts what is not running, waits for a moment that nobody chose, kills."""

    def __init__(self, house: House, senders: list[Sender], kills: int) -> None:
        self.house, self.senders, self.kills = house, senders, kills
        self.chance = random.SystemRandom()
        self.workers = 0

    def run(self) -> None:
        for number in range(self.kills):
            self._start()
            self._wait_for_answers(self.chance.randint(1, MOST_ANSWERS))
            time.sleep(self.chance.uniform(0, 0.05))
            self.house.kill("serve")
            if number % 5 == 4:
                self.house.kill("worker")
                self.workers += 1
        self._start()

    def _wait_for_answers(self, count: int) -> None:
        """Answers, not seconds: on a slow machine too people get somewhere between two kills."""
        enough = self._answers() + count
        while self._answers() < enough and all(sender.fault is None for sender in self.senders):
            time.sleep(0.005)

    def _answers(self) -> int:
        return sum(sender.answers for sender in self.senders)

    def _start(self) -> None:
        for command in ("serve", "worker"):
            if command not in self.house.running:
                self.house.start(command)
        self.house.wait_until_up()
