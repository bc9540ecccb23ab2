"""What scrolls where there is no room for all of it, and bringing a widget in it into sight."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

MARGIN = 96
"""Pixels that are seen above and below it."""


def scrolled(form: QWidget, least: int) -> QScrollArea:
    """A form that goes up and down alone, with room at the right for the bar; at least so many pixels high."""
    scroll = QScrollArea(widgetResizable=True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inner = QFrame()
    inner.setProperty("role", "panel")
    rows = QVBoxLayout(inner)
    rows.setContentsMargins(0, 0, 8, 0)
    rows.addWidget(form)
    scroll.setWidget(inner)
    scroll.setMinimumHeight(least)
    return scroll


def scroll_to(widget: QWidget) -> None:
    """Scroll what is around it as little as shows it with its neighbours; nothing where nothing scrolls."""
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if around is not None:
        around.ensureWidgetVisible(widget, 0, MARGIN)
