"""The licence is the one that the project names; NOTICE names what is here of others as those files say it."""

from __future__ import annotations

import gzip
import re
import tomllib
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
NOTICE = (REPOSITORY / "NOTICE").read_text("utf-8")


def test_the_licence_is_the_one_that_the_project_names():
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    assert (REPOSITORY / "LICENSE").read_text("utf-8").startswith(f"{project['license']} License\n")
    assert all((REPOSITORY / name).exists() for name in project["license-files"])


def test_all_data_has_a_notice():
    named = re.findall(r"data/[\w/.*]+", NOTICE)
    covered = {path for each in named for path in REPOSITORY.glob(each)}
    assert {path for path in (REPOSITORY / "data").rglob("*") if path.is_file()} == covered


def test_every_packed_script_has_a_notice_of_its_version_and_its_licence_beside_it():
    packed = list((REPOSITORY / "components").rglob("*.js.gz"))
    assert packed
    for file in packed:
        assert f"{file.name}\n" in NOTICE
        found = re.search(r"plotly\.js .*v(\d+\.\d+\.\d+)", gzip.decompress(file.read_bytes())[:300].decode())
        assert found
        assert f"plotly.js {found[1]}," in NOTICE
        licence = file.with_name(file.name.removesuffix(".min.js.gz") + ".LICENSE").read_text("utf-8")
        assert re.findall(r"Copyright .*", licence)[0] in NOTICE


def test_the_notice_of_the_domains_is_what_their_file_says():
    (version,) = re.findall(r"version (\d{4}-\d\d-\d\d)", (REPOSITORY / "data" / "tlds.txt").read_text("utf-8"))
    assert f"version {version}." in NOTICE
