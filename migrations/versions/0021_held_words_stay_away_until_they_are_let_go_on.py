"""Held words stay away from every list until they are let go on, also after the decision.

Revision 0021, after 0020.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("concerns", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("withheld", sa.Boolean(), server_default=sa.true(), nullable=False)
        )
    # What was decided and answered again is with all other words.
    op.execute(
        sa.text(
            "UPDATE concerns SET withheld = :no WHERE state IN ('passed_on', 'cleared')"
            " AND NOT EXISTS (SELECT 1 FROM feedback f"
            " WHERE f.contribution_id = concerns.contribution_id AND f.held)"
        ).bindparams(sa.bindparam("no", False, sa.Boolean()))
    )
    with op.batch_alter_table("concerns", schema=None) as batch_op:
        batch_op.alter_column("withheld", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("concerns", schema=None) as batch_op:
        batch_op.drop_column("withheld")
