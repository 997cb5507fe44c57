"""The site of one shared list: its papers as they were shared, in their order, under its title and introduction."""

from __future__ import annotations

from components.curation import shared_lists
from components.curation.shared_lists import SharedList
from components.sharing.formats.entry import one_line
from components.sharing.lists import snapshot
from components.sharing.site import content
from components.sharing.site.content import SiteContent
from components.sharing.site.of_view import NoPapersError
from components.text import counted
from components.workspace.view import View


def own_list(view: View, named: str) -> SharedList:
    """The list of this workspace at an address, or the newest of a title. Raises NoPapersError."""
    lists = shared_lists.lists(view.engine, view.workspace)
    wanted = named.rstrip("/").rpartition("/")[2]
    found = next((each for each in lists if each.address == wanted or each.title == " ".join(named.split())), None)
    if found is None:
        known = ", ".join(f"“{each.title}”" for each in lists)
        raise NoPapersError(
            f"There is no shared list “{named}”. " + (f"There are: {known}." if known else "No list is shared.")
        )
    return found


def site_of_list(
    view: View, shared: SharedList, made: str, *, with_notes: bool, title: str = "", address: str = ""
) -> SiteContent:
    """What is published of a list; notes, tags and ratings only `with_notes`, and only where it was shared with them.

    Its papers are on the map where all of them are on that of the workspace. Raises NoPapersError where it is gone.
    """
    kept = shared_lists.read(view.engine, shared.address)
    if kept is None:
        raise NoPapersError(f"The list “{shared.title}” is not shared any more.")
    rows = snapshot.read(kept[1]).rows
    ids = [view.library.aliases.get(paper_id, paper_id) for paper_id in rows["paper_id"]]
    return content.of(
        rows.assign(paper_id=ids),
        {},  # its papers name their digests themselves
        view.analysis,
        view.verdicts,
        title=title or shared.title,
        about=one_line(shared.introduction) or counted(shared.papers, "paper"),
        made=made,
        address=address,
        with_notes=with_notes,
    )
