"""Evaluations and tables in words and columns, for people, and as plain values."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evopose.evaluation.published import Row
from evopose.evaluation.report import Evaluated, Group
from evopose.evaluation.tables import Compared, Line

_WIDE = 6
"""Columns from which on what was found here stands under what is published."""
_WORST = 15


def plain(table: Compared) -> dict[str, Any]:
    """The same as plain values."""
    about = table.published.model_dump(mode="json", exclude={"rows"})
    return about | {
        "rows": [_plain(line) for line in table.lines],
        "others": [_plain(line) for line in table.others],
    }


def told(table: Compared) -> str:
    """The same for people."""
    about, lines = table.published, [*table.lines, *table.others]
    wide = len(about.columns) > _WIDE
    first = ["", *(about.heads or about.columns), *([] if wide else (f"here {column}" for column in about.columns))]
    rows = [cells for line in lines for cells in _cells(line, len(about.columns), wide)]
    title = f"Table {about.table}. {about.title} ({about.unit})."
    return "\n".join([title, *_aligned([first, *rows]), *_lacking(lines)])


def _lacking(lines: Sequence[Line]) -> list[str]:
    """Which rows have no data here, and what they need."""
    needs: dict[str, list[str]] = {}
    for line in lines:
        if line.row.ours and line.without:
            needs.setdefault(line.without, []).append(_called(line.row))
    return [f"  No data here for {', '.join(names)}: {need}" for need, names in needs.items()]


def summary(found: Evaluated) -> str:
    """What matters of an evaluation, for people."""
    rows = [
        (f"MPJPE ({found.protocol})", "mpjpe_mm", "mpjpe16_mm"),
        ("PA-MPJPE (P2)", "pa_mpjpe_mm", "pa_mpjpe16_mm"),
        ("N-MPJPE", "n_mpjpe_mm", "n_mpjpe16_mm"),
        ("PCK@150 %", "pck150", "pck150_16"),
        ("AUC %", "auc", "auc16"),
    ]
    cells = [[title, *_measure(found, key, other)] for title, key, other in rows]
    measured = ", ".join(Path(each.path).name for each in found.data)
    lines = [
        f"{Path(found.lifter).name} on {measured}: {found.poses:,} poses in {found.views:,} views; mm and %; "
        f"95 % intervals over {found.clips or found.poses:,} {found.intervals_over}.",
        *_aligned([["", "17 joints", "95 %", "16, no root"], *cells]),
        *_groups("source", [(Path(path).name, group) for path, group in found.per_source.items()]),
        *_groups("kind", sorted(found.per_action.items(), key=lambda entry: -(entry[1].mpjpe_mm or 0))),
        *found.notices,
    ]
    return "\n".join(lines)


def _measure(found: Evaluated, key: str, other: str) -> list[str]:
    factor = 1 if key.endswith("_mm") else 100
    value, beside = (None if one is None else factor * one for one in (getattr(found, key), getattr(found, other)))
    return [_number(value), "–".join(_number(factor * each) for each in found.intervals.get(key, ())), _number(beside)]


def _groups(title: str, groups: Sequence[tuple[str, Group]]) -> list[str]:
    """Of kinds, which come worst first, the first few."""
    if not groups:
        return []
    more = f", worst {_WORST} of {len(groups)}" if len(groups) > _WORST else ""
    rows = [
        [name[:48], f"{group.views:,}", _number(group.mpjpe_mm), _number(group.pa_mpjpe_mm)]
        for name, group in groups[:_WORST]
    ]
    return _aligned([[f"by {title}{more}", "views", "MPJPE", "PA-MPJPE"], *rows])


def _plain(line: Line) -> dict[str, Any]:
    about = line.row.model_dump(mode="json", exclude={"values"})
    return about | {"published": list(line.row.values), "here": list(line.here), "without": line.without}


def _called(row: Row) -> str:
    about = row.venue, row.uses, row.protocol, "CE" * row.cross_data_set
    return f"{row.method} ({', '.join(filter(None, about))})"


def _cells(line: Line, columns: int, wide: bool) -> Iterator[list[str]]:
    row, name = line.row, _called(line.row)
    ours, nothing = [_number(value) for value in line.here], ["no data" if row.ours else "–"]
    here = nothing + [""] * (columns - 1) if line.without else ours
    if not wide:
        yield [name, *map(_number, row.values), *here]
        return
    yield [name, *map(_number, row.values)]
    if row.ours or not line.without:
        yield ["  here", *here]


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns of one width: the first from the left, the others from the right."""
    widths = [max(len(row[i]) for row in rows if i < len(row)) for i in range(max(map(len, rows)))]
    return [
        "  "
        + "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=False))
        ).rstrip()
        for row in rows
    ]
