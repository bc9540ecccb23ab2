"""What the project file costs: an edit, undo, and opening a large project."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from evopose.model.annotation import Annotation, Person
from evopose.model.camera import Camera
from evopose.model.keypoints import Keypoints
from evopose.model.pose import Pose
from evopose.project.project import Project
from evopose.project.records import PersonEntry, Photo

_OPEN = """
import json, sys, time
from pathlib import Path
from evopose.project.project import Project
from evopose.project.bench import peak_megabytes
before, start = peak_megabytes(), time.perf_counter()
project = Project.open(Path(sys.argv[1]))
seconds = time.perf_counter() - start
print(json.dumps({"seconds": seconds, "images": len(project.images), "mb": peak_megabytes(), "before": before}))
project.close()
"""


def bench_project(images: int = 100_000, edits: int = 2_000) -> dict[str, Any]:
    """Milliseconds of edits and undos in a project of `images` images; seconds and peak memory (MB) of opening it
    in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="evopose-") as folder:
        path = Path(folder) / "bench.evo"
        with Project.create(path) as project:
            start = time.perf_counter()
            annotation = _fill(project, images)
            filled = time.perf_counter() - start
            edit_ms = _milliseconds(lambda n: project.edit(1 + n // 8 % images, "Turn", annotation, str(n // 8)), edits)
            undo_ms = _milliseconds(lambda _: project.undo(), edits // 10)
        opened = json.loads(subprocess.check_output([sys.executable, "-c", _OPEN, str(path)], text=True))
        return {
            "images": opened["images"],
            "import_seconds": round(filled, 2),
            "edit_ms_median": round(float(np.median(edit_ms)), 3),
            "edit_ms_p99": round(float(np.percentile(edit_ms, 99)), 3),
            "undo_ms_median": round(float(np.median(undo_ms)), 3),
            "open_seconds": round(opened["seconds"], 3),
            "open_peak_mb": round(opened["mb"]),
            "open_added_mb": round(opened["mb"] - opened["before"]),
            "file_mb": round(path.stat().st_size / 1e6),
        }


def peak_megabytes() -> float:
    """The most memory that this process has held; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _fill(project: Project, images: int) -> Annotation:
    found = project.add_images(
        Photo(f"walk/take {n // 1000:03}/frame_{n:06}.jpg", (1920, 1080), hash=f"{n:032x}", bytes=n)
        for n in range(images)
    )
    rng = np.random.default_rng(0)
    keypoints = Keypoints.from_xy(rng.uniform(0, 1000, (17, 2)))
    pose = Pose(rng.normal(size=3), np.eye(3), rng.uniform(0.1, 0.5, 16), rng.uniform(-1, 1, (16, 2)))
    annotation = Annotation(keypoints, Camera.guess((1920, 1080)), pose)
    person = Person(replace(annotation, pose=None), truth=pose)
    project.add_people(PersonEntry(int(number), person) for number in found.ids)
    return annotation


def _milliseconds(work: Callable[[int], object], times: int) -> list[float]:
    found = []
    for number in range(times):
        start = time.perf_counter()
        work(number)
        found.append(1e3 * (time.perf_counter() - start))
    return found
