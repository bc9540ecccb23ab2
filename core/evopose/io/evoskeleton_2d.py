"""The original's annotation.npy: what annotate_2D clicked, or U3DPW's keypoints."""

from evopose.io.evoskeleton import kind_of, read, writer
from evopose.io.format import Format

FORMAT = Format(
    name="evoskeleton-2d",
    title="EvoSkeleton 2D keypoints",
    kind="annotations",
    suffixes=(".npy",),
    recognises=lambda path: kind_of(path) == "2d",
    read_annotations=read,
    write_annotations=writer("2d"),
    stem="annotation",
    poses="none",
)
