"""The card of a link asks services on a click: what they say, what it offers then, and what it says where they fail."""

from __future__ import annotations

import pytest

from components.links import history
from components.links.lookup.client import Services
from components.links.lookup.job import LookupSource, sources_for
from components.links.verdict import State, Verdict, now
from components.workspace import caches
from components.workspace.jobs import registry
from tests import digests
from tests.links.lookup.test_services import services, stand_in  # noqa: F401  fixtures
from tests.pages import page_content, visitor_data

GITHUB, HUB, ELSEWHERE = "https://github.com/ada/{}", "https://huggingface.co/datasets/ada/set", "https://example.org/a"


@pytest.fixture
def ask(open_page, cookies, monkeypatch, services):  # noqa: F811
    """Open the card of the one link of the one digest, press a button, wait for the answer."""
    monkeypatch.setattr(Services, "usual", classmethod(lambda _cls: services))
    visitor_data.remove_bundled(cookies)

    def press(url, button, state=State.ALIVE):
        visitor_data.add(cookies, "one.txt", digests.ordinary(1, [url]))
        history.append(caches.store(), [Verdict(url, state, 200, url, (url,), 0.1, "seen", now())])
        app = open_page("links", {"link": url})
        next(each for each in app.button if each.label == button).click().run()
        [answer] = registry.link_jobs(visitor_data.mine(cookies)).answers(url)
        assert answer.wait(20)
        app.run()
        assert not app.exception
        return app

    return press


def test_github_tells_stars_last_push_and_a_new_name(ask):
    app = ask(GITHUB.format("old"), "Ask GitHub")
    words = page_content.words(app)
    for part in ("7 stars · last push 2026-01-02 · MIT", "archived", "renamed to ada/engine"):
        assert part in words
    next(each for each in app.button if each.label == "Use ada/engine").click().run()
    assert "Use instead: " in page_content.words(app)
    assert 'href="https://github.com/ada/engine"' in page_content.words(app)


@pytest.mark.parametrize(
    ("url", "button", "state", "sentence"),
    [
        (GITHUB.format("empty"), "Ask GitHub", State.ALIVE, "empty"),
        (GITHUB.format("soon"), "Ask GitHub", State.ALIVE, "code still to come"),
        (GITHUB.format("limited"), "Ask GitHub", State.ALIVE, "asks for a pause"),
        (GITHUB.format("broken"), "Ask GitHub", State.ALIVE, "gives an answer that cannot be read"),
        (GITHUB.format("never"), "Ask GitHub", State.DEAD, "GitHub has no such repository."),
        (HUB, "Ask Hugging Face", State.ALIVE, "renamed to ada/new-set"),
        (ELSEWHERE, "Find an archived copy", State.DEAD, "Wayback Machine, 2024-05-06"),
        ("https://example.org/none", "Find an archived copy", State.DOWN, "Neither the Wayback Machine nor Software"),
    ],
)
def test_what_is_told(ask, url, button, state, sentence):
    assert sentence in page_content.words(ask(url, button, state))


@pytest.mark.parametrize(
    ("url", "state", "able"),
    [
        (GITHUB.format("engine"), State.ALIVE, [LookupSource.GITHUB]),
        (GITHUB.format("engine"), State.DEAD, [LookupSource.GITHUB, LookupSource.ARCHIVES]),
        (HUB, None, [LookupSource.HUB]),
        (ELSEWHERE, State.MOVED, []),
        (ELSEWHERE, State.SUSPECT, [LookupSource.ARCHIVES]),
        ("http://10.0.0.1/", State.REFUSED, []),
    ],
)
def test_who_may_be_asked(url, state, able):
    assert sources_for(url, Verdict(url, state) if state else None) == able
