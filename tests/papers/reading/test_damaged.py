"""Damage that once cost the whole page or minutes: halves of characters, thousands of parts, broken entries."""

from __future__ import annotations

from email import message_from_bytes

import pytest
from bibtexparser.model import Block

from components.papers.library import read_digests
from components.papers.paper import DigestFile
from components.papers.reading.bibliographies import bibtex
from components.papers.reading.content import Content
from components.papers.reading.feeds_and_mail import mail

HALF = b"\\udc00"


@pytest.mark.parametrize(
    "content",
    [
        b'[{"title": "A %s study", "abstract": "x %s", "authors": ["B %s"], "url": "https://a.b/%s"},]',
        b'{"title": "A %s study", "abstract": "x %s", "authors": ["B %s"], "url": "https://a.b/%s"}\n{"title": "C"}',
        b"""["{'title': 'A \\%s study', 'abstract': 'x \\%s', 'authors': ['B \\%s'], 'url': 'https://a.b/\\%s'}"]""",
    ],
)
def test_half_a_character_is_replaced_and_reported(content):
    library = read_digests([DigestFile("half\udc00.json", content % ((HALF,) * 4))])
    first = library.papers.iloc[0]
    assert (first["title"], first["abstract"], first["authors"]) == ("A \ufffd study", "x \ufffd", ("B \ufffd",))
    assert [note.kind for note in library.reports[0].notes] == ["repaired"]
    for text in (library.reports[0].name, *library.papers["title"], *first["links"]):
        text.encode()


def test_both_halves_of_a_character_make_one():
    content = b'[{"title": "A \\ud83d\\ude00 study", "abstract": "\\ud83d x"},]'
    assert read_digests([DigestFile("a", content)]).papers["title"].tolist() == ["A \U0001f600 study"]


HEAD = b"From: a@b.c\nSubject: papers\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="
BODY = b"Content-Type: text/plain\n\nDaily Papers\n\nby AK and the research community\n\nA Study of Rivers\n\n"
BODY += b"We study rivers and find that they flow, in nine experiments of which none is large.\n"


def parts_of(message):
    return sum(1 for _ in message.walk())


@pytest.mark.parametrize("boundary", [b"a", b'"a b.c+d"', b"a\n boundary=b"])
def test_a_mail_of_thousands_of_empty_parts_is_read_as_far_as_mails_go(boundary, monkeypatch):
    counted: list[int] = []

    def counting(data, policy):
        message = message_from_bytes(data, policy=policy)
        counted.append(parts_of(message))
        return message

    monkeypatch.setattr(mail, "message_from_bytes", counting)
    separator = b"--" + boundary.split(b"\n")[0].strip(b'"') + b"\n"
    content = HEAD + boundary + b"\n\n" + separator + BODY + (separator + b"\n") * 5_000
    assert read_digests([DigestFile("a.eml", content)]).papers["title"].tolist() == ["A Study of Rivers"]
    assert counted
    assert max(counted) <= 501


def test_a_mail_of_parts_within_parts_is_survived():
    nested = b"Content-Type: message/rfc822\n\n" * 5_000
    library = read_digests([DigestFile("a.eml", b"From: a@b.c\nSubject: x\n" + nested + BODY)])
    assert library.reports[0].error.endswith(".")


def test_headers_longer_than_any_mail_has_are_cut():
    content = b"From: a@b.c\nSubject: x\nContent-Type: text/plain" + b"; a=b" * 100_000 + b"\n\n" + BODY[26:]
    assert len(mail._bounded(content)) < 20_000
    assert read_digests([DigestFile("a.eml", content)]).papers["title"].tolist() == ["A Study of Rivers"]


def test_entries_that_are_never_closed_are_each_looked_at_once(monkeypatch):
    """`block in library.failed_blocks` compared every entry with every other, field by field."""
    compared: list[object] = []
    before = Block.__eq__

    def counting(one, other):
        compared.append(one)
        return before(one, other)

    monkeypatch.setattr(Block, "__eq__", counting)
    good = b"@article{good, title = {A Study}, abstract = {Of rivers.}}\n"
    reading = bibtex.read(Content(good + b"@article{a, title = {b},\n" * 500))
    assert [paper.title for paper in reading.papers] == ["A Study", *["b"] * 500]
    assert len(compared) <= 500
