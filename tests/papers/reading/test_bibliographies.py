"""Bibliographies of many programs: tagged lines and XML, each as its program writes it."""

from __future__ import annotations

import pytest

from components.papers.reading.content import Content
from components.papers.reading.registry import read

TITLE, OTHER = "Slow Lanterns: Pruning for Tiny Translators", "Do Planners Dream of Empty Shelves?"
ABSTRACT = "Small models forget rare words when they are pruned too early. We keep the rare ones until the end."
DOI = "10.5555/slow.2026.11"

NBIB = f"""
PMID- 1
TI  - {TITLE[:14]}
      {TITLE[15:]}
LID - {DOI} [doi]
AB  - {ABSTRACT[:40]}
      {ABSTRACT[41:]}
FAU - Oldenkott, Mira
AU  - Oldenkott M
FAU - van der Berg, Jan
AU  - van der Berg J
DP  - 2026 Jan 5
AID - S1-2 [pii]

PMID- 2
TI  - {OTHER}
AU  - Vesterhaug T
CN  - The Shelf Consortium
"""
ENW = f"""%0 Journal Article
%A Oldenkott, Mira
%A van der Berg, Jan
%T {TITLE}
%8 January 5, 2026
%R {DOI}
%X {ABSTRACT[:40]}
{ABSTRACT[41:]}

%0 Conference Paper
%T {OTHER}
"""
WOS = f"""FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Oldenkott, M
   van der Berg, J
AF Oldenkott, Mira
   van der Berg, Jan
TI {TITLE[:14]}
   {TITLE[15:]}
DE pruning; rare words
AB {ABSTRACT}
PY 2026
DI {DOI}
ER

PT J
TI {OTHER}
ER

EF
"""
ENDNOTE = f"""<?xml version="1.0"?><xml><records><record><contributors><authors><author>
<style>Oldenkott, Mira</style></author><author>van der Berg, Jan</author></authors></contributors>
<titles><title><style>{TITLE}</style></title><secondary-title>A Journal</secondary-title></titles>
<dates><year>2026</year></dates><abstract>{ABSTRACT}</abstract>
<electronic-resource-num>{DOI}</electronic-resource-num></record>
<record><titles><title>{OTHER}</title></titles></record></records></xml>"""
PUBMED = f"""<?xml version="1.0"?><!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD" "https://dtd.example/p.dtd">
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><Journal><Title>J</Title></Journal>
<ArticleTitle>{TITLE}.</ArticleTitle><Abstract><AbstractText>{ABSTRACT}</AbstractText></Abstract><AuthorList>
<Author><LastName>Oldenkott</LastName><ForeName>Mira</ForeName></Author>
<Author><LastName>van der Berg</LastName><ForeName>Jan</ForeName></Author></AuthorList>
<ArticleDate><Year>2026</Year><Month>01</Month><Day>05</Day></ArticleDate></Article></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="pubmed">1</ArticleId><ArticleId IdType="doi">{DOI}</ArticleId>
</ArticleIdList></PubmedData></PubmedArticle>
<PubmedArticle><MedlineCitation><Article><ArticleTitle>{OTHER}</ArticleTitle></Article></MedlineCitation></PubmedArticle>
</PubmedArticleSet>"""
DBLP = f"""<?xml version="1.0"?><dblp><inproceedings key="conf/x/1"><author>Mira Oldenkott 0001</author>
<author>Jan van der Berg</author><title>{TITLE}.</title><year>2026</year><ee>https://doi.org/{DOI}</ee></inproceedings>
<article key="journals/corr/2"><title>{OTHER}</title><ee>https://doi.org/10.48550/arXiv.2601.05522</ee></article></dblp>"""
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:bib="http://purl.org/net/biblio#"
 xmlns:dcterms="http://purl.org/dc/terms/" xmlns:foaf="http://xmlns.com/foaf/0.1/">
<bib:Article rdf:about="https://example.org/lanterns"><bib:authors><rdf:Seq>
<rdf:li><foaf:Person><foaf:surname>Oldenkott</foaf:surname><foaf:givenName>Mira</foaf:givenName></foaf:Person></rdf:li>
<rdf:li><foaf:Person><foaf:surname>van der Berg</foaf:surname>
<foaf:givenName>Jan</foaf:givenName></foaf:Person></rdf:li>
</rdf:Seq></bib:authors><dcterms:isPartOf><bib:Journal><dc:title>A Journal</dc:title></bib:Journal></dcterms:isPartOf>
<dc:title>{TITLE}</dc:title><dcterms:abstract>{ABSTRACT}</dcterms:abstract><dc:date>2026-01-05</dc:date>
<dc:identifier>DOI {DOI}</dc:identifier></bib:Article>
<bib:Book><dc:title>{OTHER}</dc:title></bib:Book></rdf:RDF>"""
MODS = f"""<modsCollection xmlns="http://www.loc.gov/mods/v3"><mods><titleInfo><title>Slow Lanterns</title>
<subTitle>Pruning for Tiny Translators</subTitle></titleInfo><name type="personal"><namePart type="family">Oldenkott
</namePart><namePart type="given">Mira</namePart></name><name><namePart>van der Berg, Jan</namePart></name>
<abstract>{ABSTRACT}</abstract><originInfo><dateIssued>2026-01-05</dateIssued></originInfo>
<identifier type="doi">{DOI}</identifier></mods><mods><titleInfo><title>{OTHER}</title></titleInfo></mods>
</modsCollection>"""
RIS = f"""1.
DB  - A Database
TI  - {TITLE}
AB  - {ABSTRACT}
TY  - JOUR
AU  - Oldenkott, Mira
AU  - van der Berg, Jan
DO  - {DOI}
PY  - 2026
ER  -

2.
T1  - {OTHER}
TY  - CONF
ER  -
"""
FILES = {"MEDLINE (.nbib)": NBIB, "EndNote (.enw)": ENW, "Web of Science": WOS, "EndNote XML": ENDNOTE}
FILES |= {"PubMed XML": PUBMED, "DBLP XML": DBLP, "Zotero RDF": RDF, "MODS": MODS, "RIS": RIS}


@pytest.mark.parametrize("shape", FILES)
def test_every_record_is_read_with_its_own_fields(shape):
    reading = read(Content.of_text(FILES[shape]))
    assert reading.shape == shape
    assert reading.structured
    first, second = reading.papers
    assert (first.title, second.title) == (TITLE, OTHER)
    assert first.authors == ("Mira Oldenkott", "Jan van der Berg")
    assert first.doi == DOI
    assert not second.doi
    assert " ".join(first.abstract.split()) == ("" if shape == "DBLP XML" else ABSTRACT)
    assert first.published.startswith("2026") or shape == "RIS"
    assert not second.abstract


def test_a_date_of_pubmed_and_a_consortium_are_read():
    first, second = read(Content.of_text(NBIB)).papers
    assert first.published == "2026-01-05"
    assert second.authors == ("Vesterhaug T",)
    assert read(Content.of_text(WOS)).papers[0].keywords == ("pruning", "rare words")


def test_dblp_leads_to_arxiv():
    assert read(Content.of_text(DBLP)).papers[1].arxiv_id == "2601.05522"


@pytest.mark.parametrize("text", [NBIB, ENW, WOS])
def test_every_line_is_a_papers_or_the_files(text):
    reading = read(Content.of_text(text))
    assert not reading.notes
    ranges = [paper.lines for paper in reading.papers if paper.lines]
    assert len(ranges) == len(reading.papers)
    used = {line for first, last in ranges for line in range(first, last + 1)}
    framed = {line for first, last in reading.frame for line in range(first, last + 1)}
    told = {number for number, line in enumerate(text.split("\n"), 1) if line.strip()}
    assert told <= used | framed


def test_a_second_type_begins_a_record_where_no_end_was_written():
    text = f"TY  - JOUR\nTI  - {TITLE}\nTY  - JOUR\nTI  - {OTHER}\n"
    assert [paper.title for paper in read(Content.of_text(text)).papers] == [TITLE, OTHER]
