"""What axe-core, which judges pages by the rules of WCAG, finds wrong with one."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

COUNTED = {"moderate", "serious", "critical"}  # of its four degrees


def faults(page: Page) -> list[str]:
    """What axe finds, each a line: how bad, the rule, the element, why."""
    found = []
    for violation in Axe().run(page).response["violations"]:
        for node in violation["nodes"] if violation["impact"] in COUNTED else ():
            why = "; ".join(each["message"] for each in node["any"] + node["all"])
            found.append(f"{violation['impact']} {violation['id']}: {node['html'][:200]} ({why[:200]})")
    return found
