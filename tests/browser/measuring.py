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

# A run may be so short that the page never draws its "running"; the frame drawn after a message tells of it too.
PROBE = """() => {
  const probe = window.__latency = {events: [], states: [], messages: []};
  for (const kind of ["pointerup", "keydown", "input"])
    document.addEventListener(kind, () => probe.events.push(performance.now()), true);
  new MutationObserver(changes => changes.forEach(({target}) =>
    probe.states.push([performance.now(), target.getAttribute("data-test-script-state")])
  )).observe(document, {subtree: true, attributes: true, attributeFilter: ["data-test-script-state"]});
  window.WebSocket = class extends window.WebSocket {
    constructor(...words) {
      super(...words);
      this.addEventListener("message", () => requestAnimationFrame(() => probe.messages.push(performance.now())));
    }
  };
}"""
CLEAR_PROBE = """() => {
  for (const list of [window.__latency.events, window.__latency.states, window.__latency.messages]) list.length = 0;
}"""
AT_REST_AGAIN = """quiet => {
  const probe = window.__latency, last = Math.max(probe.states.at(-1)?.[0] ?? 0, probe.messages.at(-1) ?? 0);
  const state = document.querySelector("[data-testid='stApp']").getAttribute("data-test-script-state");
  return last > 0 && state === "notRunning" && performance.now() - last >= quiet;
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
        """Make it before the page's first `goto`."""
        self.page = page
        page.add_init_script(f"({PROBE})()")

    def measure(self, act: Callable[[], object]) -> Timing:
        """Do something that makes the script run, and time it. Raises Playwright's TimeoutError if it never runs."""
        self.page.evaluate(CLEAR_PROBE)
        act()
        self.page.wait_for_function(AT_REST_AGAIN, arg=QUIET_SECONDS * 1000, timeout=ACTION_DEADLINE)
        probe = self.page.evaluate("() => window.__latency")
        ran = [when for when, _ in probe["states"]] + probe["messages"]
        begin = max((event for event in probe["events"] if event <= max(ran)), default=min(ran))
        return Timing(to_running=min(when for when in ran if when >= begin) - begin, to_rest=max(ran) - begin)


def rerun(page: Page) -> None:
    """Run the page's script again with nothing changed (Streamlit's own R key), and wait until it has."""
    page.evaluate("() => document.activeElement?.blur()")  # in a text field R would be a letter
    page.keyboard.press("r")
    wait_idle(page)


def at_rest(page: Page, seconds: float = 1.0) -> None:
    """Wait until the page is idle and stays so for a while: late fragments and pictures have come too."""
    until = time.monotonic() + seconds
    wait_idle(page)
    page.wait_for_timeout(max(0.0, until - time.monotonic()) * 1000)
    wait_idle(page)
