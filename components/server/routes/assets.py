"""What pages load beside Streamlit's own: plotly.js, our modules, what runs before Streamlit does, our pictures."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from components import scripts
from components.server.routes.responses import has_already

_COMPONENTS = Path(__file__).parents[2]
# plotly.js as it is published for WebGL scatter plots: a third of the whole library, so a third of the time to read it.
PLOTLY = _COMPONENTS / "ui" / "map" / "assets" / "plotly-gl2d.min.js.gz"
EARLY = _COMPONENTS / "server" / "middleware" / "early.js"
PICTURES = ("wordmark.png", "icon.png")
_ONE_DAY = {"cache-control": "public, max-age=86400"}  # browsers keep it a day; its ETag says whether it changed
_FOR_GOOD = {"cache-control": "public, max-age=31536000, immutable"}  # the address changes with the content


def routes(base: str = "") -> list[Route]:
    """The routes of these files; `base` as in `table.routes`."""
    before = f"/{base.strip('/')}" if base.strip("/") else ""
    return [
        Route(f"{before}/assets/plotly.min.js", plotly_script),
        Route(f"{before}/assets/early.js", early_script),
        Route(f"{before}/{scripts.PREFIX}/{{release}}/{{path:path}}", module_script),
        *(Route(f"{before}/assets/{name}", picture) for name in PICTURES),
        # An address of no page shows the first page, which takes the end of the address for where the app lies.
        *(Route(f"{before}/{{no_page}}/assets/{name}", picture) for name in PICTURES),
    ]


async def plotly_script(request: Request) -> Response:
    """plotly.js, sent as it is stored: packed; unpacked for the rare client that does not read that."""
    if _reads_gzip(request):
        return _file(request, PLOTLY, "text/javascript", {"content-encoding": "gzip", "vary": "accept-encoding"})
    return Response(gzip.decompress(PLOTLY.read_bytes()), media_type="text/javascript", headers=_ONE_DAY)


async def early_script(request: Request) -> Response:
    """What runs in a page before Streamlit does."""
    return _file(request, EARLY, "text/javascript")


async def module_script(request: Request) -> Response:
    """One of our modules; 404 for anything that is not in this release, so that two releases never mix."""
    release = scripts.release()
    script = release.scripts.get(request.path_params["path"])
    if script is None or request.path_params["release"] != release.name:
        return PlainTextResponse("There is no such script.", 404, {"cache-control": "no-store"})
    packed = _reads_gzip(request)
    etag = f'"{release.name}{"-gzip" if packed else ""}"'
    headers = _FOR_GOOD | {"vary": "accept-encoding", "etag": etag}
    if has_already(request, etag):
        return Response(status_code=304, headers=headers)
    if packed:
        return Response(script.packed, media_type="text/javascript", headers=headers | {"content-encoding": "gzip"})
    return Response(script.plain, media_type="text/javascript", headers=headers)


async def picture(request: Request) -> Response:
    """The wordmark or the icon. Streamlit's media store would drop it while another page still asks for it."""
    name = request.url.path.rpartition("/")[2]
    return _file(request, _COMPONENTS / "ui" / "shared" / "assets" / name, "image/png")


def _file(request: Request, file: Path, mime: str, more: dict[str, str] | None = None) -> Response:
    """A file that a browser keeps for a day; 304 where it has this one already."""
    headers = _ONE_DAY | {"etag": _etag(file)} | (more or {})
    if has_already(request, headers["etag"]):
        return Response(status_code=304, headers=headers)
    return FileResponse(file, media_type=mime, headers=headers)


@cache
def _etag(file: Path) -> str:
    return f'"{hashlib.sha256(file.read_bytes()).hexdigest()[:32]}"'


def _reads_gzip(request: Request) -> bool:
    return "gzip" in request.headers.get("accept-encoding", "")
