"""Making the demo (with its pictures), or its population alone, where it is not there yet: once for all who wait."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from evostudio.places import demo_folder, demo_population
from evostudio.studio import Studio
from evostudio.tasks.process import Task


def make_demo(studio: Studio) -> Task:
    """The project with its pictures: about a minute."""
    return _once(studio, "Making the demo", ("demo", str(demo_folder())))


def make_population(studio: Studio) -> Task:
    """The population alone: seconds."""
    arguments = ("demo", str(demo_population().parent), "--images", "0", "--overwrite")
    return _once(studio, "Making the demo population", arguments)


def once_there(studio: Studio, path: Path, then: Callable[[], object]) -> Task | None:
    """Call `then` now, or when the demo population is made where it is `path` and lacking; its task."""
    if path != demo_population() or path.exists():
        then()
        return None
    task = make_population(studio)
    task.succeeded.connect(lambda _result: then())
    return task


def _once(studio: Studio, title: str, arguments: tuple[str, ...]) -> Task:
    """Start it; the task that does this already, where one does."""
    for task in studio.tasks:
        if isinstance(task, Task) and task.arguments == arguments:
            return task
    task = Task(title, arguments)
    studio.start(task)
    return task
