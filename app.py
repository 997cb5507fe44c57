"""Digest Atlas: the server. `streamlit run app.py` starts it; so does any ASGI server (`uvicorn app:app`).

The pages' script lies in pages/, so that Streamlit's older discovery of a pages/ folder beside the script never
starts: with it, the first deep link after a cold start would open a page without its frame.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from components.ui.early_script import EarlyPlotly
from components.ui.failure import on_script_error
from components.ui.visitor import VisitorCookie

# plotly.js as it is published for WebGL scatter plots: a third of the whole library, so a third of the time to read it.
PLOTLY = Path(__file__).parent / "components" / "ui" / "assets" / "plotly-gl2d.min.js"


async def plotly_script(_request: Request) -> Response:
    """plotly.js; its ETag lets browsers keep it until the package changes."""
    return FileResponse(PLOTLY, media_type="text/javascript", headers={"cache-control": "public, max-age=86400"})


@asynccontextmanager
async def warm_up(_app: st.App) -> AsyncIterator[None]:
    """Read the bundled digests while nobody waits yet, so that the first visitor does not."""
    from components.ui.warm import WarmUp

    warming = WarmUp()
    warming.start()
    yield
    warming.cancel()


app = st.App(
    "pages/main.py",
    lifespan=warm_up,
    routes=[Route("/assets/plotly.min.js", plotly_script)],
    middleware=[Middleware(VisitorCookie), Middleware(EarlyPlotly)],
    on_script_error=on_script_error,
)

if __name__ == "__main__":
    app.run()
