"""The addresses beside the pages: shared lists, feeds, the table as JSON, what mails link to.

They need no session and no cookie. What answers is imported when the first question comes, so that the server's port
opens before pandas is read.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib import import_module

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

GET, GET_AND_POST, ANYWHERE = ["GET"], ["GET", "POST"], ["GET", "OPTIONS"]
# path below the app: (module of this folder, function, methods)
PATHS = {
    "/list/{address}": ("lists", "page", GET),
    "/list/{address}/{file}": ("lists", "file", GET),
    "/feed/{file}": ("feeds", "search_feed", GET),
    "/api/papers.json": ("api", "papers", ANYWHERE),
    "/api/{rest:path}": ("api", "nothing", ANYWHERE),
    "/robots.txt": ("robots", "answer", GET),
    "/explained": ("explained", "answer", GET),
    "/mail/{act}/{token}": ("mail", "answer", GET_AND_POST),
    "/open/{token}": ("device_link", "answer", GET_AND_POST),
}


def routes(base: str = "") -> list[Route]:
    """The routes; `base` is the path under which the whole app lies, where it is not the root of its host."""
    before = f"/{base.strip('/')}" if base.strip("/") else ""
    return [
        Route(before + path, _endpoint(module, function), methods=methods)
        for path, (module, function, methods) in PATHS.items()
    ]


def prefixes(base: str = "") -> tuple[str, ...]:
    """How the paths of all these addresses begin; those of the pages do not."""
    before = f"/{base.strip('/')}" if base.strip("/") else ""
    return tuple(dict.fromkeys(before + path.partition("{")[0] for path in PATHS))


def _endpoint(module: str, function: str) -> Callable[[Request], Awaitable[Response]]:
    def answer(request: Request) -> Response:
        loaded = import_module(f"components.server.routes.{module}")
        answered: Response = getattr(loaded, function)(request)
        return answered

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(answer, request)

    return endpoint
