"""What fingers do on a screen: draw and pinch, which Playwright's own touchscreen does not do."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Page

STEPS = 8
Path = tuple[float, float, float, float]  # from x, y to x, y, in pixels of the window


def draw(page: Page, *paths: Path) -> None:
    """Put down one finger a path, move all of them along their paths at once, lift them."""
    devtools = page.context.new_cdp_session(page)

    def touch(kind: str, points: Sequence[tuple[float, float]]) -> None:
        named = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": named})

    for fingers in range(1, len(paths) + 1):
        touch("touchStart", [path[:2] for path in paths[:fingers]])
    for step in range(1, STEPS + 1):
        share = step / STEPS
        touch("touchMove", [(a + share * (c - a), b + share * (d - b)) for a, b, c, d in paths])
        page.wait_for_timeout(20)
    touch("touchEnd", [])
    devtools.detach()
