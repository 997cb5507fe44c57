"""JSON that holds text about papers rather than records: exports of chats, and tables kept row by row under an id.

Slack, Telegram, Discord and Matrix export messages, each with marks of its own; trackers keep a row of a Markdown
table, or an item of a list, for each arXiv number. Either is read as the Markdown it is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from components.papers.reading.content import Content, Unwrapped

SHAPE = "JSON"

_START = re.compile(r"\s*[\[{]")
_SIGNS = re.compile(r"\"(?:messages|message|blocks|embeds|text_entities|client_msg_id)\"|:\s*\"\s*(?:\||- )")
_SLACK_LINK = re.compile(r"<(https?://[^|<>\s]+)(?:\|([^<>]*))?>")
_SLACK_BOLD = re.compile(r"(?<![*\w])\*(?![\s*])([^*\n]+?)(?<!\s)\*(?![*\w])")
_HEADERS = {
    5: "|Publish Date|Title|Authors|PDF|Code|",
    4: "|Publish Date|Title|Authors|PDF|",
    6: "|Publish Date|Title|Authors|PDF|Code|Comment|",
}
_RULE = "\n\n---\n\n"
_MOST_MESSAGES = 100_000


def recognise(content: Content) -> bool:
    """Starts as JSON does and has a chat's names, or rows and items as values."""
    return bool(_START.match(content.head)) and bool(_SIGNS.search(content.head))


def unwrap(content: Content) -> Unwrapped:
    """The messages or rows as one text of Markdown; nothing where the JSON is of another kind."""
    try:
        whole = orjson.loads(content.data)
    except orjson.JSONDecodeError:
        return Unwrapped()
    text = _rows(whole) or _RULE.join(one for one in _messages(whole) if one.strip())
    return Unwrapped((Content.of_text(text),) if text else ())


def _rows(whole: Any) -> str:
    """The rows or items of a tracker, topic by topic; "" for anything else."""
    if not isinstance(whole, Mapping):
        return ""
    topics = [one for one in whole.values() if isinstance(one, Mapping)] or [whole]
    parts: list[str] = []
    for topic in topics:
        texts = [one.strip() for one in topic.values() if isinstance(one, str)]
        rows = [one for one in texts if one.startswith("|")]
        if rows:
            columns = rows[0].strip("|").count("|") + 1
            header = _HEADERS.get(
                columns, "|" + "|".join(["Publish Date", "Title", "Authors", "PDF", *"-" * 9][:columns]) + "|"
            )
            parts.append("\n".join([header, "|" + "---|" * columns, *rows]))
        items = [one for one in texts if one.startswith("- ")]
        if items:
            parts.append("\n".join(items))
    return "\n\n".join(parts)


def _messages(whole: Any) -> Iterator[str]:
    """The text of every message as Markdown."""
    given = whole.get("messages") if isinstance(whole, Mapping) else whole
    if isinstance(given, Mapping):
        given = list(given.values())
    for one in given[:_MOST_MESSAGES] if isinstance(given, list) else ():
        if isinstance(one, Mapping) and isinstance(one.get("messages"), list) and one is not whole:
            yield from _messages({"messages": [each for each in one["messages"] if "messages" not in each]})
        elif isinstance(one, Mapping) and not isinstance(one.get("title"), str):
            yield _message(one)


def _message(message: Mapping[str, Any]) -> str:
    body = message.get("text", message.get("content", message.get("body")))
    if isinstance(body, Mapping):
        body = body.get("body")
    slack = isinstance(body, str) and ("ts" in message or "client_msg_id" in message)
    text = _pieces(body) if isinstance(body, list) else _of_slack(body) if slack else str(body or "")
    for name in ("attachments", "embeds"):
        for one in message[name] if isinstance(message.get(name), list) else ():
            url = one.get("title_link") or one.get("url") or one.get("from_url") if isinstance(one, Mapping) else None
            if isinstance(url, str) and isinstance(one.get("title"), str) and f"]({url})" not in text:
                description = str(one.get("text") or one.get("description") or "")
                text = f"{'' if one['title'] in text else text}{_RULE}[{one['title']}]({url})\n\n{description}"
    return text


def _of_slack(text: str) -> str:
    text = _SLACK_LINK.sub(lambda link: f"[{link[2]}]({link[1]})" if link[2] else link[1], text)
    return html.unescape(_SLACK_BOLD.sub(r"**\1**", text))


def _pieces(body: list[Any]) -> str:
    """Telegram's text: pieces with a type each."""
    return "".join(one if isinstance(one, str) else _piece(one) for one in body if isinstance(one, (str, Mapping)))


def _piece(one: Mapping[str, Any]) -> str:
    text = str(one.get("text") or "")
    if one.get("type") == "text_link" and isinstance(one.get("href"), str):
        return f"[{text}]({one['href']})"
    return f"**{text.strip()}**" if one.get("type") == "bold" and text.strip() else text
