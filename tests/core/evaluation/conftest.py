"""Poses, clips and lifters for the tests of evaluation."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from evopose.evaluation.viewing import seen
from evopose.evolution.recipe import Views
from evopose.lifting.cascade import make_learner
from evopose.lifting.files import write_lifter
from evopose.lifting.lifter import Lifter, begun
from evopose.lifting.options import ModelOptions
from evopose.model.pairs import Pairs
from evopose.model.population import Population
from tests.core.evolution.conftest import people

__all__ = ["people"]

CLIPS = ("s1_walk", "s1_run", "s2_walk", "s2_dance")
KINDS = ("walk", "run", "walk", "dance")


@pytest.fixture
def crowd(people: Callable[..., Tensor]) -> Population:
    """Forty people in four clips, two of them of one kind."""
    metadata = {"clip_names": list(CLIPS), "clip_kinds": list(KINDS), "source": "made up"}
    return Population(people(5, 40).numpy(), clip=np.arange(40) // 10, metadata=metadata)


@pytest.fixture
def pairs(crowd: Population) -> Pairs:
    """As Human3.6M's four cameras see them."""
    return seen(crowd, Views())


@pytest.fixture
def lifter(pairs: Pairs) -> Lifter:
    """One that has learned nothing."""
    model = ModelOptions(width=8, stages=1, blocks=1)
    joints = torch.from_numpy(pairs.joints - pairs.joints[:, :1])
    made = begun(model, torch.from_numpy(pairs.pixels), joints)
    torch.manual_seed(0)
    made.cascade.append(make_learner(model, made.seen, made.given, 0))
    made.cascade.requires_grad_(False).eval()
    return made


@pytest.fixture
def lifter_file(lifter: Lifter, tmp_path: Path) -> Path:
    """The same as a file."""
    path = tmp_path / "lifter.safetensors"
    write_lifter(lifter, path)
    return path
