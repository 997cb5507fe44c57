"""What mails and feed of a saved search send, kept with it; and the signed links about papers of a mail."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.curation.searches import delivery, feed_addresses, paper_links, saved_searches, subscriptions
from components.curation.searches.delivery import MOST, SHARES, Delivery
from components.store import schema
from components.store.database import writing

CHOSEN = Delivery(by_interest=True, at_least=75, most=10, even_empty=True)


@given(st.builds(Delivery, st.booleans(), st.sampled_from(SHARES), st.integers(1, MOST), st.booleans()))
def test_what_is_written_is_read_again(chosen):
    assert delivery.from_text(chosen.as_text) == chosen


@pytest.mark.parametrize(
    "text",
    ["[]", "{}", "x", "null", "[" * 9999, CHOSEN.as_text.replace("75", "76"), CHOSEN.as_text.replace("10", "0"),
     CHOSEN.as_text.replace("10", "41"), CHOSEN.as_text.replace("10", '"10"'), CHOSEN.as_text.replace("10", "1.5"),
     CHOSEN.as_text.replace("true", "1"), CHOSEN.as_text.replace("}", ',"x":1}')],
)  # fmt: skip
def test_any_other_text_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 (json's own and ours)
        delivery.from_text(text)


def test_a_search_keeps_it_when_it_is_saved_again_and_its_feed_knows(engine, workspace):
    saved_searches.save(engine, workspace, "Mine", "q=causal", [])
    saved_searches.set_delivery(engine, workspace, "Mine", CHOSEN)
    saved_searches.save(engine, workspace, "Mine", "q=graph", [])
    (search,) = saved_searches.searches(engine, workspace)
    assert (search.address, search.delivery) == ("q=graph", CHOSEN)
    found = feed_addresses.find(engine, feed_addresses.address(engine, workspace, "Mine"))
    assert found is not None
    assert found.delivery == CHOSEN
    with writing(engine) as connection:
        connection.execute(schema.saved_searches.update().values(delivery="garbage"))
    assert saved_searches.searches(engine, workspace)[0].delivery == Delivery()


def test_a_link_is_good_for_its_paper_and_its_subscription_alone(engine, workspace):
    saved_searches.save(engine, workspace, "Mine", "q=causal", [])
    made = [
        subscriptions.subscribe(engine, workspace, "Mine", f"{who}@b.org", subscriptions.Period.DAY) for who in "ab"
    ]
    one, other = (each for each in made if each is not None)
    signed = paper_links.signature(one.token, "arxiv:1")
    assert one.token not in one.mark + signed
    assert paper_links.find(engine, one.mark, signed, "arxiv:1") is None  # not confirmed
    subscriptions.confirm(engine, one.token)
    subscriptions.confirm(engine, other.token)
    found = paper_links.find(engine, one.mark, signed, "arxiv:1")
    assert found is not None
    assert replace(found, confirmed_at="") == one
    for mark, sign, paper in (
        (one.mark, signed, "arxiv:2"), (other.mark, signed, "arxiv:1"), ("", signed, "arxiv:1"),
        (one.mark, "", "arxiv:1"), (one.mark, signed[:-1], "arxiv:1"), (one.mark, "ü\ud800", "arxiv:1"),
    ):  # fmt: skip
        assert paper_links.find(engine, mark, sign, paper) is None
    subscriptions.end(engine, one.token)
    assert paper_links.find(engine, one.mark, signed, "arxiv:1") is None
