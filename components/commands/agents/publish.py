"""Publish papers as a folder of static files: overview, table, map, topics, links, a page a paper, feeds, downloads.

Any host serves it (GitHub Pages, a static Space), and it opens from disk; it asks nobody for anything. Decisions never
go along, notes and tags only with --with-notes.

Examples:
  python -m components publish site --files data/digests/*.txt --title "Causality and attention"
  python -m components publish site --filter "q=causal" --address https://example.org/atlas
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs

from components.commands.agents import opened


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, which papers, and what it is called."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="an empty folder, or one published to before")
    opened.add_source(parser)
    parser.add_argument("--filter", default="", metavar="ADDRESS", help="what a page’s address has after its ?")
    parser.add_argument("--list", default="", metavar="NAME", help="a shared list alone: its title or its address")
    parser.add_argument("--title", default="", help="what the site is called")
    parser.add_argument("--address", default="", metavar="URL", help="where it will lie, for feeds and search engines")
    parser.add_argument("--with-notes", action="store_true", help="publish notes, tags and ratings too")


def run(arguments: argparse.Namespace) -> int:
    """Write the site; 1 where the folder cannot be written, 2 where the papers cannot be opened."""
    from components.sharing.site import publish
    from components.sharing.site.of_list import own_list, site_of_list
    from components.sharing.site.of_view import NoPapersError, site_of
    from components.store.trouble import StoreError

    if arguments.list and (arguments.filter or arguments.files):
        print("A list is published alone: give it with --workspace, without --files and --filter.", file=sys.stderr)
        return opened.WRONG
    filters = parse_qs(arguments.filter.partition("?")[2] or arguments.filter)
    today = datetime.now(UTC).date().isoformat()
    try:
        with opened.opened(arguments) as view:
            title, address, notes = arguments.title, arguments.address, arguments.with_notes
            if arguments.list:
                now = view()
                shared = own_list(now, arguments.list)
                site = site_of_list(now, shared, today, with_notes=notes, title=title, address=address)
            else:
                site = site_of(view, filters, title, address, today, with_notes=notes)
            count, size = publish.into_folder(site, arguments.folder)
    except (opened.CannotOpenError, StoreError, NoPapersError) as trouble:
        print(trouble, file=sys.stderr)
        return opened.WRONG
    except publish.PublishError as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except OSError as trouble:
        print(f"{arguments.folder}: cannot be written ({trouble.strerror or trouble}).", file=sys.stderr)
        return 1
    index = arguments.folder / "index.html"
    held = f"{len(site.papers):,} papers in {count:,} files, {size / 1e6:.1f} MB"
    print(f"{held}. Open {index}, or put the folder on a host.")
    return 0
