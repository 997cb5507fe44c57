"""The site's JavaScript as one inline module: pages opened from disk may load no modules.

The modules are those of `ui/site` and of the pages that these import. Joining them needs what the bundler checks: only
named imports of modules beside, and no name declared at the top of two of them.
"""

from __future__ import annotations

import base64
import hashlib
import re

from components import scripts

START = "site/site.js"
_IMPORT = re.compile(r"^import\b[^;]*;\n?", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let|class)\b)", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b", re.MULTILINE)
_DECLARED = re.compile(r"^(?:export )?(?:async )?(?:function|class|const|let) (\w+|\{[^}]*\})", re.MULTILINE)


class BundleError(ValueError):
    """Modules that cannot be joined; the message says which name or line is in the way."""


def script() -> str:
    """All modules of the site, each after those that it imports."""
    return joined({path: each.plain.decode() for path, each in scripts.release().scripts.items()}, START)


def joined(texts: dict[str, str], start: str) -> str:
    """The module `start` and all it imports as one. Raises BundleError."""
    owner: dict[str, str] = {}
    parts = []
    for path in _in_order(texts, start):
        for name in declared(texts[path]):
            if owner.setdefault(name, path) != path:
                raise BundleError(f"{owner[name]} and {path} both declare {name}")
        text = _EXPORT.sub("", _IMPORT.sub("", texts[path]))
        if left := _LEFT.search(text):
            raise BundleError(f"{path}: {text[left.start() :].splitlines()[0]}")
        parts.append(text.strip())
    return "\n".join(parts).replace("</script", "<\\/script") + "\n"


def declared(text: str) -> set[str]:
    """The names that a module declares at its top."""
    return {match[1] for match in _DECLARED.finditer(text)}


def digest(text: str) -> str:
    """What a Content-Security-Policy calls an inline script by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _in_order(texts: dict[str, str], path: str, seen: dict[str, None] | None = None) -> list[str]:
    seen = {} if seen is None else seen
    if path not in texts:
        raise BundleError(f"there is no module {path}")
    for other in scripts.imports(path, texts[path]):
        if other not in seen and other != path:
            _in_order(texts, other, seen)
    seen[path] = None
    return list(seen)
