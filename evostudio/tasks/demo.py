"""Making the demo where it is asked for and not there yet, once for all who wait for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from evostudio.places import demo_folder, demo_population
from evostudio.studio import Studio
from evostudio.tasks.process import Task

TITLE = "Making the demo"


def make_demo(studio: Studio) -> Task:
    """Start it; the task that runs already, where one does."""
    for task in studio.tasks:
        if isinstance(task, Task) and task.arguments[:1] == ("demo",):
            return task
    task = Task(TITLE, ["demo", str(demo_folder())])
    studio.start(task)
    return task


def once_there(studio: Studio, path: Path, then: Callable[[], object]) -> Task | None:
    """Call `then` now, or when the demo is made where `path` is its population and that is lacking; its task."""
    if path != demo_population() or path.exists():
        then()
        return None
    task = make_demo(studio)
    task.succeeded.connect(lambda _result: then())
    return task
