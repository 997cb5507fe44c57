"""The way between the pages, drawn as one piece: it takes a sixth of the bytes of as many links of Streamlit's own.

The same piece tells how large the window is (`viewport`).
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from components.ui.shared import component, url_state, viewport

_HTML = '<nav class="atlas-pages" aria-label="Pages"></nav>'
_component = component.define("page_links", "shared/frame/page_links.js", _HTML, ["shared/frame/page_links.css"])


def draw(pages: Sequence[tuple[str, str]], here: str) -> None:
    """Draw the links to pages, each (path below the app, title); `here` is the title of the one that is open."""
    _component(
        key=viewport.KEY,
        data={
            "pages": [{"path": path, "title": title} for path, title in pages],
            "query": urlencode(url_state.shared_parameters(), doseq=True),
            "here": here,
            "size": "x".join(map(str, viewport.size())),
        },
        default={"size": ""},
        on_size_change=lambda: None,
    )
