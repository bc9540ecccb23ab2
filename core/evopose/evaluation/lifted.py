"""What `evopose lift` does: read, lift, stand on the ground, write."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from jaxtyping import Bool, Float

from evopose.errors import BadOption
from evopose.evaluation.lift_options import LiftOptions
from evopose.evaluation.liftable import Liftable, liftable
from evopose.evaluation.lifted_file import FRAMES, Lifted, write
from evopose.evaluation.placing import placed
from evopose.io.destination import check_destination
from evopose.io.format import Format, format_for_writing
from evopose.jobs import Job, Progress
from evopose.lifting.default import lifter_path
from evopose.lifting.fast import fast
from evopose.lifting.lifter import Lifter
from evopose.lifting.opening import open_predictor
from evopose.lifting.predictor import Predictor
from evopose.model.array import NDArray
from evopose.model.skeleton import H36M_17

_CHUNK = 65_536


def lift(options: LiftOptions) -> Job[dict[str, Any]]:
    """As asked; errors of files, BadOption, NotWritable."""
    path = lifter_path(options.lifter)
    form = _form(options, path)
    yield Progress(0, 0, f"Reading {path.name}")
    predictor, device = placed(open_predictor(path), options.device, path)
    sources = yield from liftable(
        options.sources, options.views, options.select, options.unit, options.seed, options.most
    )
    options.check({each.kind for each in sources})
    quick = fast(predictor) if isinstance(predictor, Lifter) else predictor
    parts = []
    for number, each in enumerate(sources):
        yield Progress(number, len(sources), f"lifting {each.about['path']}")
        parts.append(_predicted(quick, each, device))
    whole = [_whole(part, predictor) for part in parts]
    if not any(each.any() for each in whole):
        raise BadOption(f"Nobody could be lifted. {_lacking(predictor, sources, whole)}")
    lifted = _joined(sources, parts, whole)
    write(lifted, _about(sources, path, predictor), form, options.out)
    left_out = sum(int((~each).sum()) for each in whole)
    return {
        "written": str(options.out),
        "poses": len(lifted),
        "left_out": left_out,
        "lifter": str(path),
        "notices": [_lacking(predictor, sources, whole)] if left_out else [],
    }


def _whole(part: Float[NDArray, "n 17 3"], predictor: Predictor) -> Bool[NDArray, " n"]:
    """Whom it could lift."""
    return _finite(part[:, list(predictor.given)], (1, 2))


def _about(sources: Sequence[Liftable], path: Path, predictor: Predictor) -> dict[str, Any]:
    return {
        "source": f"lifted from {', '.join(dict.fromkeys(each.about['path'] for each in sources))}",
        "lifted": {"lifter": path.name, "normalisation": predictor.normalisation, "frame": FRAMES["joints"]},
        "sources": [each.about for each in sources],
    }


def _form(options: LiftOptions, lifter: Path) -> Format | None:
    """None for JSON; before any work is done."""
    check_destination(options.out, options.overwrite, {"lifter": [lifter], "source": options.sources})
    return None if options.out.suffix.lower() == ".json" else format_for_writing(options.out, "population")


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


def _lacking(predictor: Predictor, sources: Sequence[Liftable], whole: Sequence[Bool[NDArray, " n"]]) -> str:
    """How many were left out, and for want of which joints."""
    missing: Counter[str] = Counter()
    count = blind = 0
    for each, kept in zip(sources, whole, strict=True):
        lost = ~_finite(each.pixels[~kept][:, list(predictor.seen)], 2)
        count, blind = count + len(lost), blind + int((~lost.any(axis=1)).sum())
        names = [H36M_17.joints[joint] for joint in predictor.seen]
        missing.update(dict(zip(names, lost.sum(axis=0).tolist(), strict=True)))
    told = ", ".join(f"{name} ({number})" for name, number in missing.most_common(5) if number)
    reasons = [f"joints that the lifter takes are missing: {told}"] if told else []
    reasons += [f"the camera of {blind} is unknown"] if blind else []
    return f"{count} people were left out; {'; '.join(reasons)}."


def _finite(numbers: NDArray, axis: int | tuple[int, int]) -> NDArray:
    return np.asarray(np.isfinite(numbers).all(axis=axis))
