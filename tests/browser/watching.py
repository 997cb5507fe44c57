"""Watch a visitor's pages for what must never happen: console errors, exceptions, dialogs, requests to outside."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request, WebError

INSIDE = ("127.0.0.1", "localhost")
SCHEMES = ("http", "https", "ws", "wss")
# On a deep link Streamlit's front end asks below that path first whether the server lives there, then at the root.
PROBES = re.compile(r"status of 404 .*/[^/]+/_stcore/(health|host-config)\)$")


class Watch:
    """Collects what went wrong in all pages of one browser context.

    A test that causes a fault on purpose says so: `watch.allow("WebSocket connection.*failed")`.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self._problems: list[str] = []
        self._allowed: list[re.Pattern[str]] = [PROBES]
        context.on("console", self._console)
        context.on("weberror", self._exception)
        context.on("request", self._request)
        context.on("dialog", self._dialog)

    def end(self) -> None:
        """Watch no more: the context may become another visitor's."""
        self.context.remove_listener("console", self._console)
        self.context.remove_listener("weberror", self._exception)
        self.context.remove_listener("request", self._request)
        self.context.remove_listener("dialog", self._dialog)

    def allow(self, pattern: str) -> None:
        """Do not count problems in which this regular expression is found, earlier ones included."""
        self._allowed.append(re.compile(pattern))

    def problems(self) -> list[str]:
        """What went wrong so far, exceptions that stand on open pages included; each a line, none twice."""
        found = [*self._problems, *(line for page in self.context.pages for line in shown_faults(page))]
        allowed = self._allowed
        return [line for line in dict.fromkeys(found) if not any(pattern.search(line) for pattern in allowed)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            where = message.location.get("url", "")
            self._problems.append(f"console error: {message.text} ({where})")

    def _exception(self, error: WebError) -> None:
        self._problems.append(f"uncaught exception in the page: {error.error}")

    def _dialog(self, dialog: Dialog) -> None:
        self._problems.append(f"a browser dialog opened: {dialog.type}: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in SCHEMES and address.hostname not in INSIDE:
            self._problems.append(f"request to outside: {request.method} {request.url}")


def shown_faults(page: Page) -> list[str]:
    """Exceptions and compilation errors drawn on a page, each a line."""
    if page.is_closed() or page.url == "about:blank":
        return []
    shown = page.get_by_test_id("stException").all_inner_texts()
    faults = [f"an exception stands on {page.url}: {' '.join(text.split())}" for text in shown]
    if page.locator("[data-testid='stApp'][data-test-script-state='compilationError']").count():
        faults.append(f"the script of {page.url} does not compile")
    return faults
