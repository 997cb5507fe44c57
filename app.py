"""Digest Atlas: the server. `streamlit run app.py` starts it; so does any ASGI server (`uvicorn app:app`).

The pages' script lies in pages/, so that Streamlit's older discovery of a pages/ folder beside the script never
starts: with it, the first deep link after a cold start would open a page without its frame.
"""

from __future__ import annotations

import sys

import streamlit as st
from starlette.middleware import Middleware

from components.server import descriptors, housekeeping, memory
from components.server.connections import ConnectionLimits
from components.server.lifespan import lifespan
from components.server.middleware.client_messages import ClientMessages
from components.server.middleware.first_page import FirstPage
from components.server.middleware.forwarded_for import ForwardedFor
from components.server.middleware.html_head import HtmlHead
from components.server.middleware.open_pages import OpenPages
from components.server.middleware.origins import Origins
from components.server.middleware.rate_limits import RateLimits
from components.server.middleware.security_headers import SecurityHeaders
from components.server.middleware.time_limits import TimeLimits
from components.server.middleware.visitor_cookie import VisitorCookie
from components.server.routes import assets, table
from components.settings import SettingsError, settings
from components.ui.shared.frame import client_messages, streamlit_sessions
from components.ui.shared.frame.failure import on_script_error
from components.ui.shared.frame.pages import first_page

memory.prepare()
try:
    settings()
    housekeeping.prepare()
    descriptors.raise_limit()
except SettingsError as error:
    sys.exit(f"Digest Atlas cannot start. {error}")

BASE = str(st.get_option("server.baseUrlPath") or "")  # not empty behind a proxy that gives it a sub-path
OTHERS = table.prefixes(BASE)  # where no page of Streamlit's lies

app = st.App(
    "pages/main.py",
    lifespan=lifespan(streamlit_sessions.close_left),
    routes=[*assets.routes(BASE), *table.routes(BASE)],
    middleware=[
        Middleware(ForwardedFor),
        Middleware(ConnectionLimits),
        Middleware(SecurityHeaders),
        Middleware(Origins, option=st.get_option),
        Middleware(TimeLimits),
        Middleware(RateLimits, others=OTHERS, held=streamlit_sessions.held_uploads),
        Middleware(FirstPage, base=BASE, chosen=first_page),
        Middleware(OpenPages, others=OTHERS),
        Middleware(ClientMessages, is_needed=client_messages.is_needed),
        Middleware(VisitorCookie),
        Middleware(HtmlHead, others=OTHERS),  # these may be packed, and kept
    ],
    on_script_error=on_script_error,
)

if __name__ == "__main__":
    app.run()
