"""A mail server on which everything goes wrong that does go wrong, and what people then see."""

import asyncio
from collections import Counter, defaultdict
from email import message_from_bytes
from email.message import Message
from email.policy import default
from enum import StrEnum
from hashlib import sha256
from typing import cast

from aiosmtpd.smtp import SMTP, Envelope, Session

LONG = 1.6
"""Seconds: longer than the worker waits."""


class Trouble(StrEnum):
    NONE = "none"
    SILENT = "accepts, then says nothing"
    CUT = "accepts, then hangs up"
    HANGS = "keeps nothing and says nothing"
    LATER = "451 later"
    NEVER = "550 never"


ACCEPTS = {Trouble.NONE, Trouble.SILENT, Trouble.CUT}
# Of forty letters eight meet trouble at the first try, and some of them at the second as well.
FIRST = (*(T for T in Trouble if T is not Trouble.NONE), Trouble.SILENT, Trouble.CUT, Trouble.LATER)


class BadPost:
    """Keeps every message that it says or seems to have accepted."""

    def __init__(self) -> None:
        self.kept: defaultdict[str, list[Message]] = defaultdict(list)
        self.tries: Counter[str] = Counter()
        self.met: Counter[Trouble] = Counter()

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - the receiver's library names it
        message = message_from_bytes(cast("bytes", envelope.content), policy=default)
        name = str(message["Message-ID"])
        self.tries[name] += 1
        trouble = _trouble(name, self.tries[name])
        self.met[trouble] += 1
        if trouble in ACCEPTS:
            self.kept[name].append(message)
        if trouble in {Trouble.SILENT, Trouble.HANGS}:
            await asyncio.sleep(LONG)
        if trouble is Trouble.CUT and isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
        return {Trouble.LATER: "451 later", Trouble.NEVER: "550 never"}.get(trouble, "250 accepted")

    @property
    def accepted(self) -> int:
        return sum(map(len, self.kept.values()))

    def mailboxes(self) -> dict[str, list[Message]]:
        """What people see where a second message with the same Message-ID is shown once."""
        seen: defaultdict[str, list[Message]] = defaultdict(list)
        for copies in self.kept.values():
            seen[str(copies[0]["To"])].append(copies[0])
        return seen

    def unlike(self) -> list[str]:
        """Message-IDs under which another recipient, subject or text came than the first time."""
        return [name for name, copies in self.kept.items() if len({_told(c) for c in copies}) > 1]


def _told(message: Message) -> tuple[str, str, str]:
    return str(message["To"]), str(message["Subject"]), str(message.get_payload())


def _trouble(name: str, tried: int) -> Trouble:
    lot = int(sha256(f"{name}/{min(tried, 3)}".encode()).hexdigest(), 16) % 40
    return FIRST[lot] if tried < 3 and lot < len(FIRST) else Trouble.NONE
