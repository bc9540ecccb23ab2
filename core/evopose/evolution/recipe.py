"""How a population is bred: the options of every operator and every selector (paper §3.2, Algorithm 1, eqs. 3–5)."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from evopose.options import OptionalPath, Part

Share: TypeAlias = Annotated[float, Field(ge=0, le=1)]
Degrees: TypeAlias = Annotated[float, Field(ge=0, le=180)]


class Crossover(Part):
    """Two parents exchange the bones of the sub-tree at a random root (eqs. 3–4)."""

    rate: Share = 1.0
    """Share of pairs that exchange anything; the others' children are copies until they mutate."""
    carry: Literal["local", "global"] = "local"
    """What changes places: local directions, which keep their place on the body (the original's way), or global bone
    vectors (the paper's equations)."""
    head: bool = True
    """Whether neck and head belong to the thorax's sub-tree and mutate with it; in the original they never move."""


class LocalMutation(Part):
    """Turning single limb bones (eq. 5)."""

    rate: Share = 0.3
    """Chance of each bone in question."""
    sigma_deg: Degrees = 10.0
    """Standard deviation, in degrees."""
    noise: Literal["angles", "axis", "sphere"] = "angles"
    """θ and φ each plus N(0, σ); a turn by N(0, σ) about one random local axis (the original); or a direction around
    the old one, alike in all ways (von Mises–Fisher)."""
    bones: Literal["exchanged", "all"] = "exchanged"
    """Which are in question: those that crossover exchanged (the original), or all limbs."""


class TorsoMutation(Part):
    """Bending and twisting the trunk: the chest against the pelvis, as the original cannot."""

    rate: Share = 0.0
    """Chance of each child."""
    sigma_deg: Degrees = 8.0
    """Standard deviation of bend, side-bend and twist each, in degrees."""


class Orientation(Part):
    """Turning the whole body."""

    rate: Share = 0.1
    """Chance of each child."""
    sigma_deg: Degrees = 30.0
    """Standard deviation, in degrees; of the tilt where the heading is drawn evenly."""
    axis: Literal["any", "coordinate", "heading"] = "any"
    """About a random axis; about x, y or z (the original); or to any heading, and tilted by N(0, σ)."""


class Lengths(Part):
    """Whose bone lengths a child has."""

    source: Literal["own", "other", "template"] = "own"
    """Its own skeleton's; of limbs the other parent's; or for the whole body the mean of the founders."""
    bones: Literal["exchanged", "limbs"] = "exchanged"
    """Which have the other parent's: those that crossover exchanged, or, wherever anything was exchanged, all limbs,
    neck and head (the original)."""
    rate: Share = 0.5
    """Chance of each child to have its lengths changed by `noise` and `scale`."""
    noise: Annotated[float, Field(ge=0, le=0.5)] = 0.0
    """Standard deviation of each bone's length, the same left and right, as a share of it."""
    scale: Annotated[float, Field(ge=0, le=0.5)] = 0.0
    """Standard deviation of the size of the whole body, as a share of it."""


class Ground(Part):
    """Where the lowest joint comes to stand."""

    place: bool = True
    """Put the lowest joint on the ground (z = 0 plus `height`); else the hip stays where it was."""
    height_mm: Annotated[float, Field(ge=-500, le=500)] = 20.0
    """Mean height of the lowest joint (an ankle is higher than its sole)."""
    sigma_mm: Annotated[float, Field(ge=0, le=500)] = 3.0
    """Standard deviation of it."""


class LimitsSelection(Part):
    """Natural selection by joint limits (v(p) of the paper)."""

    weight: Share = 1.0
    """Share of the offenders that is removed: 0 switches it off."""
    directions: Annotated[int, Field(ge=1, le=9)] = 9
    """How many of the nine limb directions must be valid."""
    file: OptionalPath = None
    """Limits of `limits-fit`, or jointAngleModel_v2; those that ship if left out."""


class CopySelection(Part):
    """Children that are near copies of a parent are counted out."""

    weight: Share = 1.0
    """Share of the offenders that is removed: 0 switches it off."""
    distance_mm: Annotated[float, Field(ge=0, le=1000)] = 10.0
    """Least mean distance of the joints, hips laid over each other and before the whole body is turned."""


class GroundSelection(Part):
    """What touches the ground, and how high the hip is over it."""

    weight: Share = 0.0
    """Share of the offenders that is removed: 0 switches it off."""
    lowest: Literal["ankles", "legs", "any"] = "any"
    """Which joints may be the lowest."""
    hip_min_m: Annotated[float, Field(ge=-10, le=10)] = 0.0
    """Least height of the hip over the lowest joint, in metres."""
    hip_max_m: Annotated[float, Field(ge=-10, le=10)] = 2.0
    """Greatest height of the hip over the lowest joint, in metres."""


class IntersectionSelection(Part):
    """Limbs that pass through each other or the trunk (capsules around the bones)."""

    weight: Share = 0.0
    """Share of the offenders that is removed: 0 switches it off."""
    depth_mm: Annotated[float, Field(ge=0, le=500)] = 30.0
    """How deep two capsules may lie in each other: soft tissue gives way."""


class FrameSelection(Part):
    """Poses that leave the picture of a camera."""

    weight: Share = 0.0
    """Share of the offenders that is removed: 0 switches it off."""
    joints: Annotated[int, Field(ge=1, le=17)] = 17
    """How many joints must be in the picture, ahead of the camera, in every chosen view."""


class NoveltySelection(Part):
    """Prefers children in poorly filled cells of orientation."""

    weight: Share = 0.0
    """How strongly: at 0 it is off, at 1 a child all of whose directions are the commonest does not survive."""


class ActiveSelection(Part):
    """Prefers what a lifter gets wrong."""

    weight: Share = 0.0
    """How strongly: at 0 it is off, at 1 a child that the lifter gets right does not survive."""
    lifter: OptionalPath = None
    """The lifter: a file of ours, the original's, or an exported one; the one that ships if left out."""
    error_mm: Annotated[float, Field(gt=0, le=2000)] = 100.0
    """The error (MPJPE of one view) from which a child surely survives."""


class Selection(Part):
    """Who survives. Each selector sees what those before it left, and reports how many it removed."""

    limits: LimitsSelection = LimitsSelection()
    copies: CopySelection = CopySelection()
    ground: GroundSelection = GroundSelection()
    intersection: IntersectionSelection = IntersectionSelection()
    frame: FrameSelection = FrameSelection()
    novelty: NoveltySelection = NoveltySelection()
    active: ActiveSelection = ActiveSelection()


class Views(Part):
    """The cameras that pairs of 2D and 3D are made with."""

    cameras: Literal["h36m", "ring", "free"] = "h36m"
    """Human3.6M's four (as they stood for each subject), a ring of upright cameras, or viewpoints drawn at random."""
    count: Annotated[int, Field(ge=1, le=64)] = 4
    """How many views of each pose."""
    distance_min_m: Annotated[float, Field(gt=0, le=100)] = 3.0
    """Nearest the camera comes to the hip, of ring and free."""
    distance_max_m: Annotated[float, Field(gt=0, le=100)] = 6.0
    """Farthest it goes, of ring and free."""
    height_min_m: Annotated[float, Field(ge=-10, le=100)] = 0.5
    """Lowest it stands, of ring and free."""
    height_max_m: Annotated[float, Field(ge=-10, le=100)] = 2.5
    """Highest it stands, of ring and free."""


class Recipe(Part):
    """Everything that shapes a child; the same for a whole run."""

    crossover: Crossover = Crossover()
    local: LocalMutation = LocalMutation()
    torso: TorsoMutation = TorsoMutation()
    orientation: Orientation = Orientation()
    lengths: Lengths = Lengths()
    ground: Ground = Ground()
    selection: Selection = Selection()
    views: Views = Views()
