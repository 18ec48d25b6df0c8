"""Letters to a real mail server on this machine, well-behaved and not."""

import asyncio
import smtplib
import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from typing import cast

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from advisory.foundation.database import Database, now
from advisory.letters import jobs
from advisory.letters.models import Delivery
from advisory.letters.ports import MailUrlWrong, SmtpPost
from tests.letters.conftest import Outbox


class Receiver:
    """Keeps what it accepts; `slow` ones accept and then say nothing for a while."""

    def __init__(self) -> None:
        self.kept: list[Envelope] = []
        self.slow = 0
        self.refuses = ""

    async def handle_RCPT(  # noqa: N802 - the receiver's library names it
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if address == self.refuses:
            return "550 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - the receiver's library names it
        self.kept.append(envelope)
        if self.slow:
            self.slow -= 1
            await asyncio.sleep(2)
        return "250 accepted"

    def ids(self) -> list[str]:
        return [
            str(message_from_bytes(cast("bytes", envelope.content))["Message-ID"])
            for envelope in self.kept
        ]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def mail_url(receiver: Receiver) -> Iterator[str]:
    port = free_port()
    controller = Controller(receiver, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


def test_a_letter_reaches_a_mail_server(
    outbox: Outbox, database: Database, receiver: Receiver, mail_url: str
) -> None:
    database.info["post"] = SmtpPost(mail_url, "news@board.example")
    outbox.put("answer:1")
    assert jobs.send_due(database) == 1
    (envelope,) = receiver.kept
    assert envelope.rcpt_tos == ["amal@home.example"]
    assert envelope.mail_from == "news@board.example"
    message = message_from_bytes(cast("bytes", envelope.content))
    assert str(make_header(decode_header(message["Subject"]))) == "There is news."


def test_a_server_that_accepts_and_falls_silent_gets_the_same_message_id_again(
    outbox: Outbox, database: Database, receiver: Receiver, mail_url: str
) -> None:
    receiver.slow = 1
    database.info["post"] = SmtpPost(mail_url, "news@board.example", wait=0.5)
    outbox.put("answer:1")
    assert jobs.send_due(database) == 0
    with time_machine.travel(now() + timedelta(minutes=2)):
        database.info["post"] = SmtpPost(mail_url, "news@board.example")
        assert jobs.send_due(database) == 1
    first, second = receiver.ids()
    assert first == second
    assert outbox.letter("answer:1").delivery is Delivery.SENT


def test_one_refused_address_keeps_only_its_own_letter_back(
    outbox: Outbox, database: Database, receiver: Receiver, mail_url: str
) -> None:
    receiver.refuses = "gone@home.example"
    database.info["post"] = SmtpPost(mail_url, "news@board.example")
    outbox.put("gone", to="gone@home.example")
    outbox.put("here", to="here@home.example")
    assert jobs.send_due(database) == 1
    assert outbox.letter("gone").problem == "SMTPRecipientsRefused"
    assert [envelope.rcpt_tos for envelope in receiver.kept] == [["here@home.example"]]


def test_a_server_that_is_down_closes_the_post(outbox: Outbox, database: Database) -> None:
    database.info["post"] = SmtpPost("smtp://127.0.0.1:1", "news@board.example")
    outbox.put("answer:1")
    assert jobs.send_due(database) == 0
    assert outbox.letter("answer:1").problem == "PostClosed"


def test_a_password_is_not_sent_in_the_clear(mail_url: str) -> None:
    elsewhere = SmtpPost("smtp://me:secret@mail.example", "news@board.example")
    port = int(mail_url.rpartition(":")[2])
    refused = pytest.raises(smtplib.SMTPNotSupportedError)
    with smtplib.SMTP("127.0.0.1", port) as server, refused:
        elsewhere._introduce(server)


@pytest.mark.parametrize("wrong", ["http://mail.example", "smtp://", "mail.example:25"])
def test_an_address_that_is_no_mail_server_stops_the_start(wrong: str) -> None:
    with pytest.raises(MailUrlWrong, match="ADVISORY_MAIL_URL"):
        SmtpPost(wrong, "news@board.example")
