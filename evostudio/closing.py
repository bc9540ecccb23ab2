"""Closing the window while runs go on: their user says what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox, QPushButton

from evostudio.dialogs.form import named

if TYPE_CHECKING:
    from evostudio.window import MainWindow

ABOUT = (
    "Stopped at a checkpoint, a run can be resumed as if it had never stopped. Left to itself it goes on without the "
    "window; it stands among the runs when the studio is open again, and can be stopped there."
)


class Closing:
    """Asks once; the answer closes the window, or does not."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._answered = False
        self.question: QMessageBox | None = None
        """What is asked at present."""

    def may_close(self) -> bool:
        """Whether nothing stands against it, which pages are told; else it asks, and closes the window when that is the
        answer."""
        names = [name for page in self._window.pages.values() for name in page.unfinished()]
        if self._answered or not names:
            for page in self._window.pages.values():
                page.closes()
            return True
        if self.question is None:
            self._ask(names)
        return False

    def _ask(self, names: list[str]) -> None:
        asked = self.question = QMessageBox(self._window)
        asked.setWindowTitle("Runs go on")
        asked.setText(f"{named(names)} {'is' if len(names) == 1 else 'are'} still at work.")
        asked.setInformativeText(" ".join(filter(None, (ABOUT, self._waiting()))))
        stop = asked.addButton("Stop at a checkpoint", QMessageBox.ButtonRole.AcceptRole)
        leave = asked.addButton("Let it go on", QMessageBox.ButtonRole.AcceptRole)
        asked.addButton("Do not close", QMessageBox.ButtonRole.RejectRole)
        asked.setDefaultButton(stop)
        asked.finished.connect(lambda _code: self._answer(asked.clickedButton(), stop, leave))
        asked.open()

    def _waiting(self) -> str:
        waiting = sum(page.waiting_runs() for page in self._window.pages.values())
        which = "1 run that waits is" if waiting == 1 else f"{waiting} runs that wait are"
        return f"{which} kept, and held until you go on with the queue." if waiting else ""

    def _answer(self, clicked: object, stop: QPushButton, leave: QPushButton) -> None:
        asked, self.question = self.question, None
        if asked:
            asked.deleteLater()
        if clicked is leave:
            for page in self._window.pages.values():
                page.let_go()
        if clicked in (stop, leave):
            self._answered = True
            self._window.close()
