"""sound comes in parts and is written down.

Revision 0008, after 0007.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BEFORE = ("original", "gist", "human", "human_from_machine", "machine")
METHOD = "ck_versions_method"


def upgrade() -> None:
    op.create_table(
        "sound_parts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("form_token_hash", sa.String(), nullable=False),
        sa.Column("recording", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 0", name=op.f("ck_sound_parts_counted_from_none")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sound_parts")),
        sa.UniqueConstraint(
            "form_token_hash",
            "recording",
            "number",
            name=op.f("uq_sound_parts_form_token_hash_recording_number"),
        ),
    )
    _methods((*BEFORE, "transcript"))


def downgrade() -> None:
    op.execute("DELETE FROM versions WHERE method = 'transcript'")
    _methods(BEFORE)
    op.drop_table("sound_parts")


def _methods(names: Iterable[str]) -> None:
    among = ", ".join(f"'{name}'" for name in names)
    with op.batch_alter_table("versions") as batch_op:
        batch_op.drop_constraint(op.f(METHOD), type_="check")
        batch_op.create_check_constraint(op.f(METHOD), f"method IN ({among})")
