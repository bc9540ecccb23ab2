"""The Train page on `evostudio --tour`: its options, a run when it is finished, two compared, evaluation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer

if TYPE_CHECKING:
    from evostudio.pages.train.page import TrainPage

PATIENCE_MS = 240_000


def tour(page: TrainPage) -> Iterator[tuple[str, Callable[[], object]]]:
    """Name and preparation of each picture."""
    yield "options", lambda: page.setup.form.unfold_all(True)
    yield "run", lambda: (page.setup.form.unfold_all(False), _run(page, 256))
    yield "compare", lambda: (_run(page, 64), page.chosen.compare_all())
    yield "evaluate", lambda: _evaluate(page)
    page.show_part("runs")


def _run(page: TrainPage, width: int) -> None:
    """A whole quick run, waited for."""
    there = [run for run in page.watcher.records if (run.options.get("model") or {}).get("width") == width]
    if there:
        page.runs.select((there[0].folder,))
        return
    field = page.setup.form.fields["model", "width"]
    field.entry.show_value(width)
    field.edited.emit()
    loop = QEventLoop(page)
    page.process.ended.connect(loop.quit)
    QTimer.singleShot(PATIENCE_MS, loop, loop.quit)
    if page.runner.can_start():
        page.runner.start()
        loop.exec()
    page.process.ended.disconnect(loop.quit)


def _evaluate(page: TrainPage) -> None:
    """The last lifter, measured; what is shown already stays."""
    page.show_part("evaluate")
    pane = page.evaluation
    _wait(page, pane.is_ready)
    if pane.evaluation is None and not pane.list.folders and pane.can_start():
        pane.start()
        _wait(page, pane.is_ready)


def _wait(page: TrainPage, done: Callable[[], bool]) -> None:
    loop, look = QEventLoop(page), QTimer(page, interval=50)
    look.timeout.connect(lambda: loop.quit() if done() else None)
    QTimer.singleShot(PATIENCE_MS, loop, loop.quit)
    look.start()
    loop.exec()
    look.stop()
