"""COCO keypoints JSON: any category with named keypoints in, H36M-17 with our 3D poses as extra fields out.

Format: https://cocodataset.org/#format-data and #format-results. COCO's own annotations count pixels (the first one's
centre is 0), ours measure from the image's corner (it is 0.5). Detectors write corner coordinates in the same format
and nothing tells the two apart, so positions are taken as they are: true COCO points lie half a pixel up and left.
"""

from pathlib import Path

from evopose.io.coco_reader import read
from evopose.io.coco_writer import write
from evopose.io.format import Format

_LOOK = 1 << 16


def recognises(path: Path) -> bool:
    """Whether the start or the end of a JSON object speaks of keypoints; never raises."""
    try:
        with path.open("rb") as file:
            start = file.read(_LOOK).removeprefix(b"\xef\xbb\xbf").lstrip()
            file.seek(max(0, path.stat().st_size - _LOOK))
            end = file.read(_LOOK)
    except OSError:
        return False
    return start[:1] in (b"{", b"[") and b'"keypoints"' in start + end


FORMAT = Format(
    name="coco",
    title="COCO keypoints",
    kind="annotations",
    suffixes=(".json",),
    recognises=recognises,
    read_annotations=read,
    write_annotations=write,
)
