"""An account of single sign-on is one person's, whatever its address says later.

Revision 0030, after 0029.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sign_on_account", sa.String(), nullable=True))
        batch_op.create_unique_constraint(
            batch_op.f("uq_persons_sign_on_account"), ["sign_on_account"]
        )


def downgrade() -> None:
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_persons_sign_on_account"), type_="unique")
        batch_op.drop_column("sign_on_account")
