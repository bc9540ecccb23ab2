"""What a run says at its end of a lifter that is no good."""

from collections.abc import Callable

import numpy as np
import pytest
import torch

from evopose.evaluation.viewing import seen
from evopose.evolution.recipe import Views
from evopose.jobs import finish
from evopose.model.population import Population
from evopose.training.data import Data
from evopose.training.feeding import Feed, untrained
from evopose.training.judging import Judge
from evopose.training.options import TrainOptions
from tests.core.training.conftest import people

Make = Callable[..., TrainOptions]


def test_a_lifter_that_is_no_better_than_the_mean_pose_is_told(tiny: Make) -> None:
    """Of learning by far too great steps; one that learned says nothing of the kind."""
    wild = finish(tiny(learning_rate=10.0, clip=0.0, steps=12, decay="constant").run())
    assert np.isfinite(wild["validation"]["mpjpe_mm"])
    assert any("no good" in notice and "mean pose" in notice for notice in wild["notices"])
    assert "no good" in wild["text"]
    assert wild["doubt"] == "no better than the mean pose"


def test_a_lifter_that_learned_is_not_told_to_be_no_good(tiny: Make) -> None:
    calm = {"steps": 60, "width": 32, "batch_size": 64, "dropout": 0.0, "learning_rate": 5e-3, "validate_every": 30}
    result = finish(tiny(**calm).run())
    assert not any("no good" in notice for notice in result["notices"])
    assert result["doubt"] == ""


def test_the_mean_poses_error_is_that_of_what_is_learned_from(tiny: Make) -> None:
    pairs = seen(Population(people(20, seed=3)), Views())
    feed = Feed(Data.of([people(40)]), tiny(), torch.device("cpu"))
    lifter = untrained(feed, tiny().model)
    mean = np.zeros((17, 3), np.float32)
    mean[1:] = lifter.mean_3d.numpy()
    expected = np.linalg.norm(mean - (pairs.joints - pairs.joints[:, :1]), axis=-1).mean()
    assert Judge(pairs, torch.device("cpu")).of_mean(lifter) == pytest.approx(expected, rel=1e-5)
