"""The page that says what the map, the topics and the verdicts mean."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from components.server.pages import explained
from components.server.routes import responses


def answer(request: Request) -> Response:
    """What the map, the topics and the verdicts mean."""
    return responses.page(request, explained.to_text())
