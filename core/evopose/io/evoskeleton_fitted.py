"""The original's fitted.npy: 2D keypoints and SMPL fits."""

from evopose.io.evoskeleton import kind_of, read, writer
from evopose.io.format import Format

FORMAT = Format(
    name="evoskeleton-fitted",
    title="EvoSkeleton fits",
    kind="annotations",
    suffixes=(".npy",),
    recognises=lambda path: kind_of(path) == "fitted",
    read_annotations=read,
    write_annotations=writer("fitted"),
    stem="fitted",
    poses="one",
)
