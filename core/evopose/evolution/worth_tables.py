"""The figures of the experiment as a table: for people (Markdown), for programs (CSV)."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from evopose.evolution.experiment import Grown, by_recipe
from evopose.io.aside import write_aside

_HEAD = (
    ("survive", "survival", "{:.0%}"),
    ("share", "share", "{:.3f}"),
    ("entropy", "entropy", "{:.2f}"),
    ("pose mm", "pose_mm", "{:.1f}"),
    ("±", "pose_mm_deviation", "{:.1f}"),
    ("standing mm", "standing_mm", "{:.1f}"),
    ("trunk °", "trunk_deg", "{:.2f}"),
    ("limbs °", "limbs_deg", "{:.1f}"),
    ("actions °", "cmu_actions_limbs_deg", "{:.1f}"),
    ("bandai °", "bandai1_limbs_deg", "{:.1f}"),
    ("snu °", "snu_mrl_limbs_deg", "{:.1f}"),
    ("to real mm", "to_real_mm", "{:.0f}"),
)
"""Title, key and format of each column."""


def rows(grown: Sequence[Grown]) -> list[dict[str, Any]]:
    """Means over the seeds, plain values, for each share and recipe; distances are to the founders' own set."""
    return [{"share_of_founders": share, "recipe": name, **_row(runs)} for share, name, runs in by_recipe(grown)]


def _row(runs: Sequence[Grown]) -> dict[str, Any]:
    flat = [_flat(run.figures) for run in runs]
    means = {key: float(np.mean([each[key] for each in flat])) for key in flat[0]}
    deviation = float(np.std([each["pose_mm"] for each in flat]))
    return {"founders": runs[0].founders, "seeds": len(runs), **means, "pose_mm_deviation": deviation}


def _flat(figures: Mapping[str, Any]) -> dict[str, float]:
    """Distances to the first set under their own names, to the others under the set's too."""
    plain = {key: value for key, value in figures.items() if key != "unseen"}
    for number, (name, distances) in enumerate(figures["unseen"].items()):
        plain |= {f"{name}_{key}" if number else key: value for key, value in distances.items()}
    return plain


def table(figures: Sequence[Mapping[str, Any]]) -> str:
    """Markdown, one part for each share of the founders."""
    parts = []
    for share in dict.fromkeys(row["share_of_founders"] for row in figures):
        some = [row for row in figures if row["share_of_founders"] == share]
        titles = ["recipe", *(title for title, _, _ in _HEAD)]
        lines = [_line(titles), _line(["---"] + ["---:"] * len(_HEAD)), *(_line(_cells(row)) for row in some)]
        before, after = some[0], some[-1]
        about = f"**{share:.0%} of the founders: {before['founders']} poses become {after['poses']:.0f}**"
        parts.append("\n".join([about, "", *lines]))
    return "\n\n".join(parts)


def write(figures: Sequence[Mapping[str, Any]], folder: Path) -> list[Path]:
    """worth.md and worth.csv; NotWritable where that fails."""
    keys = list(dict.fromkeys(key for row in figures for key in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, keys, lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: _rounded(value) for key, value in row.items()} for row in figures)
    files = [folder / "worth.md", folder / "worth.csv"]
    write_aside(files[0], table(figures) + "\n")
    write_aside(files[1], text.getvalue())
    return files


def _cells(row: Mapping[str, Any]) -> list[str]:
    return [row["recipe"], *(form.format(row[key]) if key in row else "" for _, key, form in _HEAD)]


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _rounded(value: Any) -> Any:
    return round(value, 4) if isinstance(value, float) else value
