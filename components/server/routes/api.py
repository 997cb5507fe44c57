"""The read-only API: the table as JSON. docs/api.md says what its fields are."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from components.curation.workspaces.tokens import TOKEN, new_token
from components.curation.workspaces.workspaces import workspace_id, workspace_to_read
from components.finding.filters import Filters, unknown_values
from components.server.routes import responses
from components.sharing import papers_json
from components.workspace import caches, view
from components.workspace.visitor import COOKIE

_NAMED = 20  # values of a filter that a refusal names


def papers(request: Request) -> Response:
    """The table as JSON under the filters of the address; `key` is a read-only token of a workspace."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=responses.ANYWHERE)
    workspace = _workspace(request)
    if workspace is None:
        return _refused("The key opens no workspace. Copy it again, or leave it out.", 403)
    try:
        start = _number(request, "offset", 0, 0, 10**9)
        limit = _number(request, "limit", papers_json.USUAL, 1, papers_json.MOST)
    except ValueError as error:
        return _refused(str(error), 400)
    asked = {name: request.query_params.getlist(name) for name in request.query_params}
    now = view.of(caches.store(), workspace, Filters.from_params(asked))
    if unknown := unknown_values(asked, now.catalogue):
        return _refused(" ".join(_no_such_value(*each) for each in unknown[:3]), 400)
    sentence = now.sentence
    key = request.query_params.get("key", "")
    text = papers_json.to_text(now.shown, now.digest_labels, sentence, now.filters.address(), start, limit, key)
    return responses.cached(
        request, text, "application/json", {"cache-control": "private, no-cache"} | responses.ANYWHERE
    )


def nothing(_request: Request) -> Response:
    """What any other address of the API answers."""
    return _refused("There is nothing at this address. The API has one: /api/papers.json", 404)


def _refused(why: str, status: int) -> Response:
    return JSONResponse({"error": why}, status, {"cache-control": "no-store"} | responses.ANYWHERE)


def _no_such_value(parameter: str, value: str, there: tuple[str, ...]) -> str:
    more = ", …" if len(there) > _NAMED else ""
    are = f"There are: {', '.join(there[:_NAMED])}{more}." if there else "There are none here."
    return f"No paper has “{value[:100]}” as “{parameter}”. {are}"


def _workspace(request: Request) -> str | None:
    """The workspace that may be read here: by a key, by the visitor's own cookie, or an empty one."""
    engine = caches.store()
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    if key := bearer.strip() if scheme.lower() == "bearer" else request.query_params.get("key", ""):
        return workspace_to_read(engine, key)
    token = request.cookies.get(COOKIE, "")
    return workspace_id(engine, token if TOKEN.fullmatch(token) else new_token())


def _number(request: Request, name: str, usual: int, least: int, most: int) -> int:
    text = request.query_params.get(name, "").strip()
    if not text:
        return usual
    number = int(text.lstrip("0")[:12] or 0) if text.isascii() and text.isdigit() else -1
    if not least <= number <= most:
        raise ValueError(f"“{name}” should be a number from {least} to {most:,}.")
    return number
