"""Bringing a widget into sight, wherever in a scrolled page it stands."""

from PySide6.QtWidgets import QScrollArea, QWidget

MARGIN = 96
"""Pixels that are seen above and below it."""


def scroll_to(widget: QWidget) -> None:
    """Scroll what is around it as little as shows it with its neighbours; nothing where nothing scrolls."""
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if around is not None:
        around.ensureWidgetVisible(widget, 0, MARGIN)
