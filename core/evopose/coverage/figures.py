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
from evopose.model.limits import CELL_DEGREES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure

Scale = Literal["linear", "gamma"]
GAMMA = 0.4
"""Power of the density in the gamma scale: what is rare shows too."""
SUFFIXES = (".png", ".svg", ".pdf")
_DOTS_PER_INCH = 150
_EXTENT = (-180.0, 180.0, -90.0, 90.0)
_BOTH_SIDES: tuple[tuple[int | None, ...], ...] = ((0, None), (1, 3), (2, 4), (5, 7), (6, 8))
_LEGEND = (
    "Colour: share of the poses per steradian of direction.\n"
    "Grey, behind the white line: where no valid pose points.\n"
    "Dotted: where half of the valid directions of the limb\nthat it hangs on allow it to point."
)


class Panel(NamedTuple):
    """One population in a figure."""

    title: str
    densities: Float[NDArray, "9 120 60"]
    """Poses per steradian, as a share of all."""


def figure(panels: Sequence[Panel], possible: Float[NDArray, "9 120 60"], limb: int | None, scale: Scale) -> "Figure":
    """Populations side by side: of one direction, or of all nine, the left side's left and the right side's right.

    One colour scale for each direction. Grey, behind a white line: where no valid pose points; within a dotted line:
    where half of the valid directions of the limb that it hangs on allow it to point.
    """
    from matplotlib.figure import Figure

    layout = _BOTH_SIDES if limb is None else ((limb,),)
    wide, high = (3.6, 2.5) if limb is None else (5.6, 3.4)
    size = ((wide * len(panels) + 0.8) * len(layout[0]), high * len(layout))
    made = Figure(figsize=size, layout="constrained")
    parts = made.subfigures(len(layout), len(layout[0]), squeeze=False)
    for number, part in zip(sum(layout, ()), parts.flat, strict=True):
        if number is None:
            part.text(0.5, 0.5, _LEGEND, ha="center", va="center", fontsize=9, linespacing=1.5)
        else:
            _direction(part, panels, possible[number], number, scale)
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


def _direction(part: "SubFigure", panels: Sequence[Panel], possible: NDArray, limb: int, scale: Scale) -> None:
    from matplotlib.colors import Normalize, PowerNorm

    most = max(float(panel.densities[limb].max()) for panel in panels) or 1.0
    norm: Normalize = Normalize(0, most) if scale == "linear" else PowerNorm(GAMMA, 0, most)
    row = part.subplots(1, len(panels), squeeze=False, sharey=True)[0]
    for axes, panel in zip(row, panels, strict=True):
        image = axes.imshow(panel.densities[limb].T, origin="lower", extent=_EXTENT, norm=norm, cmap="magma")
        _outline(axes, possible)
        axes.set_title(panel.title, fontsize=8)
        axes.set_xticks(range(-180, 181, 90))
        axes.set_yticks(range(-90, 91, 45))
        axes.tick_params(labelsize=8)
        axes.set_xlabel("θ (°)", fontsize=8)
    row[0].set_ylabel("φ (°)", fontsize=8)
    part.suptitle(LIMBS[limb].name, fontsize=11, fontweight="bold")
    bar = part.colorbar(image, ax=list(row), pad=0.01, aspect=18, shrink=0.8)
    bar.set_label("share per sr" if scale == "linear" else f"share per sr, γ {GAMMA}", fontsize=8)
    bar.ax.tick_params(labelsize=8)


def _outline(axes: "Axes", possible: Float[NDArray, "120 60"]) -> None:
    theta, phi = np.arange(-178.5, 180, CELL_DEGREES), np.arange(-88.5, 90, CELL_DEGREES)
    veil = np.full((*possible.T.shape, 4), 0.6)
    veil[..., 3] = 0.35 * (possible.T <= 0)
    axes.imshow(veil, origin="lower", extent=_EXTENT)
    regions = {"solid": possible > 0, "dotted": (possible >= 0.5) & ~np.isin(possible, (0, 1)).all()}
    for style, region in regions.items():
        if region.any() and not region.all():
            shape = region.T.astype(float)
            axes.contour(theta, phi, shape, levels=[0.5], colors="white", linewidths=1, linestyles=style)


def _undated(path: Path) -> dict[str, Any]:
    return {".png": {"Software": None}, ".svg": {"Date": None}}.get(path.suffix.lower(), {"CreationDate": None})
