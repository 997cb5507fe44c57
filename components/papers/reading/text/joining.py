"""Lines that were wrapped, joined again."""

from __future__ import annotations

import re
from collections.abc import Iterable

_CRAWLER_BREAK = re.compile(r"(?<!\\)\\+(?:[ \t]*\n\s*|[ \t]{2,})")
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])-\n\s*(?!(?:and|or|to|versus|vs)\b)(?=\w)|(?<=\d)-\n\s*(?=[^\W_])")
_ESCAPED = re.compile(r"\\([\[\]*_`<>#|~!+.()-])")


def join_lines(lines: Iterable[str], broken_at_hyphens: bool = False) -> str:
    """Lines as one line; a hyphen at a line's end joins where the source breaks lines after hyphens."""
    text = "\n".join(line.strip() for line in lines)
    if broken_at_hyphens:
        text = _BROKEN_WORD.sub("-", text)
    return " ".join(text.split())


def without_crawler_breaks(text: str) -> str:
    """Text with a crawler's forced line breaks (`tracing\\\\` + newline, `Engage\\  with`) and escapes undone."""
    return " ".join(_ESCAPED.sub(r"\1", _CRAWLER_BREAK.sub(" ", text)).split())
