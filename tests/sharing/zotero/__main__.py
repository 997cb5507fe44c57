"""Out, through Zotero's own translators, and back: what is lost on the way.

    python -m tests.sharing.zotero TRANSLATORS UTILITIES SCHEMA [--write]

The three are clones, bare ones too, of github.com/zotero/translators, utilities and zotero-schema. They are not ours to
ship, so this is no part of the ordinary tests; these read what `--write` wrote (tests/sharing/importing/zotero).
Prints a line a format, and each value that came back otherwise; ends with status 1 where one did.
"""

from __future__ import annotations

import argparse
import io
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from components.curation.annotations.annotation_set import Annotations
from components.enrichment.bundled import bundled_library
from components.sharing.formats.references import bibtex, csl_json, ris
from components.sharing.importing.matching import PaperIndex, match
from components.sharing.importing.plan import plan
from components.sharing.importing.read_file import read
from tests.sharing.rows import HOSTILE, bare, full, rows
from tests.sharing.zotero.through import annotated, kept, lines

HERE = Path(__file__).resolve().parent
FIXTURES = HERE.parent / "importing" / "zotero"
# What Zotero's translators change whatever is written: they take \$x\$ for mathematics, and unescape notes of RIS.
ZOTEROS_OWN = {"BibTeX": re.compile(r"\$[^$]+\$"), "RIS": re.compile(r"&\w+;"), "CSL JSON": re.compile(r"(?!)")}
FORMATS = {"BibTeX": (bibtex, "bib"), "RIS": (ris, "ris"), "CSL JSON": (csl_json, "json")}


def main() -> int:
    """Run the formats; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("translators", "utilities", "schema"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--write", action="store_true", help="write what the tests read")
    given = parser.parse_args()
    lost = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _unpack(given.utilities, folder)
        _unpack(given.schema, folder, "schema.json")
        _unpack(given.translators, folder / "translators", *(f"{each}.js" for each in FORMATS))
        for each, (module, ending) in FORMATS.items():
            for what, frame in _sets():
                back = through(folder, each, module.to_text(frame))
                every = list(changed(frame, back.encode(), carries_lines=module is not bibtex))
                found = [one for one in every if not ZOTEROS_OWN[each].search(one[1])]
                lost += len(found)
                counts = Counter(field for field, _, _ in found)
                print(
                    f"{each}, {what}: {len(frame)} papers, came back otherwise: {dict(counts) or 'nothing'}"
                    f"{f', and {len(every) - len(found)} by Zotero itself' if found != every else ''}"
                )
                for field, before, after in found[:10]:
                    print(f"    {field}: {before!r} → {after!r}")
            if given.write:
                FIXTURES.mkdir(exist_ok=True)
                (FIXTURES / f"exported.{ending}").write_text(through(folder, each, module.to_text(kept())), "utf-8")
    return 1 if lost else 0


def through(folder: Path, label: str, text: str) -> str:
    """What Zotero exports of what it imported."""
    words = [str(Path(sys.executable).parent / "node"), str(HERE / "translate.cjs"), str(folder), label]
    return subprocess.run(words, input=text.encode(), capture_output=True, check=True).stdout.decode()


def changed(frame: pd.DataFrame, back: bytes, *, carries_lines: bool) -> Iterator[tuple[str, str, str]]:
    """(field, before, after) of every annotation that is not there any more, or another."""
    papers = frame.assign(doi=frame.get("doi", ""))
    matches = match(read(back).papers, PaperIndex(papers, {}))
    for paper in (*matches.missing, *matches.ambiguous):
        yield "paper", paper.title, "not found"
    now = plan(matches, Annotations())
    got: dict[tuple[str, str], set[str]] = {}
    for each in (*now.sets, *now.removals):
        got.setdefault((each.paper_id, each.field), set()).add(each.after)
    for paper_id, field, wanted in annotated(frame, carries_lines=carries_lines):
        after = {lines(value) if field == "Note" else value for value in got.pop((paper_id, field), set())}
        if after != wanted:
            yield field, str(sorted(wanted)), str(sorted(after))
    for (_, field), after in got.items():
        yield field, "nothing", str(sorted(after))


def _sets() -> Iterator[tuple[str, pd.DataFrame]]:
    """The bundled papers with annotations, and papers whose texts are hostile."""
    bundled = bundled_library().papers
    words = ("starred", "later", "hidden", "inbox")
    papers = bundled.assign(
        kinds=[()] * len(bundled),
        topic_name="",
        decision=[words[number % 4] for number in range(len(bundled))],
        rating=[number % 6 for number in range(len(bundled))],
        tags=[("To read", f"n{number}") if number % 3 else () for number in range(len(bundled))],
        note=[f"Note {number}: ask Ana & Bo (50%)" if number % 2 else "" for number in range(len(bundled))],
    )
    yield "bundled", papers
    texts = [text for text in HOSTILE if text.strip()]
    hostile = [
        bare(paper_id=f"title:{number:012x}", title=f"Paper {number}", note=text.strip(), rating=1 + number % 5)
        for number, text in enumerate(texts)
    ]
    tags = ("a;b", "5% & more", "ü 🙂", "x/y", "C#", "a_b", "$x$", "{x}", "a=b", "<b>")
    hostile += [
        bare(paper_id=f"title:{1000 + number:012x}", title=f"Tag {number}", tags=(tag,), decision="starred")
        for number, tag in enumerate(tags)
    ]
    yield "hostile", rows(full(tags=("To read", "a b"), note="One\n\ntwo\nthree"), *hostile)


def _unpack(clone: Path, folder: Path, *files: str) -> None:
    made = subprocess.run(["git", "-C", str(clone), "archive", "HEAD", *files], capture_output=True, check=True)
    folder.mkdir(exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(made.stdout)) as archive:
        archive.extractall(folder, filter="data")


if __name__ == "__main__":
    sys.exit(main())
