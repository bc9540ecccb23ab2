"""Whole runs for the pictures of `evostudio --tour`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer

from evopose.runs import RunRecord

if TYPE_CHECKING:
    from evostudio.runs.page import RunsPage

log = logging.getLogger(__name__)


def show_run(page: RunsPage, is_it: Callable[[RunRecord], bool], ask: Callable[[], object], patience_ms: int) -> None:
    """Choose the run that is wanted; where there is none such, ask for it in the form, begin it and wait for it.

    Where it takes longer, its picture is of a run at work, and that is said.
    """
    there = next(filter(is_it, page.watcher.records), None)
    if there:
        page.runs.select((there.folder,))
        return
    ask()
    loop = QEventLoop(page)
    page.process.ended.connect(loop.quit)
    QTimer.singleShot(patience_ms, loop, loop.quit)
    if page.runner.can_start():
        page.runner.start()
        loop.exec()
        if page.process.folder is not None:
            log.warning("The next picture is of a run that was not over after %d s.", patience_ms // 1000)
    page.process.ended.disconnect(loop.quit)
