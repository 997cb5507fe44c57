"""The address decides what every page shows; what it asks for and nobody knows is passed over."""

from __future__ import annotations

import re

import pytest

from components.curation.annotations.decisions import Decision
from components.links import history
from components.links.verdict import State, Verdict, now
from components.workspace import caches
from tests.pages import page_content, visitor_data
from tests.pages.test_every_page import FILTERED

CAUSALITY, ATTENTION = (digest.digest_id for digest in visitor_data.bundled().digests)
COUNT = re.compile(r"(?:(None|[\d,]+) of )?([\d,]+) papers\b")


def counts(app) -> tuple[int, int]:
    """(shown, of all) as the sentence under the filters says it."""
    some, everything = next(found.groups() for text in page_content.markdown(app) if (found := COUNT.match(text)))
    return int((some or everything).replace("None", "0").replace(",", "")), int(everything.replace(",", ""))


def bundled_topic() -> tuple[str, int]:
    """The slug and size of a topic of the bundled digests."""
    library = visitor_data.bundled()
    analysis = caches.analysis(caches.key_of(library.version, library.papers), library.version, library.papers)
    assert analysis is not None
    return analysis.topics[1].slug, analysis.topics[1].size


@pytest.mark.parametrize("page", FILTERED)
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "causal attention"}, None),
        ({"digest": ATTENTION}, 57),
        ({"kind": "code"}, None),
        ({"digest": [ATTENTION, CAUSALITY], "q": "nothingatallhasthisword"}, 0),
    ],
    ids=["words", "a digest", "a kind of link", "nothing"],
)
def test_every_page_shows_what_the_address_asks_for(open_page, page, query, expected):
    app = open_page(page, query)
    assert not app.exception
    some, everything = counts(app)
    assert everything == 106
    assert some == expected if expected is not None else 0 < some < 106
    if "q" in query:
        assert app.text_input("filter_query").value == query["q"]


def test_a_topic_filters_by_the_address(open_page):
    slug, size = bundled_topic()
    app = open_page("table", {"topic": slug})
    assert counts(app) == (size, 106)
    assert len(app.dataframe[0].value) == size


@pytest.mark.parametrize("page", FILTERED)
def test_an_address_of_another_time_still_shows_papers(open_page, page):
    unknown = {
        "topic": "a-topic-of-last-year", "digest": "gone-000000", "kind": "hologram", "state": "undead",
        "decision": "forgotten", "utm_source": "mail", "colour": "nothing", "paper": "title:000000000000",
    }  # fmt: skip
    app = open_page(page, unknown)
    assert not app.exception
    assert not app.error
    assert counts(app) == (106, 106)


def test_facets_of_one_kind_widen_and_of_different_kinds_narrow(open_page):
    both = counts(open_page("table", {"digest": [ATTENTION, CAUSALITY]}))[0]
    code = counts(open_page("table", {"kind": "code"}))[0]
    inside = counts(open_page("table", {"kind": "code", "digest": ATTENTION}))[0]
    without = counts(open_page("table", {"kind": "code", "digest": f"-{ATTENTION}"}))[0]
    assert both == 106
    assert inside + without == code
    assert inside < code


def test_a_decision_filters_by_the_address(open_page, cookies):
    ids = list(visitor_data.bundled().papers["paper_id"][:5])
    visitor_data.decide(cookies, ids[:3], Decision.STARRED, "one")
    visitor_data.decide(cookies, ids[3:], Decision.HIDDEN, "two")
    for decision, amount in {"starred": 3, "hidden": 2, "inbox": 101, "later": 0}.items():
        assert counts(open_page("table", {"decision": decision})) == (amount, 106)
    assert counts(open_page("table")) == (104, 106)


def test_the_state_of_links_filters_by_the_address(open_page):
    library = visitor_data.bundled()
    links = caches.links(library.version, library.papers)
    (first, found), *_ = [(paper_id, some) for paper_id, some in links.items() if len(some) == 1]
    history.append(caches.store(), [Verdict(found[0].url, State.DEAD, 404, reason="gone", checked_at=now())])
    app = open_page("table", {"state": "dead"})
    title = library.papers.set_index("paper_id").at[first, "title"]
    assert app.dataframe[0].value["title"].tolist() == [title]
    assert counts(open_page("links", {"state": "unchecked"}))[0] == len(links) - 1


def test_a_part_of_the_sentence_can_be_dropped(open_page):
    app = open_page("table", {"q": "causal", "kind": "code"})
    narrow = counts(app)[0]
    app.button("drop_0").click().run()
    assert counts(app)[0] > narrow
    assert "q" not in app.query_params
    assert app.query_params["kind"] == "code"
    app.button("drop_0").click().run()
    assert counts(app) == (106, 106)
    assert not app.query_params


def test_controls_write_into_the_address_and_keep_the_rest_of_it(open_page):
    app = page_content.unfold(open_page("table", {"kind": "code", "paper": "arxiv:0000.00000", "sort": "title"}))
    app.text_input("filter_query").set_value("causal").run()
    app.button_group(key="facet_digests").set_value([ATTENTION]).run()
    assert dict(app.query_params) == {
        "q": "causal", "kind": "code", "digest": ATTENTION, "paper": "arxiv:0000.00000", "sort": "title",
    }  # fmt: skip
    app.text_input("filter_query").set_value("").run()
    app.button_group(key="facet_kinds").set_value([]).run()
    assert "q" not in app.query_params
    assert "kind" not in app.query_params
    assert counts(app) == (57, 106)


def test_an_excluded_value_outlives_a_choice(open_page):
    app = page_content.unfold(open_page("table", {"digest": f"-{ATTENTION}"}))
    app.button_group(key="facet_digests").set_value([CAUSALITY]).run()
    assert sorted(app.query_params["digest"]) == [f"-{ATTENTION}", CAUSALITY]


def test_no_match_offers_the_way_back(open_page):
    app = open_page("table", {"q": "nothingatallhasthisword", "kind": "code"})
    assert len(app.info) == 1
    button = next(button for button in app.button if button.label == "Show all papers")
    button.click().run()
    assert counts(app) == (106, 106)
    assert not app.query_params


@pytest.mark.parametrize("words", ['"an open quote', "ti:", "-", "((", "votes:>many", "a" * 5000, "\x00\ud7ff", "%%%"])
def test_no_query_line_breaks_the_page(open_page, words):
    app = open_page("table", {"q": words})
    assert not app.exception
    assert not app.error
    assert counts(app)[1] == 106


def test_what_an_address_asks_for_and_no_paper_has_is_said(open_page):
    app = open_page("table", {"topic": "no-such *topic*", "decision": "inbox"})
    assert counts(app) == (106, 106)
    told = [caption.value for caption in app.caption if "no paper here has" in caption.value]
    assert len(told) == 1
    assert r"topic “no\-such \*topic\*”" in told[0]
    assert not [caption for caption in open_page("table", {"q": "causal"}).caption if "no paper here" in caption.value]
