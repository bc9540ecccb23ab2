"""What is measured of a file that changes meanwhile is not told."""

import os

import numpy as np
import pytest

from evopose.commands.coverage import Coverage
from evopose.errors import BadFile
from evopose.io import safetensors
from evopose.jobs import finish
from evopose.model.population import Population


def test_a_population_that_changes_while_it_is_measured_is_said(poses, tmp_path):
    path = tmp_path / "x.safetensors"
    safetensors.write(Population(np.tile(poses[20:], (8, 1, 1))), path)
    job = Coverage(populations=(path,)).run()
    next(job)
    os.truncate(path, 400)
    with pytest.raises(BadFile, match="was changed while it was open"):
        finish(job)
