"""People answer with pictures, on paper too, and posters lead to the first page.

Revision 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_editions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("topic_ids", sa.JSON(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["boards.id"], name=op.f("fk_paper_editions_board_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_editions")),
        sa.UniqueConstraint("board_id", "number", name=op.f("uq_paper_editions_board_id_number")),
    )
    op.create_table(
        "posters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_posters_board_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["persons.id"], name=op.f("fk_posters_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posters")),
        sa.UniqueConstraint("mark", name=op.f("uq_posters_mark")),
    )
    with op.batch_alter_table("posters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_posters_board_id"), ["board_id"], unique=False)

    op.create_table(
        "paper_batches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("begun_by_id", sa.Uuid(), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("keyed_on", sa.Date(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("form_count", sa.Integer(), nullable=False),
        sa.Column("sample_count", sa.Integer(), nullable=False),
        sa.Column("difference_count", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "checked_on IS NULL OR keyed_on IS NOT NULL",
            name=op.f("ck_paper_batches_keyed_then_checked"),
        ),
        sa.ForeignKeyConstraint(
            ["begun_by_id"], ["persons.id"], name=op.f("fk_paper_batches_begun_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["board_id"], ["boards.id"], name=op.f("fk_paper_batches_board_id")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["paper_editions.id"], name=op.f("fk_paper_batches_edition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_batches")),
    )
    with op.batch_alter_table("paper_batches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_batches_board_id"), ["board_id"], unique=False)

    op.create_table(
        "poster_counts",
        sa.Column("poster_id", sa.Uuid(), nullable=False),
        sa.Column("came_on", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["poster_id"], ["posters.id"], name=op.f("fk_poster_counts_poster_id")
        ),
        sa.PrimaryKeyConstraint("poster_id", "came_on", name=op.f("pk_poster_counts")),
    )
    op.create_table(
        "paper_forms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("in_sample", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["paper_batches.id"], name=op.f("fk_paper_forms_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contributions.id"], name=op.f("fk_paper_forms_contribution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_forms")),
        sa.UniqueConstraint("contribution_id", name=op.f("uq_paper_forms_contribution_id")),
    )
    with op.batch_alter_table("paper_forms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_forms_batch_id"), ["batch_id"], unique=False)

    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "face",
                sa.Enum(
                    "good",
                    "so_so",
                    "bad",
                    "unsure",
                    name="face",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                nullable=True,
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_feedback_face"), type_="check")
        batch_op.drop_column("face")

    with op.batch_alter_table("paper_forms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_forms_batch_id"))

    op.drop_table("paper_forms")
    op.drop_table("poster_counts")
    with op.batch_alter_table("paper_batches", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_batches_board_id"))

    op.drop_table("paper_batches")
    with op.batch_alter_table("posters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_posters_board_id"))

    op.drop_table("posters")
    op.drop_table("paper_editions")
