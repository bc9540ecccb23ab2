"""How an image lies in a widget: a scale and an offset; toolkit-free."""

from dataclasses import dataclass

SMALLEST, LARGEST = 0.02, 60.0


@dataclass(frozen=True)
class Zoom:
    """Widget pixels = image pixels × scale + offset."""

    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0

    @classmethod
    def fitting(cls, image: tuple[int, int], widget: tuple[int, int], margin: int = 8) -> "Zoom":
        """The whole image centred, with a margin."""
        width, height = max(image[0], 1), max(image[1], 1)
        scale = max(min((widget[0] - 2 * margin) / width, (widget[1] - 2 * margin) / height), SMALLEST)
        return cls(scale, (widget[0] - width * scale) / 2, (widget[1] - height * scale) / 2)

    def to_widget(self, x: float, y: float) -> tuple[float, float]:
        """Image pixels to widget pixels."""
        return x * self.scale + self.x, y * self.scale + self.y

    def to_image(self, x: float, y: float) -> tuple[float, float]:
        """Widget pixels to image pixels."""
        return (x - self.x) / self.scale, (y - self.y) / self.scale

    def around(self, x: float, y: float, factor: float) -> "Zoom":
        """Zoomed by `factor`, with what lies at widget pixel (x, y) staying there."""
        scale = min(max(self.scale * factor, SMALLEST), LARGEST)
        ratio = scale / self.scale
        return Zoom(scale, x - (x - self.x) * ratio, y - (y - self.y) * ratio)

    def panned(self, dx: float, dy: float) -> "Zoom":
        """Shifted by widget pixels."""
        return Zoom(self.scale, self.x + dx, self.y + dy)
