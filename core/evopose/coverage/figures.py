"""Distributions as figures, like Fig. 7 of the paper: θ across, φ upwards, one or all nine directions, side by side.

Only what draws uses matplotlib, and without a window.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from jaxtyping import Float

from evopose.errors import BadOption
from evopose.io.aside import opened_aside
from evopose.model.array import NDArray
from evopose.model.limb import LIMBS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Scale = Literal["linear", "gamma"]
GAMMA = 0.4
"""Power of the density in the gamma scale: what is rare shows too."""
SUFFIXES = (".png", ".svg", ".pdf")
_DOTS_PER_INCH = 150


class Panel(NamedTuple):
    """One population in a figure."""

    title: str
    densities: Float[NDArray, "9 120 60"]
    """Poses per steradian, as a share of all."""


def figure(panels: Sequence[Panel], possible: Float[NDArray, "9 120 60"], limb: int | None, scale: Scale) -> "Figure":
    """Populations side by side: of one direction, or of all nine one below the other; one colour scale for each."""
    from matplotlib.figure import Figure

    limbs = range(9) if limb is None else [limb]
    wide, high = (4.4, 2.5) if limb is None else (6.4, 3.9)
    made = Figure(figsize=(wide * len(panels) + 1.2, high * len(limbs) + 0.6), layout="constrained")
    grid = made.subplots(len(limbs), len(panels), squeeze=False, sharex=True, sharey=True)
    for row, number in zip(grid, limbs, strict=True):
        _row(made, list(row), panels, possible[number], number, scale)
    for axes in grid[-1]:
        axes.set_xlabel("θ (degrees)")
    for axes in grid[:, 0]:
        axes.set_ylabel("φ (degrees)")
    return made


def save(made: "Figure", path: Path) -> None:
    """As PNG, SVG or PDF, by the path's suffix; BadOption for another, NotWritable where that fails."""
    check_suffix(path)
    import matplotlib

    with opened_aside(path) as file, matplotlib.rc_context({"svg.hashsalt": "evopose", "svg.fonttype": "none"}):
        made.savefig(file, format=path.suffix[1:].lower(), dpi=_DOTS_PER_INCH, metadata=_undated(path))


def check_suffix(path: Path) -> None:
    """BadOption unless figures can be written under such a name."""
    if path.suffix.lower() not in SUFFIXES:
        raise BadOption(f"{path} is no name of a figure; expected one that ends in {', '.join(SUFFIXES)}.")


def _row(
    made: "Figure", row: list["Axes"], panels: Sequence[Panel], possible: NDArray, limb: int, scale: Scale
) -> None:
    from matplotlib.colors import Normalize, PowerNorm

    most = max(float(panel.densities[limb].max()) for panel in panels) or 1.0
    norm: Normalize = Normalize(0, most) if scale == "linear" else PowerNorm(GAMMA, 0, most)
    for axes, panel in zip(row, panels, strict=True):
        image = axes.imshow(
            panel.densities[limb].T, origin="lower", extent=(-180, 180, -90, 90), norm=norm, cmap="magma",
            interpolation="nearest",
        )  # fmt: skip
        _outline(axes, possible)
        axes.set_title(f"{LIMBS[limb].name} · {panel.title}", fontsize=10)
        axes.set_xticks(range(-180, 181, 60))
        axes.set_yticks(range(-90, 91, 30))
        axes.tick_params(labelsize=8)
    bar = made.colorbar(image, ax=row, pad=0.01, aspect=18)
    bar.set_label("share per steradian", fontsize=8)
    bar.ax.tick_params(labelsize=8)


def _outline(axes: "Axes", possible: Float[NDArray, "120 60"]) -> None:
    """What limits allow: white where any valid pose points; dashed where half of the parent's directions allow it."""
    theta, phi = np.arange(-178.5, 180, 3), np.arange(-88.5, 90, 3)
    for level, style in ((1e-6, "solid"), (0.5, "dotted")):
        if possible.max() > level > possible.min():
            axes.contour(theta, phi, possible.T, levels=[level], colors="white", linewidths=1, linestyles=style)


def _undated(path: Path) -> dict[str, Any]:
    return {".png": {"Software": None}, ".svg": {"Date": None}}.get(path.suffix.lower(), {"CreationDate": None})
