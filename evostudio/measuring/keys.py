"""From a key press to the painted frame on the Annotate page."""

import time
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from typing import Any

import numpy as np
from PySide6.QtCore import Qt

from evostudio.measuring.stage import Frames, Stage

NONE, COARSE = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
_Press = tuple[Qt.Key, Qt.KeyboardModifier]
LEFT, RIGHT, UP, DOWN = Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down


@dataclass(frozen=True)
class Kind:
    """One kind of key press, in turns that lead back to the start."""

    name: str
    part: Qt.Key
    """Selects what is turned."""
    presses: tuple[_Press, ...]


KINDS = (
    Kind("turn forearm", Qt.Key.Key_3, ((LEFT, NONE), (UP, NONE), (RIGHT, NONE), (DOWN, NONE))),
    Kind("turn upper arm", Qt.Key.Key_2, ((LEFT, NONE), (RIGHT, NONE))),
    Kind("turn body", Qt.Key.Key_0, ((LEFT, NONE), (RIGHT, NONE))),
    Kind("turn thigh, coarse", Qt.Key.Key_6, ((LEFT, COARSE), (RIGHT, COARSE))),
    Kind("select part", Qt.Key.Key_1, ((Qt.Key.Key_2, NONE), (Qt.Key.Key_5, NONE), (Qt.Key.Key_9, NONE))),
)


def key_presses(stage: Stage, presses: int = 400) -> dict[str, Any]:
    """Milliseconds a press, of all kinds and of each; `cpu_ms_median` is the share of this process.

    A quarter of the presses take less than `ms_quarter`: what a machine without other work does.
    """
    frames = Frames(stage.views())
    each = max(presses // len(KINDS), len(KINDS[0].presses))
    found = {kind.name: _measured(stage, frames, kind, each) for kind in KINDS}
    wall = np.concatenate([times[:, 0] for times in found.values()])
    cpu = np.concatenate([times[:, 1] for times in found.values()])
    return {
        "presses": int(np.isfinite(wall).sum()),
        "ms_median": _median(wall),
        "ms_p99": round(float(np.nanpercentile(wall, 99)), 2),
        "ms_quarter": round(float(np.nanpercentile(wall, 25)), 2),
        "ms_best": round(float(np.nanmin(wall)), 2),
        "cpu_ms_median": _median(cpu),
        "cpu_ms_p99": round(float(np.nanpercentile(cpu, 99)), 2),
        "kinds": {
            name: {"ms_median": _median(t[:, 0]), "cpu_ms_median": _median(t[:, 1])} for name, t in found.items()
        },
    }


def _measured(stage: Stage, frames: Frames, kind: Kind, presses: int) -> Any:
    """(presses, 2): wall and process milliseconds."""
    stage.press(kind.part)
    stage.settle(0.1)
    turns = len(kind.presses)
    times = []
    for key, modifiers in islice(cycle(kind.presses), (presses // turns) * turns):
        before = time.process_time()
        wall = frames.until_painted(partial(stage.press, key, modifiers))
        times.append((wall, 1e3 * (time.process_time() - before)))
    return np.array(times)


def _median(times: Any) -> float:
    return round(float(np.nanmedian(times)), 2)
