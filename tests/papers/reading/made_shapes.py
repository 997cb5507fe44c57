"""Invented papers written in every shape a digest has on disk, each with the fields that the shape has."""

from __future__ import annotations

import csv
import html
import io
import json
import textwrap
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from email.message import EmailMessage
from typing import Any
from xml.sax.saxutils import escape

from tests.papers.made_papers import Made

Shape = Callable[[Sequence[Made]], bytes]
HF = "https://huggingface.co/papers/"
HEADER = ["new", "Get trending papers in your email inbox once a day!", "Subscribe", "Daily Papers"]
BY = "by AK and the research community"


def _month_day(paper: Made, year: bool) -> str:
    day = date.fromisoformat(paper.published)
    return day.strftime("%b ") + str(day.day) + (f", {day.year}" if year else "")


def _wrapped(text: str, width: int = 79) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def _people(paper: Made) -> str:
    return paper.organisation or f"{len(paper.authors)} authors"


def main_text(papers: Sequence[Made]) -> bytes:
    return "\n\n".join([*HEADER, BY, *(part for one in papers for part in (one.title, one.abstract))]).encode()


def main_text_tight(papers: Sequence[Made]) -> bytes:
    lines = [
        "byAK and the research community",
        "Mar 14",
        *(part for one in papers for part in (one.title, one.abstract)),
    ]
    return b"\xef\xbb\xbf" + "\r\n".join(lines).encode()


def browser_copy(papers: Sequence[Made]) -> bytes:
    lines = ["Hugging Face", "Models", *HEADER, "by", "AK", "and the research community", "Daily", "Oct 3"]
    for one in papers:
        lines += [
            str(one.votes or "-"),
            one.title,
            one.abstract,
            _people(one),
            "·",
            _month_day(one, False),
            str(one.comments),
        ]
    return "\n".join([*lines, "Previous", "Next", "Company", "TOS"]).encode()


def browser_copy_with_addresses(papers: Sequence[Made]) -> bytes:
    parts = ["---", "exported: 2026-07-28", "---", *HEADER, "by ", "AK", " and the research community", "Mar 25"]
    for one in papers:
        url = HF + one.number
        parts += [f" [-] {one.votes or '-'}", f"https://huggingface.co/login?next=%2Fpapers%2F{one.number}"]
        parts += [one.title, url, one.abstract, url]
        parts += (
            [f" {one.organisation}", "https://huggingface.co/x"]
            if one.organisation
            else [f"[\n\n{_people(one)}]({url})"]
        )
        parts += ["·", _month_day(one, True) + " ", str(one.comments), url + "#community"]
    return "\n\n".join(parts).encode()


def crawler_markdown(papers: Sequence[Made]) -> bytes:
    lines = ["# Daily Papers", "## by[AK](https://huggingface.co/akhaliq) and the research community", "Oct 3"]
    for one in papers:
        url = HF + one.number
        title = one.title.replace(" ", "\\  ", 1) if len(one.title) > 50 else one.title
        lines.append(f"[{one.votes or '-'}](https://huggingface.co/login?next=%2Fpapers%2F{one.number})")
        lines.append(f"### [{title}]({url})")
        lines.append("[" + "\\\\\n".join(_wrapped(one.abstract)) + f"]({url})")
        logo = "![org](https://cdn.x/o.png)"
        lines.append(
            f"[{logo}{one.organisation}](https://huggingface.co/org)"
            if one.organisation
            else f"[- {_people(one)}]({url})"
        )
        lines += ["·", f"{_month_day(one, False)}[{one.comments}]({url}#community)"]
    return "\n".join(lines).encode()


def numbered_links(papers: Sequence[Made]) -> bytes:
    lines = [
        "[[Hugging Face's logo] Hugging Face][1]",
        "* [ Models ][2]",
        "new",
        "# Daily Papers",
        f"## {BY}",
        "Jun 29",
    ]
    references = []
    for place, one in enumerate(papers):
        number = 10 + 5 * place
        title = "\n".join(_wrapped(one.title, 60))
        lines += ["[", str(one.votes or "-"), f"][{number}]", "", f"### [{title}][{number + 1}]", "", "[", ""]
        lines += [*_wrapped(one.abstract, 120), "", f"][{number + 2}]"]
        lines += (
            [f"[[logo] {one.organisation}][{number + 3}]"]
            if one.organisation
            else ["[", f"* {_people(one)}", f"][{number + 3}]"]
        )
        lines += ["·", f"{_month_day(one, True)} [ {one.comments}][{number + 4}]"]
        references += [f"[{number + 1}]: {HF}{one.number}"]
    return "\n".join([*lines, "", *references]).encode()


def trending(papers: Sequence[Made]) -> bytes:
    lines = [
        "new",
        "",
        "# Trending Papers",
        "",
        "## by[ AK](https://huggingface.co/akhaliq) and the research community",
        "",
    ]
    for one in papers:
        url = HF + one.number
        for published in ("Published on ", ""):
            stars = f"{one.stars / 1000:.2f}k".replace("0k", "k") if one.stars >= 1000 else str(one.stars)
            meta = f"{_people(one) if one.organisation else '- ' + _people(one)} · {published}{_month_day(one, True)}"
            lines += ["Submitted by", "", "someone", "", f"### [{one.title}]({url})", "", one.abstract, "", meta, ""]
            lines += ["[Upvote", "", f"{one.votes}](https://huggingface.co/login?next=%2Fpapers%2F{one.number})", ""]
            lines += [
                f"[GitHub {stars}](https://github.com/lab/{one.number}) [arXiv Page](https://arxiv.org/abs/{one.number})",
                "",
            ]
    return "\n".join(lines).encode()


def _api_item(one: Made) -> dict[str, Any]:
    text = "\n".join(_wrapped(one.abstract))
    paper = {
        "id": one.number,
        "authors": [{"_id": "6", "name": name, "hidden": False} for name in one.authors],
        "publishedAt": f"{one.published}T00:00:00.000Z",
        "submittedOnDailyAt": "2026-06-03T00:21:50.292Z",
        "title": "\n  ".join(_wrapped(one.title, 50)),
        "summary": text,
        "upvotes": one.votes,
        "ai_summary": "A short summary.",
        "ai_keywords": ["models"],
        "githubRepo": f"https://github.com/lab/{one.number}",
        "githubStars": one.stars,
        "organization": {"name": "org", "fullname": one.organisation} if one.organisation else None,
    }
    return {
        "paper": paper,
        "publishedAt": "2020-01-01T20:00:00.000Z",
        "title": one.title,
        "summary": text,
        "numComments": one.comments,
    }


def api_json(papers: Sequence[Made]) -> bytes:
    return json.dumps([_api_item(one) for one in papers]).encode()


def api_lines(papers: Sequence[Made]) -> bytes:
    return "\n".join(json.dumps(_api_item(one), ensure_ascii=False) for one in papers).encode()


def python_repr(papers: Sequence[Made]) -> bytes:
    return json.dumps([repr(_api_item(one)) for one in papers]).encode()


def python_repr_envelope(papers: Sequence[Made]) -> bytes:
    data = [repr(_api_item(one)) for one in papers]
    return json.dumps({"status": "success", "date": "2025-01-10", "count": len(data), "data": data}, indent=1).encode()


def flat_rows(papers: Sequence[Made]) -> bytes:
    rows = [
        {"date": "2026-06-03", "paper_id": one.number, "title": one.title, "authors": list(one.authors)}
        | {"summary": one.abstract, "publishedAt": one.published, "upvotes": one.votes, "numComments": one.comments}
        for one in papers
    ]
    return json.dumps(rows).encode()


def keyed_by_id(papers: Sequence[Made]) -> bytes:
    rows = {
        one.number: {"url": HF + one.number, "title": one.title, "abstract": one.abstract, "upvotes": one.votes}
        | {"publication_date": one.published, "tags": ["cs.CV"]}
        for one in papers
    }
    return json.dumps(rows, indent=2).encode()


def single_paper(papers: Sequence[Made]) -> bytes:
    return json.dumps(_api_item(papers[0])["paper"]).encode()


def search_old(papers: Sequence[Made]) -> bytes:
    return json.dumps(
        [{"id": one.number, "title": one.title, "thumbnailUrl": "x", "source": "hf"} for one in papers]
    ).encode()


def own_lines(papers: Sequence[Made]) -> bytes:
    rows = [
        {
            "id": f"arxiv:{one.number}",
            "title": one.title,
            "abstract": one.abstract,
            "arxiv_id": one.number,
            "votes": one.votes,
        }
        | {"authors": list(one.authors), "published": one.published, "links": [], "sightings": [{"position": 1}]}
        for one in papers
    ]
    return "\n".join(map(json.dumps, rows)).encode()


def csl_json(papers: Sequence[Made]) -> bytes:
    rows = [
        {
            "type": "article",
            "title": one.title,
            "abstract": one.abstract,
            "URL": f"https://arxiv.org/abs/{one.number}v2",
        }
        | {"author": [{"given": name.split()[0], "family": name.split()[-1]} for name in one.authors]}
        | {"issued": {"date-parts": [[int(part) for part in one.published.split("-")]]}}
        for one in papers
    ]
    return json.dumps(rows).encode()


def json_feed(papers: Sequence[Made]) -> bytes:
    items = [
        {"id": HF + one.number, "url": HF + one.number, "title": one.title, "content_text": one.abstract}
        | {"date_published": f"{one.published}T00:00:00Z"}
        for one in papers
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1", "title": "Daily Papers", "items": items}).encode()


def csv_table(papers: Sequence[Made]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["date", "paper_id", "title", "authors", "summary", "upvotes", "url"])
    for one in papers:
        text = "\n".join(_wrapped(one.abstract))
        writer.writerow(["2026-06-03", one.number, one.title, str(list(one.authors)), text, one.votes, HF + one.number])
    return out.getvalue().encode()


def tab_table(papers: Sequence[Made]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t")
    writer.writerow(["Titles", "Summaries", "Terms", "Link"])
    for one in papers:
        writer.writerow([one.title, one.abstract, "['cs.CV', 'cs.LG']", f"https://arxiv.org/abs/{one.number}"])
    return out.getvalue().encode("utf-16")


def spreadsheet(papers: Sequence[Made]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["My reading list"])
    sheet.append(["Paper title", "Abstract", "arXiv ID", "Upvotes", "Published", "Authors"])
    for one in papers:
        day = date.fromisoformat(one.published)
        sheet.append([one.title, one.abstract, one.number, one.votes, day, "; ".join(one.authors)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def saved_page(papers: Sequence[Made]) -> bytes:
    props = html.escape(json.dumps({"dateString": "2026-06-03", "dailyPapers": [_api_item(one) for one in papers]}))
    other = html.escape(json.dumps({"title": "no paper", "user": {"name": "x"}}))
    body = f'<div data-props="{other}"></div><div data-target="DailyPapers" data-props="{props}"></div>'
    return f"<!doctype html><html><body><main>{body}{_articles(papers)}</main></body></html>".encode()


def visible_page(papers: Sequence[Made]) -> bytes:
    return (
        f"<!doctype html><html><head><title>Daily Papers</title></head><body>{_articles(papers)}</body></html>".encode()
    )


def _articles(papers: Sequence[Made]) -> str:
    return "".join(
        f'<article><a href="/papers/{one.number}"></a><div class="flex leading-none">{one.votes}</div>'
        f'<h3><a href="/papers/{one.number}">{html.escape(one.title)}</a></h3></article>'
        for one in papers
    )


def mirror_feed(papers: Sequence[Made]) -> bytes:
    items = "".join(
        f"<item><title>{escape(one.title)}</title><link>https://arxiv.org/abs/{one.number}</link><description>"
        + escape(
            f'<p><img src="x.png"><b>Authors:</b> {", ".join(one.authors)}</p><p><b>Upvotes:</b> {one.votes}</p>'
            f"<p><b>Summary:</b> {html.escape(one.abstract)}</p>"
        )
        + "</description></item>"
        for one in papers
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'.encode()


def cdata_feed(papers: Sequence[Made]) -> bytes:
    def item(one: Made) -> str:
        text = f"<h3>AI summary</h3><p>Short.</p><h3>Abstract</h3><p>{html.escape(one.abstract)}</p>"
        head = f"<title><![CDATA[{one.title}]]></title><guid>{HF}{one.number}</guid>"
        return f"<item>{head}<description><![CDATA[{text}]]></description></item>"

    return f'<rss version="2.0"><channel>{"".join(map(item, papers))}</channel></rss>'.encode()


def arxiv_rss(papers: Sequence[Made]) -> bytes:
    items = "".join(
        f"<item><title>{escape(one.title)}</title><link>https://arxiv.org/abs/{one.number}</link><description>"
        f"arXiv:{one.number}v1 Announce Type: new \nAbstract: {escape(one.abstract)}</description>"
        f"<guid>oai:arXiv.org:{one.number}v1</guid><dc:creator>{escape(', '.join(one.authors))}</dc:creator></item>"
        for one in papers
    )
    space = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return (
        f'<?xml version="1.0"?>\n<rss {space}><channel><title>cs on arXiv.org</title>{items}</channel></rss>'.encode()
    )


def arxiv_atom(papers: Sequence[Made]) -> bytes:
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/{one.number}v1</id><published>{one.published}T00:00:00Z</published>"
        f"<title>{escape(chr(10).join(_wrapped(one.title, 40)))}</title><summary>  {escape(one.abstract)}\n</summary>"
        + "".join(f"<author><name>{name}</name></author>" for name in one.authors)
        + "</entry>"
        for one in papers
    )
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'.encode()


def arxiv_mail(papers: Sequence[Made]) -> bytes:
    rule = "-" * 78
    lines = ["Date: Fri,  3 Mar 23 01:29:12 GMT", "Subject: cs daily Subj-class mailing 400043 1", "", rule]
    for one in papers:
        day = date.fromisoformat(one.published).strftime("%a, %d %b %Y")
        lines += ["\\\\", f"arXiv:{one.number}", f"Date: {day} 19:00:02 GMT   (1726kb,D)", ""]
        lines += textwrap.wrap(f"Title: {one.title}", 75, subsequent_indent="  ", break_long_words=False)
        lines += textwrap.wrap("Authors: " + ", ".join(one.authors), 75, subsequent_indent="  ")
        lines += ["Categories: cs.CL cs.AI", "\\\\"]
        lines += ["  " + line for line in _wrapped(one.abstract)]
        lines += [f"\\\\ ( https://arxiv.org/abs/{one.number} ,  1726kb)", rule]
    return "\n".join([*lines, "%%--%%--" * 9, "%%%---%%%---" * 6]).encode()


def arxiv_listing_copied(papers: Sequence[Made]) -> bytes:
    lines = ["Computation and Language", "New submissions", "Cross-lists", "See recent articles", ""]
    lines += ["Showing new listings for Friday, 20 November 2026", f"Total of {len(papers)} entries"]
    lines += [f"New submissions (showing {len(papers)} of {len(papers)} entries)"]
    for place, one in enumerate(papers, 1):
        lines += [f"[{place}] arXiv:{one.number} [pdf, html, other]", f"Title: {one.title}", ", ".join(one.authors)]
        lines += ["Comments: 12 pages", "Subjects: Computation and Language (cs.CL); Machine Learning (cs.LG)"]
        lines += [one.abstract, ""]
    return "\n".join([*lines, f"Total of {len(papers)} entries"]).encode()


def arxiv_listing_page(papers: Sequence[Made]) -> bytes:
    entries = "".join(
        f'<dt>\n<a name=\'item{place}\'>[{place}]</a>\n<a href ="/abs/{one.number}" title="Abstract">\n'
        f"  arXiv:{one.number}\n</a>\n (cross-list from cs.LG)\n [<a href='/pdf/{one.number}'>pdf</a>, "
        f"<a href='https://arxiv.org/html/{one.number}v1'>html</a>]\n</dt>\n<dd>\n<div class='meta'>"
        f"<div class='list-title mathjax'><span class='descriptor'>Title:</span>\n  {html.escape(one.title)}\n</div>"
        "<div class='list-authors'>"
        + ", ".join(f"<a href='https://arxiv.org/search/?query=x'>{html.escape(name)}</a>" for name in one.authors)
        + "</div>\n<div class='list-subjects'><span class='descriptor'>Subjects:</span>\n"
        "<span class='primary-subject'>Computation and Language (cs.CL)</span></div>"
        f"<p class='mathjax'>\n{html.escape(one.abstract)}\n</p></div></dd>"
        for place, one in enumerate(papers, 1)
    )
    head = "<h1>Computation and Language</h1><h3>Showing new listings for Friday, 20 November 2026</h3>"
    title = "<!DOCTYPE html><html><head><title>Computation and Language</title></head>"
    return f"{title}<body>{head}<dl id='articles'>{entries}</dl></body></html>".encode()


def newsletter(papers: Sequence[Made]) -> bytes:
    lines = ["# Hugging Face Daily Papers — 2026-06-03", "", "Good morning, here is what happened."]
    for one in papers:
        lines += [
            "",
            f"### [{one.title}](https://arxiv.org/abs/{one.number})",
            "",
            "![](https://x/y.png)",
            "",
            f"Vote: {one.votes}",
        ]
        lines += ["", "Authors: " + ", ".join(one.authors), "", one.abstract]
    return "\n".join(lines).encode()


def detailed_newsletter(papers: Sequence[Made]) -> bytes:
    lines = ["# Papers of the day", ""]
    for place, one in enumerate(papers, 1):
        lines += [
            f"### [{place}] [{one.title}](https://arxiv.org/abs/{one.number})",
            "*" + ", ".join(one.authors) + "*",
            "",
        ]
        lines += [
            "Main category: cs.CV",
            "",
            "<details>",
            "<summary>Details</summary>",
            "",
            f"Abstract: {one.abstract}",
            "",
            "</details>",
            "",
        ]
    return "\n".join(lines).encode()


def table_newsletter(papers: Sequence[Made]) -> bytes:
    lines = ["# Daily papers 2026-06-03", "", "| Title | Authors | Summary | Upvotes |", "| --- | --- | --- | --- |"]
    for one in papers:
        title = one.title.replace("|", "\\|")
        text = one.abstract.replace(". ", ".\n", 1)
        more = f"(Read more on [arXiv](https://arxiv.org/abs/{one.number}) or [HuggingFace]({HF}{one.number}))"
        lines.append(f"| {title} | {', '.join(one.authors)} | {text} {more} | {one.votes} |")
    return "\n".join(lines).encode()


def ranking_table(papers: Sequence[Made]) -> bytes:
    lines = ["| 排名 | 标题 | arXiv | Upvotes | 机构 |", "|---|---|---|---|---|"]
    for place, one in enumerate(papers, 1):
        lines.append(
            f"| {place} | **{one.title}** | [{one.number}](https://arxiv.org/abs/{one.number}) "
            f"| {one.votes} | {one.organisation} |"
        )
    return "\n".join(lines).encode()


def yaml_list(papers: Sequence[Made]) -> bytes:
    import yaml

    rows = [
        {"title": one.title, "abstract": one.abstract, "arxiv": one.number, "tags": ["llm"], "published": one.published}
        for one in papers
    ]
    return bytes(yaml.safe_dump(rows, allow_unicode=True, sort_keys=False).encode())


def bibtex(papers: Sequence[Made]) -> bytes:
    entries = [
        f"@misc{{key{place},\n  title={{{{{_balanced(one.title)}}}}},\n  author={{{' and '.join(one.authors)}}},\n"
        f"  year = 20{one.number[:2]},\n"
        f"  eprint={{{one.number}}},\n  archivePrefix={{arXiv}},\n  abstract={{{one.abstract}}}\n}}"
        for place, one in enumerate(papers)
    ]
    return "\n\n".join(entries).encode()


def _balanced(title: str) -> str:
    return title.replace('"', "''") if '"' in title else title


def ris(papers: Sequence[Made]) -> bytes:
    records = [
        [
            *("TY  - JOUR", f"T1  - {one.title}"),
            *(f"A1  - {name}" for name in one.authors),
            *(f"PY  - {one.published[:4]}", f"N2  - {one.abstract}"),
            *(f"UR  - https://arxiv.org/abs/{one.number}", "ER  -"),
        ]
        for one in papers
    ]
    return "\r\n".join(line for record in records for line in [*record, ""]).encode()


def html_mail(papers: Sequence[Made]) -> bytes:
    body = "".join(
        f'<h2><a href="https://arxiv.org/abs/{one.number}">{html.escape(one.title)}</a></h2><p>Upvotes: {one.votes}</p>'
        f"<p>{html.escape(one.abstract)}</p>"
        for one in papers
    )
    message = EmailMessage()
    message["Subject"] = "Tägliche Papers"
    message["From"] = "News <news@example.org>"
    message["Date"] = "Wed, 03 Jun 2026 08:00:00 +0000"
    message.set_content("Your mail program shows no HTML.")
    message.add_alternative(f"<html><body><h1>Papers</h1>{body}</body></html>", subtype="html")
    return bytes(message)


def zip_of_yaml(papers: Sequence[Made]) -> bytes:
    import yaml

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, one in enumerate(papers):
            row = {"title": one.title, "abstract": one.abstract, "url": HF + one.number, "tags": ["x"]}
            archive.writestr(f"papers/{place:03d}.yaml", yaml.safe_dump(row, allow_unicode=True))
    return out.getvalue()


# Per shape: how it is written, and which of the fields below it can say.
def awesome_list(papers: Sequence[Made]) -> bytes:
    lines = ["# Awesome Boats", "", "A list.", "", "## Papers", ""]
    for one in papers:
        people = f"*{one.authors[0]} et al.* "
        links = f"[[paper](https://arxiv.org/abs/{one.number})] [[code](https://github.com/lab/{one.number})]"
        lines.append(f"- [2026/01] **{one.title}** {people}{links}")
    return "\n".join(lines).encode()


def titles_with_addresses(papers: Sequence[Made]) -> bytes:
    return "\n".join(f"{one.title}\nhttps://arxiv.org/abs/{one.number}\n" for one in papers).encode()


def telegram(papers: Sequence[Made]) -> bytes:
    messages = [
        {"type": "message", "text": [{"type": "bold", "text": one.title}, f"\n\nhttps://arxiv.org/abs/{one.number}"]}
        for one in papers
    ]
    return json.dumps({"name": "Papers", "messages": messages}).encode()


EVERYTHING = "title abstract id votes date authors comments"
SHAPES: Mapping[str, tuple[Shape, str]] = {
    "main text": (main_text, "title abstract"),
    "main text, tight": (main_text_tight, "title abstract"),
    "browser copy": (browser_copy, "title abstract votes monthday comments organisation"),
    "browser copy with addresses": (browser_copy_with_addresses, "title abstract id votes date comments organisation"),
    "crawler Markdown": (crawler_markdown, "title abstract id votes date comments organisation"),
    "numbered links": (numbered_links, "title abstract id votes date comments organisation"),
    "trending": (trending, "title abstract id votes date organisation stars"),
    "API JSON": (api_json, EVERYTHING + " organisation stars"),
    "API lines": (api_lines, EVERYTHING + " organisation stars"),
    "Python reprs": (python_repr, EVERYTHING + " organisation stars"),
    "Python reprs in an envelope": (python_repr_envelope, EVERYTHING + " organisation stars"),
    "flat rows": (flat_rows, EVERYTHING),
    "keyed by id": (keyed_by_id, "title abstract id votes date"),
    "single paper": (single_paper, "title abstract id votes date authors"),
    "search, old": (search_old, "title id"),
    "our own lines": (own_lines, "title abstract id votes date authors"),
    "CSL": (csl_json, "title abstract id date"),
    "JSON Feed": (json_feed, "title abstract id date"),
    "CSV": (csv_table, "title abstract id votes authors"),
    "tabs in UTF-16": (tab_table, "title abstract id"),
    "spreadsheet": (spreadsheet, "title abstract id votes date authors"),
    "saved page": (saved_page, EVERYTHING + " organisation stars"),
    "visible page": (visible_page, "title id votes"),
    "mirror feed": (mirror_feed, "title abstract id votes authors"),
    "CDATA feed": (cdata_feed, "title abstract id"),
    "arXiv RSS": (arxiv_rss, "title abstract id authors"),
    "arXiv Atom": (arxiv_atom, "title abstract id date authors"),
    "arXiv mail": (arxiv_mail, "title abstract id date authors"),
    "arXiv listing, copied": (arxiv_listing_copied, "title abstract id authors"),
    "arXiv listing, saved": (arxiv_listing_page, "title abstract id authors"),
    "newsletter": (newsletter, "title abstract id votes authors"),
    "detailed newsletter": (detailed_newsletter, "title abstract id authors"),
    "table newsletter": (table_newsletter, "title abstract id votes authors"),
    "ranking table": (ranking_table, "title id votes organisation"),
    "YAML": (yaml_list, "title abstract id date"),
    "BibTeX": (bibtex, "abstract id authors"),
    "RIS": (ris, "title abstract id authors"),
    "HTML mail": (html_mail, "title abstract id votes"),
    "awesome list": (awesome_list, "id"),  # a period ends the line there, not the title
    "titles with addresses": (titles_with_addresses, "id"),
    "Telegram": (telegram, "id"),
    "zip of YAML": (zip_of_yaml, "title abstract id"),
}
