"""What the page shows, written as pictures, drawings, tables and reports; what says nothing is refused."""

import csv
import json
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer

from evopose.errors import BadOption, NotWritable
from evostudio.pages.distributions import export
from evostudio.pages.distributions.choices import TABS


@pytest.mark.parametrize("tab", TABS)
def test_what_is_shown_is_written_as_picture_drawing_and_table(page, tmp_path, tab):
    page.choose(tab=tab)
    for suffix in (".png", ".svg", ".csv"):
        export.write(page, tmp_path / f"out{suffix}")
    image = QImage(str(tmp_path / "out.png"))
    assert image.width() > 1000
    assert len({image.pixel(x, y) for x in range(0, image.width(), 9) for y in range(0, image.height(), 9)}) > 4
    drawing = QSvgRenderer(str(tmp_path / "out.svg"))
    assert drawing.isValid()
    assert drawing.viewBox().size() == QSize(image.width() // 2, image.height() // 2)
    with (tmp_path / "out.csv").open(newline="") as lines:
        assert len(list(csv.reader(lines))) > 10


def test_the_report_is_written_whole(page, tmp_path):
    export.write(page, tmp_path / "report.json")
    told = json.loads((tmp_path / "report.json").read_bytes())
    assert [each["poses"] for each in told["populations"]] == [150, 600]


def test_spheres_are_written_as_they_are_turned(page, tmp_path):
    pictures = []
    page.choose(projection="sphere")
    for turn in (0.0, 1.0):
        page.charts.turn(turn, 0.0)
        export.write(page, tmp_path / "sphere.png")
        pictures.append((tmp_path / "sphere.png").read_bytes())
    assert pictures[0] != pictures[1]


def test_names_that_say_nothing_and_places_that_take_nothing_are_refused(page, empty_page, tmp_path):
    with pytest.raises(BadOption, match=r"\.csv"):
        export.write(page, tmp_path / "what.txt")
    with pytest.raises(NotWritable):
        export.write(page, tmp_path / "no folder" / "out.png")


def test_exports_are_proposed_to_go_where_the_last_one_went(page, tmp_path, monkeypatch):
    asked = []

    def answer(_page, _title, proposed, _filters):
        asked.append(Path(proposed))
        return str(tmp_path / "here.csv"), ""

    monkeypatch.setattr(export.QFileDialog, "getSaveFileName", answer)
    export.ask(page)
    export.ask(page)
    assert [path.parent for path in asked] == [page.head.paths[1].parent, tmp_path]
    assert len({path.name for path in asked}) == 1


def test_nothing_is_written_of_nothing(empty_page, tmp_path):
    with pytest.raises(BadOption, match="choose a population"):
        export.write(empty_page, tmp_path / "out.png")
