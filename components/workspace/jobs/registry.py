"""The work that runs beside the pages, found again by its key: after a reload, in a second tab, by another visitor.

A job of one visitor is found by the workspace, one about papers by what names those papers.
"""

from __future__ import annotations

import pandas as pd

from components.landscape.analysis import worker
from components.landscape.embeddings.models import DEFAULT_MODEL
from components.landscape.embeddings.terms import paper_texts
from components.landscape.result import Analysis
from components.workspace import contexts
from components.workspace.cache import Cache
from components.workspace.contexts import Kind, Tier
from components.workspace.jobs.completion import CompletionJob
from components.workspace.jobs.embeddings import EmbeddingJob
from components.workspace.jobs.fetch import FetchJob
from components.workspace.jobs.following import FollowJob
from components.workspace.jobs.intake import IntakeJob
from components.workspace.jobs.link_check import LinkJobs
from components.workspace.jobs.one_paper import OnePaperJob
from components.workspace.jobs.ranking import RankingJob

_analysis_runs: Cache[worker.Run] = Cache(64)
_RANKING: Kind[RankingJob] = Kind("ranking", Tier.DERIVED, lambda job: job.bytes, grows=True)
_EMBEDDINGS: Kind[EmbeddingJob] = Kind(
    "embeddings", Tier.DERIVED, lambda job: job.bytes, grows=True, on_drop=lambda job: job.forget()
)
_fetches: Cache[FetchJob] = Cache(64, on_drop=lambda job: job.stop())
_looks: Cache[FollowJob] = Cache(64, on_drop=lambda job: job.stop())
_intakes: Cache[IntakeJob] = Cache(256, on_drop=lambda job: job.stop())
_completions: Cache[CompletionJob] = Cache(64, on_drop=lambda job: job.stop())
_one_papers: Cache[OnePaperJob] = Cache(64)
_link_jobs: Cache[LinkJobs] = Cache(64, on_drop=lambda job: job.stop())


def analysis_run(
    key: str, papers: pd.DataFrame, before: Analysis | None = None, model: str = DEFAULT_MODEL
) -> worker.Run:
    """The worker process that computes an Analysis: one for all visitors who wait for the same papers.

    One that is no longer remembered here goes on: pages that wait for it find it again.
    """
    return _analysis_runs.get(key, lambda: worker.start(papers, model, before))


def forget_analysis_run(key: str) -> None:
    """Let go of a run that failed, was stopped, or whose result is gone, so that it is started again."""
    _analysis_runs.drop(key)


def ranking(library_version: str, papers: pd.DataFrame) -> RankingJob:
    """What ranks these papers by what visitors picked; made ready in a thread."""

    def make() -> RankingJob:
        return RankingJob(dict(zip(papers["paper_id"], _texts(papers), strict=True)))

    return contexts.kept.get(library_version, _RANKING, (), make)


def embeddings(library_version: str, papers: pd.DataFrame) -> EmbeddingJob:
    """What makes the built-in embeddings of these papers and says which are near to what."""
    return contexts.kept.get(library_version, _EMBEDDINGS, (), lambda: EmbeddingJob(papers))


def fetch(workspace: str) -> FetchJob:
    """One visitor's fetching of digests."""
    return _fetches.get(workspace, FetchJob)


def looks(workspace: str) -> FollowJob:
    """One visitor's looking at sources."""
    return _looks.get(workspace, FollowJob)


def intake(workspace: str) -> IntakeJob:
    """One visitor's reading of new digests."""
    return _intakes.get(workspace, IntakeJob)


def completion(workspace: str) -> CompletionJob:
    """One visitor's completing of papers."""
    return _completions.get(workspace, CompletionJob)


def one_paper(workspace: str) -> OnePaperJob:
    """One visitor's look-up of a paper to add."""
    return _one_papers.get(workspace, OnePaperJob)


def link_jobs(workspace: str) -> LinkJobs:
    """One visitor's link check and questions about links."""
    return _link_jobs.get(workspace, LinkJobs)


def clear() -> None:
    """Forget all jobs; those of visitors are stopped."""
    for each in (_analysis_runs, _completions, _one_papers, _fetches, _looks, _intakes, _link_jobs):
        each.clear()


def _texts(papers: pd.DataFrame) -> list[str]:
    return paper_texts(papers["title"].tolist(), papers["abstract"].tolist())
