"""What is answered at the addresses beside the pages: shared lists and their files, feeds, the table as JSON.

Each answer is a function of a request. Not here: what is written in the files (sharing) or the addresses (`doors`).
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from components.curation import arrivals, feeds, lists, subscriptions
from components.curation.tokens import TOKEN, new_token
from components.curation.workspaces import workspace_id, workspace_to_read
from components.finding.filters import Filters
from components.settings import settings
from components.sharing import atom, explained, feed, json_feed, list_page, mail_page, move_page, papers_json, snapshot
from components.sharing.feed import Feed
from components.sharing.forms import BY_ENDING
from components.ui import loaders, visit, visitor

# A page that loads nothing, sends nothing on and is not for search engines: its address is a secret.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'"
SECRET = {"x-robots-tag": "noindex", "referrer-policy": "no-referrer", "cache-control": "private, no-cache"}
GONE = "There is nothing at this address. It may have been taken back, or not been copied whole."


def answer(name: str, request: Request) -> Response:
    """The answer of this name to a request."""
    return ANSWERS[name](request)


def list_page_(request: Request) -> Response:
    """A shared list as a page."""
    address = request.path_params["address"]
    found = lists.read(loaders.store(), address)
    if found is None:
        return _gone()
    shared, content = found
    text = list_page.to_text(snapshot.read(content), shared.title, shared.introduction, shared.at, folder=address)
    return _page(request, text)


def list_file(request: Request) -> Response:
    """A shared list as a file, in any form that papers leave in, or as a feed."""
    address, file = request.path_params["address"], request.path_params["file"]
    stem, _, ending = file.partition(".")
    known = BY_ENDING if stem == "papers" else {"atom": "", "json": ""} if stem == "feed" else {}
    found = lists.read(loaders.store(), address) if ending in known else None
    if found is None:
        return _gone()
    shared, content = found
    papers = snapshot.read(content)
    if stem == "feed":
        home = _base(request) + f"/list/{address}"
        at = feed.moment(shared.at)
        items = feed.items(papers.rows, {}, {}, {}, shared.at)
        about = shared.introduction or "A list of papers"
        told = Feed(
            feed.urn(f"list {address}"), shared.title, about, home, f"{home}/feed.atom", f"{home}/feed.json", at, items
        )
        return _feed(request, told, ending)
    form = BY_ENDING[ending]
    kept = {"content-disposition": f'attachment; filename="papers.{ending}"'}
    return _cached(request, form.write(papers.rows), form.mime, kept)


def search_feed(request: Request) -> Response:
    """What a saved search shows, as a feed."""
    secret, _, ending = request.path_params["file"].partition(".")
    engine = loaders.store()
    found = feeds.find(engine, secret) if ending in {"atom", "json"} else None
    if found is None:
        return _gone()
    wanted = Filters.from_params(parse_qs(found.query))
    now = visit.of(found.workspace, wanted)
    # A filter for what no paper has shows none here: readers would be told of every paper as if it were new.
    items = feed.items(
        now.catalogue[wanted.mask(now.catalogue)],
        now.digest_labels,
        arrivals.of_digests(engine, found.workspace),
        arrivals.of_changes(engine, found.workspace),
        found.at,
    )
    base = _base(request)
    told = Feed(
        identity=feed.urn(f"feed {secret}"),
        title=f"{found.search} – Digest Atlas",
        about=wanted.describe(now.catalogue, now.digest_labels),
        home=f"{base}/?{found.query}",
        atom=f"{base}/feed/{secret}.atom",
        json=f"{base}/feed/{secret}.json",
        updated=feed.latest(items, found.at),
        items=items,
    )
    return _feed(request, told, ending)


def papers(request: Request) -> Response:
    """The table as JSON under the filters of the address; `key` is a read-only token of a workspace."""
    workspace = _workspace(request)
    if workspace is None:
        return JSONResponse({"error": "The key opens no workspace. Copy it again, or leave it out."}, 403)
    try:
        start = _number(request, "offset", 0, 0, 10**9)
        limit = _number(request, "limit", papers_json.USUAL, 1, papers_json.MOST)
    except ValueError as error:
        return JSONResponse({"error": str(error)}, 400)
    asked = {name: request.query_params.getlist(name) for name in request.query_params}
    now = visit.of(workspace, Filters.from_params(asked))
    sentence = now.filters.describe(now.catalogue, now.digest_labels)
    key = request.query_params.get("key", "")
    text = papers_json.to_text(now.shown, now.digest_labels, sentence, now.filters.address(), start, limit, key)
    return _cached(request, text, "application/json", {"cache-control": "private, no-cache"})


def mail(request: Request) -> Response:
    """What the links of mails lead to: a page that asks once more, and the press of its button.

    A look alone changes nothing: mail programs open links by themselves. Only a POST does, by a person's press or as
    a mail program's own button sends it (RFC 8058).
    """
    act, token = request.path_params["act"], request.path_params["token"]
    found = subscriptions.find(loaders.store(), token) if act in mail_page.ACTS else None
    if request.method == "POST" and act in mail_page.ACTS:
        if act == "end":
            subscriptions.end(loaders.store(), token)
            return _page(request, mail_page.done(act))
        if subscriptions.confirm(loaders.store(), token):
            return _page(request, mail_page.done(act))
        return _gone()
    return _page(request, mail_page.question(act, found.search)) if found else _gone()


def move(request: Request) -> Response:
    """One's own workspace in another browser: a page that asks, and the press of its button, which sets the cookie.

    Only a press on this page does: another site must not be able to make somebody work in its workspace.
    """
    token = request.path_params["token"]
    if not TOKEN.fullmatch(token):
        return _gone()
    if request.method != "POST":
        return _page(request, move_page.question())
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return PlainTextResponse("Open the link itself, then press its button.", 403, SECRET)
    given = visitor.cookie(token, secure=request.url.scheme == "https")
    return Response(status_code=303, headers=SECRET | {"location": _base(request) + "/", "set-cookie": given})


def explained_(request: Request) -> Response:
    """What the map, the topics and the verdicts mean."""
    return _page(request, explained.to_text())


ANSWERS: dict[str, Callable[[Request], Response]] = {
    "list_page": list_page_,
    "list_file": list_file,
    "search_feed": search_feed,
    "papers": papers,
    "mail": mail,
    "move": move,
    "explained": explained_,
}


def _workspace(request: Request) -> str | None:
    """The workspace that may be read here: by a key, by the visitor's own cookie, or an empty one."""
    engine = loaders.store()
    if key := request.query_params.get("key", ""):
        return workspace_to_read(engine, key)
    token = request.cookies.get(visitor.COOKIE, "")
    return workspace_id(engine, token if TOKEN.fullmatch(token) else new_token())


def _number(request: Request, name: str, usual: int, least: int, most: int) -> int:
    text = request.query_params.get(name, "").strip()
    if not text:
        return usual
    number = int(text.lstrip("0")[:12] or 0) if text.isascii() and text.isdigit() else -1
    if not least <= number <= most:
        raise ValueError(f"“{name}” should be a number from {least} to {most:,}.")
    return number


def _base(request: Request) -> str:
    """Where the app lies as people reach it, without a slash at the end."""
    if settings().address:
        return settings().address.rstrip("/")
    path = request.url.path
    route = request.scope["route"].path if "route" in request.scope else path
    before = route.split("/list/")[0].split("/feed/")[0].split("/mail/")[0].split("/open/")[0]
    return f"{request.url.scheme}://{request.url.netloc}{before}"


def _feed(request: Request, told: Feed, ending: str) -> Response:
    writer = atom if ending == "atom" else json_feed
    return _cached(request, writer.to_text(told).encode(), writer.MIME, SECRET)


def _page(request: Request, text: str) -> Response:
    return _cached(request, text.encode(), "text/html", SECRET | {"content-security-policy": POLICY})


def _cached(request: Request, content: bytes, mime: str, headers: dict[str, str]) -> Response:
    """The content with a mark of it; a reader that has the same is told so instead (304)."""
    mark = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    known = request.headers.get("if-none-match", "")
    every = SECRET | headers | {"etag": mark}
    if mark in {each.strip().removeprefix("W/") for each in known.split(",")}:
        return Response(status_code=304, headers=every)
    charset = "" if mime.startswith("application/vnd.openxml") else "; charset=utf-8"
    return Response(content, headers=every | {"content-type": mime + charset})


def _gone() -> Response:
    return PlainTextResponse(GONE, 404, SECRET)


def _outside_pages(record: logging.LogRecord) -> bool:
    return "AnyIO" not in (record.threadName or "")


# Streamlit warns that its caches are used outside a script; here that is meant.
logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").addFilter(_outside_pages)
