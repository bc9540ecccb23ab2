"""What a lifter is made of; no torch, so that pages make forms of it."""

from typing import Annotated, Literal, TypeAlias

from annotated_types import Ge, Le

from evopose.options import Part

Normalisation: TypeAlias = Literal["set", "pose", "camera"]
"""Of the 2D input: by mean and deviation of the training set, by each pose's own, or by the camera's intrinsics."""
MOST_STAGES = 8


class ModelOptions(Part):
    """The cascade (paper §4.2, Algorithm 3)."""

    learner: Literal["residual", "attention"] = "residual"
    """Of every stage: the paper's fully connected blocks, or attention over the joints as 17 tokens with the
    skeleton's graph beside it."""
    stages: Annotated[int, Ge(1), Le(MOST_STAGES)] = 2
    """Learners, one trained on what those before it left (T)."""
    blocks: Annotated[int, Ge(1), Le(32)] = 2
    """Residual blocks of each (R)."""
    width: Annotated[int, Ge(8), Le(8192)] = 1024
    """Numbers between two layers (d); of each token, where the learner is attention."""
    dropout: Annotated[float, Ge(0), Le(0.95)] = 0.5
    """Share of numbers that training leaves out after each layer; attention does well with less (0.1). The rest make up
    for them, which at 0.95 makes them twenty times as large: nothing is learned from less."""
    refine: bool = False
    """Learners after the first are given the estimate so far beside the 2D."""
    joints: tuple[str, ...] = ()
    """Names of the joints of H36M-17 that go in, three at least; all if left out. Without neck, the original's for
    photos."""
    normalisation: Normalisation = "set"
    """How the 2D is scaled: by mean and deviation of the training set (set), each pose by itself (pose: for photos
    from anywhere), or by the camera's intrinsics (camera)."""
    flip: bool = False
    """Train with mirrored poses too, and lift every pose mirrored besides and take the mean."""
