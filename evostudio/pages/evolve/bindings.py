"""The actions of the Evolve page and their keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from evopose.evolution.presets import ABOUT, PRESETS
from evostudio.actions import Action
from evostudio.runs.bindings import Bindings

if TYPE_CHECKING:
    from evostudio.pages.evolve.page import EvolvePage


def actions(page: EvolvePage) -> list[Action]:
    """All of them, in the order of the key map."""
    shared = Bindings(page)
    return [*shared.run(), *_options(page, shared), *_runs(page, shared)]


def _options(page: EvolvePage, shared: Bindings) -> list[Action]:
    field = page.setup.population
    return [
        shared.add("population", "Choose the population", ("Ctrl+P",), page.to_population, "Options"),
        shared.add("files", "Population from files…", ("Ctrl+Shift+O",), field.choose_files, "Options"),
        *shared.presets(((name, ABOUT[name]) for name in PRESETS), page.setup.choose_preset),
        *shared.form(page.setup.form),
    ]


def _runs(page: EvolvePage, shared: Bindings) -> list[Action]:
    runs, add = page.chosen, shared.add
    finished = runs.has_result
    again = "Its population and options into the form, for another run"
    end = "What a stopped run has bred so far becomes its result"
    return [
        add("runs", "Go to the runs", ("Ctrl+R",), runs.focus, "Runs"),
        add("compare", "Compare all runs", ("Ctrl+Shift+A",), runs.compare_all, "Runs", "", runs.has_several),
        add("open", "Show the poses", ("Ctrl+Alt+3",), partial(runs.show_result, "population"), "Runs",
            "The result on the Population page", finished),
        add("distributions", "Show the distributions", ("Ctrl+Alt+4",), partial(runs.show_result, "distributions"),
            "Runs", "The result on the Distributions page", finished),
        add("evolve_on", "Evolve the result", ("Alt+N",), runs.evolve_on, "Runs",
            "It becomes the population of the next run", finished),
        *shared.old(again, end, "With its results"),
    ]  # fmt: skip
