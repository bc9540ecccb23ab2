"""The window while evolution runs: how long it ever stands still, and how often it is painted."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from evopose.demo.population import make_population
from evopose.io import safetensors
from evopose.jobs import finish
from evostudio.measuring.running import while_running
from evostudio.measuring.stage import Stage

if TYPE_CHECKING:
    from evostudio.pages.evolve.page import EvolvePage

TARGET = 60_000
"""Generations: more than there is time for."""


def evolving(stage: Stage, folder: Path, poses: int = 4000, seconds: float = 10.0) -> dict[str, Any]:
    """Start a run on the Evolve page and look for `seconds` while it goes on; then stop it."""
    folder.mkdir(parents=True, exist_ok=True)
    founders = folder / "founders.safetensors"
    safetensors.write(finish(make_population(poses, 0)), founders)
    stage.window.show_page("evolve")
    page: EvolvePage = stage.window.pages["evolve"]  # type: ignore[assignment]
    page.setup.population.choose([founders])
    page.setup.target.show_options(page.setup.options.model_copy(update={"generations": TARGET}))
    stage.settle(1.0)
    figures, before, after = while_running(stage, page, lambda: page.panes.live.nine, seconds)
    return figures | {
        "generations": int(after["generation"] - before["generation"]),
        "poses_per_second": round((after["poses"] - before["poses"]) / seconds),
        "engine": after.get("engine"),
    }
