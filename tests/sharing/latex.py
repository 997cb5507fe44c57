"""Whether our BibTeX compiles: the bundled papers and a hostile set, by bibtex and by biber, set by pdflatex.

    python -m tests.sharing.latex

Needs pdflatex, bibtex, biber and lualatex, so it is no part of the ordinary tests (Debian: texlive-latex-recommended,
texlive-bibtex-extra, texlive-luatex, biber). Scripts that pdflatex cannot set at all (Han, Arabic) are set by lualatex.
Prints a line a run with its errors; ends with status 1 where there is one.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from components.enrichment.bundled import bundled_library
from components.sharing.formats.references import bibtex
from tests.sharing.rows import ADDRESSES, HOSTILE, bare, rows

STYLES = ("plain", "alpha", "abbrvnat", "plainurl", "ieeetr")
HEAD = "\\documentclass{article}\n\\usepackage[T1]{fontenc}\n\\usepackage{hyperref}\n"
BEYOND_PDFLATEX = re.compile("[\u0400-\u1dff\u2e80-\ud7ff\uf900-\ufaff\ufe70-\ufeff\U0001f000-\U0003ffff]")
NAMES = (
    "Jan van der Berg", "Martin Luther King Jr.", "José Ortega y Gasset", "Qwen Team", "Barnes and Noble",
    "Nguyễn Văn Đức", "Ødegård Łukasz", "O'Brien & Sons", "100% Group #1", "A_B {C}", "\\Lambda Team", "Kimi K2",
)  # fmt: skip
MORE = (
    "∀ε>0 ∃δ: |x| ≤ √2 ⇒ α·β → ∞", "x₁₂ + y⁴ − ½",
    "ℝ^n and 𝒪(n log n)", "50% & $5_000 #1 ~ ^ \\ {", "}{ }} {{ \\", "“q” – ‘r’ — …",
    "Ω Α Ο ς ϵ", "a\u200bb\u2011c", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
)  # fmt: skip
URLS = (*ADDRESSES, "https://a.org/50%25_x#y~z?a=1&b=$2", "https://a.org/" + "long/" * 60)


def hostile() -> pd.DataFrame:
    """A paper for each text, name and address that has broken something somewhere."""
    texts = [text for text in (*HOSTILE, *MORE) if text.strip()]
    papers = [bare(title=text, abstract=text, note=text, tags=(text.replace(",", " "),)) for text in texts]
    papers += [bare(title=f"By {name}", authors=(name, "Jane Doe")) for name in NAMES]
    papers += [bare(title=f"At {url}", links=(url,), kinds=("code",)) for url in URLS]
    kinds = ("conference paper", "journal article")
    papers += [
        bare(title=f"At {text}", venue=text, type=kind, year="2024", authors=("Jane Doe",))
        for text in (*texts, "Proceedings of the Workshop on A & B")
        for kind in kinds
    ]
    papers += [bare(title="By DOI", doi="10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o")]
    return rows(*(paper | {"paper_id": f"title:{number:012x}"} for number, paper in enumerate(papers)))


def documents() -> Iterator[tuple[str, str, str]]:
    """(what it is, its source, what makes its bibliography) for each style."""
    body = "\\begin{document}\\nocite{*}\n"
    for style in STYLES:
        package = "\\usepackage{natbib}\n" if style.endswith("nat") else ""
        yield (
            style,
            f"{HEAD}{package}{body}\\bibliographystyle{{{style}}}\\bibliography{{papers}}\\end{{document}}",
            "bibtex",
        )
    biblatex = "\\usepackage[backend=biber]{biblatex}\\addbibresource{papers.bib}\n"
    yield "biblatex", f"{HEAD}{biblatex}{body}\\printbibliography\\end{{document}}", "biber"


def errors(frame: pd.DataFrame, engine: str) -> Iterator[tuple[str, list[str]]]:
    """(style, what went wrong) for each style."""
    for style, source, tool in documents():
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "papers.bib").write_text(bibtex.to_text(frame), "utf-8")
            (folder / "main.tex").write_text(source, "utf-8")
            said = [_run(folder, engine, "-interaction=nonstopmode", "main.tex")]
            said.append(_run(folder, tool, "main"))
            said += [_run(folder, engine, "-interaction=nonstopmode", "main.tex") for _ in range(2)]
            found = [line for text in said for line in text.splitlines() if _is_error(line)]
            if not (folder / "main.pdf").exists():
                found.append("no PDF was made")
            yield style, list(dict.fromkeys(found))


def _is_error(line: str) -> bool:
    return bool(re.match(r"! |ERROR - |I couldn't|I'm skipping|Illegal|.*---line \d+ of file", line))


def _run(folder: Path, *words: str) -> str:
    ended = subprocess.run(words, cwd=folder, capture_output=True, check=False)
    return ended.stdout.decode("utf-8", "replace")


def main() -> int:
    """Compile everything; the exit status."""
    bundled = bundled_library().papers
    bundled = bundled.assign(kinds=[()] * len(bundled), topic_name="", decision="inbox", tags=[()] * len(bundled))
    texts = hostile()
    beyond = texts["title"].str.contains(BEYOND_PDFLATEX) | texts["authors"].map(
        lambda a: bool(BEYOND_PDFLATEX.search(str(a)))
    )
    total = 0
    for what, frame, engine in (
        ("bundled", bundled, "pdflatex"),
        ("hostile", texts[~beyond], "pdflatex"),
        ("other scripts", texts[beyond], "lualatex"),
    ):
        for style, found in errors(frame, engine):
            total += len(found)
            print(f"{what}, {len(frame)} papers, {engine}, {style}: {len(found)} errors", *found[:8], sep="\n  ")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
