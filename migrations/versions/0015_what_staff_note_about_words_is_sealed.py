"""what staff note about somebody's words is sealed under the key of those words.

Revision 0015, after 0014. With such notes in the tables it needs the key files.
"""

import os
from collections.abc import Callable
from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import op
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import config

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


class Note(NamedTuple):
    """A column in the clear, its sealed one, and where its row's key is found."""

    table: str
    clear: str
    sealed: str
    key: str


_OF_ANSWER = "(SELECT c.data_key_id FROM answers a JOIN contributions c ON c.id = a.contribution_id"
_OF_ROW = "(SELECT c.data_key_id FROM contributions c WHERE c.id = n.contribution_id)"
NOTES = (
    Note("asks", "return_reason", "sealed_reason", _OF_ROW),
    Note("answers", "evidence", "sealed_evidence", _OF_ROW),
    Note("answers", "source_note", "sealed_source", _OF_ROW),
    Note("answers", "review_note", "sealed_note", _OF_ROW),
    Note("commitments", "evidence", "sealed_evidence", f"{_OF_ANSWER} WHERE a.id = n.answer_id)"),
    Note("legal_holds", "reason", "sealed_reason", _OF_ROW),
)
CHECKS = (
    ("asks", "ck_asks_returned_says_why", "returned_at IS NULL OR {} IS NOT NULL", 0),
    (
        "answers",
        "ck_answers_a_change_has_evidence",
        "outcome <> 'change_made' OR {} IS NOT NULL",
        1,
    ),
    ("answers", "ck_answers_email_has_its_source", "source <> 'email' OR {} IS NOT NULL", 2),
    (
        "commitments",
        "ck_commitments_happened_has_evidence",
        "state <> 'happened' OR {} IS NOT NULL",
        4,
    ),
)
TABLES = ("asks", "answers", "commitments", "legal_holds")


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            for note in _of(table):
                batch_op.add_column(sa.Column(note.sealed, sa.LargeBinary(), nullable=True))
    for note in NOTES:
        _rewrite(note, note.clear, note.sealed, _seal)
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            for _table, name, rule, number in (row for row in CHECKS if row[0] == table):
                batch_op.drop_constraint(op.f(name), type_="check")
                batch_op.create_check_constraint(op.f(name), rule.format(NOTES[number].sealed))
            for note in _of(table):
                batch_op.drop_column(note.clear)
            if table == "legal_holds":
                batch_op.alter_column("sealed_reason", nullable=False)


def downgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            for note in _of(table):
                batch_op.add_column(sa.Column(note.clear, sa.String(), nullable=True))
    for note in NOTES:
        _rewrite(note, note.sealed, note.clear, _unseal)
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            for _table, name, rule, number in (row for row in CHECKS if row[0] == table):
                batch_op.drop_constraint(op.f(name), type_="check")
                batch_op.create_check_constraint(op.f(name), rule.format(NOTES[number].clear))
            for note in _of(table):
                batch_op.drop_column(note.sealed)
            if table == "legal_holds":
                batch_op.alter_column("reason", nullable=False)


def _of(table: str) -> list[Note]:
    return [note for note in NOTES if note.table == table]


def _rewrite(note: Note, source: str, target: str, change: Callable[..., Any]) -> None:
    """An empty note stays empty, and one whose key was destroyed is gone."""
    kinds = {note.clear: sa.String(), note.sealed: sa.LargeBinary()}
    empty = {note.clear: "", note.sealed: b""}
    found = sa.text(
        f"SELECT n.id, n.{source} AS words, k.id AS key_id, k.version, k.wrapped "  # noqa: S608 - names that stand above
        f"FROM {note.table} n LEFT JOIN data_keys k ON k.id = {note.key} "
        f"WHERE n.{source} IS NOT NULL"
    ).columns(
        sa.column("id", sa.Uuid()),
        sa.column("words", kinds[source]),
        sa.column("key_id", sa.Uuid()),
        sa.column("version", sa.Integer()),
        sa.column("wrapped", sa.LargeBinary()),
    )
    columns = [sa.column("id", sa.Uuid()), *(sa.column(name, kinds[name]) for name in kinds)]
    table = sa.table(note.table, *columns)
    for row in op.get_bind().execute(found).all():
        # The old column is emptied: PostgreSQL keeps the bytes of a column that is dropped.
        values = {source: empty[source], target: empty[target]}
        if row.words and row.wrapped:
            key = _open(_wrapping(row.version), f"data_keys.wrapped/{row.key_id}", row.wrapped)
            values[target] = change(key, f"{note.table}.{note.sealed}/{row.id}", row.words)
        op.get_bind().execute(table.update().where(table.c.id == row.id).values(values))


def _wrapping(version: int) -> bytes:
    name = "words.key" if version == 1 else f"words.{version}.key"
    path = config.read().keys_folder / name
    try:
        return bytes.fromhex(path.read_text().strip())
    except (OSError, ValueError) as why:
        raise config.ConfigurationError(
            f"The key file {path} is needed to seal what staff noted: restore it from your copy."
        ) from why


def _seal(key: bytes, place: str, words: str) -> bytes:
    nonce = os.urandom(12)
    return b"\x01" + nonce + AESGCM(key).encrypt(nonce, words.encode(), place.encode())


def _unseal(key: bytes, place: str, sealed: bytes) -> str:
    return _open(key, place, sealed).decode()


def _open(key: bytes, place: str, sealed: bytes) -> bytes:
    return AESGCM(key).decrypt(sealed[1:13], sealed[13:], place.encode())
