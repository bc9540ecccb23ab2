"""The original's annot_3d.npy: fits and the 3D poses refined from them."""

from evopose.io.evoskeleton import kind_of, read, writer
from evopose.io.format import Format

FORMAT = Format(
    name="evoskeleton-3d",
    title="EvoSkeleton 3D annotations",
    kind="annotations",
    suffixes=(".npy",),
    recognises=lambda path: kind_of(path) == "3d",
    read_annotations=read,
    write_annotations=writer("3d"),
    stem="annot_3d",
)
