"""`evopose export LIFTER OUT.onnx`."""

from pathlib import Path
from typing import Any

from tyro.conf import Positional

from evopose.dependencies import with_torch
from evopose.io.destination import check_destination
from evopose.jobs import Job, Progress
from evopose.lifting.default import lifter_path
from evopose.options import Options


class Export(Options):
    """Write a lifter for other programs: ONNX (.onnx) or TorchScript (.ts, .pt), with scaling and flipping in it.

    What such a file takes is `pixels` (n, 17, 2), joints of H36M-17, and, where the lifter scales views by the camera,
    `intrinsics` (n, 4): fx, fy, cx, cy; what it gives is `joints` (n, 17, 3), metres about the hip in the camera's
    frame. All are float32, n is any number, and nan stands for what is missing. As .safetensors, it is a file of our
    own in float16, of half the size.
    """

    lifter: Positional[Path]
    """A lifter file, a run of training, or the original's model.th."""
    out: Positional[Path]
    """The file to write."""
    check: bool = True
    """Hold what was written against the lifter, on real poses: off by more than 0.1 mm (float16: 1 mm),
    nothing is written."""
    flip: bool = False
    """Lift every pose mirrored besides, and take the mean; lifters that were trained so do it anyway."""
    overwrite: bool = False
    """Replace what is there."""

    def run(self) -> Job[dict[str, Any]]:
        """`written` (path), `bytes`, `difference_mm`: the greatest of any joint (null where it was not looked for)."""
        path = lifter_path(self.lifter)
        check_destination(self.out, self.overwrite, {"lifter": [path]})
        yield Progress(0, 2, f"Reading {path.name}")
        exporting, lifter = _module("exporting"), _module("files").read_lifter(path)
        if self.flip:
            lifter = exporting.flipped(lifter)
        yield Progress(1, 2, f"Writing {self.out.name}")
        apart = exporting.export(lifter, self.out, self.check)
        return {
            "written": str(self.out),
            "bytes": self.out.stat().st_size,
            "difference_mm": apart if self.check else None,
        }


def _module(name: str) -> Any:
    return with_torch(f"evopose.lifting.{name}", "Lifting needs")
