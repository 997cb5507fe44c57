"""The repository keeps the architecture's rules, and each rule of the checker can fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import architecture

REPOSITORY = Path(__file__).resolve().parents[1]
MODULES = architecture.read_tree(REPOSITORY)


@pytest.mark.parametrize("rule", architecture.RULES, ids=lambda rule: rule.__name__)
def test_the_repository_keeps_the_rule(rule):
    broken = list(rule(MODULES))
    assert not broken, "\n".join([rule.__doc__, *broken])


def test_no_module_of_javascript_is_long(tmp_path):
    assert list(architecture.long_scripts(REPOSITORY)) == []
    folder = tmp_path / "components" / "ui" / "map"
    folder.mkdir(parents=True)
    (folder / "short.js").write_text("\n" * 400)
    (folder / "long.js").write_text("\n" * 401)
    assert list(architecture.long_scripts(tmp_path)) == ["components/ui/map/long.js: 401 lines, at most 400"]


def test_the_tree_is_really_read():
    assert {"components.papers.paper", "components.settings", "components.__main__"} <= set(MODULES)
    assert MODULES["components.papers.paper"].package == "papers"


def lines(count: int, body: str = "    x = 1") -> str:
    return "\n".join([body] * count)


DOC = '"""Doc."""\n'
BAD_TREES = {
    "a lower layer imports a higher one": ("layers", {"components/papers/a.py": "import components.finding.b"}),
    "a package imports its sibling": ("layers", {"components/links/a.py": "from components.finding import b"}),
    "a name out of the sibling": ("layers", {"components/links/a.py": "from components.finding.b import thing"}),
    "inside a function": ("layers", {"components/store/a.py": "def f():\n    import components.papers.b"}),
    "by a relative import": ("layers", {"components/links/a.py": "from ..finding import b"}),
    "by a string": ("layers", {"components/links/a.py": "importlib.import_module('components.finding.b')"}),
    "ui and commands are siblings": ("layers", {"components/commands/a.py": "import components.ui.b"}),
    "a package without a layer": ("layers", {"components/helpers/a.py": ""}),
    "a page's folder imports another's": (
        "page_folders",
        {"components/ui/map/a.py": "from components.ui.picks.b import f", "components/ui/picks/b.py": DOC},
    ),
    "the shared folder imports a page's": (
        "page_folders",
        {"components/ui/shared/a.py": "from components.ui.map import b", "components/ui/map/b.py": DOC},
    ),
    "streamlit in a package": ("streamlit", {"components/papers/a.py": "import streamlit as st"}),
    "streamlit in a command": ("streamlit", {"components/commands/a.py": "from streamlit.testing.v1 import AppTest"}),
    "streamlit in a function": ("streamlit", {"components/sharing/a.py": "def f():\n    import streamlit.config"}),
    "starlette in a page": ("starlette", {"components/ui/a.py": "from starlette.requests import Request"}),
    "httpx outside net": ("network", {"components/ingestion/a.py": "def f():\n    import httpx"}),
    "a socket outside net": ("network", {"components/links/a.py": "from socket import create_connection"}),
    "urllib.request outside net": ("network", {"components/papers/a.py": "from urllib import request"}),
    "more than the exception allows": ("network", {"components/links/check/checker.py": "import httpx, httpcore"}),
    "mail from another module": ("network", {"components/sharing/mail/a.py": "import smtplib"}),
    "a crowded folder": ("folder_sizes", {f"components/papers/m{number}.py": DOC for number in range(13)}),
    "a cache on a page": ("one_cache", {"pages/a.py": "import streamlit as st\n@st.cache_data\ndef f(): ..."}),
    "two cached modules": (
        "one_cache",
        {"components/ui/a.py": "st.cache_data(f)", "components/ui/b.py": "from streamlit import cache_resource"},
    ),
    "a heavy library on a page": ("light_start", {"pages/a.py": "import sklearn.svm"}),
    "a heavy library behind a page": (
        "light_start",
        {"pages/a.py": "from components.links.b import f", "components/links/b.py": "from scipy import sparse"},
    ),
    "no docstring": ("docstrings", {"components/papers/a.py": "x = 1"}),
    "a long module": ("sizes", {"components/papers/a.py": lines(401, "x = 1")}),
    "a long page": ("sizes", {"pages/a.py": lines(121, "x = 1")}),
    "a long function": ("sizes", {"components/papers/a.py": "def f():\n" + lines(70)}),
    "a script in a string": ("scripts", {"components/ui/a.py": "JS = 'export default ({ data }) => { alert(data) }'"}),
    "a script in an f-string": ("scripts", {"components/server/a.py": "js = f'document.title = {title!r}'"}),
    "a component with a script of its own": ("scripts", {"components/ui/a.py": "component('a', js=text)"}),
    "two modules in a circle": (
        "cycles",
        {"components/papers/a.py": "from components.papers import b", "components/papers/b.py": "from . import a"},
    ),
}
GOOD_TREE = {
    "app.py": DOC + "import streamlit as st\nfrom components.ui import shell",
    "pages/map.py": DOC
    + "from components.ui.shared.frame.frame import frame\nfrom components.sharing import csv_table",
    "components/__init__.py": "",
    "components/__main__.py": DOC + "from components.commands import read",
    "components/ui/__init__.py": "",
    "components/ui/shell.py": DOC + "import streamlit as st\nfrom components.ui import cached\ndef frame(): ...",
    "components/ui/cached.py": DOC + "import streamlit as st\n@st.cache_data\ndef f():\n    import components.finding",
    "components/ui/map/points.py": DOC + "from components.ui.map import paint\nfrom components.ui.shared import text",
    "components/ui/map/paint.py": DOC,
    "components/ui/shared/text.py": DOC,
    "components/commands/read.py": DOC + "from components.papers.library import Library",
    "components/sharing/csv_table.py": DOC + "from components import curation, settings",
    "components/curation/__init__.py": "",
    "components/finding/__init__.py": "",
    "components/finding/facets.py": DOC + "def near():\n    from sklearn import svm" + "\n" + "x = 1\n" * 390,
    "components/papers/library.py": DOC + "from .identity import one\nfrom components.settings import settings",
    "components/papers/identity.py": DOC + "def one():\n" + lines(69),
    "components/settings.py": DOC,
    "components/net/guard.py": DOC + "import socket\nimport httpx",
    "components/server/routes/feeds.py": DOC + "from starlette.requests import Request",
    "components/sharing/mail/smtp.py": DOC + "import smtplib",
    "components/links/check/checker.py": DOC + "import httpx\nfrom urllib.parse import quote",
    **{f"components/papers/reading/m{number}.py": DOC for number in range(12)},
}


def write(root: Path, files: dict[str, str]) -> dict[str, architecture.Module]:
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return architecture.read_tree(root)


@pytest.mark.parametrize(("rule", "files"), BAD_TREES.values(), ids=BAD_TREES.keys())
def test_a_broken_rule_is_found(tmp_path, rule, files):
    ground = {"components/finding/b.py": DOC, "components/papers/b.py": DOC, "components/ui/b.py": DOC}
    assert list(getattr(architecture, rule)(write(tmp_path, ground | files)))


@pytest.mark.parametrize("rule", architecture.RULES, ids=lambda rule: rule.__name__)
def test_a_good_tree_breaks_no_rule(tmp_path, rule):
    assert list(rule(write(tmp_path, GOOD_TREE))) == []


def test_every_rule_has_a_tree_that_breaks_it():
    assert {rule for rule, _ in BAD_TREES.values()} == {rule.__name__ for rule in architecture.RULES}
