"""How the time of everything that reads text from outside grows with its length: `python -m tests.papers.scaling`.

Each pattern is repeated inside a digest of each shape, and given alone to cleaning, link extraction and the query
parser, at lengths that double. What is printed is the worst growth from an eighth of the longest to the longest,
and the slowest at that length; the exit status is 1 where time grows faster than length or takes more than its limit.

  python -m tests.papers.scaling                     # all shapes, up to 1 MB: some minutes on two cores
  python -m tests.papers.scaling --bytes 40000       # quicker
  python -m tests.papers.scaling --only bibtex,clean
"""

from __future__ import annotations

import argparse
import multiprocessing
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from components.finding import grammar, query
from components.links.extract import extraction
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
MOST_SECONDS = 2.0  # of processor time at the largest length
GIVE_UP = 20.0  # seconds after which one reading is called hopeless
NOISE = 0.03  # seconds: what is over before cannot be told from the noise of the clock


@dataclass(frozen=True, slots=True)
class Measured:
    """The seconds of one pattern in one place, at each length from the shortest."""

    where: str
    pattern: str
    seconds: tuple[float, ...]

    @property
    def growth(self) -> float:
        """How many times longer the longest took than an eighth of it."""
        return self.seconds[-1] / max(self.seconds[0], NOISE)

    @property
    def good(self) -> bool:
        """Whether its time grows no faster than its length, and it is never slow."""
        return self.growth <= MOST_GROWTH and max(self.seconds) <= MOST_SECONDS


def places() -> dict[str, Callable[[bytes], object]]:
    """What is measured, by name: a function of the repeated pattern."""
    found: dict[str, Callable[[bytes], object]] = {
        "clean": lambda run: clean(run.decode()),
        "links in prose": lambda run: extraction.find_links(run.decode()),
        "query": lambda run: (grammar.parse(run.decode()), query.marks(run.decode())),
        "alone": lambda run: read_digests([DigestFile("a.txt", run)]),
    }
    papers = made_papers(1)
    for name, (write, _) in SHAPES.items():
        digest = write(papers)
        found[f"{name}, at the end"] = partial(_read_with_run_at_end, digest)
        title = papers[len(papers) // 2].title.encode()
        if title in digest:
            found[f"{name}, in a title"] = partial(_read_with_run_in_title, digest, title)
    return found


def _read_with_run_at_end(digest: bytes, run: bytes) -> object:
    return read_digests([DigestFile("a", digest + b"\n" + run)])


def _read_with_run_in_title(digest: bytes, title: bytes, run: bytes) -> object:
    return read_digests([DigestFile("a", digest.replace(title, title + b" " + run, 1))])


def measure(where: str, act: Callable[[bytes], object], pattern: str, largest: int) -> Measured:
    """One pattern in one place; ends early once it takes longer than any limit."""
    seconds: list[float] = []
    unit = pattern.encode("utf-8", "surrogatepass")
    for step in STEPS:
        run = unit * max(1, largest // step // len(unit))
        seconds.append(_timed(act, run))
        if seconds[-1] >= GIVE_UP:
            break
    return Measured(where, pattern, tuple(seconds))


def _timed(act: Callable[[bytes], object], run: bytes) -> float:
    start = time.process_time()
    signal.signal(signal.SIGALRM, _late)
    signal.setitimer(signal.ITIMER_REAL, GIVE_UP * 2)
    try:
        act(run)
    except _TooLateError:
        return max(GIVE_UP, time.process_time() - start)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return time.process_time() - start


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
    found = list(measured(wheres, asked.bytes, processes=asked.processes))
    bad = [one for one in found if not one.good]
    worst, slowest = max(found, key=lambda one: one.growth), max(found, key=lambda one: max(one.seconds))
    for one in sorted(bad, key=lambda one: -max(one.seconds)):
        print(f"TOO SLOW  {one.where}: {one.pattern!r}  " + "  ".join(f"{each:.2f} s" for each in one.seconds))
    print(f"{len(PATTERNS)} patterns × {len(STEPS)} lengths × {len(wheres)} places, up to {asked.bytes:,} bytes")
    print(f"worst growth  × {worst.growth:.1f} for × 8  ({worst.where}: {worst.pattern!r})")
    print(f"slowest       {max(slowest.seconds):.2f} s  ({slowest.where}: {slowest.pattern!r})")
    print(f"{len(found) - len(bad)} passed, {len(bad)} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
