"""What a key opens: whose it is, the libraries it may write to, and their collections."""

from __future__ import annotations

from typing import Any

from components.curation.zotero.accounts import Account, Collection, ZoteroLibrary
from components.sharing.zotero.api import BATCH, ConflictError, Zotero, ZoteroError

PAGE = 100  # results of one request, the most that Zotero gives
MOST_GROUPS, MOST_COLLECTIONS = 30, 2_000
_ODD_SHAPE = "Zotero gives an answer of another shape."


async def account_of(zotero: Zotero) -> Account:
    """Whose key it is and where it may write. Raises ZoteroError where it may nowhere."""
    found = (await zotero.get("keys/current")).content
    if not isinstance(found, dict):
        raise ZoteroError("Zotero does not know this key. Make one with write access and paste it here.")
    user, access = found.get("userID"), found.get("access")
    if not isinstance(user, int) or not isinstance(access, dict):
        raise ZoteroError(_ODD_SHAPE)
    libraries = []
    own = _rights(access.get("user"))
    if own.get("library") and own.get("write"):
        path = f"users/{user}"
        libraries.append(ZoteroLibrary(path, "My library", bool(own.get("notes")), await _collections(zotero, path)))
    groups = access.get("groups")
    if isinstance(groups, dict):
        libraries += await _groups(zotero, user, groups)
    if not libraries:
        raise ZoteroError("This key may only read. Make one with write access.")
    return Account(str(found.get("username") or user), tuple(libraries))


async def collection_key(zotero: Zotero, library: ZoteroLibrary, name: str) -> str:
    """The key of the collection of this name, which is made where the library has none; "" for no name."""
    if not name:
        return ""
    known = {each.name: each.key for each in await _collections(zotero, library.path)}
    if name in known:
        return known[name]
    try:
        wanted = [{"name": name, "parentCollection": False}]
        made = (await zotero.post(f"{library.path}/collections", wanted, version=None)).content
    except ConflictError:  # it was made, and its answer lost
        known = {each.name: each.key for each in await _collections(zotero, library.path)}
        if name not in known:
            raise ZoteroError(f"The collection “{name}” could not be made.") from None
        return known[name]
    success = made.get("success") if isinstance(made, dict) else None
    key = success.get("0") if isinstance(success, dict) else None
    if not isinstance(key, str):
        raise ZoteroError(f"The collection “{name}” could not be made.")
    return key


async def _groups(zotero: Zotero, user: int, access: dict[str, Any]) -> list[ZoteroLibrary]:
    """The groups that the key may write to."""
    found = (await zotero.get(f"users/{user}/groups", limit=BATCH)).content
    libraries: list[ZoteroLibrary] = []
    for group in found if isinstance(found, list) else []:
        number = group.get("id") if isinstance(group, dict) else None
        if not isinstance(number, int) or len(libraries) >= MOST_GROUPS:
            continue
        rights = _rights(access.get(str(number))) or _rights(access.get("all"))
        if rights.get("library") and rights.get("write"):
            path = f"groups/{number}"
            name = str(_rights(group.get("data")).get("name") or f"Group {number}")
            libraries.append(ZoteroLibrary(path, name, True, await _collections(zotero, path)))
    return libraries


async def _collections(zotero: Zotero, path: str) -> tuple[Collection, ...]:
    """The collections of a library by their names; of two of one name the first."""
    found: dict[str, Collection] = {}
    for start in range(0, MOST_COLLECTIONS, PAGE):
        answer = await zotero.get(f"{path}/collections", limit=PAGE, start=start)
        some = answer.content if isinstance(answer.content, list) else []
        for each in some:
            data = _rights(each.get("data")) if isinstance(each, dict) else {}
            key, name = data.get("key"), data.get("name")
            if isinstance(key, str) and isinstance(name, str) and name.strip():
                found.setdefault(name, Collection(key, name))
        if start + len(some) >= answer.total or not some:
            break
    return tuple(sorted(found.values(), key=lambda each: each.name.casefold()))


def _rights(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
