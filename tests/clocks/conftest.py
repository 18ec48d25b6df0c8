from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from advisory.clocks.models import Calendar, ClockSetting, Closure, OpenHours
from advisory.foundation.database import Base, Database

TABLES = [
    Base.metadata.tables[m.__tablename__] for m in (Calendar, OpenHours, Closure, ClockSetting)
]


@pytest.fixture
def session(another_database_url: str) -> Iterator[Session]:
    database = Database(another_database_url)
    Base.metadata.create_all(database.engine, tables=TABLES)
    with database.writing() as session:
        yield session
    database.engine.dispose()
