"""Settings that belong together, as parts of `settings.Settings`."""

from __future__ import annotations

from dataclasses import dataclass, field

from components.setting_values import means, to_count, to_mailbox, to_site


@dataclass(frozen=True, slots=True)
class CompletingSettings:
    """Of the services that complete papers: keys, none of which is needed, and limits."""

    openalex_key: str = field(
        default="",
        metadata=means("DIGEST_ATLAS_OPENALEX_KEY", str.strip, "with it OpenAlex is asked by title too", secret=True),
    )
    semantic_scholar_key: str = field(
        default="",
        metadata=means(
            "DIGEST_ATLAS_SEMANTIC_SCHOLAR_KEY", str.strip, "with it Semantic Scholar answers sooner", secret=True
        ),
    )
    hugging_face_token: str = field(
        default="",
        metadata=means(
            "DIGEST_ATLAS_HUGGING_FACE_TOKEN", str.strip, "with it Hugging Face is asked twice as fast", secret=True
        ),
    )
    contact: str = field(
        default="",
        metadata=means(
            "DIGEST_ATLAS_CONTACT", to_mailbox, "a mail address that services which complete papers are told"
        ),
    )
    completed_an_hour: int = field(
        default=0,
        metadata=means(
            "DIGEST_ATLAS_COMPLETED_AN_HOUR",
            to_count,
            "how many papers all visitors may have completed by services in an hour; 0: any",
            1000,
        ),
    )
    services: str = field(
        default="",
        metadata=means(
            "DIGEST_ATLAS_SERVICES", to_site, "for tests only: one address under which all of these services are"
        ),
    )
