"""teams are asked to follow recommendations.

Revision 0023, after 0022.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

ABOUT_ONE = "(contribution_id IS NULL) <> (advice_id IS NULL)"
CHECKS = {
    "answers": {
        "ck_answers_about_exactly_one": ABOUT_ONE,
        "ck_answers_a_stance_on_what_is_asked": "(advice_id IS NULL) = (stance IS NULL)",
        "ck_answers_stance": "stance IN ('accepted', 'partly', 'not_accepted', 'needs_more')",
    },
    "asks": {
        "ck_asks_about_exactly_one": ABOUT_ONE,
    },
}


def upgrade() -> None:
    op.create_table(
        "advice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("data_key_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_advice_board_id")),
        sa.ForeignKeyConstraint(
            ["data_key_id"], ["data_keys.id"], name=op.f("fk_advice_data_key_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice")),
    )
    op.create_table(
        "recommendations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "draft",
                "put",
                "back",
                "answered",
                "followed",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("ask_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("why_id", sa.Uuid(), nullable=False),
        sa.Column("minority_id", sa.Uuid(), nullable=True),
        sa.Column("more", sa.String(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("put_on", sa.Date(), nullable=True),
        sa.Column("voices", sa.Integer(), nullable=True),
        sa.Column("climbed", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("form_token_hash", sa.String(), nullable=False),
        sa.CheckConstraint(
            "stage = 'draft' OR (team_id IS NOT NULL AND put_on IS NOT NULL)",
            name=op.f("ck_recommendations_put_to_a_team_on_a_day"),
        ),
        sa.ForeignKeyConstraint(["ask_id"], ["texts.id"], name=op.f("fk_recommendations_ask_id")),
        sa.ForeignKeyConstraint(
            ["board_id"], ["boards.id"], name=op.f("fk_recommendations_board_id")
        ),
        sa.ForeignKeyConstraint(
            ["change_id"], ["texts.id"], name=op.f("fk_recommendations_change_id")
        ),
        sa.ForeignKeyConstraint(["id"], ["advice.id"], name=op.f("fk_recommendations_id")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_recommendations_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["persons.id"], name=op.f("fk_recommendations_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["minority_id"], ["texts.id"], name=op.f("fk_recommendations_minority_id")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_recommendations_notice_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_recommendations_team_id")),
        sa.ForeignKeyConstraint(["why_id"], ["texts.id"], name=op.f("fk_recommendations_why_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendations")),
        sa.UniqueConstraint(
            "board_id", "year", "number", name=op.f("uq_recommendations_board_id_year_number")
        ),
        sa.UniqueConstraint("form_token_hash", name=op.f("uq_recommendations_form_token_hash")),
    )
    with op.batch_alter_table("recommendations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommendations_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendations_team_id"), ["team_id"], unique=False)

    op.create_table(
        "recommendation_themes",
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendations.id"],
            name=op.f("fk_recommendation_themes_recommendation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["themes.id"], name=op.f("fk_recommendation_themes_theme_id")
        ),
        sa.PrimaryKeyConstraint(
            "recommendation_id", "theme_id", name=op.f("pk_recommendation_themes")
        ),
    )
    with op.batch_alter_table("recommendation_themes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_recommendation_themes_theme_id"), ["theme_id"], unique=False
        )

    op.create_table(
        "recommendation_voices",
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.id"],
            name=op.f("fk_recommendation_voices_contribution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendations.id"],
            name=op.f("fk_recommendation_voices_recommendation_id"),
        ),
        sa.PrimaryKeyConstraint(
            "recommendation_id", "contribution_id", name=op.f("pk_recommendation_voices")
        ),
    )
    with op.batch_alter_table("recommendation_voices", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_recommendation_voices_contribution_id"),
            ["contribution_id"],
            unique=False,
        )

    op.create_table(
        "consultation_recommendations",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_consultation_recommendations_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendations.id"],
            name=op.f("fk_consultation_recommendations_recommendation_id"),
        ),
        sa.PrimaryKeyConstraint(
            "consultation_id", "recommendation_id", name=op.f("pk_consultation_recommendations")
        ),
    )
    op.create_index(
        op.f("ix_consultation_recommendations_recommendation_id"),
        "consultation_recommendations",
        ["recommendation_id"],
    )

    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("advice_id", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "stance",
                sa.String(length=40),
                nullable=True,
            )
        )
        batch_op.alter_column("contribution_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.create_index(batch_op.f("ix_answers_advice_id"), ["advice_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_answers_advice_id"),
            "advice",
            ["advice_id"],
            ["id"],
        )

    with op.batch_alter_table("asks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("advice_id", sa.Uuid(), nullable=True))
        batch_op.alter_column("contribution_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.create_index(batch_op.f("ix_asks_advice_id"), ["advice_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_asks_advice_id"),
            "advice",
            ["advice_id"],
            ["id"],
        )

    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("replaces_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_notices_replaces_id"), "notices", ["replaces_id"], ["id"]
        )

    for table, checks in CHECKS.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, rule in checks.items():
                batch_op.create_check_constraint(op.f(name), rule)


def downgrade() -> None:
    """What was asked and answered about recommendations goes with them."""
    advised = "SELECT id FROM {} WHERE advice_id IS NOT NULL"
    for table, column, among in (
        ("commitments", "answer_id", "answers"),
        ("answers", "id", "answers"),
        ("answer_links", "ask_id", "asks"),
        ("asks", "id", "asks"),
    ):
        op.execute(f"DELETE FROM {table} WHERE {column} IN ({advised.format(among)})")  # noqa: S608 - names of ours
    for table, checks in CHECKS.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name in checks:
                batch_op.drop_constraint(op.f(name), type_="check")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_notices_replaces_id"), type_="foreignkey")
        batch_op.drop_column("replaces_id")

    with op.batch_alter_table("asks", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_asks_advice_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_asks_advice_id"))
        batch_op.alter_column("contribution_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.drop_column("advice_id")

    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_answers_advice_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_answers_advice_id"))
        batch_op.alter_column("contribution_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.drop_column("stance")
        batch_op.drop_column("advice_id")

    with op.batch_alter_table("recommendation_voices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendation_voices_contribution_id"))

    op.drop_table("consultation_recommendations")
    op.drop_table("recommendation_voices")
    with op.batch_alter_table("recommendation_themes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendation_themes_theme_id"))

    op.drop_table("recommendation_themes")
    with op.batch_alter_table("recommendations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendations_team_id"))
        batch_op.drop_index(batch_op.f("ix_recommendations_item_id"))

    op.drop_table("recommendations")
    op.drop_table("advice")
