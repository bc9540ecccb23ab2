"""Losses that are no numbers: training stops, says why, and keeps the last good state."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from evopose import runs
from evopose.errors import Diverged
from evopose.io import safetensors
from evopose.jobs import finish
from evopose.lifting.files import read_lifter
from evopose.model.population import Population
from evopose.training.options import TrainOptions
from tests.core.training.conftest import people

Make = Callable[..., TrainOptions]


def test_a_loss_that_is_no_number_stops_training_and_says_which_data(
    tiny: Make, every_line: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What no body has is left out before, so that only a bound that is none lets it come to this."""
    monkeypatch.setattr("evopose.training.feeding._SAMPLE", 4)
    monkeypatch.setattr("evopose.training.screening._LONGEST_M", np.inf)
    far = people(60)
    far[:, 3] += np.where(np.arange(60) == 7, 1e25, 0)[:, None]
    options = tiny(validation_share=0.0, steps=60)
    safetensors.write(Population(far), options.population[0])
    with pytest.raises(Diverged, match=r"step \d+.* row 7 of people\.safetensors \(view \d\) is .* deviations off"):
        finish(options.run())
    record = runs.read_run(options.out)
    assert record.state == "failed" and "row 7" in record.message
    assert "--end-here" in record.message and (options.out / "checkpoint" / "state.safetensors").exists()


def test_a_learning_rate_that_is_too_great_is_named(
    tiny: Make, every_line: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what was validated last is kept: weights that were not are no good."""
    options = tiny()
    monkeypatch.setattr("evopose.training.checkpoint._VALIDATED_S", 0.0)
    monkeypatch.setattr("evopose.training.checkpoint._SHARE", 0)
    monkeypatch.setattr("evopose.training.loop.rate_at", lambda schedule, step, steps: 1e38 if step > 3 else 1e-3)
    with pytest.raises(Diverged, match="learning rate"):
        finish(options.run())
    result = finish(options.resume(options.out, end_here=True))
    assert result["steps"] == 3
    weights = read_lifter(Path(result["lifter"])).cascade[0].state_dict()["w1.weight"]
    assert float(weights.abs().max()) < 10
