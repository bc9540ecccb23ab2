"""The Distributions page: keys, mouse, brushes, exports, what it says where nothing can be shown."""

import csv
import json
import os
import shutil
from math import radians
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest

from evopose.coverage.survey import survey_of
from evopose.errors import BadOption, NotWritable
from evostudio.documents.document import Document
from evostudio.pages.distributions import export
from evostudio.pages.distributions.brush_pane import before_eye
from evostudio.pages.distributions.choices import TABS
from evostudio.pages.distributions.founders import cache_folder, key_of
from evostudio.pages.distributions.measured import Measured, read
from evostudio.pages.distributions.measuring import HISTOGRAMS, REPORT
from evostudio.pages.distributions.page import DistributionsPage
from evostudio.pages.distributions.surveys import open_population
from evostudio.preferences import Session
from evostudio.tasks.process import Task
from evostudio.theme import LIGHT
from evostudio.views.brush import Box, Cap
from evostudio.window import MainWindow

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ALL = Box((-3.14, -1.57), (3.14, 1.57))


def press(page: DistributionsPage, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(page, key)


def test_an_empty_page_invites(empty_page):
    invitation = empty_page.panes.invitation
    assert invitation.isVisible()
    assert invitation.demo.isVisible()
    assert not empty_page.has_numbers()
    press(empty_page, Qt.Key.Key_5, Qt.Key.Key_M, Qt.Key.Key_Escape)
    assert empty_page.choices.limb == 3
    empty_page.grab()


def test_an_evolved_population_is_shown_after_its_founders(page, files):
    assert page.head.paths == (files.founders, files.evolved)
    assert page.charts.views[1].isVisible()
    assert not page.panes.invitation.isVisible()


def test_a_population_of_no_generations_is_shown_alone(empty_page, files, qtbot):
    empty_page.show_population(files.plain)
    qtbot.waitUntil(empty_page.has_numbers)
    assert empty_page.head.paths == (None, files.plain)
    assert not empty_page.is_compared()
    assert not empty_page.charts.views[1].isVisible()
    assert empty_page.maps.table.isColumnHidden(4)


def test_digits_choose_the_direction_everywhere(page):
    for index in range(9):
        press(page, Qt.Key(Qt.Key.Key_1 + index))
        assert page.choices.limb == index
        assert page.maps.table.currentRow() == index
        assert page.maps.table.item(index, 0).text() in page.charts.views[0].scene.title


@pytest.mark.parametrize(
    ("key", "field", "value"),
    [
        (Qt.Key.Key_B, "layer", "before"),
        (Qt.Key.Key_D, "layer", "difference"),
        (Qt.Key.Key_O, "arrangement", "over"),
        (Qt.Key.Key_W, "arrangement", "one"),
        (Qt.Key.Key_M, "projection", "sphere"),
        (Qt.Key.Key_P, "points", True),
        (Qt.Key.Key_N, "smooth", True),
        (Qt.Key.Key_L, "limits", False),
        (Qt.Key.Key_G, "bent", False),
        (Qt.Key.Key_C, "ramp", "magma"),
        (Qt.Key.Key_BracketLeft, "gamma", 0.45),
    ],
)
def test_every_switch_has_a_key_and_the_charts_follow(page, key, field, value):
    before = page.grab().toImage()
    press(page, key)
    assert getattr(page.choices, field) == value
    assert page.grab().toImage() != before


def test_gamma_stays_in_its_range_and_the_slider_follows(page):
    for _time in range(30):
        press(page, Qt.Key.Key_BracketLeft)
    assert page.choices.gamma == 0.1
    assert page.charts.gamma.value() == 10
    page.charts.gamma.setValue(80)
    assert page.choices.gamma == 0.8
    assert page.charts.views[0].scene.scale.gamma == 0.8


def test_arrows_turn_both_spheres_and_home_turns_them_back(page):
    press(page, Qt.Key.Key_M, Qt.Key.Key_Left, Qt.Key.Key_Up)
    first, second = page.charts.views
    assert first.facing == second.facing
    turned = first.facing
    press(page, Qt.Key.Key_Home)
    assert first.facing != turned
    assert first.facing == second.facing


def test_the_sphere_of_one_chart_turns_with_the_other(page):
    press(page, Qt.Key.Key_M)
    first, second = page.charts.views
    middle = QPoint(first.width() // 2, first.height() // 2)
    QTest.mousePress(first, LEFT, NONE, middle)
    QTest.mouseMove(first, middle + QPoint(30, 10))
    QTest.mouseRelease(first, LEFT, NONE, middle + QPoint(30, 10))
    assert second.facing == first.facing != (radians(90) - 0.35, 0.3)


def test_tabs_are_reached_by_keys_and_clicks(page):
    for index, tab in enumerate(TABS):
        QTest.keyClick(page, Qt.Key(Qt.Key.Key_1 + index), Qt.KeyboardModifier.AltModifier)
        assert page.choices.tab == tab
        assert page.head.tabs.currentIndex() == index
        page.grab()
    page.head.tabs.setCurrentIndex(0)
    assert page.choices.tab == "directions"


def test_before_and_after_can_be_swapped(page, files, qtbot):
    press(page, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: page.has_numbers() and page.measured.after.path == files.founders)
    assert page.head.paths == (files.evolved, files.founders)


def test_comparing_can_be_ended(page, files, qtbot):
    page.head.drop_before()
    qtbot.waitUntil(lambda: page.has_numbers() and not page.is_compared())
    assert page.measured.after.path == files.evolved, "its founders do not come back"
    assert page.head.paths == (None, files.evolved)


def test_another_population_after_takes_its_own_founders(page, files, qtbot):
    page.head.after.choose([files.plain])
    qtbot.waitUntil(lambda: page.has_numbers() and page.measured.after.path == files.plain)
    assert page.head.paths == (None, files.plain)


# Brushes


def test_a_brush_finds_the_poses_that_point_into_it(page, files, qtbot):
    survey = survey_of(files.evolved)
    brush = Cap((radians(80), 0.0), radians(25))
    page.brushed.brush(1, brush, True)
    qtbot.waitUntil(lambda: page.selection.found is not None)
    cells = brush.cells().reshape(-1)
    expected = np.flatnonzero(cells[survey.cells[:, 3]])
    assert 0 < len(expected) < 600
    assert np.array_equal(np.sort(page.selection.found.rows), expected)
    assert f"After: {len(expected)} of 600 poses" in page.poses.title.text()
    qtbot.waitUntil(page.brushed.has_pose)
    assert page.poses.wall.current_row in expected
    assert f"{len(expected)} poses selected" in page.selection_text()


def test_a_drag_over_the_first_map_selects_founders(page, files, qtbot):
    view = page.charts.views[0]
    places = [QPointF(*view.chart.places(np.radians(angles)).tolist()).toPoint() for angles in ((40, -30), (120, 30))]
    QTest.mousePress(view, LEFT, NONE, places[0])
    QTest.mouseMove(view, places[1])
    assert page.selection.side.path == files.founders
    assert page.selection.found is None, "poses are looked for when the mouse lets go"
    assert page.poses.title.text().startswith("Before: ")
    QTest.mouseRelease(view, LEFT, NONE, places[1])
    qtbot.waitUntil(page.brushed.has_pose)
    assert page.charts.views[1].scene.brush is not None, "both charts show the brush"


def test_another_direction_forgets_the_selection_and_escape_does(page, qtbot):
    for key in (Qt.Key.Key_2, Qt.Key.Key_Escape):
        page.brushed.brush(1, ALL, True)
        qtbot.waitUntil(page.brushed.has_pose)
        page.setFocus()
        press(page, key)
        assert not page.brushed.is_any()
        assert page.charts.views[0].scene.brush is None


def test_a_pose_of_the_selection_is_opened_in_its_population(page, files, qtbot):
    wanted = []
    page.studio.population_wanted.connect(lambda *all_: wanted.append(all_))
    page.brushed.brush(1, ALL, True)
    qtbot.waitUntil(page.brushed.has_pose)
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [one[:3] for one in wanted] == [(files.evolved, "population", page.poses.wall.current_row)]
    assert sorted(wanted[0][3]) == sorted(page.selection.found.rows) != []


def test_a_later_brush_wins(page, qtbot):
    page.brushed.brush(1, ALL, True)
    page.brushed.brush(1, Cap((radians(80), 0.0), radians(10)), True)
    qtbot.waitUntil(page.brushed.has_pose)
    assert len(page.selection.found.rows) == page.selection.count < 600


def test_a_standing_pose_stands_before_the_eye():
    pose = np.zeros((17, 3))
    pose[10] = [0.0, 0.0, 0.7]
    pose[[1, 14]], pose[[4, 11]] = [-0.1, 0.0, 0.0], [0.1, 0.0, 0.0]  # hips and shoulders, facing along −y or +y
    for turn in (0.0, 1.0, 3.0):
        cosine, sine = np.cos(turn), np.sin(turn)
        around = np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]])
        seen = before_eye(pose @ around.T + 5.0)
        assert seen[0].tolist() == [0.0, 0.0, 4.0]
        assert seen[10] == pytest.approx([0.0, -0.7, 4.0])
        assert seen[1][0] < -0.08, "the right side is at the picture's left: it faces the eye"


def test_points_are_read_when_they_are_wanted(page, qtbot):
    assert not page.surveys._opened
    press(page, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: bool(page.charts.views[1].scene.points and page.charts.views[0].scene.points))
    assert len(page.charts.views[0].scene.points[0].angles) == 150


# Exports


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


# Trouble, and the window


def test_what_cannot_be_read_is_said_with_the_way_out(empty_page, tmp_path, qtbot):
    wrong = tmp_path / "wrong.safetensors"
    wrong.write_bytes(b"this is no population")
    empty_page.show_population(wrong)
    invitation = empty_page.panes.invitation
    qtbot.waitUntil(lambda: "wrong.safetensors" in invitation.sentence.text() and invitation.demo.isVisible())
    assert invitation.sentence.property("role") == "error"


def test_a_damaged_report_is_measured_again(page, files, studio, qtbot, monkeypatch):
    from evostudio.pages.distributions import measuring
    from evostudio.pages.distributions.founders import cache_folder, key_of

    started = []
    monkeypatch.setattr(measuring.Task, "start", lambda task: started.append(task.arguments))
    report = cache_folder() / key_of(files.founders, files.evolved) / measuring.REPORT
    kept = report.read_bytes()
    report.write_text("{")
    try:
        page.choosing.measure()
        qtbot.waitUntil(lambda: bool(started))
        assert started[0][0] == "coverage"
    finally:
        report.write_bytes(kept)


def test_measuring_for_real_and_stopping_it(empty_page, files, home, qtbot, tmp_path):
    copy = tmp_path / "another.safetensors"
    copy.write_bytes(files.plain.read_bytes())
    empty_page.show_population(copy)
    qtbot.waitUntil(lambda: any(isinstance(task, Task) for task in empty_page.studio.tasks))
    assert empty_page.panes.invitation.stop.isVisible()
    QTest.mouseClick(empty_page.panes.invitation.stop, LEFT)
    qtbot.waitUntil(lambda: not empty_page.studio.tasks, timeout=20_000)
    assert empty_page.panes.invitation.demo.isVisible()
    empty_page.show_population(copy)
    qtbot.waitUntil(empty_page.has_numbers, timeout=60_000)
    assert empty_page.measured.after.poses == 600


def test_the_page_works_without_a_project_in_dark_and_light_at_1280_by_720(qtbot, studio, files):
    window = MainWindow(studio, Document(), [DistributionsPage])
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    studio.open_population(files.evolved, "distributions")
    page = window.page
    assert isinstance(page, DistributionsPage)
    qtbot.waitUntil(page.is_compared)
    assert window.minimumSizeHint().width() <= 1280
    assert window.room.verticalScrollBar().maximum() == 0
    assert window.room.horizontalScrollBar().maximum() == 0
    dark = window.grab().toImage()
    studio.set_theme(LIGHT)
    assert window.grab().toImage() != dark
    assert "1–9 direction" in page.status_hint()


def test_the_room_of_its_parts_is_remembered(page, qtbot):
    sizes = page.save_session()["splitters"]
    assert set(sizes) == {"distributions.whole", "distributions.right"}

    page.restore_session(Session(splitters={**sizes, "distributions.whole": (500, 780)}))
    assert page.save_session()["splitters"]["distributions.whole"][0] > sizes["distributions.whole"][0]


def test_every_picture_of_the_tour_can_be_taken(page, qtbot):
    names = []
    for name, prepare in page.tour():
        prepare()
        page.grab()
        names.append(name)
    assert len(names) == len(set(names)) > 5
    qtbot.waitUntil(lambda: not page.studio.tasks)


def test_all_actions_say_what_they_do(page):
    for action in page.action_set:
        assert action.text
        assert action.group
    keys = [key for action in page.action_set for key in page.action_set.keys(action.id)]
    assert len(keys) == len(set(keys))


def test_results_of_runs_are_offered(home, files):
    from evostudio.pages.distributions.results import results

    assert results(None) == []
    assert isinstance(results(Path(home / "none.evo")), list)


def test_a_file_written_over_while_its_poses_are_shown_is_let_go_of(qtbot, empty_page, files, tmp_path):
    path = tmp_path / "plain.safetensors"
    shutil.copyfile(files.plain, path)
    shown = open_population(path)
    empty_page.show_measured(read_again(files.plain))
    notices = []
    empty_page.studio.noticed.connect(notices.append)
    empty_page.poses.show_poses(shown.positions, np.arange(20), 1)
    os.truncate(path, 100)
    empty_page.poses.wall.show_row(12)
    qtbot.waitUntil(lambda: bool(notices))
    assert "was changed while it was open" in notices[0].text
    assert notices[0].ways_out[0][0] == "Measure again"
    assert not empty_page.has_numbers()
    assert empty_page.panes.invitation.isVisible()


def read_again(path: Path) -> Measured:
    folder = cache_folder() / key_of(path)
    return read(folder / HISTOGRAMS, [path], json.loads((folder / REPORT).read_bytes()))
