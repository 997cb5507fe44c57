"""What may be a paper's title or abstract, and what is something else: a link's label, a year, a table, a list."""

from __future__ import annotations

import re

from components.papers.identity import arxiv_numbers

_THINGS = (
    r"papers?|code|codes|pdf|html|abs|abstract|arxiv|arxiv\.org|preprint|links?|url|website|web|homepage|home|"
    r"project|projects|"
    r"github|gitlab|repo|repository|demo|video|videos|youtube|slides?|poster|blog|blogs|blog ?post|post|news|"
    r"dataset|datasets|data|"
    r"models?|weights|checkpoints?|doi|bibtex|bib|cite|citation|citations|here|this|page|site|title|titles|"
    r"authors?|date|year|venue|"
    r"untitled|none|null|nan|n/?a|tbd|todo|tweet|twitter|thread|x|hf|hugging ?face|hugging face papers|"
    r"openreview|acl|acl anthology|"
    r"semantic scholar|google scholar|scholar|pytorch|tensorflow|jax|official|unofficial|implementation|supp|"
    r"supplementary|supplement|"
    r"appendix|supplemental|material|materials|talk|tutorial|colab|notebook|docs?|documentation|read|read more|"
    r"more|full text|"
    r"details|show|view|view pdf|view arxiv page|stars?|badge|survey|report|technical report|tech report|"
    r"tl;?dr|summary|notes?|"
    r"alphaxiv|papers ?with ?code|pwc|kimi|rel|copy|other|download|review|reviews|openreview\.net|spotlight|oral|"
    r"published|publication|proceedings|conference|journal|workshop|note|unpublished|link to paper|"
    r"table of contents|contents|"
    r"save|share|email|facebook|linkedin|library|related|cited by|all versions|back to top|top|⬆️|论文|代码|项目|主页|"
    r"链接|数据|官网|解读"
)
_LABEL = re.compile(
    rf"[\W_]*(?:(?:the|full|official|project|paper|code|arxiv|our|original|see|\[?(?:19|20)\d\d)\W+)*(?:{_THINGS})"
    rf"(?:[\s:/&+,·|#._-]+(?:{_THINGS}|link|page|and|version|\d{{1,4}}))*[\W_]*",
    re.I,
)
_VENUE = re.compile(r"[\W_]*[A-Za-z][A-Za-z&@/+ -]{1,24}?[\s'’,-]*(?:(?:19|20)\d\d|['’]\s?\d\d)[\W_]*", re.I)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*"
_DATE = re.compile(rf"[\W_]*(?:[\d\W_]+|(?:\d{{1,2}}\W+)?{_MONTH}\W*\d{{0,4}}(?:\W+\d{{1,4}})?)[\W_]*", re.I)
_NUMBERED = re.compile(r"(?:arxiv\W{0,3})?\d{4}\.\d{4,5}(?:v\d+)?", re.I)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S")
_WORD = re.compile(r"[^\W\d_]{2,}")
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LONGEST = 400  # characters


def is_link_label(text: str) -> bool:
    """Whether a text is what links to a paper are called ("paper", "PDF", "arXiv 2026", "2601.04411"), or no words."""
    text = text.strip()
    if len(text) > 60:
        return False
    return bool(
        not text or _LABEL.fullmatch(text) or _DATE.fullmatch(text) or _NUMBERED.search(text) or _VENUE.fullmatch(text)
    )


def word_count(text: str) -> int:
    """How many words a text has; two ideographs count as one."""
    return len(_WORD.findall(_IDEOGRAPH.sub(" ", text))) + len(_IDEOGRAPH.findall(text)) // 2


def may_be_title(text: str, words: int = 2) -> bool:
    """Whether a text may be a paper's title: that many words, and neither label, address, row of a table nor essay."""
    return (
        word_count(text) >= words
        and len(text) <= _LONGEST
        and not is_link_label(text)
        and not _ADDRESS.search(text)
        and text.count("|") <= 1
    )


def may_be_abstract(text: str) -> bool:
    """Whether a text may be an abstract: no table, no list of papers, no rows of addresses."""
    return not (text.count("|") >= 6 or text.count("\t") >= 6 or text.count("http") > 6 or len(arxiv_numbers(text)) > 2)
