"""Benchmarks: each module measures one room and gives rows of figures beside their budgets.

`python -m tests.bench` runs them all, `python -m tests.bench reading memory` those two. A module takes part by
having `rows() -> list[Row]`; pytest collects none of them, because times on a shared machine prove nothing.
"""

from tests.bench.row import Row, peers_wanted

__all__ = ["Row", "peers_wanted"]
