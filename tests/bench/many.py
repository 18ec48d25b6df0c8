"""Many items, fast: the rows that accepting makes, inserted at once."""

import os
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from advisory.contributions.models import Channel, Contribution, Message, MessageKind, Speaker, Use
from advisory.feedback.models import Feedback, State
from advisory.feedback.rules import Column
from advisory.foundation import keys
from advisory.foundation.database import now
from advisory.foundation.keys import DataKey, Purpose
from advisory.people.models import Board
from advisory.words.models import Method, Status, Text, TextKind, Version

TABLES = (DataKey, Contribution, Text, Version, Message, Feedback)
AT_ONCE = 2000
SAID = "The letter from the clinic came only in English."


def add_items(session: Session, board: Board, count: int) -> None:
    """`count` items to read, each with sealed words under a key of its own."""
    first = board.last_reference
    for start in range(0, count, AT_ONCE):
        numbers = range(start, min(count, start + AT_ONCE))
        items = [_item(session, board.id, first + 1 + number) for number in numbers]
        for table in TABLES:
            session.execute(insert(table), [item[table] for item in items])
    session.execute(update(Board).where(Board.id == board.id).values(last_reference=first + count))


def _item(session: Session, board_id: UUID, reference: int) -> dict[type, dict[str, Any]]:
    data_key, text, version, said = uuid4(), uuid4(), uuid4(), uuid4()
    contribution, at = uuid4(), now()
    plain = AESGCM.generate_key(256)
    ring = keys.keyring(session)
    day = at.date()
    return {
        DataKey: {
            "id": data_key,
            "purpose": Purpose.WORDS,
            "version": ring.version,
            "wrapped": keys.seal_with(
                ring.wrapping[Purpose.WORDS], f"data_keys.wrapped/{data_key}", plain
            ),
        },
        Contribution: {
            "id": contribution,
            "board_id": board_id,
            "data_key_id": data_key,
            "made_on": day,
            "channel": Channel.WEB,
            "speaks": "en",
            "reads": "en",
            "heads": 1,
            "use": Use.COUNT,
            "wants_woman": False,
            "not_my_country": False,
        },
        Text: {
            "id": text,
            "board_id": board_id,
            "kind": TextKind.CONTRIBUTION,
            "language": "en",
            "revision": 1,
            "data_key_id": data_key,
            "made_at": at,
        },
        Version: {
            "id": version,
            "text_id": text,
            "language": "en",
            "direction": "ltr",
            "method": Method.ORIGINAL,
            "status": Status.CHECKED,
            "revision": 1,
            "sealed": keys.seal_with(plain, f"versions.sealed/{version}", SAID.encode()),
            "erased": False,
            "by_starter": False,
            "changed_at": at,
        },
        Message: {
            "id": said,
            "contribution_id": contribution,
            "position": 1,
            "speaker": Speaker.MEMBER,
            "kind": MessageKind.WORDS,
            "text_id": text,
            "said_on": day,
        },
        Feedback: {
            "id": uuid4(),
            "board_id": board_id,
            "contribution_id": contribution,
            "reference": reference,
            "state": State.RECEIVED,
            "column": Column.TO_READ,
            "awaits_translation": False,
            "held": False,
            "returns": 0,
            "reopens": 0,
            "escalation": 0,
            "due_at": at + timedelta(minutes=_spread()),
            "promised_on": day,
            "arrived_on": day,
        },
    }


def _spread() -> int:
    return int.from_bytes(os.urandom(2), "big")
