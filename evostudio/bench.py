"""`evostudio --bench`: how quick the studio is on this machine, in its window. Prints a table and a line of JSON."""

import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Sizes:
    """How much is measured."""

    images: int = 100_000
    presses: int = 400
    photos: int = 30
    photo_size: tuple[int, int] = (1920, 1280)
    pause_s: float = 0.4
    """Looking at each image before going on."""
    starts: int = 5
    frames: int = 300
    """Of scrolling."""
    founders: int = 4000
    evolving_s: float = 10.0
    """Looking at a run that goes on."""
    training_s: float = 10.0
    """Likewise."""
    poses: int = 10_000_000
    """On the wall."""


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    where: tuple[str, str]
    """Section and key of the figures."""
    unit: str
    target: float | None = None


TABLE = (
    Row("key press to painted frame, median", ("keys", "ms_median"), "ms", 16),
    Row("key press to painted frame, 99th percentile", ("keys", "ms_p99"), "ms", 33),
    Row("  the fastest quarter is below", ("keys", "ms_quarter"), "ms"),
    Row("  this process's share of it, median", ("keys", "cpu_ms_median"), "ms"),
    Row("next image, decoded ahead, median", ("switching", "ms_median"), "ms", 50),
    Row("next image, without a pause", ("switching", "without_pause_ms_median"), "ms"),
    Row("start to first usable window, warm, median", ("start", "s_median"), "s", 2),
    Row("the Train page for the first time, to its first frame", ("pages", "train_ms"), "ms"),
    Row("its Evaluation for the first time, to the first frame", ("pages", "evaluation_ms"), "ms", 100),
    Row("  all of it", ("pages", "evaluation_whole_ms"), "ms"),
    Row("opening 100,000 images in the window", ("open", "s"), "s", 1),
    Row("memory that they add", ("open", "added_mb"), "MB", 300),
    Row("scrolling them, median frame", ("scroll", "ms_median"), "ms"),
    Row("scrolling them, worst frame", ("scroll", "ms_worst"), "ms"),
    Row("typing a filter over them, worst letter", ("filter", "ms_worst"), "ms"),
    Row("while evolution runs, longest stop of the window", ("evolving", "gap_ms_worst"), "ms", 50),
    Row("  99 of 100 turns are shorter than", ("evolving", "gap_ms_p99"), "ms"),
    Row("  this process's share of the longest", ("evolving", "own_ms_worst"), "ms"),
    Row("  its curves are painted", ("evolving", "frames_per_second"), "1/s"),
    Row("while a lifter is trained, longest stop of the window", ("training", "gap_ms_worst"), "ms", 50),
    Row("  99 of 100 turns are shorter than", ("training", "gap_ms_p99"), "ms"),
    Row("  this process's share of the longest", ("training", "own_ms_worst"), "ms"),
    Row("  its curves are painted", ("training", "frames_per_second"), "1/s"),
    Row("scrolling 10 million poses, median frame", ("wall", "ms_median"), "ms"),
    Row("scrolling 10 million poses, worst gap", ("wall", "gap_ms"), "ms", 50),
    Row("  a screen of new ones whole, median", ("wall", "whole_ms_median"), "ms"),
    Row("sorting 10 million poses by novelty", ("wall", "sort_s"), "s"),
    Row("nearest first of 10 million", ("wall", "like_s"), "s"),
    Row("filtering 10 million poses", ("wall", "filter_s"), "s"),
    Row("  worst gap of the window meanwhile", ("wall", "busy_gap_ms"), "ms", 50),
    Row("poses of a brush among 10 million, found and listed", ("brushing", "brush_s"), "s"),
    Row("  worst gap of the window meanwhile", ("brushing", "brush_gap_ms"), "ms", 50),
    Row("two spheres of densities turned, median frame", ("brushing", "turn_ms_median"), "ms", 33),
    Row("another direction on maps, median frame", ("brushing", "direction_ms_median"), "ms", 33),
)


def run(project: Path | None = None) -> int:
    """Measure, on `project`'s pictures or on some made for it; nothing of the user's is changed.

    0, or the EvoErrors of opening the project.
    """
    with tempfile.TemporaryDirectory(prefix="evostudio-bench-") as folder:
        found = measured(Path(folder), project)
    print("\n".join(_written(found)))
    print(json.dumps(found))
    return 0


def measured(folder: Path, project: Path | None = None, sizes: Sizes = Sizes()) -> dict[str, Any]:
    """All figures, by section; `folder` is for what is made on the way."""
    from evostudio.__main__ import application
    from evostudio.measuring import large
    from evostudio.measuring.brushing import brushing
    from evostudio.measuring.evolving import evolving
    from evostudio.measuring.keys import key_presses
    from evostudio.measuring.opening import opening_pages
    from evostudio.measuring.projects import long_project, photo_project
    from evostudio.measuring.stage import staged
    from evostudio.measuring.starting import starting
    from evostudio.measuring.switching import switching
    from evostudio.measuring.training import training
    from evostudio.measuring.wall import wall

    small = _copied(project, folder) if project else photo_project(folder / "photos", sizes.photos, sizes.photo_size)
    app = application()
    long = long_project(folder / "long", sizes.images)
    preferences = folder / "preferences.json"
    found: dict[str, Any] = {"start": starting(small, preferences, sizes.starts)}
    with staged(preferences) as stage:
        found["machine"] = {
            "display": f"{app.platformName()}, {stage.window.studio.backend.name}",
            "cores": os.cpu_count() or 0,
            "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        }
        stage.open(small)
        found["pages"] = opening_pages(stage)
        found["open"] = large.opening(stage, long)
        found["scroll"] = large.scrolling(stage, sizes.frames)
        found["filter"] = large.filtering(stage)
        stage.open(small)
        found["keys"] = key_presses(stage, sizes.presses)
        found["switching"] = switching(stage, sizes.pause_s)
        found["evolving"] = evolving(stage, folder / "evolving", sizes.founders, sizes.evolving_s)
        found["training"] = training(stage, folder / "training", sizes.founders, sizes.training_s)
        found["wall"] = wall(stage, sizes.poses, sizes.frames)
        found["brushing"] = brushing(stage, sizes.poses, min(sizes.frames, 100))
    return found


def _copied(project: Path, folder: Path) -> Path:
    """A copy of the user's project, of the same photos: keys are pressed in it. EvoErrors as `Project.open`."""
    from evopose.project.project import Project

    copy = folder / f"copy{project.suffix}"
    with Project.open(project, read_only=True) as opened:
        opened.save_copy(copy)
    return copy


def _written(found: dict[str, Any]) -> Iterator[str]:
    yield ", ".join(f"{key} {value}" for key, value in found["machine"].items())
    for row in TABLE:
        section, key = row.where
        value = found[section][key]
        target = (
            ""
            if row.target is None
            else f"target {row.target:g} {row.unit}" + ("" if value <= row.target else "  missed")
        )
        yield f"{row.what:<54} {value:>9.4g} {row.unit:<3} {target}".rstrip()
