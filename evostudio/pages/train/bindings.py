"""The actions of the Train page and their keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from evostudio.actions import Action
from evostudio.pages.train.presets import ABOUT
from evostudio.runs.page import GO_ON

if TYPE_CHECKING:
    from evostudio.pages.train.page import TrainPage

STOPS = "At a checkpoint: resumed, it goes on as if it had never stopped. A chosen run of a terminal is asked to stop"


def actions(page: TrainPage) -> list[Action]:
    """All of them, in the order of the key map; those of runs rest while evaluation is shown."""
    return [*(_of_runs(page, each) for each in (*_run(page), *_options(page), *_runs(page))), *_parts(page)]


def _of_runs(page: TrainPage, action: Action) -> Action:
    return replace(action, enabled=lambda: page.part == "runs" and (action.enabled is None or action.enabled()))


def _add(
    verb: str, text: str, keys: tuple[str, ...], do: Callable[[], object], group: str, tip: str = "",
    needs: Callable[[], bool] | None = None,
) -> Action:  # fmt: skip
    return Action(f"train.{verb}", text, keys, do, group, needs, tip=tip)


def _run(page: TrainPage) -> list[Action]:
    resumes = "The chosen run, from its checkpoint; one that waits begins"
    return [
        _add("start", "Start", ("Ctrl+Return", "Ctrl+Enter"), page.start, "Run", "A new run", page.can_start),
        _add("queue", "Queue", ("Ctrl+Shift+Q",), page.queue_up, "Run", "A new run, when those before it have ended",
             page.can_queue),
        _add("go_on", GO_ON, ("Alt+Q",), page.go_on, "Run", "The first that waits begins", page.can_go_on),
        _add("stop", "Stop", ("Ctrl+.",), page.stop, "Run", STOPS, page.can_stop),
        _add("resume", "Resume", ("Ctrl+Shift+Return",), page.resume, "Run", resumes, page.can_resume),
    ]  # fmt: skip


def _options(page: TrainPage) -> list[Action]:
    data, form = page.setup.data, page.setup.form
    presets = [
        _add(f"preset_{name}", f"Preset {name}", (f"Alt+{place}",), partial(page.setup.choose_preset, name), "Options",
             about)
        for place, (name, about) in enumerate(ABOUT.items(), 1)
    ]  # fmt: skip
    return [
        _add("population", "Choose the population", ("Ctrl+P",), page.to_population, "Options"),
        _add("more", "One more population", ("Ctrl+Shift+N",), data.add_population, "Options"),
        _add("pairs", "Recorded pairs from files…", ("Ctrl+Shift+O",), data.choose_pairs, "Options"),
        *presets,
        _add("unfold", "Unfold all options", ("Alt+Down",), partial(form.unfold_all, True), "Options"),
        _add("fold", "Fold all options", ("Alt+Up",), partial(form.unfold_all, False), "Options"),
        _add("problem", "Go to what does not fit", ("Alt+Return",), page.to_problem, "Options", "", page.has_problem),
    ]


def _runs(page: TrainPage) -> list[Action]:
    runs = page.chosen
    again = "Its data and options into the form, for another run"
    return [
        _add("runs", "Go to the runs", ("Ctrl+R",), page.to_runs, "Runs"),
        _add("compare", "Compare all runs", ("Ctrl+Shift+A",), runs.compare_all, "Runs", "", runs.has_several),
        _add("evaluate_it", "Evaluate the lifter", ("Ctrl+Alt+E",), runs.evaluate, "Runs", "What the run has made",
             runs.has_result),
        _add("train_on", "Train the lifter further", ("Alt+N",), runs.train_on, "Runs",
             "Its stages are where the next run begins", runs.has_result),
        _add("again", "Take over the options", ("Alt+O",), runs.take_over, "Runs", again, runs.has_one),
        _add("end", "End here", ("Alt+X",), page.end_here, "Runs", "What it has learned so far becomes its lifter",
             page.can_end_here),
        _add("remove", "Move to the bin", ("Del",), runs.remove, "Runs",
             "With its lifter; one that waits is not wanted any more", runs.has_some),
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
