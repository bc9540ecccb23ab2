"""What runs beside the user's work: the signals that the status line and dialogs listen to."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Running(QObject):
    """Base of all tasks. Exactly one of succeeded, failed, stopped comes, and then `ended`."""

    progressed = Signal(int, int, str)
    """done, total (0 where nobody knows), message."""
    succeeded = Signal(object)
    """What the work returned."""
    failed = Signal(str)
    """A sentence for the user."""
    stopped = Signal()
    ended = Signal()

    def __init__(self, title: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.title = title

    def start(self) -> None:
        """Begin; returns at once."""
        raise NotImplementedError

    def stop(self) -> None:
        """Ask it to stop; what is done is kept where that makes sense."""
        raise NotImplementedError

    def is_running(self) -> bool:
        """Whether it has begun and not ended."""
        raise NotImplementedError

    def wait(self, milliseconds: int = 5000) -> bool:
        """Wait for its end, when the program closes; whether it came."""
        raise NotImplementedError
