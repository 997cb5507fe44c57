"""What a visitor does by mouse and keys on the grid and the map, by geometry where no element can be addressed."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browser.chromium import PATIENCE, wait_idle

ROW, TALL, HEADER = 35, 62, 35  # pixels; rows are tall where titles are wrapped: on Table and Picks
TICK, STAR, TITLE = 15, 55, 150  # pixels from a table's left edge to a row's tick box, its star, its title
COMPUTED = 180_000  # milliseconds that a map of new papers may take on a slow machine that compiles umap first

# Where a paper's point is in the window.
POINT = """(map, id) => {
  const row = map.atlas.row.get(id), {xaxis: x, yaxis: y} = map._fullLayout, box = map.getBoundingClientRect();
  return [box.left + x._offset + x.l2p(map.atlas.x[row]), box.top + y._offset + y.l2p(map.atlas.y[row])];
}"""
IN_ADDRESS = "words => (new URLSearchParams(location.search).get('q') ?? '') === words"
RANGES = "map => [...map._fullLayout.xaxis.range, ...map._fullLayout.yaxis.range]"


def table(page: Page, number: int = 0) -> Locator:
    """A table of the page, drawn."""
    grid = page.get_by_test_id("stDataFrame").nth(number)
    grid.locator("canvas").first.wait_for()
    return grid


def box_of(thing: Locator) -> FloatRect:
    """Where a thing is, once it has come to rest there."""
    thing.scroll_into_view_if_needed()
    last, box = None, thing.bounding_box()
    while box is None or box != last:
        thing.page.wait_for_timeout(100)
        last, box = box, thing.bounding_box()
    return box


def click_row(page: Page, row: int, x: float = TITLE, number: int = 0) -> None:
    """Click a row of a table `x` pixels from its left edge."""
    box, high = box_of(table(page, number)), _row_height(page)
    right, down = box["x"] + x, box["y"] + HEADER + high * row + high / 2
    page.mouse.move(right + 5, down + 5, steps=3)  # a hand comes from somewhere; the grid wants to see it come
    page.mouse.move(right, down, steps=2)
    page.wait_for_timeout(50)
    page.mouse.click(right, down)
    wait_idle(page)


def _row_height(page: Page) -> int:
    return TALL if urlsplit(page.url).path.rpartition("/")[2] in {"table", "picks"} else ROW


def click_header(page: Page, x: float = TITLE, number: int = 0) -> None:
    """Click a column's header: sorts by it."""
    box = box_of(table(page, number))
    page.mouse.click(box["x"] + x, box["y"] + HEADER / 2)
    page.wait_for_timeout(300)


def column(page: Page, name: str, number: int = 0) -> list[str]:
    """The cells of a column in the rows that are in view, from the table's hidden twin for screen readers."""
    grid = table(page, number)
    return _settled(grid.locator(f"tbody [role=gridcell][aria-colindex='{_place(grid, name)}']"))


def column_that(page: Page, name: str, fits: Callable[[list[str]], bool], number: int = 0) -> list[str]:
    """A column of a table that changes in place, as soon as it fits: on a busy machine its twin follows late.

    Raises AssertionError with the cells there are when none came that fit.
    """
    cells = column(page, name, number)
    for _ in range(PATIENCE // 500):
        if fits(cells):
            return cells
        page.wait_for_timeout(500)
        cells = column(page, name, number)
    raise AssertionError(f"the column {name} stayed {cells}")


def ticked(page: Page, number: int = 0) -> list[str]:
    """The titles of the ticked rows in view."""
    grid = table(page, number)
    return _settled(grid.locator(f"tr[aria-selected=true] [role=gridcell][aria-colindex='{_place(grid, 'Title')}']"))


def _settled(cells: Locator) -> list[str]:
    """The words of the cells once they stay the same: the twin follows the table a moment later."""
    last, now = None, cells.all_text_contents()
    while now != last:
        cells.page.wait_for_timeout(250)
        last, now = now, cells.all_text_contents()
    return now


def _place(grid: Locator, name: str) -> int:
    """Which column has this header, from 1; the twin is made a moment after the table."""
    header = grid.locator("[role=columnheader]").filter(has_text=name).first
    header.wait_for(state="attached")
    return int(header.get_attribute("aria-colindex") or 0)


def drawn(page: Page, patience: float = PATIENCE) -> Locator:
    """The map, once it is drawn and the page at rest."""
    page.locator(".atlas-map[data-drawn='1']").wait_for(timeout=patience)
    wait_idle(page)
    return page.locator(".atlas-map")


def ids(chart: Locator) -> list[str]:
    """The papers of the map."""
    return list(chart.evaluate("map => map.atlas.ids"))


def place(chart: Locator) -> list[float]:
    """What part of the map is in view: left, right, bottom, top."""
    return [round(number, 6) for number in chart.evaluate(RANGES)]


def selected(chart: Locator) -> list[str]:
    """The papers that are selected on the map."""
    return sorted(chart.evaluate("map => map.atlas.chosen.map(row => map.atlas.ids[row])"))


def hover(page: Page, chart: Locator, paper_id: str) -> None:
    """Bring the mouse over a paper's point."""
    chart.scroll_into_view_if_needed()
    x, y = chart.evaluate(POINT, paper_id)
    page.mouse.move(x - 3, y - 3)
    page.mouse.move(x, y, steps=3)
    page.wait_for_timeout(150)


def click_point(page: Page, chart: Locator, paper_id: str) -> None:
    """Click a paper's point."""
    hover(page, chart, paper_id)
    page.mouse.down()
    page.mouse.up()
    expect(chart).to_have_attribute("data-open", paper_id)
    wait_idle(page)


def lasso(page: Page, chart: Locator, share: float = 0.3) -> None:
    """Draw a circle round the middle of the map, `share` of its smaller side in radius."""
    x, y, radius = _middle(chart, share)
    page.mouse.move(x + radius, y)
    page.mouse.down()
    for step in range(1, 25):
        turn = 2 * math.pi * step / 24
        page.mouse.move(x + radius * math.cos(turn), y + radius * math.sin(turn))
    page.mouse.up()
    expect(chart).not_to_have_attribute("data-selected", "0")
    wait_idle(page)


def select_box(page: Page, chart: Locator, share: float = 0.3) -> None:
    """Draw a box in the middle of the map."""
    tool(page, "Select a box")
    x, y, radius = _middle(chart, share)
    page.mouse.move(x - radius, y - radius)
    page.mouse.down()
    page.mouse.move(x + radius, y + radius, steps=8)
    page.mouse.up()
    expect(chart).not_to_have_attribute("data-selected", "0")
    wait_idle(page)


def tool(page: Page, title: str) -> None:
    """Take a tool of the map's own bar."""
    button = page.get_by_role("toolbar", name="Map tools").get_by_role("button", name=title)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def zoom(page: Page, chart: Locator) -> list[float]:
    """Zoom in by the wheel; what is in view then."""
    before = place(chart)
    x, y, _ = _middle(chart, 0)
    page.mouse.move(x, y)
    for _ in range(3):
        page.mouse.wheel(0, -200)
        page.wait_for_timeout(80)
    page.wait_for_function("([map, before]) => Math.abs(map._fullLayout.xaxis.range[0] - before) > 1e-3",
                           arg=[chart.element_handle(), before[0]])  # fmt: skip
    page.wait_for_timeout(400)  # the wheel's own animation
    return place(chart)


def search(page: Page, words: str) -> None:
    """Type into the search field and wait for what is found."""
    field = page.get_by_role("textbox", name="Search papers").or_(page.get_by_role("searchbox", name="Search papers"))
    field.fill(words)
    page.wait_for_function(IN_ADDRESS, arg=words)  # the field sends what is typed after a pause
    wait_idle(page)


def amounts(page: Page) -> tuple[int, int]:
    """(shown, of all) from the sentence under the search field."""
    found: Sequence[Any] = page.evaluate(
        r"""() => {
          for (const p of document.querySelectorAll("[data-testid=stMarkdown] p")) {
            const found = p.textContent.match(/^(?:(None|[\d,]+) of )?([\d,]+) papers?\b/);
            if (found) return [found[1] === "None" ? "0" : found[1] ?? found[2], found[2]];
          }
          return [];
        }"""
    )
    some, everything = found
    return int(some.replace(",", "")), int(everything.replace(",", ""))


def _middle(chart: Locator, share: float) -> tuple[float, float, float]:
    box = box_of(chart)
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, share * min(box["width"], box["height"])
