"""Digest Atlas: the server. `streamlit run app.py` starts it; so does any ASGI server (`uvicorn app:app`).

The pages' script lies in pages/, so that Streamlit's older discovery of a pages/ folder beside the script never
starts: with it, the first deep link after a cold start would open a page without its frame.
"""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from components.ui import shell
from components.ui.early_script import EarlyPlotly
from components.ui.visitor import VisitorCookie


def plotly_script_path() -> Path:
    """Where plotly.js lies: in the installed plotly package (found, not imported), so no CDN and no network."""
    package = find_spec("plotly")
    if package is None or package.origin is None:
        raise RuntimeError("plotly is not installed. Install requirements.txt into this environment.")
    return Path(package.origin).parent / "package_data" / "plotly.min.js"


PLOTLY = plotly_script_path()


async def plotly_script(_request: Request) -> Response:
    """plotly.js; its ETag lets browsers keep it until the package changes."""
    return FileResponse(PLOTLY, media_type="text/javascript", headers={"cache-control": "public, max-age=86400"})


@asynccontextmanager
async def warm_up(_app: st.App) -> AsyncIterator[None]:
    """Read the bundled digests while nobody waits yet, so that the first visitor does not."""
    from components.ui import warm

    threading.Thread(target=warm.up, name=warm.THREAD, daemon=True).start()
    compiling = warm.compile_later()
    yield
    compiling.cancel()


app = st.App(
    "pages/main.py",
    lifespan=warm_up,
    routes=[Route("/assets/plotly.min.js", plotly_script)],
    middleware=[Middleware(VisitorCookie), Middleware(EarlyPlotly)],
    on_script_error=shell.on_script_error,
)

if __name__ == "__main__":
    app.run()
