"""Who survives does not depend on how many threads look."""

from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from evopose.coverage.histogram import empty
from evopose.evolution.engine import make_engine
from evopose.evolution.presets import PRESETS
from evopose.evolution.rounding import Rounding
from evopose.evolution.selection.choice import selectors_for
from evopose.evolution.surviving import Chunk, Survival
from evopose.limits.files import default
from evopose.model.array import NDArray

CPU = torch.device("cpu")
NOBODY = np.zeros((2, 17, 3), np.float32)


@pytest.fixture(scope="module")
def real(shared_data: Path) -> NDArray:
    with np.load(shared_data / "data/mocap/cmu.npz", allow_pickle=False) as file:
        return np.asarray(file["positions"], np.float32)


def of_threads(monkeypatch: pytest.MonkeyPatch, threads: int, chunk: Chunk) -> dict[str, object]:
    recipe, limits = PRESETS["default"], default()
    engine = make_engine("fused", recipe, limits, torch.full((16,), 0.3), CPU)
    rounding = Rounding(limits, recipe.selection.limits, 1e-4)
    survival = Survival(engine, selectors_for(recipe, empty(), CPU, fused=True), rounding)
    with monkeypatch.context() as patch:
        patch.setattr(torch, "get_num_threads", lambda: threads)
        return vars(survival.of(chunk))


def test_threads_change_nobody(real: NDArray, monkeypatch: pytest.MonkeyPatch) -> None:
    chunk = Chunk(real, 3, 1000, 16_384, 7)
    one, three = (of_threads(monkeypatch, threads, chunk) for threads in (1, 3))
    assert len(chunk.shares(3)) == 3
    for name in ("index", "positions", "parents", "operators"):
        assert torch.equal(one[name], three[name]), name
    assert (one["removed"], one["copies"]) == (three["removed"], three["copies"])
    assert 4000 < len(one["index"]) == 16_384 - sum(one["removed"].values())


@given(st.integers(0, 10**9), st.integers(1, 10**6), st.integers(1, 64))
def test_shares_are_all_of_a_chunk_in_its_order_and_whole_pairs(first: int, pairs: int, threads: int) -> None:
    shares = Chunk(NOBODY, 1, 2 * first, 2 * pairs, 0).shares(threads)
    assert 1 <= len(shares) <= threads
    stops = [2 * first, *(share.first + share.count for share in shares)]
    assert [share.first for share in shares] == stops[:-1]
    assert stops[-1] == 2 * (first + pairs)
    assert all(share.count > 0 and share.count % 2 == 0 for share in shares)
