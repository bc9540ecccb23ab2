"""Whether there is a display to open a window on: without one Qt ends the process, so it is asked for before Qt is."""

import ctypes
import os
import sys
from collections.abc import Mapping
from pathlib import Path

WAY_OUT = "`xvfb-run -a evostudio …` gives a virtual one, and `make demo` takes pictures of all pages without one."


def missing(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str:
    """A sentence about the display that is missing; empty where there is one, or none is needed."""
    wanted = environment.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if not platform.startswith("linux") or wanted not in ("", "xcb"):
        return ""
    if not wanted and _wayland(environment):
        return ""
    display = environment.get("DISPLAY", "")
    if not display:
        return f"There is no display here (DISPLAY is not set): {WAY_OUT}"
    return "" if _answers(display) else f"The display {display} (from DISPLAY) does not answer: {WAY_OUT}"


def _wayland(environment: Mapping[str, str]) -> bool:
    name = environment.get("WAYLAND_DISPLAY", "")
    return bool(name) and (Path(environment.get("XDG_RUNTIME_DIR", "")) / name).is_socket()


def _answers(display: str) -> bool:
    """Whether an X server does, asked through the library that Qt uses; True where that cannot be asked."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    try:
        return not xcb.xcb_connection_has_error(connection)
    finally:
        xcb.xcb_disconnect(connection)
