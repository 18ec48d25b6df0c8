"""What machines may ask: that we are up; and, from the operator's network, whether all is well."""

from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network
from typing import cast

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from advisory.app import watching
from advisory.foundation.database import Database, commit, now
from advisory.foundation.jobs import JobRun
from advisory.letters.models import Delivery, Letter
from config import Settings
from tests.building import a_board, a_person


def asked(app: Flask, path: str, address: str = "127.0.0.1", **headers: str) -> TestResponse:
    return app.test_client().get(path, environ_overrides={"REMOTE_ADDR": address}, headers=headers)


def all_well(database: Database) -> None:
    watching.note_backup(database)
    with database.transaction() as session:
        session.add(JobRun(name="send letters", due_at=now(), ended_at=now()))


def lines(app: Flask) -> dict[str, bool]:
    told = asked(app, "/readyz").get_data(as_text=True).splitlines()
    return {line[4:17].strip(): line.startswith("ok") for line in told}


def test_that_we_are_up_tells_nothing_else(app: Flask, database: Database) -> None:
    for address in ("127.0.0.1", "203.0.113.9"):
        up = asked(app, "/healthz", address)
        assert (up.status_code, up.get_data(as_text=True)) == (200, "ok\n")
        assert "Set-Cookie" not in up.headers
        assert "Server" not in up.headers


@pytest.mark.parametrize("address", ["203.0.113.9", "10.0.0.1", "2001:db8::1", "", "nonsense"])
def test_strangers_find_nothing_at_the_operator_s_address(
    app: Flask, database: Database, address: str
) -> None:
    assert asked(app, "/readyz", address).status_code == 404


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_nobody_comes_in_through_a_proxy_on_this_machine(
    app: Flask, database: Database, header: str
) -> None:
    assert asked(app, "/readyz", **{header: "203.0.113.9"}).status_code == 404


def test_the_operator_names_another_network(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = cast("Settings", app.config["SETTINGS"])
    elsewhere = replace(settings, operator_networks=(ip_network("10.1.0.0/16"),))
    monkeypatch.setitem(app.config, "SETTINGS", elsewhere)
    assert asked(app, "/readyz", "10.1.2.3").status_code != 404
    assert asked(app, "/readyz", "127.0.0.1").status_code == 404


def test_all_is_well(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisory.app.schema.is_current", lambda _engine: True)
    all_well(database)
    ready = asked(app, "/readyz")
    assert ready.status_code == 200, ready.get_data(as_text=True)
    assert all(lines(app).values())


def test_tables_of_another_version_are_told(app: Flask, database: Database) -> None:
    """The tests make their tables without migrations."""
    assert lines(app)["tables"] is False
    assert asked(app, "/readyz").status_code == 503


def test_a_silent_worker_is_told(app: Flask, database: Database) -> None:
    assert lines(app)["worker"] is False
    all_well(database)
    assert lines(app)["worker"] is True
    with database.transaction() as session:
        session.get_one(JobRun, "send letters").ended_at = now() - timedelta(minutes=6)
    assert lines(app)["worker"] is False


@pytest.mark.parametrize(
    ("delivery", "hours", "worse"),
    [
        (Delivery.PENDING, 2, "letters"),
        (Delivery.LEASED, 2, "letters"),
        (Delivery.DEAD, 0, "dead letters"),
        (Delivery.PENDING, 0, None),
        (Delivery.SENT, 900, None),
        (Delivery.DROPPED, 900, None),
    ],
)
def test_letters_that_do_not_leave_are_told(
    app: Flask, session: Session, database: Database, delivery: Delivery, hours: int, worse: str
) -> None:
    board = a_board(session)
    at = now() - timedelta(hours=hours)
    session.add(
        Letter(
            board_id=board.id,
            kind="news",
            dedupe_key="one",
            person_id=a_person(session, board).id,
            about={},
            delivery=delivery,
            made_at=at,
            due_at=at,
        )
    )
    commit(session)
    told = lines(app)
    assert [name for name in ("letters", "dead letters") if not told[name]] == [
        name for name in [worse] if name
    ]


def test_an_old_backup_is_told(app: Flask, database: Database) -> None:
    assert lines(app)["backup"] is False
    watching.note_backup(database)
    assert lines(app)["backup"] is True
    watching.note_backup(database, problem="NotReady")
    assert lines(app)["backup"] is False


def test_no_room_on_the_disk_is_told(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert lines(app)["disk"] is True
    monkeypatch.setattr(watching, "LEAST_ROOM", 1 << 60)
    assert lines(app)["disk"] is False


def test_a_database_that_is_gone_is_told_and_does_not_break(app: Flask, settings: Settings) -> None:
    gone = Database("sqlite:////dev/null/nowhere.sqlite3")
    found = {reading.name: reading.well for reading in watching.readings(gone, settings)}
    assert [name for name, well in found.items() if well] == ["disk", "PDF files"]
