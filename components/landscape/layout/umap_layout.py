"""Map coordinates: UMAP on neighbours that are already known, then polished; deterministic.

Never imported by the server at start; umap, numba and scikit-learn are imported inside. Coordinates mean
neighbourhood only: no axis, no distance between far regions.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np

from components.landscape.layout.polish import refined
from components.landscape.layout.spacing import push_apart
from components.landscape.parameters import FEWEST_FOR_A_MAP, Parameters

RANDOM_STATE = 42
GENTLE = 0.25  # how boldly a layout that starts from an older one begins to move, of 1


@dataclass(frozen=True, slots=True)
class _Start:
    """Where the layout begins: coordinates some ten units wide, and how boldly they may move at first."""

    coordinates: np.ndarray
    boldness: float = 1.0


def map_coordinates(
    vectors: np.ndarray,
    neighbours: np.ndarray,
    similarities: np.ndarray,
    parameters: Parameters,
    compiled: Path,
    older: np.ndarray | None = None,
) -> np.ndarray:
    """Coordinates of the papers, float32 (n, 2), centred, the longer side within ±1; (0, 2) below 15 papers.

    `older` (n, 2) are places the papers have already: the layout starts there and moves gently.

    `neighbours` and `similarities` come from `neighbours.nearest_neighbours(vectors, …)`. `compiled` is the folder
    where numba may keep compiled functions, so that the next process starts in a second. The same input gives the
    same coordinates on one machine and installation.
    """
    if len(vectors) < FEWEST_FOR_A_MAP:
        return np.zeros((0, 2), dtype=np.float32)
    prepare_compiler(compiled)
    start = _Start(_principal_plane(vectors)) if older is None else _Start(_ten_wide(older), GENTLE)
    graph = _graph_input(neighbours, similarities, parameters.layout_neighbours)
    regions = _umap(vectors, *graph, parameters, start)
    near = neighbours[:, : parameters.polish_neighbours]
    return push_apart(_framed(refined(regions, near, parameters.polish_rounds)))


def prepare_compiler(compiled: Path) -> None:
    """Import umap so that what it compiles is kept in `compiled`: 6 s to 1 s for the second process.

    Only one of umap's ~126 compiled functions asks for it by itself. Must run before umap's first import.
    """
    compiled.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("NUMBA_CACHE_DIR", str(compiled))
    with warnings.catch_warnings(), _without_search():
        warnings.simplefilter("ignore")  # TensorFlow's absence is no news
        import umap.layouts
        import umap.umap_
    for function in (
        umap.umap_.smooth_knn_dist,
        umap.umap_.compute_membership_strengths,
        umap.layouts._nb_optimize_layout_euclidean_single_epoch,
    ):
        function.enable_caching()


@contextmanager
def _without_search() -> Iterator[None]:
    """Let umap be imported without pynndescent, which looks for neighbours that are known here already.

    Its import alone compiles for 19 s where nothing is cached. Whoever imports it later gets the real one.
    """
    names = {"": "NNDescent", ".distances": "named_distances", ".sparse": "sparse_named_distances"}
    missing = {"pynndescent" + end: name for end, name in names.items() if "pynndescent" + end not in sys.modules}
    for module, name in missing.items():
        sys.modules[module] = ModuleType(module)
        setattr(sys.modules[module], name, {} if name.endswith("distances") else _no_search)
    try:
        yield
    finally:
        for module in missing:
            del sys.modules[module]


def _no_search(*_: object, **__: object) -> None:
    raise RuntimeError("umap was imported for known neighbours only; import pynndescent and umap in another process")


def _graph_input(neighbours: np.ndarray, similarities: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Neighbours the way UMAP counts them: each paper first among its own, cosine distance instead of similarity."""
    own = np.arange(len(neighbours), dtype=np.int32)[:, None]
    distances = np.clip(1.0 - similarities[:, : k - 1], 0.0, None)
    return (
        np.hstack([own, neighbours[:, : k - 1]]).astype(np.int32),
        np.hstack([np.zeros_like(own, dtype=np.float32), distances]).astype(np.float32),
    )


def _umap(
    vectors: np.ndarray, rows: np.ndarray, distances: np.ndarray, parameters: Parameters, start: _Start
) -> np.ndarray:
    from umap.umap_ import find_ab_params, fuzzy_simplicial_set, simplicial_set_embedding

    a, b = find_ab_params(1.0, parameters.min_dist)
    coordinates: np.ndarray
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        graph, _, _ = fuzzy_simplicial_set(
            vectors, rows.shape[1], np.random.RandomState(RANDOM_STATE), "cosine", knn_indices=rows, knn_dists=distances
        )
        coordinates, _ = simplicial_set_embedding(
            vectors,
            graph,
            n_components=2,
            initial_alpha=start.boldness,
            a=a,
            b=b,
            gamma=parameters.repulsion,
            negative_sample_rate=parameters.negative_samples,
            n_epochs=parameters.epochs,
            init=start.coordinates,
            random_state=np.random.RandomState(RANDOM_STATE),
            metric="cosine",
            metric_kwds={},
            densmap=False,
            densmap_kwds={},
            output_dens=False,
            parallel=False,
        )
    return coordinates


def _principal_plane(vectors: np.ndarray) -> np.ndarray:
    """Where the layout starts: the two directions that spread the papers most, 10 units wide, copies jittered apart.

    Signs are settled by the largest entry, so that a rerun is not a mirror image.
    """
    centred = vectors - vectors.mean(axis=0)
    covariance = centred.T.astype(np.float64) @ centred
    _, directions = np.linalg.eigh(covariance)
    plane = directions[:, ::-1][:, :2]
    if plane.shape[1] < 2:
        plane = np.hstack([plane, np.zeros((len(plane), 2 - plane.shape[1]))])
    plane = plane * np.where(plane[np.abs(plane).argmax(axis=0), [0, 1]] < 0, -1.0, 1.0)
    return _ten_wide(centred @ plane)


def _ten_wide(start: np.ndarray) -> np.ndarray:
    widest = np.abs(start).max()
    start = start * (10.0 / widest) if widest > 0 else start
    jitter = np.random.RandomState(RANDOM_STATE).normal(scale=1e-2, size=start.shape)
    return (start + jitter).astype(np.float32)


def _framed(coordinates: np.ndarray) -> np.ndarray:
    """The layout centred on its middle and scaled so that its longer side spans −1 to 1."""
    low, high = coordinates.min(axis=0), coordinates.max(axis=0)
    half = max(float((high - low).max()) / 2, 1e-9)
    scaled: np.ndarray = ((coordinates - (low + high) / 2) / half).astype(np.float32)
    return scaled
