"""Files that are dragged here from outside: whether there are any, and which."""

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDragEnterEvent


def welcome_files(event: QDragEnterEvent, but: str = "") -> None:
    """Let them be dropped, if there are any of this machine that do not end in `but`."""
    if any(not but or path.suffix != but for path in files_of(event.mimeData())):
        event.acceptProposedAction()


def files_of(data: QMimeData) -> list[Path]:
    """Those of this machine."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
