"""The shortlist as something to take hold of: put in order by hand, beside the triage card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from components.text import short
from components.workspace.view import View

_MOST = 500  # papers that are listed: more are put in order by nobody
_TITLE = 140  # characters of a title

HTML = """
<details class="atlas-shortlist" data-amount="0" open>
  <summary>Shortlist</summary>
  <ol aria-label="Shortlist"></ol>
  <p class="atlas-shortlist-none">Papers you star are listed here, for you to put in order.</p>
  <p class="atlas-shortlist-status" role="status"></p>
</details>
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """The shortlist as it is told to a browser: (id, title) in order, and whether the visitor may change it."""

    shortlist: Sequence[tuple[str, str]]
    editable: bool


def listed(view: View) -> Listed:
    """The starred papers of the loaded digests, in the order that was given to them."""
    here = [paper_id for paper_id in view.annotations.shortlist if paper_id in view.rows][:_MOST]
    titles = view.catalogue["title"]
    return Listed([(each, short(str(titles.iat[view.rows[each]]), _TITLE)) for each in here], not view.read_only)
