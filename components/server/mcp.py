"""`/mcp`: a workspace for programs that read for somebody (Model Context Protocol, streamable HTTP, stateless).

The key in `Authorization: Bearer …` says whose papers: that of a view-only link may ask, a key for programs may change.
Without one the bundled papers are shown. Each call is answered as JSON; nothing is kept between calls.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from components.curation.workspaces.agent_keys import workspace_to_change
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id, workspace_to_read
from components.finding.filters import Filters
from components.server.caller import caller
from components.server.gate import BusyError, Gate
from components.sharing.agents import protocol
from components.store.trouble import StoreError
from components.workspace import caches, view
from components.workspace.view import View

LARGEST = 200_000  # bytes of a call: a note of 20,000 characters and to spare
_NO_KEY = "The key opens no workspace. Copy it again from Picks → Share → Connect an assistant, or leave it out."
_BUSY = "Many ask at this moment. Ask again in two seconds."
_ONLY_POST = "Programs send calls here by POST (Model Context Protocol). docs/mcp.md of Digest Atlas says how."


@dataclass(frozen=True, slots=True)
class _Opened:
    """What a key opens."""

    workspace: str
    may_change: bool


async def answer(scope: Scope, receive: Receive, send: Send, gate: Gate) -> None:
    """Answer one call, as ASGI."""
    if scope["method"] != "POST":
        await _refused(405, _ONLY_POST, {"allow": "POST"})(scope, receive, send)
        return
    try:
        opened = await run_in_threadpool(_opened, Request(scope))
    except StoreError as trouble:
        await _refused(503, str(trouble), {"retry-after": "5"})(scope, receive, send)
        return
    if opened is None:
        await _refused(401, _NO_KEY, {"www-authenticate": "Bearer"})(scope, receive, send)
        return
    try:
        await gate.run(caller(scope).address, lambda: _answer(opened, scope, receive, send))
    except BusyError:
        await _refused(429, _BUSY, {"retry-after": "2"})(scope, receive, send)


async def _answer(opened: _Opened, scope: Scope, receive: Receive, send: Send) -> None:
    def current() -> View:
        now = view.of(caches.store(), opened.workspace, Filters())
        return replace(now, address=caller(scope).address)

    protocol.view_of_call.set(current)
    manager = protocol.http_manager(may_change=opened.may_change, largest=LARGEST)
    async with manager.run():
        await manager.handle_request(scope, receive, send)


def _opened(request: Request) -> _Opened | None:
    engine = caches.store()
    scheme, _, bearer = Headers(scope=request.scope).get("authorization", "").partition(" ")
    key = bearer.strip() if scheme.lower() == "bearer" else request.query_params.get("key", "")
    if not key:
        return _Opened(workspace_id(engine, new_token()), may_change=False)
    if workspace := workspace_to_change(engine, key):
        return _Opened(workspace, may_change=True)
    workspace = workspace_to_read(engine, key)
    return _Opened(workspace, may_change=False) if workspace else None


def _refused(status: int, why: str, headers: dict[str, str]) -> JSONResponse:
    return JSONResponse({"error": why}, status, headers | {"cache-control": "no-store"})
