"""What lifts, from whatever file it is kept in."""

from collections.abc import Callable, Mapping
from pathlib import Path

from evopose.errors import MissingFile
from evopose.lifting.files import read_lifter
from evopose.lifting.onnx_file import OnnxPredictor
from evopose.lifting.predictor import Predictor
from evopose.lifting.torch_file import SUFFIXES, is_archive
from evopose.lifting.torchscript_file import read_torchscript

_EXPORTED: Mapping[str, Callable[[Path], Predictor]] = {
    ".onnx": OnnxPredictor,
    ".ts": read_torchscript,
    ".torchscript": read_torchscript,
}
"""By suffix."""


def open_predictor(path: Path) -> Predictor:
    """Of a lifter file, the original's model.th, or an exported one (.onnx, .ts, and .pt that is TorchScript).

    A `Lifter` but of ONNX; nothing in any file is run as a program. MissingFile, BadFile (UnsafeFile among them), or
    MissingDependency where ONNX Runtime is needed and lacking.
    """
    if not path.is_file():
        raise MissingFile(path, "lifter")
    suffix = path.suffix.lower()
    if suffix in SUFFIXES and is_archive(path):
        return read_torchscript(path)
    return _EXPORTED.get(suffix, read_lifter)(path)
