"""Archived copies of links that are gone: the Wayback Machine, and Software Heritage for repositories.

One request each, on demand. The Wayback Machine is asked for its copy itself, because its availability service answers
seldom; Software Heritage is asked for its latest visit of an origin (its API, version 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from components.links.lookup.client import LookupClient
from components.links.lookup.github import repository_of
from components.net.client import RequestError


@dataclass(frozen=True, slots=True)
class Copy:
    """One archived copy."""

    archive: str  # "Wayback Machine" or "Software Heritage"
    address: str
    taken: str  # ISO date, "" where the archive did not say


async def in_wayback(client: LookupClient, url: str) -> Copy | None:
    """The copy nearest to now; None where there is none. Raises RequestError, RateLimitedError."""
    base = client.services.wayback
    found = await client.get(f"{base}/web/{url}", follow=False)
    if found.status == 404:
        return None
    if found.status not in (301, 302, 307) or not found.location:
        raise RequestError(f"The Wayback Machine answers {found.status}.")
    address = str(found.url.join(found.location))
    stamp = urlsplit(address).path.removeprefix("/web/").partition("/")[0][:8]
    if not address.startswith(f"{base}/web/") or not (stamp.isascii() and stamp.isdigit() and len(stamp) == 8):
        raise RequestError("The Wayback Machine gives an answer of another shape.")
    return Copy("Wayback Machine", address, f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:]}")


async def in_software_heritage(client: LookupClient, url: str) -> Copy | None:
    """The latest visit of a link's repository; None where there is none, or the link leads to no repository."""
    name = repository_of(url)
    if not name:
        return None
    origin = f"https://github.com/{name}"
    base = client.services.software_heritage
    found = await client.get_json(f"{base}/api/1/origin/{quote(origin, safe='/:')}/visit/latest/?require_snapshot=true")
    if found is None or not found.get("snapshot"):
        return None
    address = f"{base}/browse/origin/directory/?origin_url={quote(origin, safe='')}"
    return Copy("Software Heritage", address, str(found.get("date") or "")[:10])


async def copies(client: LookupClient, url: str) -> list[Copy]:
    """Every copy found; an archive that gives no answer is passed over. Raises RequestError if neither answers."""
    found: list[Copy] = []
    failures: list[RequestError] = []
    for ask in (in_wayback, in_software_heritage):
        try:
            copy = await ask(client, url)
        except RequestError as error:
            failures.append(error)
        else:
            found += [copy] if copy else []
    if len(failures) == 2:
        raise failures[0]
    return found
