"""A visitor's whole workspace as a file, out and back in, however large it is: nothing of it is held in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO
from uuid import uuid4

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from components.curation.backups.container import BackupError
from components.curation.backups.writing import write
from components.curation.workspaces.uploads import UploadError
from components.curation.workspaces.workspaces import access, workspace_to_read
from components.server.caller import caller
from components.server.pages import restore_page
from components.server.routes import responses
from components.store.database import now
from components.workspace import bring_back, caches
from components.workspace.allowances import Requester
from components.workspace.visitor import token_in

_IN_MEMORY = 1_000_000  # bytes of a backup, beyond them it lies on the disk
_AT_ONCE = 65_536


def download(request: Request) -> Response:
    """The backup of the visitor's own workspace, or of the one that a view-only link shows."""
    shared = request.query_params.get("look", "")
    workspace = workspace_to_read(caches.store(), shared) if shared else _own(request)
    if workspace is None:
        return responses.secret_page(restore_page.notice(restore_page.NO_COOKIE), 403)
    file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (closed when it has been sent)
    try:
        write(caches.store(), workspace, file)
        size = file.tell()
        file.seek(0)
    except BaseException:
        file.close()
        raise
    headers = {
        "content-disposition": f'attachment; filename="digest-atlas-{now()[:10]}.zip"',
        "content-length": f"{size}",
    }
    return StreamingResponse(
        _parts(file), headers=responses.SECRET | headers | {"cache-control": "no-store"}, media_type="application/zip"
    )


def restore(request: Request) -> Response:
    """A page that asks for a backup, and what became of the one that was sent with it."""
    workspace = _own(request)
    if workspace is None:
        return responses.secret_page(restore_page.notice(restore_page.NO_COOKIE), 403)
    if request.method != "POST":
        return responses.page(request, restore_page.question())
    given = request.state.form.get("file")
    if not isinstance(given, UploadFile) or not given.size:
        return responses.secret_page(restore_page.notice("No file was chosen.", again=True), 400)
    try:
        by = Requester(workspace, caller(request.scope).address)
        restored = bring_back.bring_back(caches.store(), by, given.file, uuid4().hex)
    except (BackupError, UploadError) as refused:
        return responses.secret_page(restore_page.notice(str(refused), again=True), 400)
    return responses.secret_page(restore_page.restored(restored), 200)


def _own(request: Request) -> str | None:
    """The workspace of the visitor who asks, None where there is no cookie or it was signed out."""
    token = token_in(request.headers.get("cookie", ""))
    found = access(caches.store(), token) if token else None
    return None if found is None or found.signed_out else found.workspace


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while part := file.read(_AT_ONCE):
            yield part
