"""From the start of the process to the first frame of the window with a project open."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

_CHILD = """
import sys
from pathlib import Path
from evostudio.measuring.starting import first_frame
first_frame(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def starting(project: Path, preferences: Path, times: int = 5) -> dict[str, Any]:
    """Seconds of wall and of the child's processor time until the first usable window; the first does not count."""
    found = [_started(project, preferences) for _ in range(times + 1)][1:]
    wall, cpu = zip(*found, strict=True)
    return {
        "times": times,
        "s_median": round(float(np.median(wall)), 3),
        "s_best": round(min(wall), 3),
        "cpu_s_median": round(float(np.median(cpu)), 3),
    }


def _started(project: Path, preferences: Path) -> tuple[float, float]:
    start = time.time()
    line = subprocess.check_output([sys.executable, "-c", _CHILD, str(project), str(preferences)], text=True)
    told = json.loads(line.splitlines()[-1])
    return told["time"] - start, told["cpu"]


def first_frame(project: Path, preferences: Path) -> None:
    """In the child: what `evostudio PROJECT` does, then tell when photo and pose were on screen, and end."""
    from evostudio.__main__ import application, log_handler, make_window
    from evostudio.measuring.stage import SIZE, Frames, Stage

    app = application()
    window = make_window(handler=log_handler(), preferences=preferences)
    window.resize(*SIZE)
    window.show()
    window.opening.open_path(project)
    stage = Stage(app, window)
    stage.until(stage.page.photo.view.has_image)
    Frames(stage.views()).until_painted(stage.update_views)
    sys.stdout.write(json.dumps({"time": time.time(), "cpu": time.process_time()}) + "\n")
    sys.stdout.flush()
    window.close()
