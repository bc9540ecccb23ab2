"""How a wall of tiles lies: which place of the list is where; exact for any number of places, knows no toolkit.

Heights are Python's whole numbers: ten million lines are beyond what Qt's coordinates can hold.
"""

from dataclasses import dataclass
from functools import cached_property

SIZES = (64, 80, 96, 112, 128, 160, 192)
"""Pixels of a tile's side that can be chosen."""
BAR_STEPS = 1 << 30
"""The most that a scroll bar is asked to count."""


@dataclass(frozen=True)
class WallLayout:
    """`count` square tiles in lines, `width` × `height` pixels of them to be seen."""

    count: int = 0
    width: int = 1
    height: int = 1
    tile: int = 96
    """Pixels of a tile's side."""
    margin: int = 8

    @cached_property
    def columns(self) -> int:
        """Tiles in a line."""
        return max(1, (self.width - 2 * self.margin) // self.tile)

    @cached_property
    def pitch(self) -> float:
        """Pixels from one tile of a line to the next: what is left over is shared out."""
        return max(self.tile, (self.width - 2 * self.margin) / self.columns)

    @cached_property
    def lines(self) -> int:
        """How many lines the list fills."""
        return -(-self.count // self.columns)

    @cached_property
    def whole(self) -> int:
        """Pixels from the first line's top to the last one's bottom, with margins."""
        return self.lines * self.tile + 2 * self.margin

    @cached_property
    def farthest(self) -> int:
        """The largest `top`."""
        return max(0, self.whole - self.height)

    def held(self, top: int) -> int:
        """`top` within the list."""
        return min(max(top, 0), self.farthest)

    def visible(self, top: int) -> range:
        """Places that are at least partly seen when the wall is scrolled to `top`."""
        first = max(0, (top - self.margin) // self.tile)
        last = -(-(top + self.height - self.margin) // self.tile)
        return range(min(first * self.columns, self.count), min(max(last, 0) * self.columns, self.count))

    def corner(self, place: int, top: int) -> tuple[int, int]:
        """Where a tile's upper left corner is in the view; only for places near what is seen."""
        line, column = divmod(place, self.columns)
        x = self.margin + column * self.pitch + (self.pitch - self.tile) / 2
        return round(x), self.margin + line * self.tile - top

    def place_at(self, x: float, y: float, top: int) -> int:
        """The place under a point of the view; −1 where there is none."""
        column = int((x - self.margin) // self.pitch)
        line = int((y + top - self.margin) // self.tile)
        place = line * self.columns + column
        return place if 0 <= column < self.columns and line >= 0 and place < self.count else -1

    def revealing(self, place: int, top: int) -> int:
        """`top`, moved as little as shows the whole tile."""
        upper = place // self.columns * self.tile
        lower = upper + self.tile + 2 * self.margin - self.height
        return self.held(min(max(top, lower), upper))

    def centring(self, place: int) -> int:
        """The `top` that has a tile in the middle."""
        return self.held(place // self.columns * self.tile + self.margin - (self.height - self.tile) // 2)

    @property
    def page(self) -> int:
        """Lines that fit whole."""
        return max(1, (self.height - 2 * self.margin) // self.tile)

    @property
    def bar_range(self) -> int:
        """The scroll bar's largest value."""
        return min(self.farthest, BAR_STEPS)

    def to_bar(self, top: int) -> int:
        """The scroll bar's value for a `top`."""
        return top if self.farthest <= BAR_STEPS else top * BAR_STEPS // self.farthest

    def from_bar(self, value: int) -> int:
        """The `top` for a scroll bar's value."""
        return value if self.farthest <= BAR_STEPS else -(-value * self.farthest // BAR_STEPS)


def stepped(size: int, step: int) -> int:
    """The next larger or smaller size."""
    nearest = min(range(len(SIZES)), key=lambda place: abs(SIZES[place] - size))
    return SIZES[min(max(nearest + step, 0), len(SIZES) - 1)]
