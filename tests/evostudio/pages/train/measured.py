"""An evaluation as it lies in its folder, made by hand."""

import json
from pathlib import Path

import numpy as np

from evopose.evaluation.report import Data, Evaluated, Figures, Group, Worst, write_evaluation, write_worst
from evopose.io import safetensors
from evopose.io.tensors import write_tensors
from evopose.model.population import Population
from evopose.model.skeleton import H36M_17
from evostudio.pages.train.evaluations import POSES
from tests.evostudio.views.test_pair_scene import pairs

COUNT = 6
LACKING = 2
"""Of the worst, the one without all of its joints."""


def figures(mpjpe: float) -> dict[str, float]:
    return {"mpjpe_mm": mpjpe, "pa_mpjpe_mm": mpjpe - 10, "n_mpjpe_mm": mpjpe - 5, "pck150": 0.9, "auc": 0.5}


def evaluated(lifter: Path, mpjpe: float = 60.0, **changes) -> Evaluated:
    fields = {
        "lifter": str(lifter),
        "data": (Data(path="walks.safetensors", views=400),),
        "protocol": "P1*",
        "poses": 100,
        "views": 400,
        "clips": 7,
        "intervals": {"mpjpe_mm": (55.0, 66.0)},
        "intervals_over": "clips",
        "mpjpe16_mm": mpjpe * 17 / 16,
        "per_joint": {name: 10.0 * n for n, name in enumerate(H36M_17.joints)} | {"neck": None},
        "per_action": {"walk": Group(views=300, **figures(40.0)), "jump": Group(views=100, **figures(120.0))},
        "mean_of_actions": Figures(**figures(80.0)),
    }
    return Evaluated(**{**fields, **figures(mpjpe), **changes})


def worst() -> Worst:
    two = pairs(1, COUNT).astype(np.float32)
    two -= two[:, :, :1]
    world = two[:, 0].copy()
    world[LACKING, 13] = np.nan
    return Worst(
        pixels=two[:, 0, :, :2] * 100 + 300,
        truth=two[:, 0],
        predicted=two[:, 1],
        hip=np.zeros((COUNT, 3), np.float32),
        world=world,
        error=np.linspace(0.3, 0.1, COUNT).astype(np.float32),
        row=np.arange(COUNT) * 11,
        source=np.zeros(COUNT, np.int32),
        lens=np.ones((COUNT, 6), np.float32),
        sources=("walks.safetensors",),
        clips=tuple(f"walk_{n}" for n in range(COUNT)),
        actions=("walk",) * COUNT,
    )


def write(folder: Path, lifter: Path, mpjpe: float = 60.0, **changes) -> Path:
    """A whole folder."""
    folder.mkdir(parents=True)
    found = worst()
    write_evaluation(evaluated(lifter, mpjpe, **changes), folder)
    write_worst(found, folder)
    whole = np.isfinite(found.world).all(axis=(1, 2))
    safetensors.write(Population(found.world[whole]), folder / POSES)
    return folder


def write_header(path: Path, **about) -> Path:
    """A lifter of which pages read the header alone."""
    said = {
        "skeleton": "h36m_17",
        "seen": list(range(17)),
        "given": list(range(1, 17)),
        "normalisation": "pose",
        **about,
    }
    write_tensors(path, {"x": np.zeros(1, np.float32)}, {"format": "evopose lifter 1", "lifter": json.dumps(said)})
    return path
