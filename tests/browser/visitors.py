"""Browser contexts for visitors: emptied after a test and used again by the next.

A context of its own reads and compiles some five megabytes of JavaScript anew, which takes a processor four seconds
longer than one that has them in its cache. What tells visitors apart (cookies, storage, open pages, routes) is gone
before another gets it.
"""

from __future__ import annotations

from typing import NamedTuple

from playwright.sync_api import Browser, BrowserContext, Error

from tests.browser import chromium

MOST_KEPT = 6  # contexts that wait; each holds some megabytes of the browser's memory


class Kind(NamedTuple):
    """What a context cannot change any more."""

    url: str
    dark: bool
    phone: bool


class Contexts:
    """Contexts of one browser, by kind."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._kinds: dict[BrowserContext, Kind] = {}
        self._waiting: list[BrowserContext] = []

    def take(self, url: str, *, dark: bool = False, phone: bool = False) -> BrowserContext:
        """A visitor nobody knows yet: an emptied context of that kind, or a new one."""
        kind = Kind(url, dark, phone)
        for context in self._waiting:
            if self._kinds[context] == kind:
                self._waiting.remove(context)
                return context
        context = chromium.new_context(self._browser, url, dark=dark, phone=phone)
        self._kinds[context] = kind
        return context

    def give_back(self, context: BrowserContext, *, usable: bool = True) -> None:
        """Empty a context for the next visitor; close it where it is not `usable` or cannot be emptied."""
        if usable and emptied(context, self._kinds[context].url):
            self._waiting.append(context)
        else:
            self._close(context)
        while len(self._waiting) > MOST_KEPT:
            self._close(self._waiting.pop(0))

    def _close(self, context: BrowserContext) -> None:
        del self._kinds[context]
        context.close()


def emptied(context: BrowserContext, url: str) -> bool:
    """Forget whose context it was: pages, cookies, storage, permissions and routes. False where that fails."""
    try:
        for page in context.pages[1:]:
            page.close()
        page = context.pages[0] if context.pages else context.new_page()
        page.goto("about:blank")
        browser = context.new_cdp_session(page)
        browser.send("Storage.clearDataForOrigin", {"origin": url, "storageTypes": "all"})
        page.close()
        context.clear_cookies()
        context.clear_permissions()
        context.unroute_all()
        context.set_offline(False)
        context.set_default_timeout(chromium.PATIENCE)
    except Error:  # the test closed it, or the browser is gone
        return False
    return True
