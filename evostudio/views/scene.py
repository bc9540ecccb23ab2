"""What the views of the Annotate page draw: frozen values, made by the document, known to no toolkit."""

from dataclasses import dataclass, field

from jaxtyping import Float

from evopose.model.array import NDArray
from evopose.model.keypoints import Keypoints
from evopose.model.part import BODY, Part


@dataclass(frozen=True, eq=False)
class Overlay:
    """A second skeleton drawn behind the one that is edited."""

    positions: Float[NDArray, "17 3"]
    """Metres, camera frame."""
    pixels: Float[NDArray, "17 2"]
    """Its projection; nan where behind the camera."""
    title: str
    """'initial fit', 'other annotation', 'truth', …"""


@dataclass(frozen=True, eq=False)
class Scene:
    """One person in one image, as both views show it."""

    keypoints: Keypoints
    positions: Float[NDArray, "17 3"] | None = None
    """Metres, camera frame (x right, y down, z ahead); None before a fit."""
    pixels: Float[NDArray, "17 2"] | None = None
    """Projection of `positions`."""
    selected: Part = BODY
    hovered: Part | None = None
    axis: int | None = None
    """Which axis of the selected part's frame the arrow keys turn about; None where they change θ and φ."""
    part_frame: Float[NDArray, "3 3"] | None = None
    """Axes (columns) of the selected part's local frame, camera frame."""
    invalid: frozenset[int] = frozenset()
    """Positions in LIMBS of the limb directions outside the joint limits."""
    locked: frozenset[str] = frozenset()
    """Names of locked parts."""
    ghost: Overlay | None = None
    """The initial fit."""
    other: Overlay | None = None
    """A second annotation to compare with."""
    placing: int | None = None
    """Joint that the next click on the photo places; None when not placing."""
    people: tuple[Float[NDArray, "17 2"], ...] = field(default=())
    """Reprojections of the other people in the image, drawn dim."""
