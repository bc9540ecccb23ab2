"""Ways of training that are good for something: what the buttons above the form put into it; knows no toolkit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evopose.evolution.recipe import Views
from evopose.lifting.options import ModelOptions
from evopose.model.skeleton import H36M_17
from evopose.training.options import Schedule

DEFAULT = "quick"
_PHOTOS = tuple(name for name in H36M_17.joints if name != "neck")
PRESETS: Mapping[str, Mapping[str, Any]] = {
    "quick": {
        "model": ModelOptions(stages=2, blocks=1, width=256, dropout=0.1),
        "schedule": Schedule(steps=400, batch_size=512, validate_every=40),
    },
    "paper": {
        "model": ModelOptions(),
        "schedule": Schedule(decay="constant", clip=0.0),
    },
    "photos": {
        "model": ModelOptions(joints=_PHOTOS, normalisation="pose", flip=True, dropout=0.25),
        "schedule": Schedule(epochs=100.0, ema=0.999),
        "views": Views(cameras="free"),
        "noise_px": 5.0,
    },
    "attention": {
        "model": ModelOptions(learner="attention", stages=1, blocks=4, width=256, dropout=0.1),
        "schedule": Schedule(epochs=100.0, batch_size=1024, warmup=500, weight_decay=0.01, ema=0.999),
    },
}
"""What differs from the options as they are."""
ABOUT: Mapping[str, str] = {
    "quick": "Two small learners, a few hundred steps: seconds, to see what comes of the data.",
    "paper": "Two learners of two blocks, 1,024 wide, 200 epochs of Adam at one rate, as the paper has it.",
    "photos": "For photos from anywhere: each pose scaled by itself, any viewpoint, a detector's noise, mirrored too.",
    "attention": "One learner of four blocks: attention over 17 joints beside their graph, 3.3 million numbers.",
}
PARTS = ("model", "schedule", "views", "noise_px")
"""Fields of the options that a preset sets."""
