"""The actions that all pages of runs have, and their keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from evostudio.actions import Action
from evostudio.runs.runner import GO_ON
from evostudio.views.options_form import OptionsForm

if TYPE_CHECKING:
    from evostudio.runs.page import RunsPage

BUTTONS = (("start", "primary"), ("queue", ""), ("stop", ""), ("resume", ""))
"""What stands below the form, and how much it stands out."""
STOPS = "At a checkpoint: resumed, it goes on as if it had never stopped. A chosen run of a terminal is asked to stop"


class Bindings:
    """Makes actions of one page."""

    def __init__(self, page: RunsPage) -> None:
        self._page = page

    def add(
        self, verb: str, text: str, keys: tuple[str, ...], do: Callable[[], object], group: str, tip: str = "",
        needs: Callable[[], bool] | None = None,
    ) -> Action:  # fmt: skip
        """One of them; `needs` says whether it can be done."""
        return Action(f"{self._page.name}.{verb}", text, keys, do, group, needs, tip=tip)

    def run(self) -> list[Action]:
        """Beginning and ending runs."""
        add, runner = self.add, self._page.runner
        resumes = "The chosen run, from its checkpoint; one that waits begins"
        queues = "A new run, when those before it have ended"
        goes_on = "Those that wait begin in their turn"
        return [
            add("start", "Start", ("Ctrl+Return", "Ctrl+Enter"), runner.start, "Run", "A new run", runner.can_start),
            add("queue", "Queue", ("Ctrl+Shift+Q",), runner.queue_up, "Run", queues, runner.can_queue),
            add("go_on", GO_ON, ("Alt+Q",), runner.go_on, "Run", goes_on, runner.can_go_on),
            add("stop", "Stop", ("Ctrl+.",), runner.stop, "Run", STOPS, runner.can_stop),
            add("resume", "Resume", ("Ctrl+Shift+Return",), runner.resume, "Run", resumes, runner.can_resume),
        ]

    def presets(self, about: Iterable[tuple[str, str]], choose: Callable[[str], object]) -> list[Action]:
        """Names and what they are for."""
        return [
            self.add(f"preset_{name}", f"Preset {name}", (f"Alt+{place}",), partial(choose, name), "Options", words)
            for place, (name, words) in enumerate(about, 1)
        ]

    def form(self, form: OptionsForm) -> list[Action]:
        """Finding one's way in it."""
        add, page = self.add, self._page
        return [
            add("unfold", "Unfold all options", ("Alt+Down",), partial(form.unfold_all, True), "Options"),
            add("fold", "Fold all options", ("Alt+Up",), partial(form.unfold_all, False), "Options"),
            add("problem", "Go to what does not fit", ("Alt+Return",), page.to_problem, "Options", "",
                page.has_problem),
        ]  # fmt: skip

    def old(self, again: str, end: str, remove: str) -> list[Action]:
        """What can be done with any run, and tips for it."""
        add, chosen, runner = self.add, self._page.chosen, self._page.runner
        remove = f"{remove}; one that waits is not wanted any more"
        return [
            add("again", "Take over the options", ("Alt+O",), chosen.take_over, "Runs", again, chosen.has_one),
            add("end", "End here", ("Alt+X",), runner.end_here, "Runs", end, runner.can_end_here),
            add("remove", "Move to the bin", ("Del",), chosen.remove, "Runs", remove, chosen.has_some),
        ]
