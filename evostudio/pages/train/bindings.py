"""The actions of the Train page and their keys."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from evostudio.actions import Action
from evostudio.pages.train.presets import ABOUT
from evostudio.runs.bindings import Bindings

if TYPE_CHECKING:
    from evostudio.pages.train.page import TrainPage


def actions(page: TrainPage) -> list[Action]:
    """All of them, in the order of the key map; those of runs rest while evaluation is shown."""
    shared = Bindings(page)
    of_runs = (*shared.run(), *_options(page, shared), *_runs(page, shared))
    return [*(_of_runs(page, each) for each in of_runs), *_parts(page)]


def _of_runs(page: TrainPage, action: Action) -> Action:
    return replace(action, enabled=lambda: page.part == "runs" and (action.enabled is None or action.enabled()))


def _options(page: TrainPage, shared: Bindings) -> list[Action]:
    data = page.setup.data
    return [
        shared.add("population", "Choose the population", ("Ctrl+P",), page.to_population, "Options"),
        shared.add("more", "One more population", ("Ctrl+Shift+N",), data.add_population, "Options"),
        shared.add("pairs", "Recorded pairs from files…", ("Ctrl+Shift+O",), data.choose_pairs, "Options"),
        *shared.presets(ABOUT.items(), page.setup.choose_preset),
        *shared.form(page.setup.form),
    ]


def _runs(page: TrainPage, shared: Bindings) -> list[Action]:
    runs, add = page.chosen, shared.add
    again = "Its data and options into the form, for another run"
    end = "What it has learned so far becomes its lifter"
    return [
        add("runs", "Go to the runs", ("Ctrl+R",), page.to_runs, "Runs"),
        add("compare", "Compare all runs", ("Ctrl+Shift+A",), runs.compare_all, "Runs", "", runs.has_several),
        add("evaluate_it", "Evaluate the lifter", ("Ctrl+Alt+E",), runs.evaluate, "Runs", "What the run has made",
            runs.has_result),
        add("train_on", "Train the lifter further", ("Alt+N",), runs.train_on, "Runs",
            "Its stages are where the next run begins", runs.has_result),
        *shared.old(again, end, "With its lifter"),
    ]  # fmt: skip


def _parts(page: TrainPage) -> list[Action]:
    def part(name: str, text: str, key: str, tip: str) -> Action:
        action = f"train.part_{name}"
        return Action(
            action, text, (key,), partial(page.show_part, name), "Parts", None, lambda: page.part == name, tip=tip
        )

    return [
        part("runs", "Training", "Ctrl+Shift+R", "Ask for runs, and watch them"),
        part("evaluate", "Evaluation", "Ctrl+Shift+E", "How good a lifter is, joint by joint, and where it is worst"),
    ]
