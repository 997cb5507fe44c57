"""Measure what a page costs: bytes over the WebSocket, and the time from an action to the page at rest.

Bytes are the same on every machine, so tests may hold a ceiling to them; times belong in the benchmarks only.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, WebSocket

from tests.browser.chromium import wait_idle

QUIET_SECONDS = 0.25  # a page whose script has not run for this long is at rest
ACTION_DEADLINE = 25_000  # milliseconds

INSTALL_PROBE = """() => {
  const app = document.querySelector("[data-testid='stApp']");
  const probe = window.__latency = {events: [], states: []};
  for (const kind of ["pointerup", "keydown", "input"])
    document.addEventListener(kind, () => probe.events.push(performance.now()), true);
  const state = () => app.getAttribute("data-test-script-state");
  new MutationObserver(() => probe.states.push([performance.now(), state()]))
    .observe(app, {attributes: true, attributeFilter: ["data-test-script-state"]});
}"""
CLEAR_PROBE = "() => { window.__latency.events.length = 0; window.__latency.states.length = 0; }"
AT_REST_AGAIN = """quiet => {
  const states = window.__latency.states, last = states[states.length - 1];
  return last && last[1] === "notRunning" && performance.now() - last[0] >= quiet;
}"""


class SocketBytes:
    """Bytes that pages of one tab sent and received over their WebSocket. Make it before the first `goto`."""

    def __init__(self, page: Page) -> None:
        self.sent = 0
        self.received = 0
        page.on("websocket", self._opened)

    def reset(self) -> None:
        """Count from nothing again."""
        self.sent = self.received = 0

    def _opened(self, socket: WebSocket) -> None:
        socket.on("framesent", self._count_sent)
        socket.on("framereceived", self._count_received)

    def _count_sent(self, payload: str | bytes) -> None:
        self.sent += size(payload)

    def _count_received(self, payload: str | bytes) -> None:
        self.received += size(payload)


def size(payload: str | bytes) -> int:
    """Bytes of one frame's payload."""
    return len(payload.encode()) if isinstance(payload, str) else len(payload)


@dataclass(frozen=True)
class Timing:
    """Milliseconds from the last input event of an action to the server's start and to the page at rest."""

    to_running: float
    to_rest: float


class Latency:
    """A stop-watch inside the page, free of the tens of milliseconds that driving a browser adds."""

    def __init__(self, page: Page) -> None:
        """`page` must be open and at rest; a new `goto` needs a new stop-watch."""
        self.page = page
        page.evaluate(INSTALL_PROBE)

    def measure(self, act: Callable[[], object]) -> Timing:
        """Do something that makes the script run, and time it. Raises Playwright's TimeoutError if it never runs."""
        self.page.evaluate(CLEAR_PROBE)
        act()
        self.page.wait_for_function(AT_REST_AGAIN, arg=QUIET_SECONDS * 1000, timeout=ACTION_DEADLINE)
        probe = self.page.evaluate("() => window.__latency")
        begin = max((event for event in probe["events"] if event <= probe["states"][-1][0]), default=0.0)
        running = [when for when, state in probe["states"] if state == "running" and when >= begin]
        rest = probe["states"][-1][0] - begin
        return Timing(to_running=running[0] - begin if running else rest, to_rest=rest)


def rerun(page: Page) -> None:
    """Run the page's script again with nothing changed (Streamlit's own R key), and wait until it has."""
    page.locator("body").press("r")
    wait_idle(page)


def at_rest(page: Page, seconds: float = 1.0) -> None:
    """Wait until the page is idle and stays so for a while: late fragments and pictures have come too."""
    until = time.monotonic() + seconds
    wait_idle(page)
    page.wait_for_timeout(max(0.0, until - time.monotonic()) * 1000)
    wait_idle(page)
