"""The choice of the model that says which papers are alike; it stands in the address like every view."""

from __future__ import annotations

import streamlit as st

from components.landscape.embeddings.models import MODELS, TRANSFORMER, model_named
from components.landscape.embeddings.transformer import ModelNotInstalledError, installed_models
from components.ui.shared import url_state
from components.ui.shared.text import plain

_KEY, _NEWS = "model_choice", "_model_news"
# Those that did best on abstracts; any other model of the package can be named in the address.
_TRANSFORMERS = (TRANSFORMER + "all-MiniLM-L6-v2", TRANSFORMER + "allenai-specter")


def draw() -> None:
    """Draw the choice, and why a model could not be taken."""
    now = url_state.model()
    names = list(dict.fromkeys([*MODELS, *_TRANSFORMERS, *(TRANSFORMER + name for name in installed_models()), now]))
    if st.session_state.get(_KEY) != now:
        st.session_state[_KEY] = now
    st.selectbox(
        "Model that compares papers",
        names,
        key=_KEY,
        format_func=label,
        width=380,
        help="It decides which papers count as alike, so the map, topics and nearest papers depend on it. "
        "A sentence-transformers model may take minutes for 1,000 papers.",
        on_change=_choose,
    )
    if st.session_state.get(_NEWS):
        st.warning(st.session_state.pop(_NEWS), icon=":material/extension_off:")


def label(name: str) -> str:
    """What a person reads for a model: plain text, as the entries of a menu are."""
    return MODELS[name].label if name in MODELS else f"{name.removeprefix(TRANSFORMER)} (sentence-transformers)"


def _choose() -> None:
    wanted = str(st.session_state[_KEY])
    try:
        model_named(wanted)
    except ModelNotInstalledError as why:
        st.session_state[_NEWS] = plain(str(why))
        return
    url_state.choose_model(wanted)
