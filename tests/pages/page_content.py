"""What a page run by AppTest puts before its reader: every string that Streamlit reads as Markdown or as HTML.

`faults_of_markdown` and `faults_of_html` say where a text became more than text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from google.protobuf.message import Message
from markdown_it import MarkdownIt
from streamlit.testing.v1 import AppTest

READ_AS_MARKDOWN = {"body", "label", "help", "text", "content", "title"}
NOT_FOR_READERS = {"ArrowDataFrame", "Arrow", "BidiComponent", "Navigation", "NewSession"}
HARMLESS = {"span", "b", "br", "i", "ul", "li", "h2", "h3", "p", "mark", "a", "div"}
HARMLESS |= {"strong", "em", "details", "summary"}
ATTRIBUTES = {"style", "href", "target", "rel", "class", "title"}
# A colon before a word, or a dollar, that nothing escapes may begin a shortcode, a colour or a formula.
BARE = re.compile(r"(?<!\\)(?:\\\\)*(:(?=[\w:])|\$)")


def messages(app: AppTest) -> Iterator[Message]:
    """The protocol message of every element and container of the page, toasts included."""
    for node in app._tree:
        if isinstance(proto := getattr(node, "proto", None), Message):
            yield proto


def markdown(app: AppTest) -> list[str]:
    """Every string that is read as Markdown: texts, labels, tooltips, options."""
    return [text for proto in messages(app) if kind(proto) != "Html" for text in strings(proto)]


def html(app: AppTest) -> list[str]:
    """The content of every st.html."""
    return [str(proto.body) for proto in messages(app) if kind(proto) == "Html"]


def words(app: AppTest) -> str:
    """Everything a reader finds on the page but tables, as one text; escapes are taken away."""
    text = "\n".join([*markdown(app), *html(app)]).replace("\u2060", "")
    return re.sub(r"\\([^\w\s])", r"\1", text)


def given_to(app: AppTest, component: str) -> dict[str, Any]:
    """The data that a component of ours was given."""
    found = [proto for proto in messages(app) if kind(proto) == "BidiComponent"]
    return next(dict(json.loads(proto.json)) for proto in found if proto.component_name.endswith(component))


def unfold(app: AppTest) -> AppTest:
    """Open every menu of the page: what stands in a closed one is not drawn."""
    menus = [str(proto.popover.id) for proto in messages(app) if kind(proto) == "Block" and proto.popover.id]
    for menu in menus:
        app.session_state[menu.split("-", 2)[2]] = True  # an id ends with the key that the page gave
    return app.run() if menus else app


def kind(proto: Message) -> str:
    return str(proto.DESCRIPTOR.name)


def strings(proto: Message) -> Iterator[str]:
    """The strings of a message and of those inside it that stand in a field read as Markdown."""
    if kind(proto) in NOT_FOR_READERS:
        return
    for field, value in proto.ListFields():
        many: list[Any] = list(value) if getattr(field, "is_repeated", False) else [value]
        for one in many:
            if isinstance(one, Message):
                yield from strings(one)
            elif isinstance(one, str) and field.name in READ_AS_MARKDOWN:
                yield one


def faults_of_markdown(text: str) -> list[str]:
    """What a text read as Markdown contains beside plain words, e.g. ["strong_open"]; nothing where it is all text."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    plain = {"paragraph_open", "paragraph_close", "inline", "text", "text_special", "softbreak"}
    tokens = [token for block in parser.parse(text) for token in [block, *(block.children or [])]]
    return [token.type for token in tokens if token.type not in plain] + BARE.findall(text)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in HARMLESS:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES or (name == "href" and urlsplit(value or "").scheme not in ("http", "https")):
                self.faults.append(f"{name}={value}")

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"<!--{data}")

    def handle_decl(self, decl: str) -> None:
        self.faults.append(f"<!{decl}")


def faults_of_html(text: str) -> list[str]:
    """Tags, attributes and addresses in an HTML text that no page of ours means."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.faults
