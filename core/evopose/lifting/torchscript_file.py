"""Lifters as TorchScript archives, which run wherever there is libtorch, from C++ too.

`forward(pixels (n, 17, 2)[, intrinsics (n, 4)]) -> joints (n, 17, 3)`, float32, any n. Such an archive is a program,
and loading it runs it, so its code is for others: ours carry the lifter's own file as the extra file
`lifter.safetensors`, and that alone is read here. What the lifter says of itself is the extra file `evopose`, for
programs that read JSON only.
"""

import shutil
import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.jit._trace import TracerWarning

from evopose.errors import BadFile, UnsafeFile
from evopose.lifting import carried
from evopose.lifting.exported import Exported
from evopose.lifting.files import read_lifter, write_lifter
from evopose.lifting.lifter import Lifter
from evopose.lifting.torch_file import UNREADABLE
from evopose.lifting.whole import Whole, examples

INSIDE = "lifter.safetensors"
"""The extra file that is read."""


def write_torchscript(lifter: Lifter, path: Path) -> None:
    """The whole lifter in one archive, as a program and as our own file (float32)."""
    whole = Whole(lifter)
    with tempfile.TemporaryDirectory(prefix="evopose-") as folder:
        write_lifter(lifter, Path(folder) / INSIDE)
        extra = {carried.KEY: carried.told(lifter).encode(), INSIDE: (Path(folder) / INSIDE).read_bytes()}
    with _quiet(), torch.no_grad():
        traced: Any = torch.jit.trace(whole, examples(whole.inputs), check_trace=False)  # type: ignore[no-untyped-call]
        torch.jit.save(traced, str(path), _extra_files=extra)


def read_torchscript(path: Path) -> Lifter:
    """The lifter's own file in an archive of ours; UnsafeFile where there is none, or BadFile. Nothing in it is run."""
    with tempfile.TemporaryDirectory(prefix="evopose-") as folder:
        aside = Path(folder) / INSIDE
        try:
            with (
                zipfile.ZipFile(path) as archive,
                archive.open(_found(path, archive)) as inside,
                aside.open("wb") as file,
            ):
                shutil.copyfileobj(inside, file)
        except UNREADABLE as error:
            raise BadFile(path, f"no readable TorchScript archive ({type(error).__name__}: {error}).") from error
        try:
            return read_lifter(aside)
        except BadFile as error:
            raise BadFile(path, f"{INSIDE} in it: {str(error).removeprefix(f'{aside}: ')}") from error


class TorchScriptProgram(Exported):
    """An archive's code, run by torch's interpreter on the CPU. It can do anything: for what was just written here."""

    def __init__(self, path: Path, lifter: Lifter) -> None:
        """The archive that was made of this lifter."""
        super().__init__(carried.read(path, carried.told(lifter)))
        with _quiet():
            self._network: Any = torch.jit.load(str(path), map_location="cpu").eval()  # type: ignore[no-untyped-call]

    def called(self, *inputs: Tensor) -> Tensor:
        """What the program makes of some of it."""
        joints: Tensor = self._network(*inputs)
        return joints


def _found(path: Path, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """Where the lifter's file is: once, under the only root, stored as it is, and so no larger than the archive."""
    listed = archive.infolist()
    roots = sorted({each.filename.partition("/")[0] for each in listed})
    if len(roots) != 1:
        raise BadFile(path, f"a TorchScript archive has one folder; this has {', '.join(roots[:4]) or 'none'}.")
    places = [each for each in listed if each.filename == f"{roots[0]}/extra/{INSIDE}"]
    if not places:
        raise UnsafeFile(
            path,
            "TorchScript of other makers is a program and is not run; nothing of it was. What is read is the "
            f"lifter's own file, which `evopose export` puts into its archives (extra/{INSIDE}); it is lacking here.",
        )
    first, *others = places
    size = path.stat().st_size
    if others or first.compress_type != zipfile.ZIP_STORED or not first.file_size == first.compress_size <= size:
        raise BadFile(path, f"extra/{INSIDE} in it should be there once, as it is; it is packed, or there are others.")
    return first


@contextmanager
def _quiet() -> Iterator[None]:
    """torch would have everybody use torch.export instead, whose archives other programs do not read yet; and it warns
    of choices by shapes, which are the same for every batch."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TracerWarning)
        warnings.filterwarnings("ignore", "`torch.jit.*` is deprecated", DeprecationWarning)
        yield
