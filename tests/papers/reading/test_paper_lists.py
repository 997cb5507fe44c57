"""Lists as people keep them: one paper an item, paragraph, heading or row, never a label, a year or a section."""

import pytest

from components.papers.library import read_digests
from components.papers.paper import DigestFile

TITLES = (
    "Quiet Engines: Sparse Routing for Tiny Boats",
    "Do Ferries Dream of Fog?",
    "Tidal-3: A Corpus of Harbour Talk",
)
NUMBERS = ("2601.01001", "2601.01002", "2601.01003")
PLACES = (
    "https://arxiv.org/abs/2601.01001",
    "https://arxiv.org/pdf/2601.01002v2",
    "https://huggingface.co/papers/2601.01003",
)
ITEMS = {
    "bold, italic authors, links in brackets": "- [2026/01] **{t}** *Ada Byron et al. arXiv.* [[paper]({u})] "
    "[[code](https://github.com/l/r)]\n"
    "  - One line on it.",
    "bold, label": "- (2026-01) **{t}** [paper]({u}) | [code](https://github.com/l/r)",
    "label in double brackets": "* {t} [[Paper]]({u}) [[Code]](https://github.com/l/r)",
    "venue and badges": "- {t}, arXiv 2026. [![arXiv](https://img.shields.io/badge/arXiv-x-red.svg)]({u})",
    "quoted behind a short name": '* **QE**: "{t}", arXiv, 2026 (*Harbour University*). '
    "[[Paper]({u})][[PyTorch](https://github.com/l/r)]",
    "tag in bold": "- **[QE]** {t} [[paper]({u})]",
    "break and venue": "- {t} <br> Arxiv 2026 [[Paper]]({u})",
    "columns in a line": "1. {t} | *arXiv* | 2026.01.16 | [<u>Paper Link</u>]({u})",
    "label in brackets of its own": "- **[QE]** {t} | **[ACL' 22]** |[`[pdf]`]({u}) | "
    "[`[official code - caffe]`](https://github.com/l/r)",
    "linked, venue behind": "[{t}]({u}), ACL 2026 [[code]](https://github.com/l/r)\n",
    "linked, labelled details": "- [{t}]({u})\n    - Ada Byron, Charles Babbage\n"
    "    - 🏛️ Institutions: Harbour Lab\n    - 📖 TLDR: It floats.",
    "escaped brackets": "\\[2026/02\\] {t}. Ada Byron et al. [\\[paper\\]]({u})\n",
    "bold paragraph, labelled list": "**{t}**\n\n- Paper: {u}\n- Code: https://github.com/l/r\n",
    "heading, one link": "### {t}\n\n- [paper]({u})\n",
    "page of a project, badge of the paper": "+ [{t}](https://quiet.github.io/)  \n  "
    "[![arXiv](https://img.shields.io/badge/arXiv-red.svg)]({u})",
    "paragraph and rule": "[{t}]({u})\n\n- QE: introduces a boat.\n- It floats.\n\n---\n",
    "HTML in it": "<details>\n<summary><strong>{t}</strong> - Ada Byron, Charles Babbage - [[pdf]]({u})"
    "</summary>\n\n**arXiv ID:** {n}\n</details>\n",
    "by reference": "- [{t}][{n}]",
    "dash and address": "{t} - {u}",
    "two lines": "{t}\n{u}\n",
    "address first": "{u} {t}",
    "address in brackets": "{t} ({u})",
    "tasks": "- [ ] [{t}]({u}) #boats",
    "number in a field": "### {t}\n**arXiv**: {n} | **Category**: cs.SD\n",
    "cited": '[1] A. Byron and C. Babbage, "{t}," in Boats, 2026. {u}\n',
    "cited, authors first": "- A. Byron, C. Babbage. {t}. In Boats, 2026. {u}",
    "cited with the year in brackets": "- Byron, A., & Babbage, C. (2026). {t}. Boats. {u}",
    "year as code": "- `2026` {t}. [Paper]({u})",
    "venue as a tag before the title": "- [[CVPR]({u})] {t}. [[code](https://github.com/l/r)] [__`cls.`__]",
    "title in brackets, links below": ":heavy_check_mark: [{t}]\n- [[Paper]]({u})[[Code]](https://github.com/l/r)\n",
    "title in italics behind a short name": "- **(QE)** _{t}_ ```ACL 2022```     \n[[Paper]({u})]\n",
    "title in italics behind its authors": "* Ada Byron and Charles Babbage, *{t}*, arXiv:{n} / ACL [[Paper]({u})]",
    "one column further in": " - {t}\n    [[pdf]]({u})\n    - Ada Byron, Charles Babbage. *ICML 2019*",
    "bare number": "- {t} (arXiv:{n})",
}


def _listed(item: str) -> bytes:
    lines = ["# Boats", "", "## Papers", "", "### 2026", ""]
    lines += [
        item.format(t=title, u=place, n=number) for title, place, number in zip(TITLES, PLACES, NUMBERS, strict=True)
    ]
    if "[{n}]" in item:
        lines += ["", *(f"[{number}]: {place}" for number, place in zip(NUMBERS, PLACES, strict=True))]
    return "\n".join(lines).encode()


@pytest.mark.parametrize("item", ITEMS)
def test_every_item_is_one_paper_with_its_title_and_number(item):
    library = read_digests([DigestFile("list.md", _listed(ITEMS[item]))])
    assert library.reports[0].error == ""
    assert list(zip(library.papers["title"], library.papers["arxiv_id"], strict=True)) == list(
        zip(TITLES, NUMBERS, strict=True)
    )


def _read(text: str):
    return read_digests([DigestFile("list.md", text.encode())])


def test_papers_that_stand_elsewhere_than_on_arxiv_keep_their_addresses():
    library = _read(
        f"## Boats\n* [{TITLES[0]}]({PLACES[0]})<br>:star:[code](https://github.com/l/r)\n"
        f"* [{TITLES[1]}](https://openaccess.thecvf.com/content/Z/papers/F.pdf)\n* fog\n  * "
        f"[{TITLES[2]}](https://x.org/t.pdf)\n"
    )
    assert list(library.papers["title"]) == list(TITLES)
    assert library.papers["links"][1] == ("https://openaccess.thecvf.com/content/Z/papers/F.pdf",)
    assert library.papers["links"][0] == ("https://github.com/l/r",)
    assert not any(library.papers["abstract"])


def test_a_cell_may_hold_title_and_text_and_a_table_need_not_name_its_titles():
    table = "| **Paper** | **Links** |\n| --- | --- |\n" + "".join(
        f"| {k}) **{title}** - a short remark about boats. | [Paper]({place}), [Tweet](https://x.com/a/1) |\n"
        for k, (title, place) in enumerate(zip(TITLES, PLACES, strict=True), 1)
    )
    unnamed = "| when | what |\n| --- | --- |\n" + "".join(
        f"| 2026 | [{title}]({place}) |\n" for title, place in zip(TITLES, PLACES, strict=True)
    )
    for text in (table, "# This week\n\n" + unnamed):
        library = _read(text)
        assert list(zip(library.papers["title"], library.papers["arxiv_id"], strict=True)) == list(
            zip(TITLES, NUMBERS, strict=True)
        )


def test_sections_news_and_other_lists_are_no_papers():
    library = _read(
        f"# Awesome Boats\n\n## News\n\n- [2026.01] Our [survey]({PLACES[2]}) is out, see the paper!\n\n"
        "## Contents\n\n"
        f"- [Fog](#fog)\n\n## Fog\n\n- **{TITLES[0]}** [[paper]({PLACES[0]})]\n"
        f"- **{TITLES[1]}** [[paper]({PLACES[1]})]\n\n"
        "```bibtex\n@misc{x, title={Awesome boats and what they carry}, url={https://arxiv.org/abs/2601.09999}}\n```\n"
    )
    assert list(library.papers["title"]) == list(TITLES[:2])
    courses = _read(
        "# Courses\n\n- [Boats for Everyone, Part One](https://example.org/a)\n- [Boats for "
        "Nobody](https://example.org/b)\n"
    )
    assert "no paper" in courses.reports[0].error.lower()


def test_a_list_under_a_banner_in_html_is_read_as_markdown():
    text = '<p align="center"><img src="a.png"></p>\n\n' + "".join(
        f"- [{title}]({place})\n" for title, place in zip(TITLES, PLACES, strict=True)
    )
    assert list(_read(text).papers["title"]) == list(TITLES)


def test_a_cell_of_title_and_authors():
    rows = "".join(
        f"| {k} | **{title}**<br>*Ada Byron, Charles Babbage* | [pdf]({place}) |\n"
        for k, (title, place) in enumerate(zip(TITLES, PLACES, strict=True))
    )
    papers = _read("| # | Paper | Links |\n|:-:|:--|:-:|\n" + rows).papers
    assert list(papers["title"]) == list(TITLES)
    assert set(papers["authors"]) == {("Ada Byron", "Charles Babbage")}


def test_what_a_mail_says_of_itself_is_no_paper():
    text = "".join(f"[{title}]({place})\n\n" for title, place in zip(TITLES, PLACES, strict=True))
    end = "You're receiving this because you made an alert. [Unsubscribe here](https://www.semanticscholar.org/x)\n"
    assert list(_read(text + end).papers["title"]) == list(TITLES)


def test_a_row_with_too_few_cells_takes_nothing_of_what_follows_the_table():
    contents = "| [a](#a) | [b](#b) | [c](#c) |\n|---|---|---|\n| [d](#d) | [e](#e) |\n\n## Boats\n"
    text = contents + "".join(f"* [{title}]({place})\n" for title, place in zip(TITLES, PLACES, strict=True))
    assert list(_read(text).papers["title"]) == list(TITLES)


def test_courses_beside_papers_are_none_and_papers_elsewhere_are_some():
    papers = "".join(f"- [{title}]({place})\n" for title, place in zip(TITLES, PLACES, strict=True))
    courses = "".join(f"- [Boats for Everyone, Part {part}](https://example.org/{part})\n" for part in "ABCD")
    assert list(_read(f"# Boats\n\n## Papers\n\n{papers}\n## Courses\n\n{courses}").papers["title"]) == list(TITLES)
    mixed = papers + "- [Why Lakes Are Wet and Boats Are Not](https://example.org/lakes)\n"
    assert len(_read(f"# Boats\n\n{mixed}").papers) == 4


def test_authors_under_a_linked_heading_are_no_abstract():
    text = "".join(
        f"### [{title}]({place})\n\nAda Byron, Charles Babbage\n\nBoats are slow. We route them late and they "
        f"are fast {k}.\n\n"
        for k, (title, place) in enumerate(zip(TITLES, PLACES, strict=True))
    )
    papers = _read(text).papers
    assert set(papers["authors"]) == {("Ada Byron", "Charles Babbage")}
    assert not any("Byron" in abstract for abstract in papers["abstract"])


def test_a_number_above_its_title():
    text = "".join(
        f"arXiv:{number}\n{title}\nAda Byron, Charles Babbage\n\n"
        for title, number in zip(TITLES, NUMBERS, strict=True)
    )
    papers = _read(text).papers
    assert list(zip(papers["title"], papers["arxiv_id"], strict=True)) == list(zip(TITLES, NUMBERS, strict=True))


@pytest.mark.parametrize(
    "item",
    [
        "- [DPR](https://arxiv.org/abs/2601.01001) and [FiD](https://arxiv.org/abs/2601.01002) - retrieve, then read.",
        "- [DPR](https://arxiv.org/abs/2601.01001) / [FiD](https://arxiv.org/abs/2601.01002)",
        "- [**DPR**](https://arxiv.org/abs/2601.01001), [**FiD**](https://arxiv.org/abs/2601.01002), and more",
    ],
)
def test_two_linked_papers_in_one_item_are_two(item):
    lines = ["## Papers", "", f"- [{TITLES[2]}]({PLACES[2]})", item]
    papers = read_digests([DigestFile("list.md", "\n".join(lines).encode())]).papers
    assert list(zip(papers["title"], papers["arxiv_id"], strict=True)) == [
        (TITLES[2], NUMBERS[2]), ("DPR", NUMBERS[0]), ("FiD", NUMBERS[1])
    ]  # fmt: skip


def test_two_titles_with_a_link_each_in_one_item_are_two():
    item = f"- {TITLES[0]} [[paper]]({PLACES[0]}) [[code]](https://github.com/l/r), {TITLES[1]} [[paper]]({PLACES[1]})"
    papers = read_digests([DigestFile("list.md", f"## Papers\n\n{item}\n".encode())]).papers
    assert list(papers["title"]) == list(TITLES[:2])
    assert list(papers["arxiv_id"]) == list(NUMBERS[:2])


def test_a_paper_with_its_other_version_and_its_code_is_one():
    item = f"- {TITLES[0]} [[paper]]({PLACES[0]}), [[journal version]](https://dl.acm.org/doi/10.1/x) and [[code]](https://github.com/l/r)"
    papers = read_digests([DigestFile("list.md", f"## Papers\n\n{item}\n".encode())]).papers
    assert list(papers["title"]) == [TITLES[0]]


@pytest.mark.parametrize(
    ("text", "venue", "year"),
    [
        ("### CVPR 2024\n\n- [{t}]({u})", "CVPR 2024", "2024"),
        ("## ICLR'23 (oral)\n\n- [{t}]({u})", "ICLR 2023", "2023"),
        ("## 2019\n\n### ICML\n\n- [{t}]({u})", "ICML 2019", "2019"),
        ("## 2019\n\n- [[ICML]({u})] {t}.", "ICML 2019", "2019"),
        ("## 2019\n\n- {t} [[paper]({u})]", "", "2019"),
        ("# ECCV 2024 Papers\n\n# Segmentation\n\n- [{t}]({u})", "ECCV 2024", "2024"),
        ("# [KDD 2024] A Survey of Boats, with its papers\n\n## Models\n\n- [{t}]({u})", "", "2026"),
        ("## Boats\n\n- **{t}** *NeurIPS 2023* [[paper]({u})]", "NeurIPS 2023", "2023"),
        ("## 2019\n\n- **{t}** (ACL Findings 2020) [[paper]({u})]", "ACL Findings 2020", "2020"),
        ("## ICML 2019\n\n## Other\n\n- **{t}** [[paper]({u})]", "", "2026"),
        ("## Boats of 2019 and later years\n\n- **{t}** arXiv 2020 [[paper]({u})]", "", "2026"),
        ("### NeurIPS 2023\n\n| Title | Code |\n|---|---|\n| [{t}]({u}) | |", "NeurIPS 2023", "2023"),
    ],
)  # fmt: skip
def test_headings_and_items_say_where_and_when_a_paper_came_out(text, venue, year):
    content = text.format(t=TITLES[0], u=PLACES[0]) + f"\n\n## Last\n\n- [{TITLES[1]}]({PLACES[1]})\n"
    papers = read_digests([DigestFile("list.md", content.encode())]).papers.set_index("title")
    assert (papers["venue"][TITLES[0]] or "", papers["year"][TITLES[0]] or "") == (venue, year)


@pytest.mark.parametrize(
    "cell",
    [
        "1) **{t}** - proposes a boat that routes itself through fog without any help; it is quiet. "
        + "More on it. " * 60,
        "2) {t}  This work introduces a boat that routes itself through fog. <br> ● It is quiet. "
        + "More on it. " * 60,
    ],
)
def test_a_long_cell_is_parted_into_title_and_text(cell):
    table = f"| **Paper** | **Links** |\n|---|---|\n| {cell.format(t=TITLES[0])} | [Paper]({PLACES[0]}) |\n"
    papers = read_digests([DigestFile("week.md", table.encode())]).papers
    assert (list(papers["title"]), list(papers["arxiv_id"])) == ([TITLES[0]], [NUMBERS[0]])


def test_a_title_in_a_table_keeps_its_address_wherever_it_stands():
    table = "| Year | Pub | Paper | Repo |\n|---|---|---|---|\n"
    table += "| 2011 | CVPR | [{t}](https://lab.edu/boats.pdf) | [code](https://github.com/l/r) |"
    papers = read_digests([DigestFile("table.md", table.format(t=TITLES[0]).encode())]).papers
    assert "https://lab.edu/boats.pdf" in papers["links"][0]
    assert (papers["year"][0], papers["venue"][0]) == ("2011", "CVPR")
