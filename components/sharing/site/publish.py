"""Write a site: one page that has everything, a page a paper, the data in parts, feeds and downloads.

index.html, all.html       the site itself, and a plain list of all papers
p/NAME.html                   a paper
data/core.js, text-N.js, words-A.js
papers.csv, .bib, .json, …    the downloads, and feed.atom, feed.json
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

import orjson

from components.paths import ROOT
from components.sharing.feeds import atom, feed, json_feed
from components.sharing.feeds.feed import Feed
from components.sharing.formats import web_page
from components.sharing.formats.entry import one_line
from components.sharing.formats.export_formats import EXPORT_FORMATS
from components.sharing.site import bundle, content, paper_page, word_index
from components.sharing.site.content import SiteContent

IN_FEED = 50  # papers: a site is published again long before so many are new
MARK = "digest-atlas-site.json"  # says that a folder is a site of ours, which may be written over
DOWNLOADS = [each for each in EXPORT_FORMATS if each.ending != "html"]  # a web page it is itself
_PLACE = re.compile("%([A-Z]+)%")
_UI = ROOT / "components" / "ui" / "site"


class PublishError(ValueError):
    """A folder that cannot be written to; the message says why and what to do."""


def into_folder(site: SiteContent, folder: Path) -> tuple[int, int]:
    """Write the site, over an older one of ours; returns how many files and bytes. Raises PublishError, OSError.

    What else lies in the folder stays, but a folder that has files and was never a site of ours is left alone.
    """
    if folder.exists() and not folder.is_dir():
        raise PublishError(f"{folder} is a file. Name a folder.")
    mark = folder / MARK
    if folder.exists() and any(folder.iterdir()) and not mark.exists():
        raise PublishError(
            f"{folder} has other files in it. Name an empty folder, or one that was published to before."
        )
    old = orjson.loads(mark.read_bytes()).get("files", []) if mark.exists() else []
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[str, int] = {}
    for name, data in files(site):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        written[name] = len(data)
    mark.write_bytes(orjson.dumps({"made": site.made, "files": list(written)}))
    for name in set(old) - set(written):
        gone = (folder / name).resolve()
        if gone.is_relative_to(folder.resolve()):
            gone.unlink(missing_ok=True)
    return len(written), sum(written.values())


def as_zip(site: SiteContent) -> bytes:
    """The site as a zip file."""
    with tempfile.SpooledTemporaryFile(max_size=32_000_000) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, data in files(site):
                packed.writestr(name, data)
        file.seek(0)
        return bytes(file.read())


def files(site: SiteContent) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of every file of the site."""
    yield "index.html", _index(site).encode()
    yield "all.html", _list(site).encode()
    yield paper_page.STYLE, web_page.STYLE.encode()
    yield ".nojekyll", b""  # GitHub Pages: files as they are
    yield "data/core.js", _data("core", site.core())
    for number, part in enumerate(site.texts()):
        yield f"data/text-{number}.js", _data(f"text-{number}", part)
    for letter, words in word_index.parts(site.searched()).items():
        yield f"data/words-{letter}.js", _data(f"words-{letter}", words)
    for paper, name in zip(site.papers, site.names, strict=True):
        yield f"p/{name}.html", paper_page.to_text(paper, name, site.title, site.address).encode()
    for export_format in DOWNLOADS:
        yield f"papers.{export_format.ending}", export_format.write(site.rows, site.labels)
    yield from _feeds(site)


def _data(name: str, value: object) -> bytes:
    """A value as a script: pages opened from disk may load scripts, and nothing else."""
    return b"atlas(" + orjson.dumps(name) + b"," + orjson.dumps(value) + b")\n"


def _index(site: SiteContent) -> str:
    script = bundle.script()
    data = orjson.dumps({"states": content.states(), "downloads": _downloads()}).decode().replace("<", "\\u003c")
    setting = f"self.atlasSettings={data};"
    page = (_UI / "site.html").read_text("utf-8")
    values = {
        "TITLE": escape(one_line(site.title)),
        "ABOUT": escape(one_line(site.about)),
        "POLICY": f"script-src 'self' file: '{bundle.digest(script)}' '{bundle.digest(setting)}'",
        "STYLE": (_UI / "site.css").read_text("utf-8"),
        "SETTING": setting,
        "SCRIPT": script,
    }
    return _PLACE.sub(lambda place: values[place[1]], page)


def _downloads() -> list[tuple[str, str]]:
    files = [(export_format.label, f"papers.{export_format.ending}") for export_format in DOWNLOADS]
    return [*files, ("Atom feed", "feed.atom"), ("JSON feed", "feed.json")]


def _list(site: SiteContent) -> str:
    head = web_page.HEAD.format(
        title=escape(one_line(site.title)),
        style=web_page.STYLE,
        about=f'{escape(one_line(site.about))} · <a href="index.html">Table, map and topics</a>',
    )
    lines = [
        f'<li><a href="p/{escape(name)}.html">{escape(one_line(paper.title))}</a></li>\n'
        for paper, name in zip(site.papers, site.names, strict=True)
    ]
    return f"{head}<ul>\n{''.join(lines)}</ul>\n{web_page.FOOT}"


def _feeds(site: SiteContent) -> Iterator[tuple[str, bytes]]:
    home = site.address or "."
    at = f"{site.made}T00:00:00+00:00"
    made = Feed(
        feed.urn(f"site {site.address or site.title}"),
        site.title,
        site.about,
        f"{home}/index.html",
        f"{home}/feed.atom",
        f"{home}/feed.json",
        feed.rfc3339(at),
        feed.items(site.rows, site.labels, {}, {}, at)[:IN_FEED],
    )
    yield "feed.atom", atom.to_text(made).encode()
    yield "feed.json", json_feed.to_text(made).encode()
