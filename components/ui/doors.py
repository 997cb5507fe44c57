"""The addresses beside the pages: shared lists, feeds, the table as JSON, what mails link to.

They need no session and no cookie. What answers is imported when the first question comes, so that the server's port
opens before pandas is read. Not here: the answers (`answers`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

METHODS = {"mail": ["GET", "POST"], "move": ["GET", "POST"]}
PATHS = {
    "/list/{address}": "list_page",
    "/list/{address}/{file}": "list_file",
    "/feed/{file}": "search_feed",
    "/api/papers.json": "papers",
    "/explained": "explained",
    "/mail/{act}/{token}": "mail",
    "/open/{token}": "move",
}


def routes(base: str = "") -> list[Route]:
    """The routes; `base` is the path under which the whole app lies, where it is not the root of its host."""
    before = f"/{base.strip('/')}" if base.strip("/") else ""
    return [
        Route(before + path, _endpoint(name), methods=METHODS.get(name, ["GET"]), name=name)
        for path, name in PATHS.items()
    ]


def beginnings(base: str = "") -> tuple[str, ...]:
    """How the paths of all these addresses begin, those of the pages do not."""
    before = f"/{base.strip('/')}" if base.strip("/") else ""
    return tuple(dict.fromkeys(before + path.partition("{")[0] for path in PATHS))


def _endpoint(name: str) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(_answer, name, request)

    return endpoint


def _answer(name: str, request: Request) -> Response:
    from components.ui import answers

    return answers.answer(name, request)
