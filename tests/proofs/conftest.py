"""What every proof may ask for, beside the fixtures of all tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.proofs.houses import House, settled
from tests.proofs.proving import Proof
from tests.walks.conftest import address, chromium, walkers

__all__ = ["address", "chromium", "walkers"]


@pytest.fixture
def proof(request: pytest.FixtureRequest, database_kind: str) -> Proof:
    return Proof(request.path.stem.removeprefix("test_"), database_kind)


@pytest.fixture
def house(another_database_url: str, tmp_path: Path) -> Iterator[House]:
    """A house of its own: tables by the migrations, keys, a board; nothing runs yet."""
    house = settled(another_database_url, tmp_path)
    yield house
    house.close()
