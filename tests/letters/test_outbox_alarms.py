"""What is stuck is found by its age, in whichever state; what failed alone is tried again alone."""

from datetime import timedelta
from email.message import EmailMessage
from uuid import UUID

import pytest
import time_machine

from advisory.foundation.database import Database, now
from advisory.letters import actions, jobs, queries, rules
from advisory.letters.models import Delivery, Letter
from tests.letters.conftest import Outbox

WRONG = "2@home.example"


class Choosy:
    """A mail server that takes everybody's letters but one's."""

    sender = "news@board.example"

    def __init__(self) -> None:
        self.took: list[str] = []
        self.is_well = False

    def send(self, message: EmailMessage) -> None:
        if message["To"] == WRONG and not self.is_well:
            raise TimeoutError
        self.took.append(str(message["To"]))


def aged(database: Database, key: str, delivery: Delivery, age: timedelta) -> None:
    with database.transaction() as session:
        letter = session.query(Letter).filter_by(dedupe_key=key).one()
        letter.delivery = delivery
        letter.made_at = letter.due_at = now() - age


@pytest.mark.parametrize("delivery", Delivery)
def test_a_letter_that_is_old_is_reported_in_every_state_that_is_no_end(
    outbox: Outbox, database: Database, delivery: Delivery
) -> None:
    outbox.put("one")
    aged(database, "one", delivery, queries.WAITS_TOO_LONG + timedelta(minutes=1))
    ended = delivery in {Delivery.SENT, Delivery.DROPPED}
    with database.reading() as session:
        assert bool(queries.troubled(session)) is not ended
        waits = queries.oldest_waiting(session)
    assert (waits is not None) is (delivery in {Delivery.PENDING, Delivery.LEASED})


def test_a_letter_that_is_young_worries_nobody(outbox: Outbox, database: Database) -> None:
    outbox.put("one")
    with database.reading() as session:
        assert queries.troubled(session) == []


def test_only_the_recipient_who_failed_is_written_to_again(
    outbox: Outbox, database: Database
) -> None:
    choosy = Choosy()
    database.info["post"] = choosy
    for number in range(5):
        outbox.put(f"answer:1/{number}", to=f"{number}@home.example")
    assert jobs.send_due(database) == 4
    choosy.is_well = True
    with time_machine.travel(now() + timedelta(minutes=2)):
        assert jobs.send_due(database) == 1
    assert sorted(choosy.took) == [f"{number}@home.example" for number in range(5)]


def test_a_hundred_poisoned_letters_delay_no_sound_one(outbox: Outbox, database: Database) -> None:
    choosy = Choosy()
    database.info["post"] = choosy
    for number in range(100):
        outbox.put(f"poison:{number}", to=WRONG)
    jobs.send_due(database)
    outbox.put("sound")
    with time_machine.travel(now() + timedelta(minutes=3)), database.transaction() as session:
        first = actions.lease_next(session)
    assert first is not None
    assert first.dedupe_key == "sound"


def test_rests_are_spread_so_that_not_all_knock_at_once() -> None:
    rests = {rules.rest_after(3, chance / 10) for chance in range(11)}
    assert len(rests) == 11
    assert max(rests) - min(rests) == rules.RESTS[2] / 5


def test_the_alarm_itself_alarms_once_a_day_and_never_without_end(
    outbox: Outbox, database: Database, board_id: UUID
) -> None:
    """The mail is down for the administrator too: the page and `advisory check` still say so."""
    for number in range(3):
        outbox.put(f"poison:{number}", to="nowhere")
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(30):
            jobs.send_due(database)
            clock.shift(timedelta(hours=1))
        with database.transaction() as session:
            for letter in session.query(Letter).filter_by(kind="news"):
                actions._bury(session, letter, "TimeoutError")
            alarms = session.query(Letter).filter_by(kind="letter_dead").count()
    assert alarms == 1
    with database.reading() as session:
        assert queries.dead(session) == 3
