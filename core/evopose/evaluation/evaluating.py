"""Lifting pairs and holding what comes out against the truth, as a job."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import torch
from jaxtyping import Float

from evopose.errors import BadOption
from evopose.evaluation.scores import Scores, score
from evopose.jobs import Job, Progress
from evopose.lifting.predictor import Predictor
from evopose.model.array import NDArray
from evopose.model.pairs import Pairs

_CHUNK = 4096
"""Poses lifted at once."""


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What a lifter made of pairs."""

    pairs: Pairs
    predicted: Float[NDArray, "n 17 3"]
    """About the hip, metres, camera frame; nan where the lifter lacks what it needs."""
    scores: Scores


def evaluate(predictor: Predictor, pairs: Pairs, device: torch.device | str = "cpu") -> Job[Evaluation]:
    """Lift all, and score all; BadOption where not one can be scored.

    `device` is where the predictor is.
    """
    lens = intrinsics(pairs)
    predicted, scores = [], []
    for start in range(0, len(pairs), _CHUNK):
        some = slice(start, start + _CHUNK)
        lifted = _lifted(predictor, np.asarray(pairs.pixels[some]), lens[some], device)
        predicted.append(lifted)
        scores.append(score(lifted, np.asarray(pairs.joints[some])))
        yield Progress(min(start + _CHUNK, len(pairs)), len(pairs), "lifting", _so_far(scores))
    if not any(np.isfinite(each.mpjpe).any() for each in scores):
        raise BadOption(_nothing(pairs, predictor))
    return Evaluation(pairs, np.concatenate(predicted), _joined(scores))


def intrinsics(pairs: Pairs) -> Float[NDArray, "n 4"]:
    """fx, fy, cx, cy of each pair's camera, in pixels."""
    table = np.array([(*camera.focal, *camera.centre) for camera in pairs.cameras], np.float32).reshape(-1, 4)
    return np.asarray(table[np.asarray(pairs.camera)])


def _lifted(predictor: Predictor, pixels: NDArray, lens: NDArray, device: torch.device | str) -> NDArray:
    there = torch.from_numpy(np.array(pixels, np.float32)).to(device)
    lifted = predictor.predict(there, torch.from_numpy(lens).to(device))
    return np.asarray(lifted.float().cpu().numpy())


def _joined(parts: list[Scores]) -> Scores:
    columns: Mapping[str, Any] = {
        field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Scores)
    }
    return Scores(**columns)


def _so_far(scores: list[Scores]) -> dict[str, float]:
    """For whoever waits: the mean of what has been lifted."""
    sums = [(float(np.nansum(each.mpjpe)), int(np.isfinite(each.mpjpe).sum())) for each in scores]
    total, count = (sum(column) for column in zip(*sums, strict=True))
    return {"mpjpe_mm": 1000 * total / count} if count else {}


def _nothing(pairs: Pairs, predictor: Predictor) -> str:
    if not len(pairs):
        return "There is nothing to measure the lifter on."
    seen = np.isfinite(np.asarray(pairs.pixels)[:, list(predictor.seen)]).all(axis=(1, 2))
    if not seen.any():
        return f"In none of {len(pairs)} views are all {len(predictor.seen)} joints that the lifter needs."
    return f"Of none of {len(pairs)} views both the true pose and what the lifter says of it are known."
