"""Sealed bytes that were changed or moved to another row: a clear page, never a broken one."""

import pytest
from flask import Flask
from sqlalchemy import LargeBinary, select, update
from sqlalchemy.orm import Session

from advisory.app.schema import whole_schema
from advisory.foundation.access import Entry, Role
from advisory.foundation.database import Database
from advisory.foundation.keys import SealBroken
from advisory.words import queries as words
from advisory.words.models import Version
from tests.app.test_access_matrix import HOLDER, NOBODY, Site


@pytest.fixture
def site(app: Flask, session: Session, database: Database) -> Site:
    return Site(app, session, database)


def damage(database: Database, *, leave: str = "browser_sessions") -> None:
    """Flips a bit in the middle of everything that is sealed."""
    with database.transaction() as session:
        for table in whole_schema().sorted_tables:
            for column in table.columns:
                if not isinstance(column.type, LargeBinary) or table.name == leave:
                    continue
                key = next(iter(table.primary_key))
                for row, sealed in session.execute(select(key, column)).all():
                    if sealed:
                        changed = bytearray(sealed)
                        changed[len(changed) // 2] ^= 1
                        place = update(table).where(key == row)
                        session.execute(place.values({column.name: bytes(changed)}))


@pytest.mark.parametrize("visitor", [NOBODY, HOLDER, *Role])
def test_no_page_breaks_on_damaged_bytes(site: Site, visitor: str) -> None:
    damage(site.database)
    for rule, method in site.routes("GET", "POST"):
        access = site.access(rule)
        if access.entry is Entry.STAFF and visitor not in access.roles:
            continue
        url = site.url(rule, site.here.address(rule.arguments))
        typed = {"csrf_token": site.csrf} if method == "POST" else None
        answer = site.client(visitor).open(url, method=method, data=typed)
        assert answer.status_code != 500, f"{method} {url}"


def test_a_list_is_still_read_when_one_of_its_rows_is_damaged(site: Site) -> None:
    damage(site.database)
    shown = site.client(Role.FACILITATOR).get("/staff/inbox?column=with_a_team")
    assert shown.status_code == 200
    assert str(words.CANNOT_BE_OPENED) in shown.get_data(as_text=True)


def test_words_moved_to_another_row_do_not_open(site: Site) -> None:
    with site.database.transaction() as session:
        sealed = select(Version).where(Version.sealed.is_not(None)).order_by(Version.id)
        one, other = session.scalars(sealed.limit(2))
        one.sealed, other.sealed = other.sealed, one.sealed
        session.flush()
        for version in (one, other):
            with pytest.raises(SealBroken):
                words.reading(session, version)


def test_a_damaged_session_is_no_session(site: Site) -> None:
    client = site.client(Role.FACILITATOR)
    assert client.get("/staff/inbox").status_code == 200
    damage(site.database, leave="")
    assert client.get("/staff/inbox").status_code == 303
