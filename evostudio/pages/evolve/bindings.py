"""The actions of the Evolve page and their keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from evopose.evolution.presets import ABOUT, PRESETS
from evostudio.actions import Action

if TYPE_CHECKING:
    from evostudio.pages.evolve.page import EvolvePage

STOPS = "At a checkpoint: resumed, it goes on as if it had never stopped"


def actions(page: EvolvePage) -> list[Action]:
    """All of them, in the order of the key map."""
    return [*_run(page), *_options(page), *_runs(page)]


def _add(
    verb: str, text: str, keys: tuple[str, ...], do: Callable[[], object], group: str, tip: str = "",
    needs: Callable[[], bool] | None = None,
) -> Action:  # fmt: skip
    return Action(f"evolve.{verb}", text, keys, do, group, needs, tip=tip)


def _run(page: EvolvePage) -> list[Action]:
    return [
        _add("start", "Start", ("Ctrl+Return", "Ctrl+Enter"), page.start, "Run", "A new run", page.can_start),
        _add("stop", "Stop", ("Ctrl+.",), page.stop, "Run", STOPS, page.can_stop),
        _add("resume", "Resume", ("Ctrl+Shift+Return",), page.resume, "Run", "The chosen run", page.can_resume),
    ]


def _options(page: EvolvePage) -> list[Action]:
    field = page.setup.population
    presets = [
        _add(
            f"preset_{name}", f"Preset {name}", (f"Alt+{place}",), partial(page.setup.choose_preset, name), "Options",
            ABOUT[name],
        )
        for place, name in enumerate(PRESETS, 1)
    ]  # fmt: skip
    return [
        _add("population", "Choose the population", ("Ctrl+P",), page.to_population, "Options"),
        _add("files", "Population from files…", ("Ctrl+Shift+O",), field.choose_files, "Options"),
        *presets,
        _add("unfold", "Unfold all options", ("Alt+Down",), partial(page.setup.form.unfold_all, True), "Options"),
        _add("fold", "Fold all options", ("Alt+Up",), partial(page.setup.form.unfold_all, False), "Options"),
        _add("problem", "Go to what does not fit", ("Alt+Return",), page.to_problem, "Options", "", page.has_problem),
    ]


def _runs(page: EvolvePage) -> list[Action]:
    runs = page.chosen
    one, some, finished = runs.has_one, runs.has_some, runs.has_result
    again_tip = "Its population and options into the form, for another run"
    end_tip = "What a stopped run has bred so far becomes its result"
    return [
        _add("runs", "Go to the runs", ("Ctrl+R",), runs.focus, "Runs"),
        _add("compare", "Compare all runs", ("Ctrl+Shift+A",), runs.compare_all, "Runs", "", runs.has_several),
        _add("open", "Show the poses", ("Ctrl+Alt+3",), partial(runs.show_result, "population"), "Runs",
             "The result on the Population page", finished),
        _add("distributions", "Show the distributions", ("Ctrl+Alt+4",), partial(runs.show_result, "distributions"),
             "Runs", "The result on the Distributions page", finished),
        _add("evolve_on", "Evolve the result", ("Alt+N",), runs.evolve_on, "Runs",
             "It becomes the population of the next run", finished),
        _add("again", "Take over the options", ("Alt+O",), runs.take_over, "Runs", again_tip, one),
        _add("end", "End here", ("Alt+X",), page.end_here, "Runs", end_tip, page.can_end_here),
        _add("remove", "Move to the bin", ("Del",), runs.remove, "Runs", "With its results", some),
    ]  # fmt: skip
