"""Widgets in a line that go on in the next where room is short, as words do."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """From left to right; what is left of a line goes to the widget in it that was added to take it, if any, which
    gives way before the line breaks."""

    def __init__(self, *widgets: QWidget, across: int = 8, down: int = 4) -> None:
        """`across` and `down`: pixels between neighbours and between lines."""
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._taker: QLayoutItem | None = None
        self._across, self._down = across, down
        self._height = 0
        """Of all lines, as they lie now."""
        self.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            self.addWidget(widget)

    def add_taker(self, widget: QWidget) -> None:
        """One that takes what is left of its line, so that those after it stand at the right."""
        self.addWidget(widget)
        self._taker = self._items[-1]

    # What Qt asks

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # None past the end
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        item = self._items.pop(index) if 0 <= index < len(self._items) else None
        self._taker = None if item is self._taker else self._taker
        return item

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = [max(item.sizeHint().height() for item in line) for line in self._lines(width)]
        return sum(lines) + self._down * max(0, len(lines) - 1)

    def sizeHint(self) -> QSize:
        hints = [item.sizeHint() for item in self._seen()]
        width = sum(hint.width() for hint in hints) + self._across * max(0, len(hints) - 1)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        width = max((item.minimumSize().width() for item in self._seen()), default=0)
        return QSize(width, max(self._height, self.sizeHint().height()))

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        top, height = rect.top(), self.heightForWidth(rect.width())
        if height != self._height:
            self._height = height
            self.update()  # what is around it may ask how high it must be, and not for which width
        for line in self._lines(rect.width()):
            height = max(item.sizeHint().height() for item in line)
            left = rect.left()
            spare = rect.width() - self._across * (len(line) - 1) - sum(item.sizeHint().width() for item in line)
            for item in line:
                width = min(item.sizeHint().width() + (spare if item is self._taker else 0), rect.width())
                item.setGeometry(QRect(QPoint(left, top), QSize(width, height)))
                left += width + self._across
            top += height + self._down

    # Lines

    def _seen(self) -> Iterator[QLayoutItem]:
        return (item for item in self._items if not item.isEmpty())

    def _needed(self, line: list[QLayoutItem]) -> int:
        """Pixels that a line cannot do without."""
        least = (item.minimumSize() if item is self._taker else item.sizeHint() for item in line)
        return sum(size.width() for size in least) + self._across * (len(line) - 1)

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        for item in self._seen():
            if lines and self._needed([*lines[-1], item]) <= width:
                lines[-1].append(item)
            else:
                lines.append([item])
        return lines
