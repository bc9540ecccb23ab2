"""What `evopose lift` does: read, lift, stand on the ground, write."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from jaxtyping import Bool, Float, Int

from evopose.errors import BadOption
from evopose.evaluation.lift_options import LiftOptions
from evopose.evaluation.liftable import Liftable, liftable
from evopose.io.aside import write_aside
from evopose.io.format import Format, format_for_writing
from evopose.jobs import Job, Progress
from evopose.lifting.default import lifter_path
from evopose.lifting.fast import fast
from evopose.lifting.lifter import Lifter
from evopose.lifting.opening import open_predictor
from evopose.lifting.predictor import Predictor
from evopose.lifting.world import in_world
from evopose.model.array import NDArray
from evopose.model.population import Population
from evopose.model.skeleton import H36M_17

FORMAT = "evopose lifted 1"
_CHUNK = 65_536
_DIGITS = 5
"""Of metres, in JSON."""
_FRAMES = {
    "camera": "metres about the hip; x right, y down, z ahead",
    "joints": "metres; z up, as of a level camera: x right, y ahead; the lowest joint just over the ground",
}


@dataclass(frozen=True, eq=False)
class Lifted:
    """People in space."""

    camera: Float[NDArray, "n 17 3"]
    """About the hip, metres, the camera's frame."""
    source: Int[NDArray, " n"]
    """Which file each is of."""
    row: Int[NDArray, " n"]
    """Its place among the views of that file."""
    clip: Int[NDArray, " n"]
    names: tuple[str, ...]
    kinds: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.camera)


def lift(options: LiftOptions) -> Job[dict[str, Any]]:
    """As asked; errors of files, BadOption, NotWritable."""
    form = _form(options)
    path = lifter_path(options.lifter)
    yield Progress(0, 0, f"Reading {path.name}")
    predictor, device = _placed(open_predictor(path), options.device)
    sources = yield from liftable(
        options.sources, options.views, options.select, options.unit, options.seed, options.most
    )
    parts = []
    for number, each in enumerate(sources):
        yield Progress(number, len(sources), f"lifting {each.about['path']}")
        parts.append(_predicted(predictor, each, device))
    whole = [np.isfinite(part[:, list(predictor.given)]).all(axis=(1, 2)) for part in parts]
    if not any(each.any() for each in whole):
        raise BadOption(f"Nobody could be lifted. {_lacking(predictor, sources, whole)}")
    lifted = _joined(sources, parts, whole)
    about = {
        "source": f"lifted from {', '.join(dict.fromkeys(each.about['path'] for each in sources))}",
        "lifted": {"lifter": path.name, "normalisation": predictor.normalisation, "frame": _FRAMES["joints"]},
        "sources": [each.about for each in sources],
    }
    _write(lifted, about, form, options.out)
    left_out = sum(int((~each).sum()) for each in whole)
    return {
        "written": str(options.out),
        "poses": len(lifted),
        "left_out": left_out,
        "lifter": str(path),
        "notices": [_lacking(predictor, sources, whole)] if left_out else [],
    }


def _form(options: LiftOptions) -> Format | None:
    """None for JSON; before any work is done."""
    if options.out.exists() and not options.overwrite:
        raise BadOption(f"{options.out} exists; --overwrite replaces it.")
    return None if options.out.suffix.lower() == ".json" else format_for_writing(options.out, "population")


def _placed(predictor: Predictor, asked: str) -> tuple[Predictor, torch.device]:
    there = torch.cuda.is_available()
    if asked == "cuda" and not there:
        raise BadOption("--device cuda: torch finds no GPU here; leave it out.")
    device = torch.device("cuda" if there and asked != "cpu" else "cpu")
    return (fast(predictor.on(device)), device) if isinstance(predictor, Lifter) else (predictor, device)


def _predicted(predictor: Predictor, each: Liftable, device: torch.device) -> Float[NDArray, "n 17 3"]:
    found = [np.empty((0, 17, 3), np.float32)]
    for start in range(0, len(each), _CHUNK):
        some = slice(start, start + _CHUNK)
        pixels, lens = (torch.from_numpy(np.array(a[some])).to(device) for a in (each.pixels, each.intrinsics))
        found.append(predictor.predict(pixels, lens).float().cpu().numpy())
    return np.concatenate(found)


def _joined(sources: Sequence[Liftable], parts: Sequence[NDArray], whole: Sequence[Bool[NDArray, " n"]]) -> Lifted:
    firsts = np.cumsum([0, *(len(each.names) for each in sources)]).tolist()
    clips = [np.where(each.clip >= 0, each.clip + first, -1) for each, first in zip(sources, firsts, strict=False)]
    return Lifted(
        np.concatenate([part[kept] for part, kept in zip(parts, whole, strict=True)]),
        np.repeat(np.arange(len(parts)), [int(kept.sum()) for kept in whole]),
        np.concatenate([np.flatnonzero(kept) for kept in whole]),
        np.concatenate([clip[kept] for clip, kept in zip(clips, whole, strict=True)]),
        tuple(name for each in sources for name in each.names),
        tuple(kind for each in sources for kind in each.kinds),
    )


def _write(lifted: Lifted, about: dict[str, Any], form: Format | None, path: Path) -> None:
    world = in_world(lifted.camera)
    if form is None:
        write_aside(path, json.dumps(_plain(lifted, world, about), ensure_ascii=False))
        return
    used, clip = np.unique(lifted.clip, return_inverse=True)
    named = used[used >= 0].tolist()
    per_clip = {
        "clip_names": [lifted.names[number] for number in named],
        "clip_kinds": [lifted.kinds[number] for number in named],
        "clip_seconds_per_frame": [0.0] * len(named),
    }
    numbers = (clip.reshape(-1) - int((used < 0).any())).astype(np.int32)
    assert form.write_population is not None
    form.write_population(Population(world, clip=numbers, metadata=about | per_clip), path)


def _plain(lifted: Lifted, world: NDArray, about: dict[str, Any]) -> dict[str, Any]:
    """For programs that read JSON."""
    poses = [
        {
            "source": about["sources"][source]["path"],
            "row": row,
            "clip": lifted.names[clip] if clip >= 0 else "",
            "joints": _numbers(there),
            "camera": _numbers(seen),
        }
        for source, row, clip, there, seen in zip(
            lifted.source.tolist(), lifted.row.tolist(), lifted.clip.tolist(), world, lifted.camera, strict=True
        )
    ]
    return {"format": FORMAT, "names": list(H36M_17.joints), "frames": _FRAMES, **about, "poses": poses}


def _numbers(joints: Float[NDArray, "17 3"]) -> list[list[float] | None]:
    """null for joints that the lifter does not give."""
    return [[round(float(v), _DIGITS) for v in joint] if np.isfinite(joint).all() else None for joint in joints]


def _lacking(predictor: Predictor, sources: Sequence[Liftable], whole: Sequence[Bool[NDArray, " n"]]) -> str:
    """How many were left out, and for want of which joints."""
    missing: Counter[str] = Counter()
    count = blind = 0
    for each, kept in zip(sources, whole, strict=True):
        lost = ~np.isfinite(each.pixels[~kept][:, list(predictor.seen)]).all(axis=2)
        count, blind = count + len(lost), blind + int((~lost.any(axis=1)).sum())
        names = [H36M_17.joints[joint] for joint in predictor.seen]
        missing.update(dict(zip(names, lost.sum(axis=0).tolist(), strict=True)))
    told = ", ".join(f"{name} ({number})" for name, number in missing.most_common(5) if number)
    reasons = [f"joints that the lifter takes are missing: {told}"] if told else []
    reasons += [f"the camera of {blind} is unknown"] if blind else []
    return f"{count} people were left out; {'; '.join(reasons)}."
