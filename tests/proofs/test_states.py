"""Random people make random moves, allowed and not: only those of the table happen.

After every step: each live item has a date or a pause, no end comes without something to read,
what is held is held, every answer is asked about once, the timeline has no gap. At the end of each
story the audit chain is whole.
"""

import random
from collections import Counter
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import event

from advisory.contributions import rules as codes
from advisory.foundation.database import Database
from tests.proofs.houses import House
from tests.proofs.moves import Crowd
from tests.proofs.proving import Proof

ENOUGH = 10
"""Broken stories: more of them tell nothing new."""


@pytest.mark.timeout(0)
def test_random_moves_of_random_people_break_no_promise(
    house: House, proof: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A code is made for every item; that it is slow on purpose is proven elsewhere.
    monkeypatch.setattr(codes, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    steps = proof.asked(10_000, 1_000_000)
    database = _hasty(house)
    seed, done = 5, 0
    refused: Counter[str] = Counter()
    moved, wrong = 0, list[str]()
    while done < steps and len(wrong) < ENOUGH:
        seed += 1
        crowd = _crowd(house.app, database, random.Random(seed))  # noqa: S311 - the same stories every time
        try:
            done += crowd.goes_on(steps - done)
        except Exception as broken:  # noqa: BLE001 - whatever it is, it is a promise broken
            wrong.append(f"story {seed}, after {crowd.last}: {broken!r}")
            done += 1
        finally:
            refused, moved = refused + crowd.refused, moved + crowd.moved
            wrong += crowd.wrong
            crowd.teardown()
    told = f"{done} steps, {moved} moves, refused by {dict(refused)}"
    floor = "20,000 (10,000 on each database)"
    proof.found("steps of random people", told, kept=moved > done / 50, floor=floor)
    proof.none("illegal moves, broken promises", wrong, floor=floor, asked=f"{done} steps")


def _hasty(house: House) -> Database:
    """Without waiting for the disk after each step: what is proven here is no crash."""
    if house.database.engine.dialect.name == "sqlite":
        house.database.engine.dispose()
        event.listen(house.database.engine, "connect", _waits_for_no_disk)
    return house.database


def _waits_for_no_disk(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def _crowd(app: Flask, database: Database, chance: random.Random) -> Crowd:
    Crowd.database, Crowd.app, Crowd.chance = database, app, chance
    crowd = Crowd()
    crowd.start()
    return crowd
