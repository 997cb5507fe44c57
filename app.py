"""Digest Atlas: the server. `streamlit run app.py` starts it; so does any ASGI server (`uvicorn app:app`).

The pages' script lies in pages/, so that Streamlit's older discovery of a pages/ folder beside the script never
starts: with it, the first deep link after a cold start would open a page without its frame.
"""

from __future__ import annotations

import sys

import streamlit as st
from starlette.middleware import Middleware

from components.server import housekeeping
from components.server.lifespan import lifespan
from components.server.middleware.html_head import HtmlHead
from components.server.middleware.origins import Origins
from components.server.middleware.rate_limits import RateLimits
from components.server.middleware.security_headers import SecurityHeaders
from components.server.middleware.visitor_cookie import VisitorCookie
from components.server.routes import assets, table
from components.settings import SettingsError, settings
from components.ui.shared.frame.failure import on_script_error

try:
    settings()
    housekeeping.prepare()
except SettingsError as error:
    sys.exit(f"Digest Atlas cannot start. {error}")

BASE = str(st.get_option("server.baseUrlPath") or "")  # not empty behind a proxy that gives it a sub-path

app = st.App(
    "pages/main.py",
    lifespan=lifespan,
    routes=[*assets.routes(BASE), *table.routes(BASE)],
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(Origins, option=st.get_option),
        Middleware(RateLimits),
        Middleware(VisitorCookie),
        Middleware(HtmlHead, others=table.prefixes(BASE)),  # these may be packed, and kept
    ],
    on_script_error=on_script_error,
)

if __name__ == "__main__":
    app.run()
