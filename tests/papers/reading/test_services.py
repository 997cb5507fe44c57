"""Records as services and programs write them in JSON and tables."""

from __future__ import annotations

import json

import pytest

from components.papers.reading.content import Content
from components.papers.reading.registry import read

TITLE, ABSTRACT = "Slow Lanterns: Pruning for Tiny Translators", "Small models forget rare words. We keep them."
WORDS = {word: [place] for place, word in enumerate(ABSTRACT.split())}
PEOPLE = ("Mira Oldenkott", "Jules Abernathy-Ruiz")
CREATORS = [
    {"creatorType": "author", "firstName": "Mira", "lastName": "Oldenkott"},
    {"creatorType": "editor", "firstName": "Ed", "lastName": "Itor"},
    {"creatorType": "author", "firstName": "Jules", "lastName": "Abernathy-Ruiz"},
]
ZOTERO = {"itemType": "preprint", "title": TITLE, "creators": CREATORS, "abstractNote": ABSTRACT, "date": "2026-01-08"}
FILES = {
    "OpenAlex": {
        "results": [
            {
                "id": "https://openalex.org/W0",
                "title": TITLE,
                "publication_date": "2026-01-08",
                "publication_year": 2026,
                "authorships": [{"author": {"display_name": name}} for name in PEOPLE],
                "abstract_inverted_index": WORDS,
                "primary_location": {"landing_page_url": "https://arxiv.org/abs/2601.04411"},
            }
        ]
    },
    "OpenReview": {
        "notes": [
            {
                "forum": "aB0",
                "cdate": 1767830400000,
                "content": {
                    "title": {"value": TITLE},
                    "authors": {"value": list(PEOPLE)},
                    "abstract": {"value": ABSTRACT},
                },
            }
        ]
    },
    "Crossref": {
        "message": {
            "items": [
                {
                    "DOI": "10.5555/slow.1",
                    "title": [TITLE],
                    "author": [
                        {"given": "Mira", "family": "Oldenkott"},
                        {"given": "Jules", "family": "Abernathy-Ruiz"},
                    ],
                    "abstract": f"<jats:title>Abstract</jats:title><jats:p>{ABSTRACT}</jats:p>",
                    "issued": {"date-parts": [[2026, 1, 8]]},
                }
            ]
        }
    },
    "Semantic Scholar": {
        "data": [
            {
                "title": TITLE,
                "abstract": ABSTRACT,
                "year": 2026,
                "publicationDate": "2026-01-08",
                "authors": [{"name": name} for name in PEOPLE],
            }
        ]
    },
    "Zotero API": [{"key": "K0", "data": {**ZOTERO, "archiveID": "arXiv:2601.04411"}}],
    "Better BibTeX": {"config": {}, "items": [ZOTERO]},
    "DBLP": {
        "result": {
            "hits": {
                "hit": [
                    {
                        "info": {
                            "title": TITLE,
                            "authors": {"author": [{"text": f"{name} 0001"} for name in PEOPLE]},
                            "year": "2026",
                            "ee": "https://doi.org/10.48550/arXiv.2601.04411",
                        }
                    }
                ]
            }
        }
    },
    "arXiv's dump": {
        "id": "2601.04411",
        "title": TITLE,
        "abstract": f"  {ABSTRACT}\n",
        "authors": ", ".join(PEOPLE),
        "versions": [{"created": "Thu, 8 Jan 2026 10:00:00 GMT"}],
        "update_date": "2026-01-20",
    },
    "lists in a list": [[{"title": TITLE, "abstract": ABSTRACT, "authors": list(PEOPLE), "published": "2026-01-08"}]],
}


@pytest.mark.parametrize("service", FILES)
def test_every_field_of_a_record_is_read(service):
    (paper,) = read(Content.of_text(json.dumps(FILES[service]))).papers
    assert paper.title == TITLE
    assert paper.authors == PEOPLE
    assert paper.abstract.strip() == ("" if service == "DBLP" else ABSTRACT)
    assert paper.published == ("2026" if service == "DBLP" else "2026-01-08")
    if service in ("OpenAlex", "Zotero API", "DBLP", "arXiv's dump"):
        assert paper.arxiv_id == "2601.04411"
    assert not any("openalex.org" in link for link in paper.links)


@pytest.mark.parametrize(
    "table",
    [
        f"sep=;\nTitle;Abstract\n{TITLE};{ABSTRACT}\n",
        f'sep=,\nTitle,Abstract\n"{TITLE}","{ABSTRACT}"\n',
        f'"Document Title","Abstract"\n"{TITLE}","{ABSTRACT}"\n',
        f'Name,Abstract,Status\n"{TITLE}","{ABSTRACT}",To read\n',
        f'Paper,Abstract\n"{TITLE}","{ABSTRACT}"\n',
    ],
)
def test_a_table_is_known_by_any_usual_name_of_its_titles(table):
    (paper,) = read(Content.of_text(table)).papers
    assert (paper.title, paper.abstract) == (TITLE, ABSTRACT)
    assert paper.lines == (table.count("\n"),) * 2


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ('"Oldenkott, Mira; Abernathy-Ruiz, Jules"', PEOPLE),
        ("[No author name available]", ()),
        ('"Mira Oldenkott, rss-help@example.org"', PEOPLE[:1]),
        ('"Zo\\""e Bal\\\'azs; Jules Abernathy-Ruiz"', ("Zoë Balázs", PEOPLE[1])),
    ],
)
def test_people_are_read_in_one_form(written, names):
    (paper,) = read(Content.of_text(f"Title,Authors\n{TITLE},{written}\n")).papers
    assert paper.authors == names


def test_a_full_date_beside_its_year_counts():
    (paper,) = read(Content.of_text(f"Title,Publication Year,Date\n{TITLE},2026,2026-01-08\n")).papers
    assert paper.published == "2026-01-08"


def test_a_private_address_is_no_link():
    text = json.dumps([{"id": "http://zotero.org/users/1/items/A", "title": TITLE, "URL": "https://example.org/p"}])
    (paper,) = read(Content.of_text(text)).papers
    assert paper.links == ("https://example.org/p",)
