"""Merging: records of one paper are merged, look-alikes are not, doubtful pairs are left to the visitor."""

import orjson
import pytest

from components.papers.library import read_digests
from components.papers.merging import pair_key
from components.papers.paper import DigestFile

HEADER = "Get trending papers in your email inbox!\n\nDaily Papers\n\nby AK and the research community\n\n"
ABSTRACT = (
    "We study how transformers route information between tokens. Our method prunes heads that carry no signal. "
    "Experiments on nine benchmarks show that half of the heads can be removed. The results hold for larger models."
)
OTHER = (
    "Ocean currents carry heat across the globe in ways that are hard to observe. This paper presents a simulator. "
    "It resolves eddies at one kilometre. We compare it with buoy data and find close agreement in most basins."
)
EDITED = ABSTRACT.replace("nine benchmarks", "9 benchmarks").replace("larger models", "larger language models")


def digest(name, *papers):
    body = "\n\n".join(f"{title}\n\n{abstract}" if abstract else title for title, abstract in papers)
    return DigestFile(name, (HEADER + body).encode())


def read_pair(first, second, decisions=None):
    return read_digests([digest("one.txt", first), digest("two.txt", second)], decisions)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Pruning Heads in Transformers", ABSTRACT), ("PRUNING HEADS IN TRANSFORMERS", ABSTRACT)),
        (("Pruning Heads in Transformers", ABSTRACT), ("Pruning heads, in transformers", EDITED)),
        (("Pruning Heads in Transformers", ABSTRACT), ("Pruning Heads in Transformers (v2)", EDITED)),
        (("Ca$^2$ Signals in Neural Networks", ABSTRACT), ("Ca2 Signals in Neural Networks", ABSTRACT)),
        (("PruneNet: Pruning Heads in Transformers", ABSTRACT), ("PruneNet", ABSTRACT)),
        (("Pruning the Heads of Transformers", ABSTRACT), ("Pruning the Heads of Transformer", EDITED)),
    ],
)
def test_one_paper(first, second):
    library = read_pair(first, second)
    assert len(library.papers) == 1
    assert library.papers["seen"].tolist() == [2]
    assert library.reports[1].merged == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Qwen2 Technical Report", ABSTRACT), ("Qwen3 Technical Report", ABSTRACT)),
        (("Qwen2 Technical Report", ABSTRACT), ("Qwen2.5 Technical Report", EDITED)),
        (("LLaMA 2: Open Foundation Models", ABSTRACT), ("LLaMA 3: Open Foundation Models", EDITED)),
        (("Scaling Laws, Part I: Theory of Data", ABSTRACT), ("Scaling Laws, Part II: Theory of Data", EDITED)),
        (("TabPFN: Tables in a Second", ABSTRACT), ("TabPFN", OTHER)),
        (("The Consciousness Prior", ABSTRACT), ("The Consciousness Prior of Deep Image Models", OTHER)),
        (("One Title for Two Papers", ABSTRACT), ("One Title for Two Papers", OTHER)),
        (("Heads You Win", ABSTRACT), ("Tails You Lose", OTHER)),
    ],
)
def test_two_papers(first, second):
    library = read_pair(first, second)
    assert len(library.papers) == 2
    assert library.papers["paper_id"].is_unique


def test_a_doubtful_pair_is_shown_and_the_decision_lasts():
    first, second = ("Removing Attention Heads", ABSTRACT), ("Which Heads Matter Most", EDITED)
    library = read_pair(first, second)
    assert len(library.papers) == 2
    (pair,) = library.doubtful
    assert {pair.first_title, pair.second_title} == {first[0], second[0]}
    assert [note.kind for note in library.reports[1].notes] == ["doubtful"]

    same = read_pair(first, second, {pair.key: "same"})
    assert len(same.papers) == 1
    assert not same.doubtful
    different = read_pair(first, second, {pair_key(pair.second, pair.first): "different"})
    assert len(different.papers) == 2
    assert not different.doubtful


@pytest.mark.parametrize("numbers", [("", ""), ("2404.06773", ""), ("", "2404.06773")])
def test_two_abstracts_under_one_title_become_one_paper_when_a_visitor_decides_so(numbers):
    files = [
        DigestFile(f"{name}.json", orjson.dumps([{"title": "One Title", "abstract": text, "arxiv_id": number}]))
        for name, text, number in zip(("one", "two"), (ABSTRACT, OTHER), numbers, strict=True)
    ]
    before = read_digests(files)
    (pair,) = before.doubtful
    after = read_digests(files, {pair.key: "same"})
    assert (len(before.papers), len(after.papers), len(after.doubtful)) == (2, 1, 0)
    (merged,) = after.papers["paper_id"]
    assert {merged, *after.earlier[merged]} >= set(before.papers["paper_id"])
    assert {after.aliases[one] for one in before.papers["paper_id"]} == set(after.papers["paper_id"])
    assert len(read_digests(files, {pair.key: "different"}).papers) == 2


def test_the_longest_abstract_and_every_appearance_are_kept():
    library = read_pair(("Pruning Heads in Transformers", ""), ("Pruning Heads in Transformers", ABSTRACT))
    # a digest whose only record has no abstract holds no paper in this shape
    assert library.reports[0].error
    both = read_digests(
        [
            digest("one.txt", ("Pruning Heads in Transformers", ABSTRACT[:120]), ("Eddies at Sea Level", OTHER)),
            digest("two.txt", ("Pruning Heads in Transformers", ""), ("Eddies at Sea Level", OTHER)),
        ]
    )
    assert both.papers["abstract"].tolist() == [ABSTRACT[:120], OTHER]
    assert both.papers["seen"].tolist() == [2, 2]
    assert both.appearances["position"].tolist() == [1, 1, 2, 2]
    assert set(both.versions) == set(both.papers["paper_id"])


def test_twice_in_one_file_is_one_appearance():
    library = read_digests([digest("one.txt", ("Pruning Heads", ABSTRACT), ("Pruning Heads", ABSTRACT))])
    assert len(library.papers) == len(library.appearances) == 1
    (report,) = library.reports
    assert (report.records, report.papers, report.merged) == (2, 1, 1)


def test_the_same_file_twice_is_reported():
    file = digest("one.txt", ("Pruning Heads", ABSTRACT))
    library = read_digests([file, DigestFile("copy.txt", file.content)])
    assert len(library.digests) == 1
    assert "same file as “one.txt”" in library.reports[1].error
