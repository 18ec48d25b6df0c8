"""new steps of a meeting are let through.

Revision 0026, after 0025.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

STEPS = (
    "begin_agenda",
    "asks_in",
    "look_at_asks",
    "arrange_support",
    "translate",
    "papers_out",
    "confirm_childcare",
    "confirm_interpreters",
    "order_food",
    "pay_travel",
    "meet_before",
    "send_phone_credit",
    "ask_how_people_are",
    "send_actions",
    "send_summary",
    "teams_respond",
    "did_it_happen",
)


def upgrade() -> None:
    """SQLite kept the older of two checks beside the newer when 0019 made the table anew."""
    if op.get_bind().dialect.name != "sqlite":
        return
    known = "step IN (" + ", ".join(f"'{step}'" for step in STEPS) + ")"
    checks = (
        sa.CheckConstraint(
            "(done_on IS NULL) = (done_by_id IS NULL)",
            name=op.f("ck_meeting_tasks_done_by_somebody"),
        ),
        sa.CheckConstraint(known, name=op.f("ck_meeting_tasks_step")),
    )
    with op.batch_alter_table("meeting_tasks", table_args=checks, recreate="always") as batch_op:
        for check in checks:
            batch_op.drop_constraint(batch_op.f(str(check.name)), type_="check")


def downgrade() -> None:
    """What is right stays right."""
