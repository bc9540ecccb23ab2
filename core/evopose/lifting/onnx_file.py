"""Lifters as ONNX models, which run without torch wherever there is an ONNX runtime.

Inputs `pixels` (n, 17, 2) and, scaled by the camera, `intrinsics` (n, 4); output `joints` (n, 17, 3); all float32, any
n. What the lifter says of itself is the model's metadata `evopose` (lifting/carried.py). Format: https://onnx.ai.
"""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from evopose.errors import BadFile, MissingDependency
from evopose.lifting import carried
from evopose.lifting.exported import Exported
from evopose.lifting.lifter import Lifter
from evopose.lifting.whole import Whole, examples, names

OUTPUT = "joints"
_LOGGED = "torch.onnx"


class OnnxPredictor(Exported):
    """Lifts by ONNX Runtime, on the CPU."""

    def __init__(self, path: Path) -> None:
        """MissingDependency without onnxruntime; BadFile for a model that cannot be run, or is no lifter of ours."""
        runtime = _module("onnxruntime")
        options = runtime.SessionOptions()
        options.log_severity_level = 4
        try:
            self._session = runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # ONNX Runtime has a class for each of its failures, and none for all
            raise BadFile(path, f"no readable ONNX model ({_first_line(error)}).") from error
        self._path = path
        super().__init__(carried.read(path, self._session.get_modelmeta().custom_metadata_map.get(carried.KEY)))
        self._names = [each.name for each in self._session.get_inputs()]
        wanted = names(self.carried.normalisation)
        if tuple(self._names) != wanted:
            raise BadFile(path, f"its inputs are {', '.join(self._names)}; {', '.join(wanted)} were expected.")
        outputs = [each.name for each in self._session.get_outputs()]
        if outputs != [OUTPUT]:
            raise BadFile(path, f"its outputs are {', '.join(outputs)}; {OUTPUT} was expected.")

    def called(self, *inputs: Tensor) -> Tensor:
        """What the model makes of some of it; BadFile where that is no joints."""
        fed = {name: np.ascontiguousarray(each.numpy()) for name, each in zip(self._names, inputs, strict=True)}
        try:
            joints = np.asarray(self._session.run([OUTPUT], fed)[0])
        except Exception as error:  # as above
            raise BadFile(self._path, f"this model cannot be run ({_first_line(error)}).") from error
        wanted = (len(inputs[0]), 17, 3)
        if joints.dtype != np.float32 or joints.shape != wanted:
            raise BadFile(self._path, f"it gives {joints.dtype} {joints.shape}; float32 {wanted} were expected.")
        return torch.from_numpy(joints)


def write_onnx(lifter: Lifter, path: Path) -> None:
    """The whole lifter in one file; MissingDependency without onnx and onnxscript."""
    for needed in ("onnx", "onnxscript"):
        _module(needed)
    whole = Whole(lifter)
    poses = torch.export.Dim("n", min=1)
    with _quiet(), torch.no_grad():
        program: Any = torch.onnx.export(
            whole,
            examples(whole.inputs),
            input_names=whole.inputs,
            output_names=(OUTPUT,),
            dynamic_shapes=tuple({0: poses} for _ in whole.inputs),
            dynamo=True,
            verbose=False,
        )
        program.model.metadata_props[carried.KEY] = carried.told(lifter)
        program.save(str(path), external_data=False)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise MissingDependency(
            f"ONNX files need {error.name}, which is not installed: pip install 'evostudio[onnx]'."
        ) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """torch's exporter warns of its own way with trees, and of two inputs of one length; it logs what it lacks."""
    logger = logging.getLogger(_LOGGED)
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "# The axis name", UserWarning)
            warnings.filterwarnings("ignore", "`isinstance\\(treespec, LeafSpec\\)`", FutureWarning)
            yield
    finally:
        logger.setLevel(level)
