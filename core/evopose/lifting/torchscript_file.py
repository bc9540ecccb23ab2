"""Lifters as TorchScript archives, which run wherever there is libtorch, from C++ too.

`forward(pixels (n, 17, 2)[, intrinsics (n, 4)]) -> joints (n, 17, 3)`, float32, any n. Such an archive is a program,
and loading or calling it runs it: ours carry what the lifter says of itself as the extra file `evopose`, and before one
is loaded its code is read (lifting/torchscript_code.py); what calls anything that a lifter needs not is refused.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.jit._trace import TracerWarning

from evopose.errors import BadFile
from evopose.lifting import carried
from evopose.lifting.exported import Exported
from evopose.lifting.lifter import Lifter
from evopose.lifting.torchscript_code import Archive
from evopose.lifting.whole import Whole, examples


class TorchScriptPredictor(Exported):
    """Lifts by torch's interpreter, on the CPU."""

    def __init__(self, path: Path) -> None:
        """BadFile for what is no lifter of ours, UnsafeFile for one whose code does more than lifting."""
        archive = Archive.read(path)
        super().__init__(carried.read(path, archive.extra(carried.KEY)))
        archive.check()
        try:
            with _quiet():
                self._network: Any = torch.jit.load(str(path), map_location="cpu").eval()  # type: ignore[no-untyped-call]
        except Exception as error:  # of a damaged archive torch raises nearly anything
            raise BadFile(path, f"no readable TorchScript archive ({str(error).splitlines()[0]}).") from error

    def called(self, *inputs: Tensor) -> Tensor:
        """What the network makes of some of it."""
        joints: Tensor = self._network(*inputs)
        return joints


def write_torchscript(lifter: Lifter, path: Path) -> None:
    """The whole lifter in one archive."""
    whole = Whole(lifter)
    with _quiet(), torch.no_grad():
        traced: Any = torch.jit.trace(whole, examples(whole.inputs), check_trace=False)  # type: ignore[no-untyped-call]
        torch.jit.save(traced, str(path), _extra_files={carried.KEY: carried.told(lifter).encode()})


@contextmanager
def _quiet() -> Iterator[None]:
    """torch would have everybody use torch.export instead, whose archives other programs do not read yet; and it warns
    of choices by shapes, which are the same for every batch."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TracerWarning)
        warnings.filterwarnings("ignore", "`torch.jit.*` is deprecated", DeprecationWarning)
        yield
