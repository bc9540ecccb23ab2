"""The actions of the Evaluate part and their keys; they rest until its pane is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from evostudio.actions import Action
from evostudio.views.look_buttons import LOOKS

if TYPE_CHECKING:
    from evostudio.pages.train.evaluate_pane import EvaluatePane
    from evostudio.pages.train.evaluate_part import EvaluatePart

    Do = Callable[[EvaluatePane], object]
    Needs = Callable[[EvaluatePane], bool]

MEASURE = "How far the chosen lifter's poses are from the truth"
ANNOTATE = "Each chosen one becomes a picture with its pose to refine: in the open project, or in one of their own"
AIM = "Children that this lifter gets wrong are preferred: active selection on the Evolve page takes it up"
POSES = "All of them on the Population page"
LOOK_KEYS = ("F2", "F3", "F4", "F5")


def actions(part: EvaluatePart) -> list[Action]:
    """All of them, in the order of the key map."""
    return [*_measure(part), *_worst(part)]


def _group(part: EvaluatePart, group: str) -> Callable[..., Action]:
    def add(verb: str, text: str, key: str, do: Do, needs: Needs = lambda _pane: True, tip: str = "") -> Action:
        def can_run() -> bool:
            return part.made is not None and needs(part.made)

        keys = (key,) if key else ()
        return Action(f"train.{verb}", text, keys, lambda: do(part.pane), group, can_run, tip=tip)

    return add


def _measure(part: EvaluatePart) -> list[Action]:
    add = _group(part, "Evaluate")
    return [
        add("measure", "Evaluate", "Ctrl+M", lambda pane: pane.start(), lambda pane: pane.can_start(), MEASURE),
        add("measure_stop", "Stop evaluating", "Ctrl+Shift+M", lambda pane: pane.measuring.stop(),
            lambda pane: pane.measuring.is_busy()),
        add("measure_lifter", "Choose the lifter", "Alt+L", lambda pane: pane.to_lifter()),
        add("measure_file", "Lifter from a file…", "", lambda pane: pane.setup.lifter.choose_file()),
        add("measure_data", "Choose what to measure on", "Alt+D", lambda pane: pane.to_data()),
        add("measure_remove", "Move the evaluation to the bin", "Shift+Del", lambda pane: pane.onward.remove(),
            lambda pane: pane.onward.is_any()),
    ]  # fmt: skip


def _worst(part: EvaluatePart) -> list[Action]:
    add = _group(part, "Worst poses")
    return [
        add("worst_annotate", "Send to Annotate", "Ctrl+Alt+1", lambda pane: pane.onward.annotate(),
            lambda pane: pane.onward.can_annotate(), ANNOTATE),
        add("worst_aim", "Aim evolution at them", "Ctrl+Alt+2", lambda pane: pane.onward.aim(),
            lambda pane: pane.onward.can_aim(), AIM),
        add("worst_poses", "Show as a population", "Ctrl+Alt+3", lambda pane: pane.onward.show_poses(),
            lambda pane: pane.onward.has_poses(), POSES),
        add("worst_all", "Choose all of the worst", "Ctrl+A", lambda pane: pane.results.worst.wall.select_all(),
            lambda pane: pane.onward.has_worst()),
        *(_look(part, name, key) for name, key in zip(LOOKS, LOOK_KEYS, strict=True)),
    ]  # fmt: skip


def _look(part: EvaluatePart, name: str, key: str) -> Action:
    add = _group(part, "Worst poses")
    look = f"Look from: {name.lower()}"
    return add(f"worst_{name.lower()}", look, key, lambda pane: pane.look(name), lambda pane: pane.onward.has_worst())
