"""The window while a lifter is trained: how long it ever stands still, and how often it is painted."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from evopose.demo.population import make_population
from evopose.io import safetensors
from evopose.jobs import finish
from evostudio.measuring.running import while_running
from evostudio.measuring.stage import Stage

if TYPE_CHECKING:
    from evostudio.pages.train.page import TrainPage

STEPS = 1_000_000
"""Of a stage: more than there is time for."""
VALIDATE_EVERY = 50
"""Often: the ten poses are read and drawn anew each time."""


def training(stage: Stage, folder: Path, poses: int = 4000, seconds: float = 10.0) -> dict[str, Any]:
    """Start a run on the Train page and look for `seconds` while it goes on; then stop it."""
    folder.mkdir(parents=True, exist_ok=True)
    population = folder / "poses.safetensors"
    safetensors.write(finish(make_population(poses, 0)), population)
    stage.window.show_page("train")
    page: TrainPage = stage.window.pages["train"]  # type: ignore[assignment]
    page.setup.data.choose([population])
    for name, value in (("steps", STEPS), ("validate_every", VALIDATE_EVERY)):
        page.setup.form.fields["schedule", name].entry.show_value(value)
    page.setup.form.fields["schedule", "steps"].edited.emit()
    stage.settle(1.0)
    figures, before, after = while_running(stage, page, lambda: page.panes.live.charts["loss"], seconds)
    steps = int(after["total_step"] - before["total_step"])
    return figures | {
        "steps": steps,
        "samples_per_second": round(steps * after["batch_size"] / seconds),
        "device": after.get("device"),
    }
