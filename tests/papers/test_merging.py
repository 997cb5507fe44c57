"""Merging: records of one paper are merged, look-alikes are not, doubtful pairs are left to the visitor."""

import random
from collections import Counter

import orjson
import pytest

from components.papers.comparing import evidence
from components.papers.library import read_digests
from components.papers.merging import pair_key
from components.papers.paper import DigestFile

COMPARING = "components.papers.comparing"
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
    assert set(pair.titles) == {first[0], second[0]}
    assert [note.kind for note in library.reports[1].notes] == ["doubtful"]

    same = read_pair(first, second, {pair.key: "same"})
    assert len(same.papers) == 1
    assert not same.doubtful
    different = read_pair(first, second, {pair_key(*reversed(pair.papers)): "different"})
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


def records(name, *rows):
    return DigestFile(f"{name}.json", orjson.dumps(rows))


def test_an_abstract_that_holds_the_other_and_every_appearance_are_kept():
    library = read_pair(("Pruning Heads in Transformers", ""), ("Pruning Heads in Transformers", ABSTRACT))
    # a digest whose only record has no abstract holds no paper in this shape
    assert library.reports[0].error
    row, eddies = {"title": "Pruning Heads in Transformers", "authors": ["Ada Lovelace"]}, {"title": "Eddies"}
    both = read_digests(
        [
            records("one", row | {"abstract": ABSTRACT[:120]}, eddies | {"abstract": OTHER}),
            records("two", row, eddies | {"abstract": OTHER}),
            records("three", row | {"abstract": ABSTRACT}, eddies | {"abstract": OTHER}),
        ],
    )
    assert both.papers["abstract"].tolist() == [ABSTRACT, OTHER]
    assert both.papers["seen"].tolist() == [3, 3]
    assert both.appearances["position"].tolist() == [1, 1, 1, 2, 2, 2]
    assert set(both.versions) == set(both.papers["paper_id"])


LONG, SHORT = "Pruning Attention Heads in Transformers", "Introduction"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"authors": ["Ada Lovelace", "Emmy Noether"]}, {"authors": ["Noether, E."]}),
        ({"authors": ["Ada Lovelace"], "abstract": ABSTRACT}, {"authors": ["A. Lovelace"], "year": 2021}),
        ({"year": 2021}, {"year": 2021, "abstract": ABSTRACT}),
        ({"code": "https://github.com/ada/heads"}, {"code": "http://www.github.com/ada/heads/"}),
        ({"abstract": ABSTRACT, "authors": ["Ada Lovelace"]}, {"abstract": EDITED, "authors": ["The Heads Team"]}),
    ],
)
def test_a_title_and_something_else_in_common_make_one_paper(first, second):
    library = read_digests([records("one", {"title": LONG} | first), records("two", {"title": LONG} | second)])
    assert (len(library.papers), len(library.doubtful)) == (1, 0)


@pytest.mark.parametrize(
    ("title", "first", "second"),
    [
        (LONG, {}, {}),
        (LONG, {"abstract": ABSTRACT}, {}),
        (LONG, {"authors": ["Ada Lovelace"], "year": 2021}, {"authors": ["Emmy Noether"], "year": 2021}),
        (LONG, {"authors": ["Ada Lovelace"], "year": 1990}, {"authors": ["Ada Lovelace"], "year": 2021}),
        (LONG, {"code": "https://github.com"}, {"code": "https://github.com/"}),
        (LONG, {"authors": ["Jane Doe et al."]}, {"authors": ["John Roe et al."]}),
        (SHORT, {"year": 2021}, {"year": 2021}),
        (SHORT, {"authors": ["Ada Lovelace"], "year": 2020}, {"authors": ["Ada Lovelace"], "year": 2021}),
        (SHORT, {"abstract": "Editorial."}, {"abstract": "Editorial."}),
    ],
)
def test_a_title_alone_is_no_evidence(title, first, second):
    files = [records(str(votes), {"title": title, "upvotes": votes} | one) for votes, one in enumerate([first, second])]
    library = read_digests(files)
    assert (len(library.papers), len(library.doubtful)) == (2, 1)
    assert library.papers["paper_id"].is_unique
    (group,) = library.doubtful
    assert len(read_digests(files, group.decisions(group.papers)).papers) == 1


def test_other_authors_and_another_abstract_are_another_paper_without_a_question():
    one, other = {"abstract": ABSTRACT, "authors": ["Ada Lovelace"]}, {"abstract": OTHER, "authors": ["Emmy Noether"]}
    library = read_digests([records("one", {"title": SHORT} | one, {"title": SHORT} | other)])
    assert (len(library.papers), library.doubtful) == (2, ())


def test_a_record_that_may_be_either_of_two_papers_is_joined_to_none():
    rows = [
        {"title": LONG, "abstract": ABSTRACT, "authors": ["Ada Lovelace"]},
        {"title": LONG, "abstract": OTHER, "authors": ["Ada Lovelace"]},
        {"title": LONG, "authors": ["Ada Lovelace"]},
    ]
    library = read_digests([records("one", *rows)])
    assert len(library.papers) == 3
    assert [len(group.papers) for group in library.doubtful] == [3]


@pytest.mark.parametrize("count", [3, 12, 13, 300])
def test_a_title_that_many_papers_have_is_one_question(count):
    files = [records("many", *({"title": SHORT, "year": 1700 + k} for k in range(count)))]
    library = read_digests(files)
    assert len(library.papers) == count
    assert library.papers["paper_id"].is_unique
    (group,) = library.doubtful
    assert (group.title, group.papers) == (SHORT, tuple(library.papers["paper_id"]))
    assert [note.kind for note in library.reports[0].notes] == ["doubtful"]

    all_different = group.decisions(())
    assert len(all_different) == (count if count > 2 else 1)
    assert read_digests(files, all_different).doubtful == ()
    two = group.decisions(group.papers[1:3])
    after = read_digests(files, two)
    assert (len(after.papers), after.doubtful) == (count - 1, ())
    one = group.decisions(group.papers)
    assert len(one) == count - 1
    assert len(read_digests(files, one).papers) == 1

    more = read_digests([*files, records("later", {"title": SHORT, "year": 1650})], all_different)
    assert [len(group.papers) for group in more.doubtful] == [count + 1]  # of the new one nothing is decided yet


def test_papers_with_numbers_of_their_own_are_no_question():
    rows = [{"title": "Editorial", "arxiv_id": f"2404.{k:05d}"} for k in range(40)]
    assert read_digests([records("many", *rows)]).doubtful == ()
    assert len(read_digests([records("many", *rows, {"title": "Editorial"})]).doubtful[0].papers) == 41


def test_what_is_compared_grows_with_the_number_of_papers_and_not_with_its_square(monkeypatch):
    counted: Counter[str] = Counter()

    def counting(name, function):
        def count(*given):
            counted[name] += 1
            return function(*given)

        return count

    monkeypatch.setattr(f"{COMPARING}.one_title.compare", counting("titles", evidence.compare))
    monkeypatch.setattr("components.papers.grouping.abstract_score", counting("abstracts", evidence.abstract_score))
    rng = random.Random(5)
    words = [format(rng.getrandbits(30), "x") for _ in range(400)]
    sentences = [" ".join(rng.choices(words, k=6)).capitalize() + "." for _ in range(2_000)]
    for count in (500, 1_000):
        same = [{"title": SHORT, "abstract": " ".join(rng.choices(words, k=50))} for _ in range(count)]
        near = [{"title": f"A Long Study of Many Things by {rng.choice(words)}"} for _ in range(count)]
        shared = [
            {"title": " ".join(rng.choices(words, k=5)), "abstract": " ".join(rng.choices(sentences, k=6))}
            for _ in range(count)
        ]
        numbered = [{"title": f"Paper {k}", "abstract": f"{OTHER} {k} {rng.choice(words)}"} for k in range(count)]
        for rows in (same, near, shared, numbered):
            counted.clear()
            read_digests([records("many", *rows)])
            assert counted["titles"] <= 10 * count
            assert counted["abstracts"] <= 6 * count


def test_a_worse_record_never_overwrites_a_better_one():
    table = "| Title | Votes |\n|---|---|\n| A | 3 |\n| B | 4 |\n" * 40
    junk = {
        "title": "paper",
        "abstract": table + "2404.00001 2404.00002 2404.00003",
        "authors": ["University of Somewhere, Department of Things"] * 9,
        "published": "0001-01-01",
        "arxiv_id": "2404.06773",
    }
    good = {
        "title": LONG,
        "abstract": ABSTRACT,
        "authors": ["Ada Lovelace"],
        "published": "2024-04-10",
        "arxiv_id": "2404.06773",
    }
    for rows in ((junk, good), (good, junk)):
        (paper,) = read_digests([records("all", *rows)]).papers.to_dict("records")
        assert (paper["title"], paper["abstract"]) == (LONG, ABSTRACT)
        assert (paper["authors"], paper["published"]) == (("Ada Lovelace",), "2024-04-10")


def test_a_bibliography_is_believed_rather_than_prose():
    prose = DigestFile(
        "list.md",
        (
            "# Papers of the week\n\n## Heads and Tails of Attention\n\n"
            f"[arXiv](https://arxiv.org/abs/2404.06773)\n\n{OTHER}\n\n"
            f"## Something About Eddies\n\n[arXiv](https://arxiv.org/abs/2404.06774)\n\n{OTHER[:200]}\n"
        ).encode(),
    )
    bib = records("bib", {"title": LONG + " of Attention", "abstract": ABSTRACT, "arxiv_id": "2404.06773"})
    for files in ([prose, bib], [bib, prose]):
        papers = read_digests(files).papers.set_index("arxiv_id")
        assert (papers["title"]["2404.06773"], papers["abstract"]["2404.06773"]) == (LONG + " of Attention", ABSTRACT)


def test_a_number_that_is_another_papers_is_left_out_of_a_record():
    wrong = {"title": "Eddies of the Ocean", "abstract": OTHER, "arxiv_id": "2404.06773"}
    right = {"title": LONG, "abstract": ABSTRACT, "arxiv_id": "2404.06773"}
    library = read_digests([records("one", right), records("two", wrong)])
    assert dict(zip(library.papers["title"], library.papers["arxiv_id"], strict=True)) == {
        LONG: "2404.06773",
        "Eddies of the Ocean": "",
    }
    assert any("is that of" in note.sentence for note in library.reports[1].notes)


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


def test_each_field_of_a_paper_in_two_digests_says_which_it_is_from():
    listed = (
        b"- **Boats of the Lake** [[paper](https://arxiv.org/abs/2601.01001)] [[code](https://github.com/l/r)]\n" * 2
    )
    record = (
        b'[{"title": "Boats of the Lake: Sparse Routing for Ferries", "arxiv_id": "2601.01001", '
        b'"authors": ["Ada Byron"]}]'
    )
    library = read_digests([DigestFile("list.md", listed), DigestFile("api.json", record)])
    row = library.papers.iloc[0]
    prose, api = (digest.digest_id for digest in library.digests)
    origins = dict(one.split(": ") for one in row["origins"])
    assert row["title"] == "Boats of the Lake: Sparse Routing for Ferries"
    assert origins["title"] == origins["authors"] == api != prose
    assert "abstract" not in origins
    assert read_digests([DigestFile("api.json", record)]).papers["origins"][0] == ()


def test_a_short_name_in_prose_never_takes_a_title_from_a_record():
    short = b"- [SR](https://arxiv.org/abs/2601.01001): a very good boat, read it.\n"
    record = b'[{"title": "Sparse Routing for Ferries on Lakes", "arxiv_id": "2601.01001"}]'
    files = [DigestFile("a.md", short), DigestFile("b.md", short + b"\n"), DigestFile("api.json", record)]
    assert list(read_digests(files).papers["title"]) == ["Sparse Routing for Ferries on Lakes"]
