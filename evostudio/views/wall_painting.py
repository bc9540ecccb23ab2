"""What a wall of poses looks like: tiles, what is chosen, signs in corners, and a label under the mouse."""

from collections.abc import Callable
from dataclasses import dataclass

from jaxtyping import Bool, Int
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from evopose.model.array import NDArray
from evostudio.theme import Theme
from evostudio.views.pose_tiles import PoseTiles
from evostudio.views.wall_layout import WallLayout

SIGNS = {"★": "uncertain", "!": "invalid", "⌫": "dim"}
"""Marked, outside the joint limits, in the bin: each with its colour."""


@dataclass(frozen=True, eq=False)
class WallPicture:
    """All that one painting of the wall needs to know."""

    theme: Theme
    layout: WallLayout
    top: int
    """Pixels of the wall above the view."""
    tiles: PoseTiles
    rows: Int[NDArray, " k"]
    """On screen."""
    chosen: Bool[NDArray, " k"]
    signs: list[str]
    """Of each row; may be empty."""
    current: int
    """Places in the list; −1 for none."""
    hovered: int
    label: Callable[[int], str]

    @property
    def places(self) -> range:
        """Of the rows, in the list."""
        return self.layout.visible(self.top)

    def rect(self, place: int) -> QRect:
        """Of a tile, in the view."""
        return QRect(*self.layout.corner(place, self.top), self.layout.tile, self.layout.tile)


def paint_wall(painter: QPainter, picture: WallPicture) -> None:
    """The whole view, from the background to the label."""
    painter.fillRect(0, 0, picture.layout.width, picture.layout.height, QColor(picture.theme.stage))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rows = picture.rows.tolist()
    for place, row, is_chosen in zip(picture.places, rows, picture.chosen.tolist(), strict=True):
        _tile(painter, picture, place, row, is_chosen)
    for place, signs in zip(picture.places, picture.signs, strict=False):
        _signs(painter, picture, place, signs)
    if picture.hovered in picture.places:
        _label(painter, picture, picture.label(rows[picture.hovered - picture.places.start]))


def _tile(painter: QPainter, picture: WallPicture, place: int, row: int, is_chosen: bool) -> None:
    rect, theme, current = picture.rect(place), picture.theme, place == picture.current
    if is_chosen or current or place == picture.hovered:
        painter.setPen(QPen(QColor(theme.accent), 1.5) if current else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.selection if is_chosen else theme.hover))
        painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), 6, 6)
    drawn = picture.tiles.get(row)
    if drawn is not None:
        painter.drawImage(rect.topLeft(), drawn)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("line"))
    painter.drawEllipse(rect.center(), 3, 3)


def _signs(painter: QPainter, picture: WallPicture, place: int, signs: str) -> None:
    rect = picture.rect(place).adjusted(6, 4, -7, -4)
    for sign in signs:
        painter.setPen(picture.theme.colour(SIGNS.get(sign, "text")))
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, sign)
        rect.translate(-14, 0)


def _label(painter: QPainter, picture: WallPicture, text: str) -> None:
    """Below its tile, or above it at the lower edge, and never over an edge."""
    lines, metrics, tile = text.split("\n"), painter.fontMetrics(), picture.rect(picture.hovered)
    width = max(metrics.horizontalAdvance(line) for line in lines) + 16
    box = QRect(0, 0, width, metrics.lineSpacing() * len(lines) + 8)
    box.moveCenter(QPoint(tile.center().x(), tile.bottom() + box.height() // 2))
    box.moveLeft(min(max(box.left(), 4), max(4, picture.layout.width - width - 4)))
    if box.bottom() > picture.layout.height - 2:
        box.moveBottom(tile.top() + 2)
    painter.setPen(QPen(QColor(picture.theme.line), 1))
    painter.setBrush(QColor(picture.theme.panel))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor(picture.theme.text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
