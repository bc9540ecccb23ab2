"""Writing what is shown: a picture, a table, or the whole report, by the name that is chosen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from evopose.errors import BadOption
from evopose.io.aside import write_aside
from evopose.model.limb import LIMBS
from evostudio.pages.distributions.sheet import sheet_of, write_png, write_svg
from evostudio.pages.distributions.tables import table
from evostudio.paths import shown
from evostudio.places import folder_for
from evostudio.populations import stem_of

if TYPE_CHECKING:
    from evostudio.pages.distributions.page import DistributionsPage

FILTERS = "Picture (*.png);;Drawing (*.svg);;Table of what is shown (*.csv);;The whole report (*.json)"
SUFFIXES = (".png", ".svg", ".csv", ".json")


def ask(page: DistributionsPage) -> None:
    """Ask where to, and write."""
    name, chosen = QFileDialog.getSaveFileName(page, "Export", str(suggested(page)), FILTERS)
    if not name:
        return
    path = Path(name)
    if not path.suffix:
        path = path.with_suffix(next(suffix for suffix in SUFFIXES if suffix in chosen))
    write(page, path)
    page.studio.remember_export(path)
    page.studio.notify(f"Wrote {shown(path)}.")


def suggested(page: DistributionsPage) -> Path:
    """Where the last export went, else beside the population; named after what is shown."""
    choices, after = page.choices, page.head.paths[1]
    what = LIMBS[choices.limb].name if choices.tab == "directions" else choices.tab
    folder = page.studio.export_folder(folder_for(after))
    return folder / f"{stem_of(after)} {what}.png"


def write(page: DistributionsPage, path: Path) -> None:
    """By its suffix; BadOption for another, NotWritable where that fails."""
    view = page.view()
    if view is None:
        raise BadOption("There is nothing to export yet: choose a population first.")
    suffix = path.suffix.lower()
    if suffix in (".png", ".svg"):
        sheet = sheet_of(view, page.charts.views[0].facing, page.theme)
        (write_png if suffix == ".png" else write_svg)(sheet, path, page.theme, page.font())
    elif suffix == ".csv":
        write_aside(path, table(view.measured, view.choices))
    elif suffix == ".json":
        write_aside(path, json.dumps(dict(view.measured.report), indent=1, ensure_ascii=False))
    else:
        raise BadOption(f"{path.name} could be anything: give it a name that ends in {', '.join(SUFFIXES)}.")
