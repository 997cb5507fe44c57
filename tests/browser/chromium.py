"""Drive Chromium: launch it the way these tests need it, and wait until a page has come to rest."""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, ViewportSize, expect

from tests.browser import install

PATHS = {
    "overview": "/overview",
    "table": "/table",
    "map": "/map",
    "topics": "/topics",
    "links": "/links",
    "picks": "/picks",
    "digests": "/digests",
}
PATIENCE = 60_000  # milliseconds for whatever is waited for: a busy machine is slow, and only a failure takes so long
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 375, "height": 812}

# WebGL without a graphics card; a container's root may not use the sandbox; nothing outside this machine answers.
FLAGS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
)

AT_REST = "[data-testid='stApp'][data-test-connection-state='CONNECTED'][data-test-script-state='notRunning']"


def launch(playwright: Playwright) -> Browser:
    """A headless Chromium; what is expected of its pages may take as long as anything else there (not 5 s).

    Raises install.NoBrowserError when there is none.
    """
    expect.set_options(timeout=PATIENCE)
    return playwright.chromium.launch(executable_path=install.find(), args=list(FLAGS), timeout=60_000)


def new_context(browser: Browser, url: str, *, dark: bool = False, phone: bool = False) -> BrowserContext:
    """A visitor: own cookies and storage, paths relative to `url`, a screen and a colour scheme."""
    context = browser.new_context(
        base_url=url,
        viewport=PHONE if phone else DESKTOP,
        is_mobile=phone,
        has_touch=phone,
        color_scheme="dark" if dark else "light",
        accept_downloads=True,
    )
    context.set_default_timeout(PATIENCE)
    return context


def wait_idle(page: Page) -> None:
    """Wait until the page is connected, its script has run to the end and nothing is a skeleton any more."""
    page.wait_for_timeout(210)  # the browser may hold a keystroke or click back before it starts a run
    page.locator(AT_REST).wait_for(state="attached", timeout=PATIENCE)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=PATIENCE)


def visit(page: Page, path: str) -> Page:
    """Open an address of the app ("/map", or a name of PATHS) and wait until it is at rest."""
    page.goto(PATHS.get(path, path))
    wait_idle(page)
    return page
