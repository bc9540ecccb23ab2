"""Fixtures that every test may use."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the checkout (or $EVOSTUDIO_SHARED); skips where it is absent."""
    path = Path(os.environ.get("EVOSTUDIO_SHARED", Path(__file__).parents[2] / "shared"))
    if not (path / "data").is_dir():
        pytest.skip(f"no real data at {path}")
    return path
