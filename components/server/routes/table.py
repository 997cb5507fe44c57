"""The addresses beside the pages: shared lists, feeds, the table as JSON, what mails link to.

They need no session and no cookie. What answers is imported when the first question comes, so that the server's port
opens before pandas is read.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib import import_module

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from components.server.caller import caller
from components.server.gate import BusyError, Gate
from components.server.routes.filling import short_form

GET, GET_AND_POST, ANYWHERE = ["GET"], ["GET", "POST"], ["GET", "OPTIONS"]
SHORT_FORMS = {"filling.page", "filling.search"}  # modules that are posted forms with little in them
RESTORE = "/restore"  # to which a whole workspace may be sent
MCP = "/mcp"
COSTLY = {
    "api",
    "backup",
    "feeds",
    "filling.search",
    "lists",
    "mails.papers",
}  # whose answers look a whole workspace up
ANYBODY = {"access-control-allow-origin": "*"}  # scripts of other sites may read why they were refused
_BUSY = "Many ask at this moment. Ask again in two seconds."
# path below the app: (module of this folder, function, methods)
PATHS = {
    "/list/{address}": ("lists", "page", GET),
    "/list/{address}/{file}": ("lists", "file", GET),
    "/feed/{file}": ("feeds", "search_feed", GET),
    "/fill/{address}": ("filling.page", "answer", GET_AND_POST),
    "/fill/{address}/search": ("filling.search", "answer", GET_AND_POST),
    "/api/papers.json": ("api", "papers", ANYWHERE),
    "/api/{rest:path}": ("api", "nothing", ANYWHERE),
    "/add": ("add", "answer", GET),
    "/robots.txt": ("fixed_texts", "robots", GET),
    "/explained": ("fixed_texts", "explained", GET),
    "/mail/{act}/{token}": ("mails.subscriptions", "answer", GET_AND_POST),
    "/mail/paper/{act}/{mark}/{signed}": ("mails.papers", "answer", GET_AND_POST),
    "/open/{code}": ("device_link", "answer", GET_AND_POST),
    "/sign-out": ("device_link", "sign_out", GET_AND_POST),
    "/backup.zip": ("backup", "download", GET),
    RESTORE: ("backup", "restore", GET_AND_POST),
}


def routes(base: str = "") -> list[Route]:
    """The routes; `base` is the path under which the whole app lies, where it is not the root of its host."""
    before = f"/{base.strip('/')}" if base.strip("/") else ""
    gate = Gate()
    return [
        Route(before + path, _endpoint(module, function, gate), methods=methods)
        for path, (module, function, methods) in PATHS.items()
    ] + [Route(before + MCP, _Mcp(gate))]


def prefixes(base: str = "") -> tuple[str, ...]:
    """How the paths of all these addresses begin; those of the pages do not."""
    before = f"/{base.strip('/')}" if base.strip("/") else ""
    return tuple(dict.fromkeys(before + path.partition("{")[0] for path in (*PATHS, MCP)))


class _Mcp:
    """The ASGI application for programs that read for somebody; the SDK is read when the first of them calls."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call."""
        module = await run_in_threadpool(import_module, "components.server.mcp")
        await module.answer(scope, receive, send, self._gate)


def _endpoint(module: str, function: str, gate: Gate) -> Callable[[Request], Awaitable[Response]]:
    def answer(request: Request) -> Response:
        from components.server.routes import unavailable
        from components.store.trouble import StoreError

        try:
            loaded = import_module(f"components.server.routes.{module}")
            answered: Response = getattr(loaded, function)(request)
        except StoreError as error:
            return unavailable.for_store(request, error)
        except Exception as error:
            return unavailable.for_fault(request, error)
        return answered

    async def endpoint(request: Request) -> Response:
        if (module, function) == ("backup", "restore") and request.method == "POST":
            async with request.form(max_files=1, max_fields=4) as form:  # a large file lies on the disk
                request.state.form = form
                return await asked(request)
        if module in SHORT_FORMS and request.method == "POST":
            request.state.form = await short_form.read(request)
            if request.state.form is None:
                return PlainTextResponse(short_form.TOO_LONG, 413, {"connection": "close"})
        return await asked(request)

    async def asked(request: Request) -> Response:
        if module not in COSTLY:
            return await run_in_threadpool(answer, request)
        try:
            return await gate.run(caller(request.scope).address, lambda: run_in_threadpool(answer, request))
        except BusyError:
            return _busy(request)

    return endpoint


def _busy(request: Request) -> Response:
    headers = {"retry-after": "2", "cache-control": "no-store"} | ANYBODY
    if "/api/" in request.url.path:
        return JSONResponse({"error": _BUSY}, 429, headers)
    return PlainTextResponse(_BUSY, 429, headers)
