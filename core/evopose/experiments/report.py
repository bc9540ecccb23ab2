"""The report: one page with every figure and table that there is, and its figures as files."""

import html
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evopose.coverage.figures import save
from evopose.experiments.arms import EVOLVED
from evopose.experiments.charts import figure, svg
from evopose.experiments.findings import Finding, flat
from evopose.experiments.spread import Spread
from evopose.experiments.tables import csv_of, html_of, markdown
from evopose.io.aside import write_aside

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #15181d; max-width: 1080px; margin: 2.5rem auto; padding: 0 1.5rem }
h1 { font-size: 1.6rem } h2 { font-size: 1.2rem; margin-top: 2.6rem } .paper { color: #5f6670 }
table { border-collapse: collapse; font-size: 13px; margin: 1rem 0 } th { text-align: left; color: #5f6670 }
td, th { padding: 3px 12px 3px 0; border-bottom: 1px solid #e6e8ec; font-variant-numeric: tabular-nums }
svg { max-width: 100%; height: auto } details { margin: .6rem 0 }
"""


def write(found: Sequence[Finding], about: Mapping[str, Any], folder: Path) -> list[Path]:
    """report.html, report.md, and for each experiment NAME.csv and NAME.png; NotWritable where that fails."""
    files = []
    pages = []
    for each in found:
        drawn = figure(each)
        files += [folder / f"{each.plan.name}.csv", folder / f"{each.plan.name}.png"]
        write_aside(files[-2], csv_of([flat(row) for row in each.rows]))
        save(drawn, files[-1])
        pages.append(_section(each, svg(drawn)))
    files += [folder / "report.html", folder / "report.md"]
    write_aside(files[-2], _page(pages, about))
    write_aside(files[-1], text(found) + "\n")
    return files


def text(found: Sequence[Finding]) -> str:
    """Titles, verdicts and tables, in Markdown."""
    return "\n\n".join(
        "\n\n".join([f"**{each.plan.title}** ({_seeds(each)})", *verdicts(each), markdown(each)]) for each in found
    )


def verdicts(found: Finding) -> Iterator[str]:
    """In a sentence, how what was evolved compares at the last place of the plan, where it can be compared."""
    ours = [row for row in found.rows if row.point.kind == "evolved" and row.than_plain and row.than_control]
    named = [row for row in ours if row.point.curve in (EVOLVED.name, "B+C+E")]
    for row in named:
        where = f" ({row.point.x})" if row.point.x != "" else ""
        plain, control = row.than_plain, row.than_control
        assert plain is not None and control is not None
        yield f"{row.point.curve}{where}: {_against('plain', plain)}, {_against(row.control, control)}."


def _section(found: Finding, drawn: str) -> str:
    told = "".join(f"<p>{html.escape(sentence)}</p>\n" for sentence in verdicts(found))
    return (
        f"<h2>{html.escape(found.plan.title)}</h2>\n"
        f'<p class="paper">In the paper: {html.escape(found.plan.paper)}</p>\n{drawn}\n{told}'
        f"<details><summary>Table ({_seeds(found)})</summary>{html_of(found)}</details>\n"
    )


def _page(sections: Sequence[str], about: Mapping[str, Any]) -> str:
    facts = "".join(
        f"<tr><td>{html.escape(key)}</td><td>{html.escape(str(value))}</td></tr>" for key, value in about.items()
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Experiments</title>'
        f"<style>{_STYLE}</style></head><body>\n<h1>What evolution is worth to a lifter</h1>\n"
        "<p>P1*: mean distance of 17 joints, the hip's zero among them, from true 2D. Lifters learn from "
        f"{html.escape(str(about['lifters learn from']))}, four cameras each. Every arm of an "
        "experiment has as many steps of the optimiser. Intervals are 95 %, of clips and seeds drawn again; shares are "
        "paired; below zero they say by how much it is more. Where a set has fewer than two clips there is none.</p>\n"
        + "\n".join(sections)
        + f"\n<h2>Settings</h2>\n<table>{facts}</table>\n</body></html>\n"
    )


def _seeds(found: Finding) -> str:
    return "1 seed" if found.seeds == 1 else f"{found.seeds} seeds"


def _against(other: str, share: Spread) -> str:
    """By how much an error is less than another's, or more."""
    return f"{_percent(share.value)} {_side(share.value)} than {other}{_between(share)}"


def _between(share: Spread) -> str:
    """In words of the side that the share is on; both sides are named where the interval has both."""
    if not share.known:
        return ""
    if share.low < 0 < share.high:
        return f" ({_percent(share.low)} {_side(share.low)} to {_percent(share.high)} {_side(share.high)})"
    near, far = sorted((share.low, share.high), key=abs)
    return f" ({_percent(near)} to {_percent(far)})"


def _side(share: float) -> str:
    return "more" if share < 0 else "less"


def _percent(share: float) -> str:
    """Without its sign, which words tell."""
    return f"{100 * abs(share):.1f} %"
