"""Files on their way to readers: one that brings trouble costs no other; links on captured pages."""

from __future__ import annotations

import pytest

from components.papers.bundled import bundled_files
from components.papers.library import read_digests
from components.papers.paper import DigestFile
from components.papers.reading import registry
from components.papers.reading.captured_page import tokens


def test_a_reader_that_fails_costs_only_its_own_file(monkeypatch):
    read = registry.read

    def failing(content):
        if b"BROKEN" in content.data:
            raise IndexError("list index out of range")
        return read(content)

    monkeypatch.setattr(registry, "read", failing)
    good, other = bundled_files()
    library = read_digests([good, DigestFile("bad.txt", b"BROKEN\n\ntext"), other])
    assert len(library.papers) == 106
    [report] = [report for report in library.reports if report.error]
    assert report.name == "bad.txt"
    assert "IndexError" in report.error


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("see [code](https://a.example/x) and [more](https://b.example/)", "https://a.example/x"),
        ("[page](https://en.example/Tree_(graph)_theory)", "https://en.example/Tree_(graph)_theory"),
        ("[broken]( [whole](https://a.example/x)", "https://a.example/x"),
        ("[a](" * 2000, ""),
    ],
)
def test_the_first_link_of_a_line(line, address):
    [token] = tokens.tokens([line])
    assert (token.url or "") == address
