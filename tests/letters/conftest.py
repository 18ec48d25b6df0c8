from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from advisory.app.schema import whole_schema
from advisory.clocks.models import Calendar
from advisory.foundation.access import Role
from advisory.foundation.database import Database, now
from advisory.languages.dates import london
from advisory.letters import actions, jobs, rules
from advisory.letters.models import Letter
from advisory.letters.ports import FolderPost
from advisory.people.models import Board, Grant, Person


def hers(session: Session, letter: Letter) -> rules.Written | None:
    """The plainest writer: to the address that the letter names itself."""
    return rules.write("news", to=letter.about["to"], language=letter.about.get("language", "en"))


@pytest.fixture
def database(
    another_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    monkeypatch.setitem(jobs.WRITERS, "news", hers)
    database = Database(
        another_database_url,
        post=FolderPost(tmp_path / "letters", "news@board.example"),
        base_url="http://127.0.0.1:8000",
    )
    whole_schema().create_all(database.engine)
    yield database
    database.engine.dispose()


@pytest.fixture
def board_id(database: Database) -> UUID:
    with database.transaction() as session:
        board = Board(
            name="North Board",
            public_name="Community Voice",
            calendar=Calendar(name="Weekdays"),
            created_at=now(),
        )
        administrator = Person(
            name="Ada", email="ada@board.example", created_at=now(), recovery_hashes=[]
        )
        session.add_all([board, administrator])
        session.flush()
        session.add(
            Grant(
                person=administrator,
                board=board,
                role=Role.ADMINISTRATOR,
                from_on=london(now()).date(),
            )
        )
        return board.id


class Outbox:
    """A board's outbox and the folder that its letters end in."""

    def __init__(self, database: Database, board_id: UUID, folder: Path) -> None:
        self.database = database
        self.board_id = board_id
        self.folder = folder

    def put(self, key: str, to: str = "amal@home.example", kind: str = "news") -> UUID | None:
        with self.database.transaction() as session:
            letter = actions.enqueue(
                session,
                board_id=self.board_id,
                kind=kind,
                about={"to": to},
                dedupe_key=key,
                contact_id=self.board_id,
            )
            return None if letter is None else letter.id

    def letter(self, key: str) -> Letter:
        with self.database.reading() as session:
            return session.query(Letter).filter_by(dedupe_key=key).one()

    def arrived(self) -> list[EmailMessage]:
        paths = sorted(self.folder.glob("*.eml"))
        return [message_from_bytes(path.read_bytes(), policy=default) for path in paths]

    def addresses(self) -> list[str]:
        return sorted(str(message["To"]) for message in self.arrived())


@pytest.fixture
def outbox(database: Database, board_id: UUID, tmp_path: Path) -> Outbox:
    return Outbox(database, board_id, tmp_path / "letters")
