"""The scripts that pages load beside Streamlit's own: plotly.js, and what runs before Streamlit does."""

from __future__ import annotations

import gzip
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

_COMPONENTS = Path(__file__).parents[2]
# plotly.js as it is published for WebGL scatter plots: a third of the whole library, so a third of the time to read it.
PLOTLY = _COMPONENTS / "ui" / "map" / "assets" / "plotly-gl2d.min.js.gz"
EARLY = _COMPONENTS / "server" / "middleware" / "early.js"
_KEPT = {"cache-control": "public, max-age=86400"}  # browsers keep it a day; its ETag says whether it changed


def routes(base: str = "") -> list[Route]:
    """The routes of the scripts; `base` as in `table.routes`."""
    before = f"/{base.strip('/')}" if base.strip("/") else ""
    return [
        Route(f"{before}/assets/plotly.min.js", plotly_script),
        Route(f"{before}/assets/early.js", early_script),
    ]


async def plotly_script(request: Request) -> Response:
    """plotly.js, sent as it is stored: packed; unpacked for the rare client that does not read that."""
    if "gzip" in request.headers.get("accept-encoding", ""):
        packed = _KEPT | {"content-encoding": "gzip", "vary": "accept-encoding"}
        return FileResponse(PLOTLY, media_type="text/javascript", headers=packed)
    return Response(gzip.decompress(PLOTLY.read_bytes()), media_type="text/javascript", headers=_KEPT)


async def early_script(_request: Request) -> Response:
    """What runs in a page before Streamlit does."""
    return FileResponse(EARLY, media_type="text/javascript", headers=_KEPT)
