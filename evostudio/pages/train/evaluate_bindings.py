"""The actions of the Evaluate part and their keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from evostudio.actions import Action
from evostudio.views.look_buttons import LOOKS

if TYPE_CHECKING:
    from evostudio.pages.train.evaluate_pane import EvaluatePane

MEASURE = "How far the chosen lifter's poses are from the truth"
ANNOTATE = "Each chosen one becomes a picture with its pose to refine: in the open project, or in one of their own"
AIM = "Children that this lifter gets wrong are preferred: active selection on the Evolve page takes it up"
POSES = "All of them on the Population page"
LOOK_KEYS = ("F2", "F3", "F4", "F5")


def actions(pane: EvaluatePane) -> list[Action]:
    """All of them, in the order of the key map."""
    return [*_measure(pane), *_worst(pane)]


def _group(group: str) -> Callable[..., Action]:
    def add(
        verb: str, text: str, key: str, do: Callable[[], object], needs: Callable[[], bool] | None = None, tip: str = ""
    ) -> Action:
        return Action(f"train.{verb}", text, (key,) if key else (), do, group, needs, tip=tip)

    return add


def _measure(pane: EvaluatePane) -> list[Action]:
    add, measuring = _group("Evaluate"), pane.measuring
    return [
        add("measure", "Evaluate", "Ctrl+M", pane.start, pane.can_start, MEASURE),
        add("measure_stop", "Stop evaluating", "Ctrl+Shift+M", measuring.stop, measuring.is_busy),
        add("measure_lifter", "Choose the lifter", "Alt+L", pane.to_lifter),
        add("measure_file", "Lifter from a file…", "", pane.setup.lifter.choose_file),
        add("measure_data", "Choose what to measure on", "Alt+D", pane.to_data),
        add("measure_remove", "Move the evaluation to the bin", "Shift+Del", pane.onward.remove, pane.onward.is_any),
    ]


def _worst(pane: EvaluatePane) -> list[Action]:
    add, onward, wall = _group("Worst poses"), pane.onward, pane.results.worst.wall
    return [
        add("worst_annotate", "Send to Annotate", "Ctrl+Alt+1", onward.annotate, onward.can_annotate, ANNOTATE),
        add("worst_aim", "Aim evolution at them", "Ctrl+Alt+2", onward.aim, onward.can_aim, AIM),
        add("worst_poses", "Show as a population", "Ctrl+Alt+3", onward.show_poses, onward.has_poses, POSES),
        add("worst_all", "Choose all of the worst", "Ctrl+A", wall.select_all, onward.has_worst),
        *(
            add(f"worst_{name.lower()}", f"Look from: {name.lower()}", key, partial(pane.look, name), onward.has_worst)
            for name, key in zip(LOOKS, LOOK_KEYS, strict=True)
        ),
    ]
