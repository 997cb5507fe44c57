"""The read-only API: the table as JSON. docs/api.md says what its fields are."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from components.curation.workspaces.tokens import TOKEN, new_token
from components.curation.workspaces.workspaces import workspace_id, workspace_to_read
from components.finding.filters import Filters, unknown_values
from components.server.routes import responses
from components.sharing import papers_json
from components.sharing.formats.export_formats import EXPORT_FORMATS
from components.sharing.sorting import OF_PAGES, ORDERS, in_order
from components.workspace import caches, view
from components.workspace.visitor import COOKIE

JSON = "json"
FORMATS = (JSON, "jsonl", "csv", "bib", "ris")
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
        fields = _fields(request)
        order = _one_of(request, "sort", tuple(ORDERS), OF_PAGES)
        form = _form(request, fields)
    except ValueError as error:
        return _refused(str(error), 400)
    asked = {name: request.query_params.getlist(name) for name in request.query_params}
    now = view.of(caches.store(), workspace, Filters.from_params(asked))
    if unknown := unknown_values(asked, now.catalogue):
        return _refused(" ".join(_no_such_value(*each) for each in unknown[:3]), 400)
    key = request.query_params.get("key", "")
    rows, headers = in_order(now.shown, order), {"cache-control": "private, no-cache"} | responses.ANYWHERE
    if form == JSON:
        text = papers_json.to_text(
            rows, now.digest_labels, now.sentence, now.filters.address(), start, limit, key, fields, order
        )
        return responses.cached(request, text, "application/json", headers)
    chosen = rows.iloc[start : start + limit]
    if form == "jsonl":
        return responses.cached(
            request, papers_json.lines(chosen, now.digest_labels, fields), "application/jsonl", headers
        )
    written = next(each for each in EXPORT_FORMATS if each.ending == form)
    text = written.write(chosen, now.digest_labels, now.catalogue)
    return responses.cached(request, text, written.mime, headers)


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


def _fields(request: Request) -> tuple[str, ...]:
    """The fields asked for, each once. Raises ValueError."""
    given = [name.strip() for each in request.query_params.getlist("fields") for name in each.split(",")]
    unknown = [name for name in given if name and name not in papers_json.FIELDS]
    if unknown:
        raise ValueError(f"No paper has a field “{unknown[0][:100]}”. There are: {', '.join(papers_json.FIELDS)}.")
    return tuple(dict.fromkeys(filter(None, given)))


def _form(request: Request, fields: Collection[str]) -> str:
    """The format asked for. Raises ValueError."""
    form = _one_of(request, "format", FORMATS) or JSON
    if fields and form not in (JSON, "jsonl"):
        raise ValueError(f"“fields” chooses what json and jsonl say; {form} has a form of its own. Leave one out.")
    return form


def _one_of(request: Request, name: str, known: Sequence[str], passed_over: Collection[str] = ()) -> str:
    """One of the known values of a parameter, "" where it is not given or passed over. Raises ValueError."""
    value = request.query_params.get(name, "").strip()
    if value and value not in known and value not in passed_over:
        raise ValueError(f"“{name}” cannot be “{value[:100]}”. It can be: {', '.join(known)}.")
    return value if value in known else ""


def _number(request: Request, name: str, usual: int, least: int, most: int) -> int:
    text = request.query_params.get(name, "").strip()
    if not text:
        return usual
    number = int(text.lstrip("0")[:12] or 0) if text.isascii() and text.isdigit() else -1
    if not least <= number <= most:
        raise ValueError(f"“{name}” should be a number from {least} to {most:,}.")
    return number
