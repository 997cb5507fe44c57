"""Which addresses a careful person finds in prose: one table a reason, and properties over anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.links.extract.extraction import find_links, find_urls

GITHUB = "https://github.com/ada/engine"

ONE = [  # (text, the one address in it, why)
    (f"Code: {GITHUB}.", GITHUB, "full stop"),
    (f"({GITHUB}).", GITHUB, "bracket, then full stop"),
    (f"({GITHUB}.)", GITHUB, "full stop, then bracket"),
    (f"[see {GITHUB}],", GITHUB, "square bracket"),
    (f"{GITHUB};", GITHUB, "semicolon"),
    (f"{GITHUB}...", GITHUB, "three dots"),
    (f"{GITHUB}…", GITHUB, "ellipsis"),
    (f"{GITHUB}—which is new", GITHUB, "dash"),
    (f"“{GITHUB}”", GITHUB, "curly quotes"),
    (f"'{GITHUB}'", GITHUB, "single quotes"),
    (f"**{GITHUB}**", GITHUB, "bold"),
    (f"_{GITHUB}_", GITHUB, "italics"),
    (f"`{GITHUB}`", GITHUB, "code"),
    (f"<{GITHUB}>.", GITHUB, "angle brackets"),
    (f"&lt;{GITHUB}&gt;", GITHUB, "angle brackets as entities"),
    (f"{GITHUB}'s readme", GITHUB, "genitive"),
    (f"{GITHUB}[12].", GITHUB, "citation"),
    (f"{GITHUB} .", GITHUB, "space before the full stop"),
    (f"{GITHUB}%29%2C", GITHUB, "encoded bracket and comma"),
    (f"{GITHUB}(accessed May 2024)", GITHUB, "a bracket that opens and belongs to the sentence"),
    (f"{GITHUB}\\footnote{{later}}", GITHUB, "a TeX command behind"),
    (f"{GITHUB}.We propose", GITHUB, "a sentence glued on"),
    ("at https://x.github.io.In this paper", "https://x.github.io", "a sentence glued to the host"),
    (f"available at{GITHUB}", GITHUB, "glued to a word"),
    (f"Code:{GITHUB}", GITHUB, "glued to a colon"),
    (f"engine({GITHUB}) is", GITHUB, "glued to a bracket"),
    (f"https://{GITHUB}", GITHUB, "two schemes"),
    ("htttps://github.com/ada/engine", GITHUB, "a letter too many"),
    ("ttps://github.com/ada/engine", GITHUB, "a letter too few"),
    ("https//github.com/ada/engine", GITHUB, "no colon"),
    ("https:/github.com/ada/engine", GITHUB, "one slash"),
    ("https:github.com/ada/engine", GITHUB, "no slash"),
    ("https: //github.com/ada/engine", GITHUB, "a space in the scheme"),
    ("https:// github.com/ada/engine", GITHUB, "a space behind the scheme"),
    ("https://github. com/ada/engine", GITHUB, "a space in the host"),
    ("https://github$.$com/ada/engine", GITHUB, "maths in the host"),
    ("https://github.com/ ada/engine", GITHUB, "a space before the repository"),
    ("https://github.com/\nada/engine", GITHUB, "a line break before the repository"),
    ("https://github.com/ada\n/engine", GITHUB, "a line break before a slash"),
    ("https://github.com/ada/long-\n  name for", "https://github.com/ada/long-name", "a line break behind a hyphen"),
    ("https://example.org/x?id=\n12", "https://example.org/x?id=12", "a line break behind an equals sign"),
    (f"{GITHUB}-\nThe code", f"{GITHUB}-", "a hyphen at a line's end, then a sentence"),
    (f"{GITHUB}/\nWe show", f"{GITHUB}/", "a slash at a line's end, then a sentence"),
    (r"\url{https://github.com/ada/engine}.", GITHUB, "url command"),
    ("\\url{https://github.com/\nada/engine}", GITHUB, "url command over two lines"),
    (r"\url{github.com/ada/engine}", GITHUB, "url command without a scheme"),
    (r"\href{https://github.com/ada/engine}{github.com/ada/engine}", GITHUB, "href shows another spelling"),
    (r"$\href{ https://github.com/ada/engine} {\texttt{here}}$", GITHUB, "href in maths, with spaces"),
    (r"\href{this https URL}{https://github.com/ada/engine}", GITHUB, "the target is lost, the words hold it"),
    (r"\footnote{\url{https://github.com/ada/engine}}", GITHUB, "footnote"),
    (r"{\tt https://github.com/ada/engine}", GITHUB, "old font command"),
    (r"https://github.com/ada/the\_engine", "https://github.com/ada/the_engine", "escaped underscore"),
    (r"https://example.edu/\~{}ada", "https://example.edu/~ada", "TeX tilde"),
    (r"https://example.edu/$\sim$ada", "https://example.edu/~ada", "maths tilde"),
    (r"https://example.edu/\textasciitilde ada", "https://example.edu/~ada", "tilde by name"),
    (r"https://github.com/ada/en\allowbreak gine", GITHUB, "allowed break"),
    (f"[code]({GITHUB})", GITHUB, "Markdown"),
    (f'[code]({GITHUB} "The engine")', GITHUB, "Markdown with a title"),
    (f"[{GITHUB}]({GITHUB}).", GITHUB, "Markdown that shows its target"),
    ("[code](github.com/ada/engine)", GITHUB, "Markdown without a scheme"),
    (f'<a href="{GITHUB}">github.com/ada</a>', GITHUB, "HTML anchor"),
    ("github.com/ada/engine,", GITHUB, "known host without a scheme"),
    ("GitHub.com/ada/engine", GITHUB, "known host in capitals"),
    ("available atgithub.com/ada/engine", GITHUB, "known host glued to a word"),
    ("见https://github.com/ada/engine。谢谢", GITHUB, "Chinese around it"),
    ("https://github.com/ada/engineです", GITHUB, "Japanese behind it"),
    ("（https://github.com/ada/engine）", GITHUB, "full-width brackets"),
    ("https://github.com中文", "https://github.com", "Chinese glued to the host"),
    (f"{GITHUB}\u200b.", GITHUB, "zero-width space"),
    ("https://github.com/ada/the‑engine", "https://github.com/ada/the-engine", "a typeset hyphen"),
    ("https:\\/\\/github.com\\/ada\\/engine", GITHUB, "slashes escaped as in JSON"),
    ("cs.example.edu/~ada has it", "https://cs.example.edu/~ada", "a tilde path"),
    ("See the project page engine.example.org/x", "https://engine.example.org/x", "a label right before"),
    (f"{GITHUB}🤗", GITHUB, "a pictograph behind"),
    ("HTTPS://GITHUB.COM/ada/engine", GITHUB, "capitals in scheme and host"),
    ("https://github.com:443/ada/engine", GITHUB, "default port"),
    ("https://github.com./ada/engine", GITHUB, "root dot"),
    (f"{GITHUB}.git,", f"{GITHUB}.git", ".git stays"),
    (f"{GITHUB}/", f"{GITHUB}/", "a final slash stays"),
    (f"{GITHUB}/tree/main#use.", f"{GITHUB}/tree/main#use", "a fragment stays"),
    ("http://example.com:8080/x", "http://example.com:8080/x", "another port stays"),
    ("https://example.com/a_(b)", "https://example.com/a_(b)", "a balanced bracket stays"),
    ("https://example.com/a_%28b%29", "https://example.com/a_%28b%29", "a balanced encoded bracket stays"),
    ("https://example.com/l?next=https://example.org/", "https://example.com/l?next=https://example.org/", "nested"),
    ("https://example.com/?a=1&amp;b=2", "https://example.com/?a=1&b=2", "an ampersand as entity"),
    ("https://www.youtube.com/watch?v=abcdefghij_.", "https://www.youtube.com/watch?v=abcdefghij_", "a video's id"),
    ("https://example.com/straße", "https://example.com/stra%C3%9Fe", "letters of other alphabets are encoded"),
    ("https://müller.de/x", "https://xn--mller-kva.de/x", "international host"),
    ("http://президент.рф/a", "http://xn--d1abbgf6aiiy.xn--p1ai/a", "international top-level domain"),
    ("http://93.184.216.34/x.", "http://93.184.216.34/x", "an address in figures"),
    ("hosted on www.example.cc.", "https://www.example.cc", "www"),
    ("Results: the-engine.github.io.", "https://the-engine.github.io", "a site below a known suffix"),
    ("Project page: the-engine.example.org.", "https://the-engine.example.org", "three labels and a cue"),
    ("Data are available at engine.group/data", "https://engine.group/data", "a path and a cue"),
    ("The tool is available at theengine.com, free", "https://theengine.com", "a cue right before"),
]  # fmt: skip

NONE = [
    "We train with train.py and run.sh on ASP.NET, see README.md and main.rs.",
    "Code is available in train.py and eval/test.py.",
    "large-scale deployment.In contrast, we use fewer labels.To this end, we act.",
    "We propose Eq.Bot and AG-ReID.v2 on Node.js 2.0.",
    "available on Booking.com and GitHub.com",
    "Mail ada@example.com or a.b-c_d@mail.example.org; also available at foo.bar@example.com.",
    "git@github.com:ada/engine.git",
    "arXiv:2404.06773 and doi:10.5281/zenodo.1",
    "available at this https URL",
    r"\href{this https URL}{here} \url{this http URL}",
    "https:// this http URL.",
    "https://(open upon acceptance)",
    "http:// https:// http://. http://# http://localhost/x https://nodot/x",
    "http://.example.com http://-example.com https://example.nosuchtld/x http://1.2.3.4.5/",
    "see et al. 2.1.3, i.e. versions 1.2 and e.g. scipy.io",
    "[text](README.md) [more](docs/setup.md)",
    "",
]

SEVERAL = [
    (f"{GITHUB},https://example.org/a;https://example.org/b", [GITHUB, "https://example.org/a", "https://example.org/b"]),
    (f"{GITHUB}https://example.org/a", [GITHUB, "https://example.org/a"]),
    (f"Code:{GITHUB};Data:https://example.org/a", [GITHUB, "https://example.org/a"]),
    (f"({GITHUB}),(https://example.org/a)", [GITHUB, "https://example.org/a"]),
    (f"{GITHUB} and again {GITHUB}.", [GITHUB]),
    ("http://example.com https://example.com", ["http://example.com", "https://example.com"]),
    (f"{GITHUB}\\\\https://example.org/a", [GITHUB, "https://example.org/a"]),
    ("see github.com/a/b and hf.co/c/d, x.hf.space", ["https://github.com/a/b", "https://hf.co/c/d", "https://x.hf.space"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "url", "why"), ONE, ids=[case[2] for case in ONE])
def test_one_address(text: str, url: str, why: str) -> None:
    assert find_urls(text) == [url], why


@pytest.mark.parametrize("text", NONE)
def test_no_address(text: str) -> None:
    assert find_urls(text) == []


@pytest.mark.parametrize(("text", "urls"), SEVERAL)
def test_several_addresses(text: str, urls: list[str]) -> None:
    assert find_urls(text) == urls


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (r"at https://github.com/ada/the\_engine.", r"https://github.com/ada/the\_engine"),
        ("at https://github.com/ada/long-\n name ok", "https://github.com/ada/long-\n name"),
        ("at GitHub.com/ada/Engine, and", "GitHub.com/ada/Engine"),
        ("见 https://Example.org/a。", "https://Example.org/a"),
        (r"\href{https://example.org/\%20a}{b}", r"https://example.org/\%20a"),
    ],
)
def test_the_words_as_written_are_kept(text: str, written: str) -> None:
    assert [link.as_written for link in find_links(text)] == [written]


WORDS = st.text(alphabet=st.sampled_from(list("abZ.:/\\{}()[]<>@$~%_-,;'\" \nhttps#?&=wé。")), max_size=60)


@given(WORDS)
def test_anything_can_be_read_and_normal_forms_stay(text: str) -> None:
    for url in find_urls(text):
        assert url.isascii()
        assert find_urls(f"<{url}>") == [url]


@given(st.lists(st.sampled_from([GITHUB, "https://example.org/a_b", "https://x.github.io/"]), max_size=5), WORDS)
def test_addresses_between_spaces_are_found_in_order(urls: list[str], noise: str) -> None:
    text = " ; ".join(urls)
    assert find_urls(text) == list(dict.fromkeys(urls))
    found = find_urls(f"{noise} \n\n {text}")
    assert [url for url in found if url in urls] == list(dict.fromkeys(url for url in found if url in urls))


@pytest.mark.parametrize(
    "text",
    ["a-" * 20_000, "a." * 20_000, "https://" * 8_000, "](x" * 10_000, r"\url{" * 8_000, "<a href='x'>" * 4_000,
     "(" * 20_000 + "https://example.org/" + ")" * 20_000, "https://example.org/" + "(" * 20_000, "$ " * 20_000,
     "@a.b " * 20_000, "https://example.org/x" * 4_000],
)  # fmt: skip
def test_hostile_text_is_read_in_linear_time(text: str) -> None:
    assert len(find_urls(text)) <= 1
