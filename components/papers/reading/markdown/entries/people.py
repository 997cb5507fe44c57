"""Who wrote a paper, where a list names people without saying that they are authors."""

from __future__ import annotations

import re

_MOST_PEOPLE = 5_000  # characters
_BRACKETED = re.compile(r"\s*[(（][^()（）]{0,200}[)）]")
_NO_NAME = re.compile(
    r"\d|https?:|\b(?:universit\w*|institut\w*|college|labs?|laborator\w*|research|academy|school|inc|corp|"
    r"google|microsoft|"
    r"meta ai|openai|deepmind|nvidia|amazon|baidu|tencent|alibaba|huawei|arxiv|ieee|acm|cvpr|iccv|eccv|neurips|"
    r"iclr|icml|acl|"
    r"emnlp|naacl|aaai|ijcai|paper|papers|code|link|preprint|journal|proceedings|conference|workshop|"
    r"transactions|learning|model|"
    r"models|network|networks|transformers?|language|vision|attention|survey|benchmark|dataset)\b",
    re.I,
)
_ET_AL = re.compile(r"\s*,?\s*(?:et\.?\s?al\b\.?|等).*$", re.I | re.S)
_NAME = re.compile(
    r"\s*(?:[A-Z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff][\w.'’*†-]*|de|van|von|der|den|la|le|di|da|del|bin|al|"
    r"el|ter|dos)"
    r"(?:\s+(?:[A-Z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff][\w.'’*†-]*|de|van|von|der|den|la|le|di|da|del|bin|"
    r"al|el|ter|dos)){0,4}"
    r"(?:\\?[*†‡]|\s?\(?\d{0,2}\)?)*\s*"
)


def people_in(text: str, alone: bool = False) -> str:
    """The names that a text consists of, separated by commas, "" where it says anything else.

    "et al." and affiliations in brackets are dropped. One name by itself counts with "et al.", or if `alone` says so.
    """
    text = text.strip()
    if len(text) > _MOST_PEOPLE or not text:
        return ""
    text = re.sub(r"^(?:by|authors?\s*[:：])\s+", "", text, flags=re.I)
    shortened = _ET_AL.sub("", _BRACKETED.sub("", text))
    alone = alone or len(shortened) < len(_BRACKETED.sub("", text))
    text = re.sub(r",?\s+(?:and|&)\s+", ", ", shortened).strip(" .,;")
    names = [name for name in re.split(r"\s*[,;·]\s*", text) if name.strip()]
    if not names or (len(names) == 1 and (not alone or len(names[0].split()) > 4)):
        return ""
    if _NO_NAME.search(text) or sum(map(_is_name, names)) * 4 < len(names) * 3:
        return ""
    return ", ".join(" ".join(re.sub(r"[*†‡]", "", name).split()) for name in names)


def _is_name(name: str) -> bool:
    return bool((_NAME.fullmatch(name) and " " in name.strip()) or re.fullmatch(r"[\u4e00-\u9fff]{2,4}", name))
