"""The preferences: a short form; every change counts at once and is kept."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from evostudio.paths import shown
from evostudio.preferences import PreferenceStore

THEMES = {"dark": "Dark", "light": "Light", "system": "As the system"}
BACK_ENDS = {"auto": "What the machine has", "on": "OpenGL", "off": "QPainter"}


class PreferencesDialog(QDialog):
    """Theme, author, zoom, start, 3D back end. Keys have a dialog of their own (F1)."""

    def __init__(self, store: PreferenceStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Preferences")
        self.setMinimumWidth(480)
        self._store = store
        value = store.value
        self.theme = _choice(THEMES, value.theme, "Theme")
        self.gl = _choice(BACK_ENDS, value.gl, "3D view")
        self.author = QLineEdit(value.author, placeholderText="written into the log of edits", accessibleName="Author")
        self.keep_zoom = QCheckBox("Keep zoom and pan when the image changes", checked=value.keep_zoom)
        self.restore = QCheckBox("Open the last project at start", checked=value.restore)
        self._lay_out()
        self.theme.currentIndexChanged.connect(lambda _row: store.change(theme=self.theme.currentData()))
        self.gl.currentIndexChanged.connect(lambda _row: store.change(gl=self.gl.currentData()))
        self.author.editingFinished.connect(lambda: store.change(author=self.author.text().strip()))
        self.keep_zoom.toggled.connect(lambda on: store.change(keep_zoom=on))
        self.restore.toggled.connect(lambda on: store.change(restore=on))

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow("Theme", self.theme)
        form.addRow("3D view", self.gl)
        form.addRow("", _dim("The 3D view's choice counts from the next start."))
        form.addRow("Author", self.author)
        form.addRow("", self.keep_zoom)
        form.addRow("", self.restore)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(_dim(f"Kept in {shown(self._store.path)}"))
        close = QPushButton("Close")
        close.clicked.connect(self.close)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)


def _choice(titles: dict[str, str], current: str, name: str) -> QComboBox:
    box = QComboBox(accessibleName=name)
    for value, title in titles.items():
        box.addItem(title, value)
    box.setCurrentIndex(list(titles).index(current))
    return box


def _dim(text: str) -> QLabel:
    label = QLabel(text, wordWrap=True)
    label.setProperty("role", "small")
    return label
