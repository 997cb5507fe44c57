"""The JavaScript modules of the pages: one snapshot for a server process, and the address at which browsers find it.

The address holds a hash over all modules, so that a browser may keep a module for good and never mixes two releases;
imports between modules are relative, so they stay below the same hash.
"""

from __future__ import annotations

import gzip
import hashlib
import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from components.paths import ROOT

FOLDER = ROOT / "components" / "ui"
PREFIX = "assets/js"  # below the app's own address
EVERYWHERE = "shared/frame/page_links.js"  # stands on every page
IMPORT = re.compile(r'^(?:import|export)\b[^;"]*?(?:\bfrom )?"(\.[^"]+)";', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Script:
    """One module: its bytes, plain and packed."""

    plain: bytes
    packed: bytes


@dataclass(frozen=True, slots=True)
class Release:
    """All modules by their path below components/ui, and the hash over them."""

    name: str  # 16 hex digits
    scripts: dict[str, Script]

    def address(self, path: str) -> str:
        """Where a module lies, relative to the app. KeyError where there is no such module."""
        if path not in self.scripts:
            raise KeyError(path)
        return f"{PREFIX}/{self.name}/{path}"

    def of_page(self, page: str) -> list[str]:
        """The addresses of the modules that a page begins with: those in its own folder, and all that they import."""
        own = (path for path in self.scripts if path.startswith(f"{page}/"))
        return [self.address(path) for path in self.with_imports([EVERYWHERE, *own])]

    def with_imports(self, paths: Iterable[str]) -> list[str]:
        """These modules and whatever they import, each once."""
        found: dict[str, None] = {}
        waiting = [*paths]
        while waiting:
            path = waiting.pop()
            if path not in found:
                found[path] = None
                waiting += imports(path, self.scripts[path].plain.decode())
        return sorted(found)


def imports(path: str, text: str) -> list[str]:
    """The paths of the modules that this one imports."""
    return [posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) for name in IMPORT.findall(text)]


@cache
def release() -> Release:
    """The modules as they were when this was asked first: a changed file is seen by the next server process."""
    texts = {file.relative_to(FOLDER).as_posix(): file.read_bytes() for file in sorted(FOLDER.rglob("*.js"))}
    digest = hashlib.sha256()
    for path, text in texts.items():
        digest.update(f"{path}\0{len(text)}\0".encode() + text)
    scripts = {path: Script(text, gzip.compress(text, mtime=0)) for path, text in texts.items()}
    return Release(digest.hexdigest()[:16], scripts)
