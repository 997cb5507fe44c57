"""The page that stands in place of one that is over a limit: why, and what to do. It asks again by itself."""

from __future__ import annotations

from html import escape

AGAIN = 30  # seconds after which it does
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="{again}">
<title>Digest Atlas is busy</title>
<style>:root {{ color-scheme: light dark; }}
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 20vh auto 0; padding: 0 1rem; }}</style>
</head>
<body><h1>Not just now</h1><p>{why}</p><p>This page asks again every {again} seconds.</p></body>
</html>
"""


def to_text(why: str) -> str:
    """The page with this sentence."""
    return _PAGE.format(why=escape(why), again=AGAIN)
