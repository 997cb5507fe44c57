"""Repairs: damage is repaired, ordinary text stays."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.papers.cleaning.text import clean, clean_with_repairs

REPAIRED = [
    (r"Schr\"odinger and Erd\H{o}s", "Schrödinger and Erdős"),
    (r"Fran\c{c}ois Br\'{e}zis, Stra{\ss}e", "François Brézis, Straße"),
    (r"Gr{\"u}n, {\'e}tale, \'{\i}", "Grün, étale, í"),
    (r"\textbf{bold} \textit{it} \texttt{tt} {\bf x} {\em y}", "bold it tt x y"),
    (r"\emph{\textbf{both}}", "both"),
    (r"\eg this \ie that \wrt it", "e.g. this i.e. that w.r.t. it"),
    (r"75\% of R\&D in file\_name for \$5", "75% of R&D in file_name for $5"),
    ("``a quote''", "“a quote”"),
    ("this -- that", "this – that"),
    ("pages 3--7", "pages 3–7"),
    ("one---two", "one—two"),
    (r"Ca$^2$ and $\alpha$-helix with $n$ steps", "Ca^2 and α-helix with n steps"),
    (r"$O(n^{2} \log n)$ cost", "O(n^2 log n) cost"),
    ("a 64 times 288 grid", "a 64 × 288 grid"),
    ("64times64 pixels", "64×64 pixels"),
    ("up to 2.2times end-to-end", "up to 2.2× end-to-end"),
    ("11.0 pm 1.3", "11.0 ± 1.3"),
    ("about sim10K tokens", "about ~10K tokens"),
    ("Fig.~3 and Llama~2", "Fig. 3 and Llama 2"),
    (r"code at \url{https://x.org/a_b}.", "code at https://x.org/a_b."),
    (r"https://github.com/a/b\_c is here", "https://github.com/a/b_c is here"),
    ("zero\u200bwidth and nb\u00a0space", "zerowidth and nb space"),
    (r"don\'t and model\'s", "don't and model's"),
    ("hard\n  wrapped", "hard wrapped"),
]

ORDINARY = [
    "100% of users & 30% more for $5 and $10 in file_name",
    "US$5 (vs. US$ 7), x_t and a^b",
    "accelerates training by 14 times. It is 20 times faster, many times over",
    "we study sim2real and Sim2Sim transfer; alpha and sim stay",
    "meet at 5 pm",
    "~310M parameters, 10~20 items, A~Z, www.uni.edu/~name",
    "a <think> tag and <a href='x'>this https URL</a>",
    "run it with --flag",
    "f'' is the second derivative",
    "snake_case_name and __init__ and *args",
    "C:\\Users\\name\\data",
    "```python code```",
    "https://x.org/a--b_c/~d?e=5times and https://github.com/u/r--s",
    r"unknown \foo{bar} stays",
    'He said "so" and left(er) things',
]


@pytest.mark.parametrize(("damaged", "expected"), REPAIRED)
def test_damage_is_repaired(damaged, expected):
    assert clean(damaged) == expected


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_is_untouched(text):
    assert clean_with_repairs(text).text == text
    assert not clean_with_repairs(text).repairs


_PIECES = st.sampled_from(
    [
        *("word", "12", "3.5", "times", "pm", "sim10", "\\emph{", "}", "{", "$", "$x^2$", "\\%", "%", "_", "~", "-"),
        *("--", "---", "``", "''", "`", "'", '\\"o', "\\'e", "\\,", "O", "left(", "dright)", "\\", "\n", "(", ")"),
        *("https://x.org/a_b--c", "\\url{https://y.org}", "\\alpha", "\\cite{a}", "é", "\u200b", "\xa0", "<b>"),
        "www.a.io/~x",
    ]
)
_TEXT = st.lists(_PIECES, max_size=30).flatmap(lambda p: st.sampled_from(["", " "]).map(lambda joint: joint.join(p)))


@given(_TEXT | st.text(max_size=200))
def test_cleaning_twice_is_cleaning_once(text):
    once = clean(text)
    assert clean(once) == once


@given(
    st.lists(st.from_regex(r"https://[a-z]{1,8}\.org/[a-zA-Z0-9_~%$=&?#@+*!:/.-]{0,25}", fullmatch=True), max_size=4),
    _TEXT,
)
def test_addresses_are_never_touched(urls, text):
    mixed = text + " " + " ".join(f"{url} \\emph{{x}} 5times" for url in urls)
    result = clean(mixed)
    for url in urls:
        assert url in result


@given(
    st.text(alphabet="abc %_$&#.,;:()[]<>/1234567890XYZ", max_size=120).filter(
        lambda text: not re.search(r"\$.*\$", text)
    )
)
def test_ordinary_signs_are_only_respaced(text):
    assert clean(text) == " ".join(text.split())


def test_repairs_are_reported():
    assert clean_with_repairs(r"\emph{scan} 5times").repairs == ((r"\emph{scan}", "scan"), ("5times", "5×"))


def test_endless_nesting_is_left_as_it_is():
    text = "\\emph{" * 200 + "x" + "}" * 200
    assert clean(text) == text
