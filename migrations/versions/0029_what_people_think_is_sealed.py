"""What somebody thinks of a sentence is sealed under their own key; only counts stand open.

Revision 0029, after 0028. With votes in the tables it needs the key files.
"""

import json
import os
import re
import uuid
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import config

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

COUNTED = {"agree": "agreed", "disagree": "disagreed", "pass": "passed"}
polls = sa.table("polls", sa.column("id", sa.Uuid()), sa.column("data_key_id", sa.Uuid()))
voters = sa.table(
    "voters",
    sa.column("id", sa.Uuid()),
    sa.column("poll_id", sa.Uuid()),
    sa.column("contribution_id", sa.Uuid()),
    sa.column("sealed", sa.LargeBinary()),
)
opinions = sa.table(
    "opinions",
    sa.column("voter_id", sa.Uuid()),
    sa.column("statement_id", sa.Uuid()),
    sa.column("vote", sa.String()),
)
contributions = sa.table(
    "contributions", sa.column("id", sa.Uuid()), sa.column("data_key_id", sa.Uuid())
)
data_keys = sa.table(
    "data_keys",
    sa.column("id", sa.Uuid()),
    sa.column("purpose", sa.String()),
    sa.column("version", sa.Integer()),
    sa.column("wrapped", sa.LargeBinary()),
)
statements = sa.table("statements", sa.column("id", sa.Uuid()))


def upgrade() -> None:
    # Found again by the worker; what was found told who is in which group.
    op.execute("DELETE FROM poll_results")
    with op.batch_alter_table("poll_results", schema=None) as batch_op:
        batch_op.drop_column("found")
        batch_op.add_column(sa.Column("sealed", sa.LargeBinary(), nullable=False))
    with op.batch_alter_table("statements", schema=None) as batch_op:
        for column in COUNTED.values():
            batch_op.add_column(sa.Column(column, sa.Integer(), server_default="0", nullable=False))
    for vote, column in COUNTED.items():
        op.execute(
            f"UPDATE statements SET {column} = (SELECT count(*) FROM opinions o"  # noqa: S608 - names that stand above
            f" WHERE o.statement_id = statements.id AND o.vote = '{vote}')"
        )
    with op.batch_alter_table("statements", schema=None) as batch_op:
        for column in COUNTED.values():
            batch_op.alter_column(column, server_default=None)
    with op.batch_alter_table("polls", schema=None) as batch_op:
        batch_op.add_column(sa.Column("data_key_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_polls_data_key_id"), "data_keys", ["data_key_id"], ["id"]
        )
    for poll_id in op.get_bind().scalars(sa.select(polls.c.id)).all():
        own = {"data_key_id": _new_key()}
        op.get_bind().execute(polls.update().where(polls.c.id == poll_id).values(own))
    with op.batch_alter_table("polls", schema=None) as batch_op:
        batch_op.alter_column("data_key_id", nullable=False)
    with op.batch_alter_table("voters", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sealed", sa.LargeBinary(), nullable=True))
    for voter_id, key in _voters():
        said = op.get_bind().execute(
            sa.select(opinions.c.statement_id, opinions.c.vote).where(
                opinions.c.voter_id == voter_id
            )
        )
        votes = json.dumps({str(statement_id): vote for statement_id, vote in said})
        sealed = _seal(key, f"voters.sealed/{voter_id}", votes.encode())
        op.get_bind().execute(voters.update().where(voters.c.id == voter_id).values(sealed=sealed))
    op.drop_table("opinions")
    # Nothing opens without its key: whose key was destroyed is gone.
    op.execute("DELETE FROM voters WHERE sealed IS NULL")
    with op.batch_alter_table("voters", schema=None) as batch_op:
        batch_op.alter_column("sealed", nullable=False)


def downgrade() -> None:
    op.create_table(
        "opinions",
        sa.Column("voter_id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column(
            "vote",
            sa.Enum(
                "agree",
                "disagree",
                "pass",
                name="vote",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statements.id"], name=op.f("fk_opinions_statement_id")
        ),
        sa.ForeignKeyConstraint(["voter_id"], ["voters.id"], name=op.f("fk_opinions_voter_id")),
        sa.PrimaryKeyConstraint("voter_id", "statement_id", name=op.f("pk_opinions")),
    )
    with op.batch_alter_table("opinions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_opinions_statement_id"), ["statement_id"], unique=False
        )
    known = set(op.get_bind().scalars(sa.select(statements.c.id)))
    for voter_id, key in _voters():
        sealed = op.get_bind().scalar(sa.select(voters.c.sealed).where(voters.c.id == voter_id))
        kept = json.loads(_open(key, f"voters.sealed/{voter_id}", sealed))
        for statement_id, vote in kept.items():
            row = {"voter_id": voter_id, "statement_id": uuid.UUID(statement_id), "vote": vote}
            if row["statement_id"] in known:
                op.get_bind().execute(opinions.insert().values(row))
    with op.batch_alter_table("voters", schema=None) as batch_op:
        batch_op.drop_column("sealed")
    gone = list(op.get_bind().scalars(sa.select(polls.c.data_key_id)))
    with op.batch_alter_table("polls", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_polls_data_key_id"), type_="foreignkey")
        batch_op.drop_column("data_key_id")
    op.get_bind().execute(data_keys.delete().where(data_keys.c.id.in_(gone)))
    with op.batch_alter_table("statements", schema=None) as batch_op:
        for column in COUNTED.values():
            batch_op.drop_column(column)
    op.execute("DELETE FROM poll_results")
    with op.batch_alter_table("poll_results", schema=None) as batch_op:
        batch_op.drop_column("sealed")
        batch_op.add_column(sa.Column("found", sa.String(), nullable=False))


def _voters() -> Iterator[tuple[Any, bytes]]:
    """Each with the key that seals what they think: their own, or the poll's for imported rows."""
    joined = (
        voters.join(polls, polls.c.id == voters.c.poll_id)
        .outerjoin(contributions, contributions.c.id == voters.c.contribution_id)
        .join(
            data_keys,
            data_keys.c.id == sa.func.coalesce(contributions.c.data_key_id, polls.c.data_key_id),
        )
    )
    found = sa.select(voters.c.id, data_keys.c.id, data_keys.c.version, data_keys.c.wrapped)
    for voter_id, key_id, version, wrapped in (
        op.get_bind().execute(found.select_from(joined)).all()
    ):
        if wrapped:
            yield voter_id, _open(_wrapping(version), f"data_keys.wrapped/{key_id}", wrapped)


def _new_key() -> uuid.UUID:
    key_id, version = uuid.uuid4(), max(_versions(), default=1)
    wrapped = _seal(_wrapping(version), f"data_keys.wrapped/{key_id}", AESGCM.generate_key(256))
    row = {"id": key_id, "purpose": "words", "version": version, "wrapped": wrapped}
    op.get_bind().execute(data_keys.insert().values(row))
    return key_id


def _versions() -> Iterator[int]:
    for path in config.read().keys_folder.glob("words*.key"):
        number = re.fullmatch(r"words(?:\.(\d+))?\.key", path.name)
        if number:
            yield int(number[1] or 1)


def _wrapping(version: int) -> bytes:
    name = "words.key" if version == 1 else f"words.{version}.key"
    path = config.read().keys_folder / name
    try:
        return bytes.fromhex(path.read_text().strip())
    except (OSError, ValueError) as why:
        raise config.ConfigurationError(
            f"The key file {path} is needed to seal what people think: restore it from your copy."
        ) from why


def _seal(key: bytes, place: str, content: bytes) -> bytes:
    nonce = os.urandom(12)
    return b"\x01" + nonce + AESGCM(key).encrypt(nonce, content, place.encode())


def _open(key: bytes, place: str, sealed: bytes) -> bytes:
    return AESGCM(key).decrypt(sealed[1:13], sealed[13:], place.encode())
