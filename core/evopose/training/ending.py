"""How a run ends: its lifter in place, and what it came to."""

from dataclasses import replace
from typing import Any

from evopose.lifting.files import write_lifter
from evopose.lifting.lifter import Lifter
from evopose.runs.run import Run
from evopose.training.checkpoint import Setup
from evopose.training.generations import discard
from evopose.training.loop import memory_mb
from evopose.training.options import TrainOptions
from evopose.training.state import State
from evopose.training.telling import told

NAME = "lifter.safetensors"


def finished(options: TrainOptions, run: Run, setup: Setup, state: State, reason: str = "") -> dict[str, Any]:
    """The lifter's file in place, the checkpoint gone, the result told (what `--json` prints); NotWritable where that
    fails."""
    counts, path = state.counts, run.folder / NAME
    validation, doubt = _validation(setup, state), _is_no_better(setup, state)
    write_lifter(_described(options, setup, state, validation), path)
    result = {
        "lifter": str(path),
        "seconds": round(counts.seconds, 3),
        "stages": len(state.lifter.cascade),
        "steps": counts.total,
        "samples": counts.samples,
        "validation": validation,
        "batch_size": options.schedule.batch_size,
        "parts": counts.parts,
        "peak_memory_mb": memory_mb(state.device),
        "device": setup.device,
        "precision": setup.precision,
        "parameters": sum(each.numel() for each in state.lifter.cascade.parameters()),
        "reason": reason or f"trained {len(state.lifter.cascade)} stages",
        "doubt": "no better than the mean pose" if doubt else "",
        "notices": [*setup.notices, *counts.notices, *([_no_better(setup, state)] if doubt else [])]
        + ([f"The run was {reason}."] if reason else []),
    }
    run.finished(result)
    discard(run.checkpoint)
    return result | {"text": told(result)}


def _validation(setup: Setup, state: State) -> dict[str, Any]:
    """Error of the cascade up to each stage; empty without validation."""
    if not state.counts.ended:
        return {}
    errors = [round(1000 * error, 3) for error in state.counts.ended]
    convention = "17 joints, the root's zero among them"
    return {"mpjpe_mm": errors[-1], "stages_mm": errors, "pairs": setup.validation_pairs, "convention": convention}


def _is_no_better(setup: Setup, state: State) -> bool:
    """Nothing was learned that validation would show."""
    ended, mean = state.counts.ended, setup.of_mean
    return bool(ended) and mean is not None and not ended[-1] < mean


def _no_better(setup: Setup, state: State) -> str:
    """The sentence of it."""
    assert setup.of_mean is not None
    return (
        f"The lifter is no good: its validation error is {1000 * state.counts.ended[-1]:,.1f} mm, and the mean pose, "
        f"said of whatever is seen, has {1000 * setup.of_mean:,.1f} mm. A smaller --learning-rate, a --clip or more "
        "steps may help."
    )


def _described(options: TrainOptions, setup: Setup, state: State, validation: dict[str, Any]) -> Lifter:
    """With all that its file tells: options, lineage, metrics."""
    about = {
        "model": options.model.model_dump(mode="json"),
        "schedule": options.schedule.model_dump(mode="json"),
        "views": options.views.model_dump(mode="json"),
        "noise_px": options.noise_px,
        "seed": options.seed,
        "precision": setup.precision,
        "data": setup.lineage,
        "validated_on": setup.validated_on,
        "metrics": {"validation": validation} if validation else {},
        "steps": state.counts.total,
        "samples": state.counts.samples,
    }
    return replace(state.lifter.on("cpu"), metadata=about)
