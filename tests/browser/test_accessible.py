"""What axe-core finds wrong with the pages for people who hear them or see little: nothing that matters."""

from __future__ import annotations

import pytest

from tests.browser.axe import faults
from tests.browser.chromium import PATHS, visit
from tests.browser.measuring import at_rest
from tests.pages import visitor_data

PAPER = visitor_data.bundled().papers["paper_id"][0]
OPEN = f"/table?q=causal&paper={PAPER}"
EVERYTHING = [
    *PATHS.values(),
    OPEN,
    f"/map?paper={PAPER}",
    "/topics?view=treemap",
    "/picks?view=decide",
    "/picks?view=log",
]
ON_A_PHONE = ["/overview", "/table", OPEN, "/topics", "/picks?view=decide"]


@pytest.mark.parametrize("look", ["light", "dark", "phone", "dark phone"])
def test_axe_has_nothing_to_say(server, visitor, look):
    phone = "phone" in look
    page = visitor(server, dark="dark" in look, phone=phone).context.new_page()
    found = {}
    for path in ON_A_PHONE if phone else EVERYTHING:
        visit(page, path)
        at_rest(page, 0.5)
        found[path] = faults(page)
    assert {path: lines for path, lines in found.items() if lines} == {}
