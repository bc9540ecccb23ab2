"""Which dialogs a window shows: each is made when asked for, at most once at a time, and stops nobody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

if TYPE_CHECKING:
    from evostudio.window import MainWindow


PALETTE = "palette"


class Dialogs:
    """The dialogs of one window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.open: dict[str, QDialog] = {}

    def _show(self, name: str, make: Callable[[], QDialog]) -> QDialog:
        if name not in self.open:
            dialog = make()
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.finished.connect(lambda _result: self.open.pop(name, None))
            dialog.resize(dialog.size().boundedTo(self._window.screen().availableSize()))
            self.open[name] = dialog
        dialog = self.open[name]
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        return dialog

    def close(self) -> None:
        """Close all."""
        for dialog in list(self.open.values()):
            dialog.close()
        for palette in self._window.findChildren(QWidget, PALETTE):
            palette.close()

    def palette(self) -> None:
        """All commands, searchable."""
        from evostudio.palette import Palette

        palette = Palette(self._window, self._window.studio, self._window.action_sets())
        palette.setObjectName(PALETTE)
        palette.open_over()

    def keys(self) -> None:
        """The key map."""
        from evostudio.dialogs.key_map import KeyMapDialog

        self._window.make_pages()
        self._show("keys", lambda: KeyMapDialog(self._window.studio, self._window.all_action_sets(), self._window))

    def preferences(self) -> None:
        """The preferences."""
        from evostudio.dialogs.preferences import PreferencesDialog

        self._show("preferences", lambda: PreferencesDialog(self._window.studio.preferences, self._window))

    def new_project(self, sources: Sequence[Path]) -> None:
        """A new project from photos."""
        from evostudio.dialogs.new_project import NewProjectDialog

        dialog = self._show("new project", lambda: NewProjectDialog(self._window.studio, self._window))
        assert isinstance(dialog, NewProjectDialog)
        if sources:
            dialog.set_sources(sources)

    def import_(self) -> None:
        """Read a file into the open project."""
        from evostudio.dialogs.import_ import ImportDialog

        self._show("import", lambda: ImportDialog(self._window.studio, self._window.document, self._window))

    def export(self) -> None:
        """Write the open project's annotations."""
        from evostudio.dialogs.export import ExportDialog

        self._show("export", lambda: ExportDialog(self._window.studio, self._window.document, self._window))

    def report(self) -> None:
        """What to send with a question."""
        from evostudio.dialogs.report import ReportDialog

        self._show("report", lambda: ReportDialog(self._window.studio, self._window))

    def about(self) -> None:
        """What this is."""
        from evostudio.dialogs.about import AboutDialog

        self._show("about", lambda: AboutDialog(self._window.studio.theme, self._window))
