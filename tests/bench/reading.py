"""How fast digests are read: API JSON per second, and 64,000 abstracts with and without arXiv numbers.

`python -m tests.bench.reading [FILE]` prints the figures beside their budgets; FILE (JSON lines, perhaps .xz) takes
the place of the invented abstracts. Each load runs in a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import json
import lzma
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench.resident import most_resident
from tests.bench.row import Row, table

PAPERS = 64_000
API_PAPERS = 10_000
_WORDS = 4_000


def rows(given: Path | None = None) -> list[Row]:
    """The figures: papers per second from API JSON, seconds and memory of a large load, with ids and without."""
    with tempfile.TemporaryDirectory() as folder:
        api = Path(folder) / "api.json"
        api.write_text(json.dumps([_api_item(one) for one in _invented(API_PAPERS)]), "utf-8")
        many = Path(folder) / "many.jsonl"
        many.write_bytes(_given(given) if given else _lines(_invented(PAPERS)))
        bare = Path(folder) / "bare.jsonl"
        bare.write_bytes(_without_numbers(many.read_bytes()))
        per_second, *_ = _load(api)
        with_numbers, without = _load(many), _load(bare)
    return [
        Row("papers read from API JSON in a second", per_second, "papers/s", 5_000, more_is_better=True),
        Row("abstracts with arXiv numbers, loaded", with_numbers[1], "s", 30),
        Row("memory of that process at its most", with_numbers[2], "GB", 1.5),
        Row("abstracts without numbers (near-duplicates looked for), loaded", without[1], "s", 30),
        Row("memory of that process at its most", without[2], "GB", 1.5),
    ]


def abstracts(papers: int) -> bytes:
    """So many invented abstracts as JSON lines, the same each time."""
    return _lines(_invented(papers))


def main(argv: Sequence[str] | None = None) -> int:
    """Print figure and budget side by side."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["--load"]:
        return _report_load(Path(arguments[1]))
    print(table(rows(Path(arguments[0]) if arguments else None)))
    return 0


def _load(path: Path) -> tuple[float, float, float]:
    """Papers per second, seconds and gigabytes of reading one file in a fresh process."""
    command = [sys.executable, "-m", "tests.bench.reading", "--load", str(path)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    papers, seconds, gigabytes = map(float, answer.split())
    return papers / seconds, seconds, gigabytes


def _report_load(path: Path) -> int:
    from components.papers.library import read_digests
    from components.papers.paper import DigestFile

    file = DigestFile(path.name, path.read_bytes())
    read_digests([DigestFile("warm.json", b'[{"title": "A Warm Start", "abstract": "We warm up. It helps."}]')])
    start = time.perf_counter()
    library = read_digests([file])
    seconds = time.perf_counter() - start
    print(len(library.papers), seconds, most_resident() / 1e9)
    return 0


def _given(path: Path) -> bytes:
    return lzma.open(path).read() if path.suffix == ".xz" else path.read_bytes()


def _without_numbers(lines: bytes) -> bytes:
    names = {"arxiv_id", "id", "paper_id", "url"}
    objects = (
        {name: value for name, value in json.loads(line).items() if name not in names} for line in lines.splitlines()
    )
    return b"\n".join(json.dumps(one).encode() for one in objects)


def _invented(count: int) -> list[dict[str, str]]:
    """Papers with titles and abstracts as long and as varied as real ones: words by Zipf's law."""
    rng = random.Random(7)
    words = ["".join(rng.choices("abcdefghijklmnoprstuvw", k=rng.randrange(2, 11))) for _ in range(_WORDS)]
    weights = [1 / (rank + 3) for rank in range(_WORDS)]
    pool = rng.choices(words, weights, k=400_000)

    def phrase(length: int) -> str:
        start = rng.randrange(len(pool) - length)
        return " ".join(pool[start : start + length])

    def text() -> str:
        return " ".join(phrase(rng.randrange(12, 30)).capitalize() + "." for _ in range(rng.randrange(6, 13)))

    return [
        {
            "arxiv_id": f"{20 + k // 50_000}01.{k % 50_000:05d}",
            "title": phrase(rng.randrange(5, 14)).title(),
            "abstract": text(),
        }
        for k in range(count)
    ]


def _lines(papers: Sequence[dict[str, str]]) -> bytes:
    return "\n".join(map(json.dumps, papers)).encode()


def _api_item(one: dict[str, str]) -> dict[str, object]:
    paper = {
        "id": one["arxiv_id"],
        "title": one["title"],
        "summary": one["abstract"].replace(". ", ".\n"),
        "upvotes": 3,
    }
    people = [{"_id": "6", "name": f"Person {k}", "hidden": False} for k in range(8)]
    return {
        "paper": paper | {"authors": people, "publishedAt": "2026-06-01T00:00:00.000Z"},
        "title": one["title"],
        "numComments": 2,
    }


if __name__ == "__main__":
    sys.exit(main())
