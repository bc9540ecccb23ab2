"""Machine code is kept from one process to the next, and not longer than it is right."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numba
import pytest

import evopose
from evopose.fused.compiling import compiled

_USE = """
import evopose.fused.geometry as g
g.dot((g.ONE, g.ONE, g.ONE), (g.ONE, g.ONE, g.ONE))
hits, misses = g.dot.stats.cache_hits, g.dot.stats.cache_misses
print(sum(hits.values()), sum(misses.values()))
"""


def _hits_and_misses(package: Path, **variables: str) -> list[int]:
    environment = {**os.environ, "PYTHONPATH": str(package), "PYTHONDONTWRITEBYTECODE": "1", **variables}
    done = subprocess.run([sys.executable, "-c", _USE], env=environment, capture_output=True, text=True, check=True)
    return [int(word) for word in done.stdout.split()]


def test_code_is_kept_until_any_of_the_loops_changes(tmp_path: Path) -> None:
    ours = Path(evopose.__file__).parent
    shutil.copytree(ours, tmp_path / "evopose", ignore=shutil.ignore_patterns("__pycache__"))
    assert _hits_and_misses(tmp_path) == [0, 1]
    assert _hits_and_misses(tmp_path) == [1, 0]
    cells = tmp_path / "evopose/fused/cells.py"
    cells.write_text(cells.read_text("utf-8") + "\n", "utf-8")
    assert _hits_and_misses(tmp_path) == [0, 1]


def test_where_the_package_cannot_be_written_the_users_cache_is_used(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    assert _hits_and_misses(Path(evopose.__file__).parents[1], NUMBA_CACHE_DIR=str(kept)) == [0, 1]
    assert list(kept.rglob("*.nbc"))


def test_where_nothing_can_be_written_it_is_compiled_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    compile_it = numba.njit

    def refusing(cache: bool = False, **options: object) -> object:
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return compile_it(**options)

    with monkeypatch.context() as patch:
        patch.setattr(numba, "njit", refusing)
        loop = compiled(_twice)
    assert loop(4) == 8


def _twice(number: int) -> int:
    return 2 * number
