"""Digest Atlas: the server. `streamlit run app.py` starts it; so does any ASGI server (`uvicorn app:app`).

The pages' script lies in pages/, so that Streamlit's older discovery of a pages/ folder beside the script never
starts: with it, the first deep link after a cold start would open a page without its frame.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from components.settings import SettingsError, settings
from components.ui import doors, housekeeping
from components.ui.early_script import EarlyScript
from components.ui.failure import on_script_error
from components.ui.limits import Limits
from components.ui.origins import Origins
from components.ui.security_headers import SecurityHeaders
from components.ui.visitor import VisitorCookie

# plotly.js as it is published for WebGL scatter plots: a third of the whole library, so a third of the time to read it.
UI = Path(__file__).parent / "components" / "ui"
PLOTLY = UI / "assets" / "plotly-gl2d.min.js.gz"


_KEPT = {"cache-control": "public, max-age=86400"}  # browsers keep it a day; its ETag says whether it changed


async def plotly_script(request: Request) -> Response:
    """plotly.js, sent as it is stored: packed; unpacked for the rare client that does not read that."""
    if "gzip" in request.headers.get("accept-encoding", ""):
        packed = _KEPT | {"content-encoding": "gzip", "vary": "accept-encoding"}
        return FileResponse(PLOTLY, media_type="text/javascript", headers=packed)
    return Response(gzip.decompress(PLOTLY.read_bytes()), media_type="text/javascript", headers=_KEPT)


async def early_script(_request: Request) -> Response:
    """What runs in a page before Streamlit does."""
    return FileResponse(UI / "early.js", media_type="text/javascript", headers=_KEPT)


@asynccontextmanager
async def warm_up(_app: st.App) -> AsyncIterator[None]:
    """Read the bundled digests while nobody waits yet, so that the first visitor does not."""
    from components.ui.warm import WarmUp

    warming, keeping = WarmUp(), housekeeping.Housekeeping()
    warming.start()
    keeping.start()
    yield
    warming.cancel()
    keeping.stop()


try:
    settings()
    housekeeping.prepare()
except SettingsError as error:
    sys.exit(f"Digest Atlas cannot start. {error}")

BASE = str(st.get_option("server.baseUrlPath") or "").strip("/")  # not empty behind a proxy that gives it a sub-path
ASSETS = f"/{BASE}/assets" if BASE else "/assets"

app = st.App(
    "pages/main.py",
    lifespan=warm_up,
    routes=[
        Route(f"{ASSETS}/plotly.min.js", plotly_script),
        Route(f"{ASSETS}/early.js", early_script),
        *doors.routes(BASE),
    ],
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(Origins),
        Middleware(Limits),
        Middleware(VisitorCookie),
        Middleware(EarlyScript, others=doors.beginnings(BASE)),  # these may be packed, and kept
    ],
    on_script_error=on_script_error,
)

if __name__ == "__main__":
    app.run()
