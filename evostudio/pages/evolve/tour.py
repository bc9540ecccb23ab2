"""The Evolve page on `evostudio --tour`: a run while it goes on, when it is finished, and two compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from evostudio.runs.touring import show_run

if TYPE_CHECKING:
    from evostudio.pages.evolve.page import EvolvePage

PATIENCE_MS = 600_000


def tour(page: EvolvePage) -> Iterator[tuple[str, Callable[[], object]]]:
    """Name and preparation of each picture."""
    yield "options", lambda: (page.setup.choose_preset("paper"), page.setup.form.unfold_all(True))
    yield "run", lambda: (page.setup.form.unfold_all(False), _run(page, "paper"))
    yield "compare", lambda: (_run(page, "default"), page.chosen.compare_all())


def _run(page: EvolvePage, preset: str) -> None:
    """A whole run of it."""
    page.setup.choose_preset(preset)
    show_run(page, lambda run: run.options.get("preset") == preset, lambda: None, PATIENCE_MS)
