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
from advisory.feedback.rules import Column, urgency
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
    ids = {table: uuid4() for table in TABLES}
    return {**_words(session, board_id, ids), **_way(board_id, reference, ids)}


def _words(session: Session, board_id: UUID, ids: dict[Any, UUID]) -> dict[type, dict[str, Any]]:
    plain = AESGCM.generate_key(256)
    version, wrapping = keys.keyring(session).wrapping[Purpose.WORDS].newest()
    wrapped = f"data_keys.wrapped/{ids[DataKey]}"
    return {
        DataKey: {
            "id": ids[DataKey],
            "purpose": Purpose.WORDS,
            "version": version,
            "wrapped": keys.seal_with(wrapping, wrapped, plain),
        },
        Text: {
            "id": ids[Text],
            "board_id": board_id,
            "kind": TextKind.CONTRIBUTION,
            "language": "en",
            "revision": 1,
            "data_key_id": ids[DataKey],
            "made_at": now(),
        },
        Version: {
            "id": ids[Version],
            "text_id": ids[Text],
            "language": "en",
            "direction": "ltr",
            "method": Method.ORIGINAL,
            "status": Status.CHECKED,
            "revision": 1,
            "sealed": keys.seal_with(plain, f"versions.sealed/{ids[Version]}", SAID.encode()),
            "erased": False,
            "by_starter": False,
            "changed_at": now(),
        },
    }


def _way(board_id: UUID, reference: int, ids: dict[Any, UUID]) -> dict[type, dict[str, Any]]:
    day = now().date()
    due_at = now() + timedelta(minutes=int.from_bytes(os.urandom(2), "big"))
    return {
        Contribution: {
            "id": ids[Contribution],
            "board_id": board_id,
            "data_key_id": ids[DataKey],
            "made_on": day,
            "channel": Channel.WEB,
            "speaks": "en",
            "reads": "en",
            "heads": 1,
            "use": Use.COUNT,
            "wants_woman": False,
            "not_my_country": False,
        },
        Message: {
            "id": ids[Message],
            "contribution_id": ids[Contribution],
            "position": 1,
            "speaker": Speaker.MEMBER,
            "kind": MessageKind.WORDS,
            "text_id": ids[Text],
            "said_on": day,
        },
        Feedback: {
            "id": ids[Feedback],
            "board_id": board_id,
            "contribution_id": ids[Contribution],
            "reference": reference,
            "state": State.RECEIVED,
            "column": Column.TO_READ,
            "awaits_translation": False,
            "held": False,
            "returns": 0,
            "reopens": 0,
            "escalation": 0,
            "due_at": due_at,
            "urgency": urgency(understood=False, due_at=due_at),
            "promised_on": day,
            "arrived_on": day,
        },
    }
