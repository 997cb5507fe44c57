"""The bar of shared filters and the sentence under it that says what is shown; the same on every page.

Controls show what the address says and write what is chosen back into it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.curation.annotations.decisions import Decision
from components.finding import meaning
from components.finding.facets import BY_NAME, NOT
from components.finding.filters import Filters, all_counts, unknown_values
from components.finding.grammar import parse
from components.finding.query import asks_for_new, hints
from components.links.verdict import State
from components.papers.identity import LONGEST_REFERENCE, reference_in
from components.text import short
from components.ui.shared import url_state
from components.ui.shared.frame import saved_searches
from components.ui.shared.site import base
from components.ui.shared.text import day, plain
from components.workspace.view import View

_QUERY = "filter_query"
_TIPS = """
- `causal attention`: both words, in any order; the start of a word is enough
- `"causal attention"`: the words in this order
- `-vision`: without this word
- `ti:attention`, `ab:benchmark`: in the title, in the abstract
- `au:vaswani`, `venue:iclr`, `year:2024`, `cat:cs.CL`, `doi:10.1162`: by author, venue, year, category, DOI
- `has:code`, `is:starred`, `tag:toread`, `votes:>20`, `citations:10..99`, `date:2024-03`
- `is:new`: what came in since your last visit
- `is:alive-code`, `is:dead-demo`: whose code is alive, whose demo is dead
- `like:2404.06773`: papers most like this one; `like:"words of its title"`
"""
_LAST_MENU = "More"
# The menus of the bar and the facets in each; a menu whose facets nobody can choose from is left out.
_MENUS = {
    "Topic": ("areas", "topics"),
    "Digest": ("digests",),
    "Publication": ("venues", "years", "citations", "authors", "categories", "types"),
    _LAST_MENU: ("decisions", "kinds", "states", "tags", "months", "keywords", "organisations"),
}
_bar: ContextVar[DeltaGenerator | None] = ContextVar("bar", default=None)  # of this script run
_WORDS_OF_A_TITLE = 4  # at least, from which a line that finds nothing may be a title
_MOST = 30  # values of one facet offered at once, the most frequent first


def draw(view: View) -> None:
    """Draw the bar and the sentence."""
    bar = st.container(horizontal=True, gap="xsmall", vertical_alignment="center")
    with bar:
        _search(view.filters)
        for label, facets in _MENUS.items():
            columns = [BY_NAME[facet].column for facet in facets]
            if any(view.catalogue[column].map(len).any() for column in columns):
                _menu(label, facets, view)
        _only_new(view)
        parts = view.filters.parts(view.catalogue, view.digest_labels)
        if not parts:  # a row of its own would cost room, and its bytes with every rerun
            st.markdown(_said(view), width="content")
    with st.container():  # there without parts too: what follows keeps its place, and so is not drawn from nothing
        if parts:
            _sentence(view, parts)
        _tell_unknown(view)
    _bar.set(bar)


def controls() -> DeltaGenerator:
    """Room in the bar for the controls of the page itself."""
    bar = _bar.get()
    return bar if bar is not None else st.container(horizontal=True, gap="xsmall", vertical_alignment="center")


def _search(filters: Filters) -> None:
    if st.session_state.get(_QUERY) != filters.query:
        st.session_state[_QUERY] = filters.query
    st.text_input(
        "Search papers",
        key=_QUERY,
        type="search",
        live="300ms",
        placeholder="Search papers",
        label_visibility="collapsed",
        width=250,
        on_change=_apply(lambda now: now.with_query(str(st.session_state[_QUERY] or ""))),
    )


def _only_new(view: View) -> None:
    """What came in since the last visit, where something did and is not asked for yet."""
    new = 0 if asks_for_new(view.filters.query) or view.read_only else int(view.shown["new"].sum())
    if new:
        st.button(
            f"{new:,} new",
            key="only_new",
            type="tertiary",
            help=f"Only what came in since your last visit, {day(view.since)}",
            on_click=_apply(lambda now: now.with_query(f"{now.query} is:new")),
        )


def _menu(label: str, facets: Sequence[str], view: View) -> None:
    """A menu whose values are counted only while it is open: closed, it costs neither time nor bytes."""
    chosen = sum(len(getattr(view.filters, facet)) for facet in facets)
    menu = st.popover(f"{label} · {chosen}" if chosen else label, key=f"menu_{label}", on_change="rerun")
    if menu.open:
        with menu:
            without = st.toggle("Exclude what I choose", key=f"without_{label}")
            for facet, amounts in all_counts(view.catalogue, view.filters, facets).items():
                if amounts:
                    _values(facet, view, amounts, NOT if without else "")
            if label == _LAST_MENU:
                _beyond_facets(view)


def _beyond_facets(view: View) -> None:
    """What else the last menu holds: saved searches while nothing is filtered (else they have a menu), and tips."""
    if not view.filters.parts(view.catalogue, view.digest_labels):
        st.markdown("**Saved searches**")
        saved_searches.offer(view)
    st.markdown(f"**Search syntax**\n{_TIPS}")
    st.markdown(f"[How to read the map, the topics and the link checks]({base()}/explained)")


def _values(facet: str, view: View, amounts: Mapping[str, int], sign: str) -> None:
    """The values of one facet as toggles: those to show, or with `sign` "-" those to leave out."""
    now = getattr(view.filters, facet)
    chosen = [value for value in amounts if sign + value in now]
    options = [value for number, value in enumerate(amounts) if value in chosen or number < _MOST]
    key = f"facet_{facet}{sign}"
    if sorted(st.session_state.get(key) or []) != sorted(chosen):
        st.session_state[key] = chosen
    st.pills(
        f"{BY_NAME[facet].title}{' to exclude' if sign else ''}",
        options,
        selection_mode="multi",
        key=key,
        format_func=lambda value: f"{plain(_name(facet, value, view))} · {amounts.get(value, 0):,}",
        on_change=_apply(lambda now: _choose(now, facet, st.session_state[key] or (), sign)),
    )


def _choose(now: Filters, facet: str, values: Sequence[str], sign: str) -> Filters:
    """The filters with these values chosen or, with `sign`, left out; the others stay as they are."""
    others = [value for value in getattr(now, facet) if value.startswith(NOT) != bool(sign)]
    # A value is either wanted or left out: the later choice counts.
    others = [value for value in others if value.removeprefix(NOT) not in values]
    return now.choosing(facet, [*(sign + value for value in values), *others])


def _name(facet: str, value: str, view: View) -> str:
    if facet == "states":
        return next((state.label for state in State if state.value == value), "Unchecked")
    if facet == "citations":
        return BY_NAME[facet].labels.get(value, value)
    if facet == "decisions" and value == Decision.INBOX:
        return "Undecided"
    named = {"topics": view.topic_names, "areas": view.area_names, "digests": view.digest_labels}
    name = named.get(facet, {}).get(value, value)
    return name[:1].upper() + name[1:]


def _tell_unknown(view: View) -> None:
    """Say which values of the address no paper here has: they were left out, so that an old link still shows papers."""
    asked = url_state.parameters()
    if Filters.from_params(asked) == view.filters:
        return
    unknown = unknown_values(asked, view.catalogue)
    named = ", ".join(f"{name} “{plain(short(value, 60))}”" for name, value, _ in unknown[:3])
    if named:
        st.caption(f"This address also asks for {named}, which no paper here has; it shows the papers without that.")


def _said(view: View) -> str:
    """What is shown, in a sentence."""
    return plain(view.filters.describe(view.catalogue, view.digest_labels))


def _sentence(view: View, parts: Sequence[tuple[str, Filters]]) -> None:
    """What is shown, and how to drop each part of it."""
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.markdown(_said(view), width="content")
        for number, (label, rest) in enumerate(parts):
            st.button(
                "search" if label.startswith("“") else plain(short(label, 32)),
                icon=":material/close:",
                type="tertiary",
                key=f"drop_{number}",
                help=f"Remove: {plain(label)}",
                on_click=url_state.show,
                args=(rest,),
            )
        if not view.filters.near and meaning.text_of(view.filters.query):
            st.button(
                "Similar in meaning too",
                icon=":material/add:",
                type="tertiary",
                key="also_near",
                help="Also show papers that say it in other words",
                on_click=_apply(lambda now: now.also_near()),
            )
        saved_searches.menu(view)
    meant = "" if view.mask.any() else meaning.corrected(view.filters.query, view.catalogue)
    if meant:
        st.button(
            f"Did you mean “{plain(short(meant, 80))}”?",
            type="tertiary",
            key="did_you_mean",
            on_click=_apply(lambda now: now.with_query(meant)),
        )
    _offer_to_add(view)
    for hint in hints(view.filters.query):
        st.caption(plain(hint))


def _offer_to_add(view: View) -> None:
    """Where the line names a paper that is not here, or is the title of none: the way to the form that adds it."""
    query = view.filters.query
    if view.mask.any() or view.read_only or not (reference_in(query) or _may_be_a_title(query)):
        return
    st.page_link(
        "digests.py",
        label="Add this paper",
        icon=":material/note_add:",
        query_params={**url_state.shared_parameters(), url_state.ADD: [query[:LONGEST_REFERENCE]]},
    )


def _may_be_a_title(query: str) -> bool:
    """Whether a line is plain words, as many as a title has."""
    terms = parse(query).terms
    return len(terms) >= _WORDS_OF_A_TITLE and not any(term.field or term.negative for term in terms)


def _apply(change: Callable[[Filters], Filters]) -> Callable[[], None]:
    """A callback that reads the filters the address has now, changes them and writes them back."""
    return lambda: url_state.show(change(url_state.filters()))
