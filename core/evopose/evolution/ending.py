"""How a run ends: its files in place, and what it came to."""

import shutil
from typing import Any

from evopose.evolution import memory
from evopose.evolution.checkpoint import Keeper, Point
from evopose.evolution.setup import Setup
from evopose.evolution.telling import told
from evopose.evolution.watching import Watch
from evopose.runs.run import Run


def finished(run: Run, setup: Setup, keeper: Keeper, watch: Watch) -> dict[str, Any]:
    """The files in place, the checkpoint gone, the result told (what `--json` prints); NotWritable where that fails."""
    point = keeper.point
    files = keeper.growing.finish(run.folder)
    result = {
        "population": str(files[0]),
        "poses": point.rows,
        "candidates": point.total.candidates,
        "survivors": point.total.survivors,
        "generations": point.generation - 1,
        "seconds": round(keeper.seconds, 3),
        "reason": point.reason,
        "complete": point.complete,
        "removed": dict(point.total.removed),
        "copies": point.total.copies,
        "surplus": point.total.surplus,
        "engine": setup.engine,
        "device": setup.device,
        "precision": setup.precision,
        "files": [str(file) for file in files],
        "bytes": sum(file.stat().st_size for file in files),
        "founders": {"poses": setup.founders, "dropped": dict(setup.dropped), "valid": setup.limits_valid},
        "coverage": {"before": watch.before, "after": watch.coverage()} if watch.before else {},
        "peak_memory_mb": memory.peak_mb(),
        "notices": _notices(setup, point),
    }
    run.finished(result)
    shutil.rmtree(run.checkpoint, ignore_errors=True)
    return result | {"text": told(result)}


def _notices(setup: Setup, point: Point) -> list[str]:
    words = {
        "missing": "with missing joints",
        "degenerate": "degenerate",
        "too_large": "too large",
        "duplicates": "doubles",
    }
    lost = ", ".join(f"{count} {words.get(name, name)}" for name, count in setup.dropped.items() if count)
    notices = [f"Of the founders {lost} were left out."] if lost else []
    if setup.limits_valid == 0:
        notices.append("None of the founders lies within the joint limits.")
    return notices if point.complete else [*notices, f"The run {point.reason}."]
