"""The Evolve page on `evostudio --tour`: a run while it goes on, when it is finished, and two compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer

if TYPE_CHECKING:
    from evostudio.pages.evolve.page import EvolvePage

PATIENCE_MS = 60_000


def tour(page: EvolvePage) -> Iterator[tuple[str, Callable[[], object]]]:
    """Name and preparation of each picture."""
    yield "options", lambda: (page.setup.choose_preset("paper"), page.setup.form.unfold_all(True))
    yield "run", lambda: (page.setup.form.unfold_all(False), _run(page, "paper"))
    yield "compare", lambda: (_run(page, "default"), page.chosen.compare_all())


def _run(page: EvolvePage, preset: str) -> None:
    """A whole run, waited for."""
    page.setup.choose_preset(preset)
    there = [record for record in page.watcher.records if record.options.get("preset") == preset]
    if there:
        page.runs.select((there[0].folder,))
        return
    loop = QEventLoop(page)
    page.process.ended.connect(loop.quit)
    QTimer.singleShot(PATIENCE_MS, loop, loop.quit)
    if page.runner.can_start():
        page.runner.start()
        loop.exec()
    page.process.ended.disconnect(loop.quit)
