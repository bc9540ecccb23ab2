"""Where a predictor works."""

from pathlib import Path

import torch

from evopose.errors import BadOption
from evopose.lifting.device import device_of
from evopose.lifting.lifter import Lifter
from evopose.lifting.predictor import Predictor


def placed(predictor: Predictor, asked: str, path: Path) -> tuple[Predictor, torch.device]:
    """Of the file `path`, on the device that is asked for, and which that is; BadOption where it cannot be there.

    What was exported stays where it is made to run.
    """
    if isinstance(predictor, Lifter):
        device = torch.device(device_of(asked))
        return predictor.on(device), device
    if asked == "cuda":
        raise BadOption(f"--device cuda: {path.name} was exported and runs on the CPU; its lifter can run on the GPU.")
    return predictor, torch.device("cpu")
