"""A context that is used again belongs to a visitor nobody knows yet."""

from __future__ import annotations

from tests.browser.chromium import visit
from tests.browser.visitors import Contexts


def test_a_context_used_again_knows_nothing_of_the_visitor_before(browser, server):
    contexts = Contexts(browser)
    first = contexts.take(server.url)
    page = visit(first.new_page(), "picks")
    page.evaluate("localStorage.setItem('left', 'behind')")
    known = {cookie["name"]: cookie["value"] for cookie in first.cookies()}
    assert known
    contexts.give_back(first)
    again = contexts.take(server.url)
    assert again is first
    assert not again.pages
    assert not again.cookies()
    page = visit(again.new_page(), "picks")
    assert page.evaluate("localStorage.getItem('left')") is None
    assert {cookie["name"]: cookie["value"] for cookie in again.cookies()} != known
    contexts.give_back(again, usable=False)


def test_a_context_of_another_kind_or_closed_is_not_given_out_again(browser, server):
    contexts = Contexts(browser)
    light = contexts.take(server.url)
    contexts.give_back(light)
    dark = contexts.take(server.url, dark=True)
    assert dark is not light
    dark.close()
    contexts.give_back(dark)
    other = contexts.take(server.url, dark=True)
    assert other is not dark
    contexts.give_back(other, usable=False)
    contexts.give_back(contexts.take(server.url), usable=False)
