"""The content that a digest first had, by which its id stays the same when a later look brings another one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Until now every digest goes by the content that it has."""
    op.add_column("atlas_uploads", sa.Column("origin", sa.Text(), server_default="", nullable=False))
    op.execute("UPDATE atlas_uploads SET origin = sha256")
