"""Where torch works."""

import torch

from evopose.errors import BadOption


def device_of(name: str) -> str:
    """auto is the GPU if there is one; BadOption where cuda is asked for and there is none."""
    if name == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    if name == "cuda" and not torch.cuda.is_available():
        raise BadOption("There is no GPU that torch can use here (--device cuda).")
    return name
