"""The reading process: `python -m components.papers.process.child NICENESS`, started by `worker_process` only.

It answers requests from standard input until that closes, so it never outlives the server. A request is one of

- `library`: files and decisions about duplicates → `papers`, `appearances` and `versions` in blocks, then `done`;
- `report`: one file → `done` with its report, without notes;
- `expand`: files → `done` with the files in them, where archives are unpacked and single papers of a folder joined.

Before each file it says `begun`.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import islice
from typing import Any, BinaryIO

from components.papers.library import MergedFiles, merge_files
from components.papers.paper import DigestFile
from components.papers.process.limits import allow, limit_process, seconds_for
from components.papers.process.messages import Message, receive, send
from components.papers.reading import archives
from components.papers.reading.files import Begun
from components.papers.rows import Columns

_BLOCK = 500  # rows of one message: the server puts a block at a time together, and serves others between


def main(niceness: int) -> None:
    """Answer requests until the server closes the pipe."""
    limit_process(niceness)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand between answers
    while (request := receive(sys.stdin.buffer)) is not None:
        _answer(answers, request)


def _answer(answers: BinaryIO, request: Message) -> None:
    values, contents = request
    files = [DigestFile(*each) for each in zip(values["names"], contents, values["origins"], strict=True)]

    def begin(begun: Begun) -> None:
        send(answers, {"begun": asdict(begun)})
        allow(seconds_for(begun.size, merging=not begun.content_hash))

    if values["ask"] == "expand":
        _expand(answers, files, values["given_up"], archives.Budget(values["most_bytes"]), begin)
        return
    decisions = {(first, second): decision for first, second, decision in values["decisions"]}
    merged = merge_files(files, decisions, begin, values["given_up"], values.get("known"))
    if values["ask"] == "report":
        send(answers, {"done": {"reports": [replace(report, notes=()) for report in merged.reports]}})
    else:
        _send_library(answers, merged)


def _send_library(answers: BinaryIO, merged: MergedFiles) -> None:
    for name, columns in (("papers", merged.papers), ("appearances", merged.appearances)):
        for block in _blocks(columns):
            send(answers, {name: block})
    versions = iter(merged.versions.items())
    while some := dict(islice(versions, _BLOCK)):
        send(answers, {"versions": some})
    aliases = iter(merged.aliases.items())
    while names := dict(islice(aliases, 20 * _BLOCK)):
        send(answers, {"aliases": names})
    send(answers, {"done": {name: getattr(merged, name) for name in ("digests", "reports", "doubtful")}})


def _blocks(columns: Columns) -> Iterator[Columns]:
    for start in range(0, max(map(len, columns.values()), default=0), _BLOCK):
        yield {name: values[start : start + _BLOCK] for name, values in columns.items()}


def _expand(
    answers: BinaryIO,
    files: Sequence[DigestFile],
    given_up: Mapping[str, str],
    budget: archives.Budget,
    begin: Any,
) -> None:
    """Send the files in archives and those made of several; of a file that stays as it is only its place."""
    plain: list[DigestFile] = []
    refused: list[tuple[str, str]] = []
    for number, file in enumerate(files, 1):
        content_hash = hashlib.sha256(file.content).hexdigest()
        if content_hash in given_up:
            refused.append((file.name, given_up[content_hash]))
            continue
        begin(Begun(file.name, len(file.content), content_hash, number, len(files)))
        try:
            plain += archives.expand(file, budget)
        except archives.UnreadableArchive as trouble:
            refused.append((file.name, str(trouble)))
        except MemoryError:
            refused.append((file.name, "It unpacks to more than there is memory for. Give its files instead."))
    begin(Begun("", sum(len(file.content) for file in plain), "", len(files), len(files)))
    places = {id(file): place for place, file in enumerate(files)}
    found = archives.join_single_papers(plain)
    new = [file.content for file in found if id(file) not in places]
    listed = [(file.name, places.get(id(file), -1)) for file in found]
    send(answers, {"done": {"files": listed, "refused": refused}}, new)


if __name__ == "__main__":
    main(int(sys.argv[1]))
