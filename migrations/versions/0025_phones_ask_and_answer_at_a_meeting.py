"""Phones ask and answer at a meeting.

Revision 0025, after 0024.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "floors",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("data_key_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["data_key_id"], ["data_keys.id"], name=op.f("fk_floors_data_key_id")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_floors_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_floors")),
        sa.UniqueConstraint("number", name=op.f("uq_floors_number")),
    )
    op.create_table(
        "floor_cards",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "slower",
                "not_clear",
                "pause",
                name="cardkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("phone_hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["floors.meeting_id"], name=op.f("fk_floor_cards_meeting_id")
        ),
        sa.PrimaryKeyConstraint("meeting_id", "kind", "phone_hash", name=op.f("pk_floor_cards")),
    )
    op.create_table(
        "floor_phones",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["floors.meeting_id"], name=op.f("fk_floor_phones_meeting_id")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_floor_phones")),
    )
    with op.batch_alter_table("floor_phones", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_floor_phones_meeting_id"), ["meeting_id"], unique=False
        )

    op.create_table(
        "floor_questions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_english", sa.LargeBinary(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "turn",
            sa.Enum(
                "waiting",
                "shown",
                "answered",
                "set_aside",
                name="turn",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("form_token_hash", sa.String(), nullable=False),
        sa.CheckConstraint(
            "turn <> 'shown' OR sealed_english IS NOT NULL",
            name=op.f("ck_floor_questions_shown_in_english"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["floors.meeting_id"], name=op.f("fk_floor_questions_meeting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor_questions")),
        sa.UniqueConstraint("form_token_hash", name=op.f("uq_floor_questions_form_token_hash")),
    )
    with op.batch_alter_table("floor_questions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_floor_questions_meeting_id"), ["meeting_id"], unique=False
        )

    op.create_table(
        "shows_of_hands",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column(
            "scale",
            sa.Enum(
                "yes_no",
                "agree",
                name="scale",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["floors.meeting_id"], name=op.f("fk_shows_of_hands_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["words_id"], ["texts.id"], name=op.f("fk_shows_of_hands_words_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shows_of_hands")),
    )
    with op.batch_alter_table("shows_of_hands", schema=None) as batch_op:
        batch_op.create_index(
            "ix_one_show_is_open",
            ["meeting_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "hands",
        sa.Column("show_id", sa.Uuid(), nullable=False),
        sa.Column("phone_hash", sa.String(), nullable=False),
        sa.Column("pick", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["show_id"], ["shows_of_hands.id"], name=op.f("fk_hands_show_id")),
        sa.PrimaryKeyConstraint("show_id", "phone_hash", name=op.f("pk_hands")),
    )


def downgrade() -> None:
    op.drop_table("hands")
    with op.batch_alter_table("shows_of_hands", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_one_show_is_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.drop_table("shows_of_hands")
    with op.batch_alter_table("floor_questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_floor_questions_meeting_id"))

    op.drop_table("floor_questions")
    with op.batch_alter_table("floor_phones", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_floor_phones_meeting_id"))

    op.drop_table("floor_phones")
    op.drop_table("floor_cards")
    op.drop_table("floors")
