"""A published site opened from disk, without a server: every page of it, a search, a paper, stars that are kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.finding.filters import Filters
from components.sharing.site import content, publish
from components.store.database import open_store
from components.workspace import view
from tests import digests
from tests.browser.axe import faults
from tests.sharing.rows import bare

PAGES = ["Overview", "Table", "Map", "Topics", "Links", "Starred"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The bundled papers as a site."""
    made = tmp_path_factory.mktemp("site")
    engine = open_store(f"sqlite:///{made}/atlas.sqlite")
    now = view.of(engine, workspace_id(engine, new_token()), Filters())
    site = content.of(
        now.shown,
        now.digest_labels,
        now.analysis,
        {},
        title="Causality and attention",
        about=now.sentence,
        made="2026-11-26",
    )
    publish.into_folder(site, made / "site")
    engine.dispose()
    return made / "site"


class Visit:
    """A page of the site, and what went wrong or left the machine meanwhile."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page, self.folder = page, folder
        self.wrong: list[str] = []
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", self._hear)
        page.on("request", self._see)

    def open(self, hash_: str = "") -> Page:
        self.page.goto("about:blank")
        self.page.goto(f"{self.folder.as_uri()}/index.html{hash_}")
        self.page.locator("#main[data-page]").wait_for()
        return self.page

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"}:
            self.wrong.append(said.text)

    def _see(self, asked: Request) -> None:
        if not self._is_own(asked.url):
            self.wrong.append(asked.url)

    def _is_own(self, url: str) -> bool:
        return url.startswith((self.folder.as_uri(), "data:", "blob:", "about:"))


@pytest.fixture
def visit(browser: Browser, folder: Path) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    found = Visit(context.new_page(), folder)
    yield found
    context.close()
    assert found.wrong == []


def test_every_page_shows_the_papers_and_is_an_address(visit):
    page = visit.open()
    expect(page.get_by_role("heading", name="Causality and attention")).to_be_visible()
    for name in PAGES:
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("link", name=name, exact=True)).to_have_attribute("aria-current", "page")
        assert page.url.endswith(f"#{name.lower()}")
    page.go_back()
    expect(page.get_by_role("link", name="Links", exact=True)).to_have_attribute("aria-current", "page")
    expect(page.get_by_text(re.compile(r"^\d+ links, not checked$"))).to_be_visible()


def test_a_search_finds_words_of_abstracts_and_is_narrowed_by_a_topic(visit):
    page = visit.open()
    page.keyboard.press("/")
    page.keyboard.type("counterfactual invertib")
    expect(page.get_by_text("1 of 106 papers")).to_be_visible()
    expect(page.locator(".row").first).to_contain_text("Domain Counterfactuals")
    page.get_by_role("searchbox").fill("")
    expect(page.get_by_text("106 of 106 papers")).to_be_visible()
    chip = page.locator(".row .topic").first
    topic = chip.inner_text()
    chip.click()
    expect(page.locator("#chosen")).to_contain_text(topic)
    counted = re.search(r"(\d+) of 106", page.locator("#main").inner_text())
    assert counted
    assert 0 < int(counted[1]) < 106
    page.locator("#chosen .chip").click()
    expect(page.get_by_text("106 of 106 papers")).to_be_visible()


def test_a_paper_opens_with_its_abstract_and_leads_to_what_is_near(visit):
    page = visit.open("#table?q=tabpfn")
    page.get_by_role("link", name=re.compile("^TabPFN")).click()
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text("We present TabPFN")
    expect(sheet.get_by_role("link", name="code")).to_have_attribute("href", "https://github.com/automl/TabPFN")
    sheet.locator(".near button").first.click()
    expect(sheet).not_to_contain_text("We present TabPFN")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.go_back()
    expect(sheet).to_be_visible()


def test_stars_and_notes_stay_in_the_browser_and_leave_as_a_file(visit, tmp_path):
    page = visit.open("#table?q=tabpfn")
    page.get_by_role("button", name=re.compile("^Star “TabPFN")).click()
    page.get_by_role("link", name=re.compile("^TabPFN")).click()
    page.get_by_label("My note").fill("Try it <b>soon</b>")
    visit.open("#starred")
    expect(page.locator(".row")).to_have_count(1)
    with page.expect_download() as saved:
        page.get_by_role("link", name=re.compile("^Save as a file")).click()
    saved.value.save_as(tmp_path / "mine.jsonl")
    (line,) = (tmp_path / "mine.jsonl").read_text("utf-8").splitlines()
    kept = json.loads(line)
    assert (kept["decision"], kept["note"]) == ("starred", "Try it <b>soon</b>")
    assert kept["title"].startswith("TabPFN")


def test_the_map_opens_papers_and_the_wheel_comes_nearer(visit):
    page = visit.open("#map")
    canvas = page.locator(".map canvas")
    box = canvas.bounding_box()
    names = page.locator(".labels span")
    expect(names.first).to_be_visible()
    before = names.all_inner_texts()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.wheel(0, -900)
    page.wait_for_function(
        "before => [...document.querySelectorAll('.labels span')].map((one) => one.innerText).join() !== before",
        arg=",".join(before),
    )
    page.get_by_role("button", name="Whole map").click()
    expect(names.first).to_have_text(before[0])
    for step in range(400):  # some paper lies below a line across the map
        page.mouse.move(box["x"] + 30 + step * (box["width"] - 60) / 400, box["y"] + box["height"] * 0.55)
        if page.locator(".map .card").is_visible():
            break
    title = page.locator(".map .card").inner_text().splitlines()[0]
    page.mouse.down()
    page.mouse.up()
    expect(page.get_by_role("dialog")).to_contain_text(title)


def test_words_of_hostile_papers_stay_words(browser, tmp_path):
    rows = [bare(title=each.title, abstract=each.abstract, paper_id=f"title:{number:012}", links=("https://x.org/",),
                 kinds=("code",)) for number, each in enumerate(digests.hostile_papers())]  # fmt: skip
    made = content.of(
        pd.DataFrame(rows),
        {},
        None,
        {},
        title="<img src=x onerror=window.hacked=1>",
        about="<b>x</b>",
        made="2026-11-26",
    )
    publish.into_folder(made, tmp_path / "site")
    context = browser.new_context()
    page = context.new_page()
    visit = Visit(page, tmp_path / "site")
    for name in PAGES:
        visit.open(f"#{name.lower()}")
        assert page.evaluate("window.hacked") is None
    visit.open("#table")
    for number in range(len(rows)):
        page.locator(".row a").nth(number).click()
        expect(page.get_by_role("dialog").get_by_role("heading").first).to_have_text(rows[number]["title"])
        assert page.evaluate("window.hacked") is None
    assert page.locator("main script, main img, dialog script, dialog img").count() == 0
    context.close()
    assert visit.wrong == []


def test_a_phone_scrolls_nothing_sideways(browser, folder):
    context = browser.new_context(viewport={"width": 375, "height": 700}, color_scheme="dark")
    page = Visit(context.new_page(), folder).open()
    for name in PAGES:
        page.get_by_role("link", name=name, exact=True).click()
        page.wait_for_function("document.querySelector('#main').children.length > 0")
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, name
    context.close()


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_axe_has_nothing_to_say_of_any_page(browser, folder, look):
    size = {"width": 375, "height": 700} if look == "phone" else {"width": 1280, "height": 800}
    context = browser.new_context(viewport=size, color_scheme="dark" if look == "dark" else "light")
    visit = Visit(context.new_page(), folder)
    found = {}
    for hash_ in [f"#{name.lower()}" for name in PAGES] + ["#table?q=causal&paper=x", "#table?q=tabpfn"]:
        page = visit.open(hash_)
        if "tabpfn" in hash_:
            page.get_by_role("link", name=re.compile("^TabPFN")).click()
            expect(page.get_by_role("dialog")).to_contain_text("We present TabPFN")
        found[hash_] = faults(page)
    (own,) = list((folder / "p").glob("arxiv-2207.01848.html"))
    page.goto(own.as_uri())
    found[own.name] = faults(page)
    context.close()
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
