"""The address bar as the one place where the view is kept: shared filters and the open paper.

Every page reads the view from here and every control writes it here, so that an address, sent to anybody, shows
the same view, and Back, reload and a second tab simply work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

from components.finding.facets import FACETS
from components.finding.filters import ARCHIVED, NEAR, QUERY, Filters
from components.landscape.embeddings.models import DEFAULT_MODEL, model_named

OPEN, LOOK, LEVEL, MODEL, ADD = "paper", "look", "into", "model", "add"


def parameters() -> dict[str, list[str]]:
    """Everything in the query string, each value a list."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def filters() -> Filters:
    """The shared filters that this address asks for."""
    return Filters.from_params(parameters())


def show(wanted: Filters) -> None:
    """Go to the same page under other filters; the open paper and the page's own settings stay."""
    own = {facet.parameter for facet in FACETS} | {QUERY, NEAR, ARCHIVED}
    others = {name: values for name, values in parameters().items() if name not in own}
    _write({**others, **wanted.to_params()})


def open_paper() -> str:
    """The id of the paper in the reading pane, or an empty string."""
    return st.query_params.get(OPEN, "")


def set_open_paper(paper_id: str) -> None:
    """Put a paper into the reading pane; an empty id closes the pane."""
    if paper_id:
        st.query_params[OPEN] = paper_id
    else:
        st.query_params.pop(OPEN, None)


def level() -> int | None:
    """Into how many topics the papers are to be cut; None for as many as usual, and for nonsense."""
    asked = st.query_params.get(LEVEL, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else None


def model() -> str:
    """The name of the model by which papers are compared; the usual one where the address names none there is."""
    asked = st.query_params.get(MODEL, DEFAULT_MODEL)
    try:
        return model_named(asked).name
    except ValueError:
        return DEFAULT_MODEL


def choose_model(name: str) -> None:
    """Compare papers by another model."""
    set_setting(MODEL, name, DEFAULT_MODEL)


def shared_token() -> str:
    """The token of somebody's workspace that this address shows, or an empty string."""
    return st.query_params.get(LOOK, "")


def leave_shared() -> None:
    """Go back to one's own papers."""
    st.query_params.pop(LOOK, None)


def to_add() -> str:
    """What names a paper that is to be added: the form for it is shown filled in."""
    return st.query_params.get(ADD, "")


def forget_to_add() -> None:
    """Close that form."""
    st.query_params.pop(ADD, None)


def setting(name: str, otherwise: str) -> str:
    """A setting of one page (sort, colour) as the address has it."""
    return st.query_params.get(name, otherwise)


def one_of(name: str, known: Iterable[str]) -> str:
    """A setting of one page that has these values; the first of them where the address says nothing or nonsense."""
    values = list(known)
    asked = setting(name, values[0])
    return asked if asked in values else values[0]


def set_setting(name: str, value: str, otherwise: str) -> None:
    """Write a page's own setting into the address; the usual value leaves no trace."""
    if value and value != otherwise:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def set_choice(name: str, value: str | None, otherwise: str) -> None:
    """Write what a control with one choice says into the address. None changes nothing.

    A control gives None when its choice is clicked again, and when a run comes before the browser knew of it.
    """
    if value:
        set_setting(name, value, otherwise)


def shared_parameters() -> dict[str, list[str]]:
    """What a link to another page takes along: the shared filters and the open paper."""
    params = {name: list(values) for name, values in filters().to_params().items()}
    if open_paper():
        params[OPEN] = [open_paper()]
    if shared_token():
        params[LOOK] = [shared_token()]
    if level() is not None:
        params[LEVEL] = [str(level())]
    if model() != DEFAULT_MODEL:
        params[MODEL] = [model()]
    return params


def _write(params: Mapping[str, Sequence[str]]) -> None:
    wanted = {name: list(values) for name, values in params.items() if values}
    if wanted != parameters():
        st.query_params.from_dict(wanted)
