"""What the annotator looks at and works on: a part, an axis, overlays. Toolkit-free, never stored in a project."""

from psygnal import Signal

from evopose.editing.arrows import Mode
from evopose.model.part import BODY, PARTS, Part


class Selection:
    """The selected part and how it is turned and shown."""

    changed = Signal()

    def __init__(self) -> None:
        self.part: Part = BODY
        self.hovered: Part | None = None
        self.axis = 0
        """Of the part's frame, for the arrow keys: 0 x, 1 y, 2 z."""
        self.keypoint: int | None = None
        """Joint whose 2D keypoint was touched last."""
        self.mode: Mode = "evoskeleton"
        self.ghost = False
        """Whether the first fit is drawn."""
        self.compare: str | None = None
        """Name of another annotation that is laid over."""
        self.placing = False
        """Whether clicks on the photo place keypoints."""

    def set(self, **values: object) -> None:
        """Change fields and say so once, if anything differs."""
        changed = {name: value for name, value in values.items() if getattr(self, name) != value}
        for name, value in changed.items():
            setattr(self, name, value)
        if changed:
            self.changed()

    def step_part(self, step: int) -> None:
        """The next part in the order of Tab."""
        self.set(part=PARTS[(PARTS.index(self.part) + step) % len(PARTS)])

    def step_axis(self, step: int) -> None:
        """The next axis (the original's d and f)."""
        self.set(axis=(self.axis + step) % 3)

    def step_compare(self, names: list[str]) -> None:
        """The next of these to lay over, and after the last none."""
        ring: list[str | None] = [None, *names]
        position = ring.index(self.compare) if self.compare in ring else 0
        self.set(compare=ring[(position + 1) % len(ring)])
