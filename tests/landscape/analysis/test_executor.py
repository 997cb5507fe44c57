"""The same Analysis whoever computes it; and only large sets ask Dask."""

from __future__ import annotations

import pickle
import subprocess
import sys

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from components.landscape.analysis import executor, tasks
from components.landscape.analysis.executor import Executor
from components.landscape.analysis.pipeline import compute_analysis
from components.landscape.analysis.tasks import Stage, Task
from components.landscape.embeddings.neighbours import nearest_neighbours, nearest_of, row_blocks
from components.landscape.result import Analysis, save
from tests.landscape.conftest import made_up_papers

SMALL = """
import sys
from components.landscape.analysis import worker
{more}
print(sorted({{name.split(".")[0] for name in sys.modules}} & {{"dask", "distributed"}}))
"""
COMPUTED = """
from components.landscape.analysis.pipeline import compute_analysis
from components.landscape.analysis.executor import Executor
from tests.landscape.conftest import made_up_papers
assert compute_analysis(made_up_papers(16), executor=Executor("tcp://127.0.0.1:1")).has_map
"""


def content(analysis: Analysis, folder) -> bytes:
    """All that is kept of an Analysis."""
    save(analysis, folder / "analysis.npz")
    return (folder / "analysis.npz").read_bytes()


@pytest.mark.parametrize("more", ["", COMPUTED], ids=["imported", "a small set computed"])
def test_nothing_small_imports_dask(more):
    done = subprocess.run([sys.executable, "-c", SMALL.format(more=more)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("model", ["built-in-2", "lsa"])
def test_threads_compute_what_one_process_computes(model, monkeypatch, tmp_path):
    papers = made_up_papers(130)
    by_threads: list[tuple[str, float]] = []
    one_by_one: list[tuple[str, float]] = []
    found = compute_analysis(papers, lambda *step: by_threads.append(step), model, executor=Executor(block=30))
    monkeypatch.setattr(executor, "in_threads", executor.in_process)
    with tasks.single_threaded():
        plain = compute_analysis(papers, lambda *step: one_by_one.append(step), model, executor=Executor(block=30))
    assert content(found, tmp_path) == content(plain, tmp_path)
    assert by_threads == one_by_one
    assert len(by_threads) == 6


@pytest.mark.parametrize(("papers", "sizes"), [(0, [0]), (1, [1]), (4, [4]), (5, [4, 1]), (9, [4, 4, 1])])
def test_blocks_are_the_whole_in_order(papers, sizes):
    blocks = Executor(block=4).blocks(papers)
    assert [each.stop - each.start for each in blocks] == sizes
    assert [row for each in blocks for row in range(papers)[each]] == list(range(papers))


@pytest.mark.parametrize("elements", [1, 100, 10_000])
def test_rows_are_asked_in_blocks_of_so_many_similarities(elements):
    vectors = np.random.default_rng(1).normal(size=(60, 8)).astype(np.float32)
    whole = nearest_neighbours(vectors, 4)
    blocks = row_blocks(60, elements)
    assert max(each.stop - each.start for each in blocks) == max(1, min(60, elements // 60))
    np.testing.assert_array_equal(np.concatenate([nearest_of(vectors, each, 4)[0] for each in blocks]), whole[0])


def _product(left: int, right: int) -> int:
    return left * right


def _total(numbers: list[int], more: int, again: list[int]) -> int:
    return sum(numbers) + more + sum(again)


def _refused(_: int) -> int:
    raise ValueError("That cannot be computed.")


ENGINES = pytest.mark.parametrize("compute", [executor.in_process, executor.in_threads])


@ENGINES
def test_laters_and_lists_of_them_reach_the_function(compute):
    six, ten = Task(_product, 2, 3), Task(_product, 2, 5)
    total = Task(_total, [six, ten, six], Task(_product, ten, six), [1, 2])
    told: list[tuple[str, float]] = []
    found = compute([Stage("One", 0.1, six), Stage("All", 0.5, total)], [total, six], lambda *step: told.append(step))
    assert found == [6 + 10 + 6 + 60 + 3, 6]
    assert told == [("One", 0.1), ("All", 0.5)]


@ENGINES
def test_what_a_function_raises_is_raised(compute):
    refused = Task(_refused, Task(_product, 1, 1))
    with pytest.raises(ValueError, match="cannot be computed"):
        compute([Stage("One", 0.0, refused)], [refused], lambda *_: None)


def _products() -> list[int]:
    return [library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"]


def test_products_have_one_thread_while_tasks_are_at_work_and_as_many_as_before_afterwards():
    with threadpool_limits(2, user_api="blas"):
        seen = Task(_products)
        assert set(executor.in_threads([Stage("One", 0.0, seen)], [seen], lambda *_: None)[0]) == {1}
        assert set(_products()) == {2}


def test_an_array_arrives_where_numpy_multiplies_as_usual():
    rows = np.arange(12, dtype=np.float32).reshape(4, 3)
    moved = np.frombuffer(b"x" + rows.tobytes(), dtype=np.uint8)[1:].view(np.float32).reshape(4, 3)
    arrived = pickle.loads(pickle.dumps(tasks.OpaqueValue((rows, moved, "word")), protocol=5)).value
    assert all(each.flags.aligned and each.flags.owndata for each in arrived[:2])
    np.testing.assert_array_equal(arrived[0], arrived[1])
    assert arrived[2] == "word"
