"""Where the services are that know more about a link, and a client that asks them.

See also `github`, `hub` and `archives`: what each service is asked and what its answer means.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from components.net.client import GuardedClient
from components.net.guard import PORTS, HostLookup, system_lookup
from components.settings import settings


@dataclass(frozen=True, slots=True)
class Services:
    """The base address of each service, and the token that GitHub may be given."""

    github: str = "https://api.github.com"
    hub: str = "https://huggingface.co"
    wayback: str = "https://web.archive.org"
    software_heritage: str = "https://archive.softwareheritage.org"
    github_token: str = field(default="", repr=False)
    allow_addresses: tuple[str, ...] = ()  # for tests
    ports: frozenset[int] = PORTS
    lookup: HostLookup = system_lookup

    @classmethod
    def usual(cls) -> Services:
        """The services as they are on the internet, with the settings' token if there is one."""
        return cls(github_token=settings().github_token)


class LookupClient(GuardedClient):
    """A client that knows the addresses of the services."""

    def __init__(self, services: Services) -> None:
        super().__init__(allow_addresses=services.allow_addresses, ports=services.ports, lookup=services.lookup)
        self.services = services
