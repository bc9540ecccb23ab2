"""Findings as tables: for people (Markdown, HTML), for programs (CSV)."""

import csv
import html
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from evopose.experiments.findings import Finding, Row
from evopose.experiments.spread import Spread
from evopose.experiments.trial import OWN


def csv_of(rows: Sequence[Mapping[str, Any]]) -> str:
    """With a line of names."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(dict.fromkeys(key for row in rows for key in row)), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def markdown(found: Finding) -> str:
    """One table."""
    titles, *rows = cells(found)
    marks = ["---"] * _named(found) + ["---:"] * (len(titles) - _named(found))
    return "\n".join("| " + " | ".join(row) + " |" for row in (titles, marks, *rows))


def html_of(found: Finding) -> str:
    """One table."""
    titles, *rows = [[html.escape(cell) for cell in row] for row in cells(found)]
    head = "".join(f"<th>{cell}</th>" for cell in titles)
    body = "\n".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table>\n<tr>{head}</tr>\n{body}\n</table>"


def cells(found: Finding) -> list[list[str]]:
    """Titles and rows; columns in which nothing stands are left out."""
    names = [name for name in found.rows[0].sets if name != OWN]
    columns: list[tuple[str, Callable[[Row], str]]] = [
        ("", lambda row: row.point.curve),
        (found.plan.label or "from", lambda row: _place(row.point.x)),
        ("poses", lambda row: f"{row.poses:,.0f}"),
        ("P1* mm", lambda row: f"{row.error.value:.1f}"),
        ("95 %", lambda row: _interval(row.error)),
        ("less than plain", lambda row: _share(row.than_plain)),
        ("less than the best control", lambda row: _share(row.than_control)),
        ("training", lambda row: f"{row.train_mm:.1f}"),
        ("P2", lambda row: f"{row.pa_mm:.1f}"),
        *((name, lambda row, name=name: f"{row.sets[name]:.1f}") for name in names),
    ]
    written = [[write(row) for row in found.rows] for _, write in columns]
    kept = [number for number, column in enumerate(written) if any(column)]
    rows = [[written[number][k] for number in kept] for k in range(len(found.rows))]
    return [[columns[number][0] for number in kept], *rows]


def _named(found: Finding) -> int:
    """How many columns say what a row is."""
    return 2 if any(row.point.x != "" for row in found.rows) else 1


def _place(x: float | str) -> str:
    return x if isinstance(x, str) else f"{x:,g}"


def _interval(error: Spread) -> str:
    """Nothing where there is none: too few clips, or but one seed of what was held out."""
    return f"{error.low:.1f}–{error.high:.1f}" if error.known else ""


def _share(share: Spread | None) -> str:
    if share is None:
        return ""
    between = f" ({100 * share.low:.1f} to {100 * share.high:.1f})" if share.known else ""
    return f"{100 * share.value:.1f} %{between}"
