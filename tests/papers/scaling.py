"""How the time of everything that reads text from outside grows with its length: `python -m tests.papers.scaling`.

Each pattern is repeated inside a digest of each shape, and given alone to cleaning, link extraction, the query parser
and merging, at lengths that double. What is printed is the worst growth from an eighth of the longest to the longest,
and the slowest at that length; the exit status is 1 where time grows faster than length or takes more than its limit.
Time is processor time. Where the run makes thousands of papers, each may take its share beyond the limit.

  python -m tests.papers.scaling                     # everything, up to 1 MB: an hour or two on two cores
  python -m tests.papers.scaling --bytes 100000      # quicker
  python -m tests.papers.scaling --only bibtex,clean
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

import orjson

from components.finding import grammar, query
from components.links.extract import extraction, promises
from components.papers.cleaning.text import clean
from components.papers.library import read_digests
from components.papers.paper import DigestFile
from tests.papers.made_papers import made_papers
from tests.papers.reading.made_shapes import SHAPES

PATTERNS = (
    *(
        "[a](",
        "](",
        "[",
        "[[",
        "![",
        "(",
        ")",
        "<",
        "<a ",
        "<a href='",
        "<p>",
        "<!--",
        "<![CDATA[",
        "</",
        "&amp;",
        "&#",
    ),
    *("$", "$x", "$$", "\\", "\\emph{", "\\frac{", "{", "}", "{\\'e", "\\begin{a}", "*", "**", "_", "`", "```\n", "~~"),
    *("# [", "- [", "|", "| a ", "|\n", "---\n", "===\n", "> ", "a: ", "- ", "1. ", "\n", "\n\n", " ", "\t", "\r\n"),
    *(
        "@article{a,\n",
        "@misc{a, title={",
        "title = {",
        "TY  - JOUR\n",
        "ER  - \n",
        "%A x\n",
        '"',
        '",',
        '"a,',
        ";",
        ",",
    ),
    *(
        "https://",
        "https://a.b/",
        "http://a.b/(",
        "www.",
        "a.b/",
        "@",
        "a@",
        "arXiv:2404.06773 ",
        "2404.06773\n",
        "10.1/a ",
    ),
    *(
        "Subject: x\n",
        "--a\nContent-Type: text/plain\n\n",
        "=?utf-8?q?",
        "\\\\\n",
        "------\n",
        "Title: a\n",
        "Upvotes 5\n",
    ),
    *(
        "a",
        "A ",
        "word ",
        "Word. ",
        "aaaaaaaa ",
        "é",
        "深",
        "\u200b",
        "\ud7ff",
        "\x00",
        "0",
        "1.",
        "12 ",
        "Mar 14\n",
        "1k\n",
    ),
    *('{"a":', "[{", '{"paper":{"title":"a"}},', "null,", "\\u0041", "?", "!", ":", "::", "//", "...", "—", "'", "“"),
)
LARGEST = 1_000_000  # bytes
STEPS = (8, 4, 2, 1)  # the lengths are the largest divided by these
MOST_GROWTH = 12.0  # times the time for eight times the length
MOST_SECONDS = 2.0  # of processor time at the largest length, or more where it makes many papers:
A_PAPER = 1e-4  # seconds for each of them
GIVE_UP = 20.0  # seconds after which one reading is called hopeless
NOISE = 0.1  # seconds: what is over before cannot be told from the noise of a busy machine
Act = Callable[[bytes], int]  # what is measured: reads a run and says how many papers it made


@dataclass(frozen=True, slots=True)
class Measured:
    """The seconds of one pattern in one place, at each length from the shortest."""

    where: str
    pattern: str
    seconds: tuple[float, ...]
    papers: int = 0  # that the longest made

    @property
    def growth(self) -> float:
        """How many times longer the longest took than an eighth of it; 1 where that was not worth measuring."""
        return self.seconds[-1] / max(self.seconds[0], NOISE) if len(self.seconds) > 1 else 1.0

    @property
    def limit(self) -> float:
        """The seconds that the longest may take."""
        return max(MOST_SECONDS, self.papers * A_PAPER)

    @property
    def good(self) -> bool:
        """Whether its time grows no faster than its length, and it is never slow."""
        return self.growth <= MOST_GROWTH and max(self.seconds) <= self.limit


@cache
def places() -> dict[str, Act]:
    """What is measured, by name: a function of the repeated pattern."""
    found: dict[str, Act] = {
        "clean": lambda run: len(clean(run.decode()) * 0),
        "links in prose": lambda run: len(extraction.find_links(run.decode()) * 0),
        "promises in prose": lambda run: len(list(promises.find_promises(run.decode())) * 0),
        "query": lambda run: len(str((grammar.parse(run.decode()), query.marks(run.decode()))) * 0),
        "alone": _read,
        "titles alike": _titles_alike,
        "abstracts alike": _abstracts_alike,
        "names": lambda run: _records(run, lambda part: {"title": "One Title", "authors": [part, part[:9]]}),
        "CSV, in a cell": lambda run: _read(b'title,abstract\nA study,"' + run),
        "mail, in its parts": lambda run: _read(_MAIL + run),
        "mail, in a header": lambda run: _read(
            b"Subject: a\nFrom: a@b.c\nContent-Type: text/plain; a=" + run + b"\n\na\n"
        ),
        "JSON, in a value": lambda run: _read(b'[{"title": "A study", "abstract": "' + run),
        "YAML, in a value": lambda run: _read(b"title: A study\nabstract: " + run),
        "BibTeX, in a field": lambda run: _read(b"@article{a, title = {A study}, abstract = {" + run),
        "HTML, in a paragraph": lambda run: _read(b"<html><body><h1>A study</h1><p>" + run),
        "Atom, in a summary": lambda run: _read(_ATOM + run),
        "authors": lambda run: _read(_one(authors=run)),
        "keywords": lambda run: _read(_one(keywords=run)),
        "links of a paper": lambda run: _read(_one(url=run)),
        "dates": lambda run: _read(_one(published=run)),
    }
    papers = made_papers(1)
    known: set[str] = set()
    for name, (write, _) in SHAPES.items():
        digest = write(papers)
        shape = read_digests([DigestFile("a", digest)]).reports[0].shape
        if shape in known:
            continue  # the same reader
        known.add(shape)
        found[f"{name}, at the end"] = partial(_read_with_run_at_end, digest)
        title = papers[len(papers) // 2].title.encode()
        if title in digest:
            found[f"{name}, in a title"] = partial(_read_with_run_in_title, digest, title)
    return found


_MAIL = b"From: a@b.c\nSubject: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\nA title\n\n"
_ATOM = b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A study</title><summary>'


def _read(data: bytes) -> int:
    return len(read_digests([DigestFile("a", data)]).papers)


def _one(**fields: bytes) -> bytes:
    """One record with such fields, as JSON."""
    return orjson.dumps([{"title": "A study"} | {name: value.decode() for name, value in fields.items()}])


def _records(run: bytes, record: Callable[[str], dict[str, object]], length: int = 200) -> int:
    """Records made of pieces of a run."""
    text = run.decode()
    return _read(orjson.dumps([record(text[at : at + length]) for at in range(0, len(text), length)]))


def _titles_alike(run: bytes) -> int:
    """Titles that begin with the pattern, differ in a number or in letters, and are often the same."""
    pieces = iter(range(len(run)))
    letters = "abcdefghijklmnopqrstuvwxyz"

    def record(part: str) -> dict[str, object]:
        number = next(pieces)
        end = str(number) if number % 3 == 0 else letters[number % 26] + letters[number // 26 % 26]
        return {"title": f"{part[:120]} {end if number % 3 < 2 else ''}", "year": 1900 + number % 9}

    return _records(run, record)


def _abstracts_alike(run: bytes) -> int:
    """Abstracts of the pattern under titles of their own, with a few other words in each."""
    numbers = iter(range(len(run)))

    def record(part: str) -> dict[str, object]:
        number = next(numbers)
        words = f"word{number % 50} word{number * 7 % 31}. "
        return {"title": f"Study {number * 7919 % 10007:x} of {number:x}", "abstract": words * 3 + part}

    return _records(run, record)


def _read_with_run_at_end(digest: bytes, run: bytes) -> int:
    return _read(digest + b"\n" + run)


def _read_with_run_in_title(digest: bytes, title: bytes, run: bytes) -> int:
    return _read(digest.replace(title, title + b" " + run, 1))


def measure(where: str, act: Act, pattern: str, largest: int) -> Measured:
    """One pattern in one place: the longest run, and the shorter ones where that took long enough to compare."""
    unit = pattern.encode("utf-8", "replace")
    runs = [unit * max(1, largest // step // len(unit)) for step in STEPS]
    longest, papers = _timed(act, runs[-1])
    shorter = [_timed(act, run)[0] for run in runs[:-1]] if longest > MOST_GROWTH * NOISE else []
    return Measured(where, pattern, (*shorter, longest), papers)


def _timed(act: Act, run: bytes) -> tuple[float, int]:
    """The processor time of one reading, at most GIVE_UP, and how many papers it made."""
    start = time.process_time()
    papers = 0
    signal.signal(signal.SIGPROF, _late)
    with contextlib.suppress(_TooLateError):
        signal.setitimer(signal.ITIMER_PROF, GIVE_UP)
        papers = act(run)
        signal.setitimer(signal.ITIMER_PROF, 0)
    signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - start, papers


class _TooLateError(BaseException):
    """Not an Exception: what reads must not be able to catch it."""


def _late(_number: int, _frame: object) -> None:
    raise _TooLateError


def _measured(task: tuple[str, str, int]) -> Measured:
    where, pattern, largest = task
    return measure(where, places()[where], pattern, largest)


def measured(
    wheres: Sequence[str], largest: int, patterns: Sequence[str] = PATTERNS, processes: int = 2
) -> Iterator[Measured]:
    """Every pattern in every one of these places."""
    tasks = [(where, pattern, largest) for where in wheres for pattern in patterns]
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        yield from pool.imap_unordered(_measured, tasks, chunksize=4)


def main(argv: Sequence[str] | None = None) -> int:
    """Print what is worst; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bytes", type=int, default=LARGEST, help="the longest run of a pattern")
    parser.add_argument("--only", default="", help="parts of the names of places, with commas between")
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args(argv)
    wanted = [word for word in asked.only.split(",") if word]
    wheres = [name for name in places() if not wanted or any(word in name for word in wanted)]
    found: list[Measured] = []
    for one in measured(wheres, asked.bytes, processes=asked.processes):
        found.append(one)
        if not one.good:
            times = "  ".join(f"{each:.2f} s" for each in one.seconds)
            print(f"TOO SLOW  {one.where}: {one.pattern!r}  {times}  {one.papers:,} papers", flush=True)
    bad = [one for one in found if not one.good]
    worst, slowest = max(found, key=lambda one: one.growth), max(found, key=lambda one: one.seconds[-1] / one.limit)
    print(f"{len(PATTERNS)} patterns × {len(STEPS)} lengths × {len(wheres)} places, up to {asked.bytes:,} bytes")
    print(f"worst growth  × {worst.growth:.1f} for × 8  ({worst.where}: {worst.pattern!r})")
    print(f"slowest       {max(slowest.seconds):.2f} s of {slowest.limit:.2f}  ({slowest.where}: {slowest.pattern!r})")
    print(f"{len(found) - len(bad)} passed, {len(bad)} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
