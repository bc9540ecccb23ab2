"""Keys that turn and move the person: what is done while a key is held is one step of undo."""

from uuid import uuid4

from evopose.editing.arrows import Arrow
from evostudio.documents.annotating import Annotator


class Steering:
    """Passes the presses on, with the gesture that they belong to."""

    def __init__(self, annotator: Annotator) -> None:
        self._annotator = annotator
        self._name, self._number = uuid4().hex[:12], 0

    @property
    def gesture(self) -> str:
        """The same while a key is held, so that holding it is one step of undo."""
        return f"{self._name}:{self._number}"

    def release(self) -> None:
        """A key was let go: what comes is another step."""
        self._number += 1

    def turn(self, arrow: Arrow, degrees: float) -> None:
        """The selected part, by an arrow key."""
        self._annotator.arrow(arrow, degrees, self.gesture)

    def move(self, right: int, down: int) -> None:
        """The person by pixels of the photo."""
        self._annotator.shift(right, down, self.gesture)

    def approach(self, factor: float) -> None:
        """The person nearer or farther."""
        self._annotator.approach(factor, self.gesture)
