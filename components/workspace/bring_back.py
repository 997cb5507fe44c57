"""A backup brought back by a visitor: what it holds counts as what else they keep within a day."""

from __future__ import annotations

from typing import IO

from sqlalchemy import Engine

from components.curation.backups.restoring import Restored, restore
from components.curation.quotas import Grant
from components.curation.workspaces.uploads import UploadError
from components.workspace import allowances
from components.workspace.allowances import Allowance, Requester


def bring_back(engine: Engine, by: Requester, file: IO[bytes], batch_id: str) -> Restored:
    """Restore a backup into the visitor's workspace. Raises BackupError, and UploadError where it is too much."""
    grants: list[Grant] = []

    def allow(size: int) -> None:
        grant = allowances.take_all(engine, Allowance.KEPT, by, size)
        if grant is None:
            raise UploadError(allowances.KEPT_MUCH)
        grants.append(grant)

    try:
        return restore(engine, by.workspace, file, batch_id, allow=allow)
    except BaseException:
        for grant in grants:
            allowances.give_back(engine, grant, grant.amount)
        raise
