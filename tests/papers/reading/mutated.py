"""Digests damaged as disks, copies and attackers damage them, and the check that reading survives it.

`python -m tests.papers.reading.mutated 10000` reads that many, prints what failed and the slowest; the tests
read fewer.
"""

from __future__ import annotations

import argparse
import functools
import io
import random
import sys
import time
import traceback
import zipfile
from collections.abc import Callable, Sequence

from components.papers.bundled import bundled_files
from components.papers.library import Library, read_digests
from components.papers.paper import DigestFile
from components.papers.reading import registry
from components.papers.reading.bibliographies import ris
from components.papers.reading.content import Content
from components.papers.reading.feeds_and_mail import arxiv_mail
from components.papers.reading.markdown import crawler_markdown, markdown_table, newsletter
from components.papers.reading.text import arxiv_listing, browser_copy, main_text, numbered_links, trending
from tests.papers.made_papers import made_papers
from tests.papers.reading.made_shapes import SHAPES

OF_LINES = {main_text.SHAPE, main_text.PASTED, browser_copy.SHAPE, crawler_markdown.SHAPE, numbered_links.SHAPE} | {
    *(trending.SHAPE, arxiv_mail.SHAPE, arxiv_listing.SHAPE, newsletter.SHAPE, markdown_table.SHAPE, ris.SHAPE)
}
SLOWEST = 2.0  # seconds a damaged digest may take
_RUNS = (b"[", b"(", b"\\emph{", b"*", b" ", b"`", b"# [", b"|", b"\\", b"$x", b"<p>", b"- [", b"a:", b'"', b"%", b"\n")
Mutation = Callable[[random.Random, bytes], bytes]


@functools.cache
def digests() -> tuple[bytes, ...]:
    """Digests in good order, in every shape."""
    made = [write(made_papers(seed)) for seed in range(3) for write, _ in SHAPES.values()]
    return (*made, *(file.content for file in bundled_files()))


def cut(rng: random.Random, data: bytes) -> bytes:
    start, end = sorted(rng.choices(range(len(data) + 1), k=2))
    return rng.choice([data[:end], data[start:], data[start:end], data[:start] + data[end:]])


def doubled(rng: random.Random, data: bytes) -> bytes:
    start, end = sorted(rng.choices(range(len(data) + 1), k=2))
    return rng.choice([data + data, data[:end] + data[start:], data + b"\n\n" + data])


def spliced(rng: random.Random, data: bytes) -> bytes:
    other = rng.choice(digests())
    at, start = rng.randrange(len(data) + 1), rng.randrange(len(other) + 1)
    return rng.choice([data[:at] + other[start:], data[:at] + other + data[at:], data + b"\n\n" + other])


def flipped(rng: random.Random, data: bytes) -> bytes:
    damaged = bytearray(data)
    for _ in range(rng.choice([1, 3, 30, 300])):
        if damaged:
            damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
    return bytes(damaged)


def shuffled_lines(rng: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    rng.shuffle(lines)
    return b"\n".join(lines[: rng.randrange(1, len(lines) + 1)])


def lost_lines(rng: random.Random, data: bytes) -> bytes:
    return b"\n".join(line for line in data.split(b"\n") if rng.random() < 0.9)


def reencoded(rng: random.Random, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    codec = rng.choice(["utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "shift_jis", "gb18030", "utf-7", "cp037"])
    return text.encode(codec, "replace")


def nested_json(rng: random.Random, data: bytes) -> bytes:
    depth = rng.choice([50, 900, 5_000, 100_000])
    inner = rng.choice([b"1", b'{"title": "x"}', data[:1_000]])
    return rng.choice(
        [
            b"[" * depth + inner + b"]" * depth,
            b'{"paper":' * depth + inner + b"}" * depth,
            b'["' + b"[" * depth + b'"]',
            b'["{' + b"'paper': {" * min(depth, 5_000) + b'"]',
            b"- " * depth + inner,
            b"a: " + b"{a: " * depth + inner,
        ]
    )


def billion_laughs(rng: random.Random, data: bytes) -> bytes:
    del data
    levels = rng.choice([9, 30])
    entities = "".join(f'<!ENTITY l{k} "{f"&l{k - 1};" * 10 if k else "lol"}">' for k in range(levels))
    item = f"<item><title>A &l{levels - 1}; Title</title><description>&l{levels - 1};</description></item>"
    anchors = "\n".join(f"a{k}: &a{k} [{', '.join([f'*a{k - 1}'] * 9) if k else 'lol'}]" for k in range(levels))
    return rng.choice(
        [
            f"<?xml version='1.0'?><!DOCTYPE rss [{entities}]><rss><channel>{item}</channel></rss>".encode(),
            b'<!DOCTYPE f [<!ENTITY x SYSTEM "file:///etc/passwd">]><feed><entry><title>&x;</title></entry></feed>',
            f"title: laughs\nabstract: x\n{anchors}\n".encode(),
        ]
    )


def zip_bomb(rng: random.Random, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("good.txt", data[:200_000])
        if rng.random() < 0.5:
            archive.writestr("zeros.txt", b"\0" * rng.choice([1_000_000, 25_000_000]))
        if rng.random() < 0.3:
            archive.writestr("inner.zip", out.getvalue())
        if rng.random() < 0.2:
            archive.writestr("xl/workbook.xml", b"<x/>")
    return flipped(rng, out.getvalue()) if rng.random() < 0.4 else out.getvalue()


def long_runs(rng: random.Random, data: bytes) -> bytes:
    run = rng.choice(
        [b"[", b"(", b"\\emph{", b"*", b" ", b"`", b"# [", b"|", b"\\", b"$x", b"<p>", b"- [", b"a:", b'"', b"%", b"\n"]
    )
    at = rng.randrange(len(data) + 1)
    return data[:at] + run * rng.choice([100, 5_000, 50_000]) + data[at:]


MUTATIONS: tuple[Mutation, ...] = (
    cut,
    cut,
    doubled,
    spliced,
    flipped,
    flipped,
    shuffled_lines,
    lost_lines,
    reencoded,
    nested_json,
    billion_laughs,
    zip_bomb,
    long_runs,
)


def mutation(seed: int) -> tuple[str, bytes]:
    """One damaged digest, the same for the same seed: what was done to it, and its bytes."""
    rng = random.Random(seed)
    data = rng.choice(digests())
    chosen = [rng.choice(MUTATIONS) for _ in range(rng.choice([1, 1, 1, 2]))]
    for one in chosen:
        data = one(rng, data)
    return " then ".join(one.__name__ for one in chosen), data


def unaccounted(library: Library, data: bytes) -> str:
    """What of the records has vanished, in words; "" when everything is accounted for."""
    for report in library.reports:
        if bool(report.error) == bool(report.papers):
            return f"{report.name}: {report.papers} papers and the error “{report.error}”"
        folded = sum(note.kind == "merged" and "earlier in this file" in note.sentence for note in report.notes)
        if report.records != report.papers + folded:
            return f"{report.name}: {report.records} records, {report.papers} papers, {folded} folded"
    if not library.papers["paper_id"].is_unique:
        return "two papers share an id"
    if set(library.appearances["paper_id"]) != set(library.papers["paper_id"]):
        return "a paper has no appearance"
    lost = lines_lost(data)
    if lost:
        return f"lines {lost[:5]} are neither a paper's nor reported"
    return "" if (library.papers["title"].str.strip() != "").all() else "a paper has no title"


def lines_lost(data: bytes) -> list[int]:
    """In the shapes made of lines: the lines with words that belong to no paper, no page frame and no note."""
    content = Content(data)
    try:
        reading = registry.read(content)
    except registry.UnreadableDigest:
        return []
    if reading.shape not in OF_LINES:
        return []
    ranges = [paper.lines for paper in reading.papers if paper.lines]
    ranges += [note.lines for note in reading.notes if note.lines]
    covered = {number for first, last in (*ranges, *reading.frame) for number in range(first, last + 1)}
    return [number for number, line in enumerate(content.lines, 1) if line.strip() and number not in covered]


def trouble_with(seed: int) -> tuple[str, float]:
    """What goes wrong when a damaged digest is read ("" for nothing), and the seconds it takes."""
    done, data = mutation(seed)
    start = time.process_time()
    try:
        trouble = unaccounted(read_digests([DigestFile("damaged", data)]), data)
    except Exception:  # the very thing that is looked for
        trouble = traceback.format_exc(limit=-3)
    seconds = time.process_time() - start
    return (f"seed {seed} ({done}, {len(data)} bytes): {trouble}" if trouble else ""), seconds


def main(argv: Sequence[str] | None = None) -> int:
    """Read damaged digests; exit status 1 where one crashed, hung or lost a paper."""
    parser = argparse.ArgumentParser(prog="python -m tests.papers.reading.mutated", description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--from-seed", type=int, default=0)
    arguments = parser.parse_args(argv)
    troubles, slowest = [], (0.0, 0)
    for seed in range(arguments.from_seed, arguments.from_seed + arguments.count):
        trouble, seconds = trouble_with(seed)
        slowest = max(slowest, (seconds, seed))
        if seconds > SLOWEST:
            trouble = trouble or f"seed {seed} ({mutation(seed)[0]}): {seconds:.1f} s"
        if trouble:
            troubles.append(trouble)
            print(trouble, flush=True)
    print(
        f"{arguments.count} damaged digests, {len(troubles)} in trouble, slowest {slowest[0]:.2f} s (seed {slowest[1]})"
    )
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
