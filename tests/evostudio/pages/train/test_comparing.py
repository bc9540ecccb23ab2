"""Several runs are compared in one plot and one table, also where a record is damaged or a new run cannot begin."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from evopose.runs import read_run, runs_in
from evostudio.pages.train.comparing import results
from evostudio.pages.train.expecting import Speeds
from evostudio.pages.train.glance_pane import SEVERAL
from evostudio.pages.train.validated import differently, validated_on
from evostudio.runs.run_model import sign_of
from tests.evostudio.runs.making import Begun, choose, listed

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_several_runs_are_compared_in_one_plot_and_one_table(page, make_run, qtbot):
    one, two = make_run("one", started=2.0, seed=1), make_run("two", "failed", started=1.0, model={"width": 64})
    listed(page, qtbot, 2)
    page.runs.view.setFocus()
    QTest.keyClick(page, Qt.Key.Key_A, CTRL | SHIFT)
    choose(page, qtbot, one, two)
    compare = page.panes.compare
    qtbot.waitUntil(lambda: len(compare.curves.curves) == 2)
    assert [entry.value for entry in compare.legend.entries] == ["94.0 mm", "94.0 mm"]
    assert page.panes.glance.hint.text() == SEVERAL
    compare.over.setCurrentIndex(2)
    compare.over.activated.emit(2)
    assert compare.curves.curves[0].x.tolist() == pytest.approx([1, 2, 3])
    cells = [[compare.table.item(row, column) for column in range(3)] for row in range(compare.table.rowCount())]
    words = [[item.text() if item else "" for item in row] for row in cells]
    assert ["width", "1,024", "64"] in words
    assert ["MPJPE", "61.2 mm", "–"] in words
    assert ["why", "", "Ouch."] in words


def test_a_run_whose_lifter_is_no_good_is_marked(page, make_run, qtbot):
    notice = "A smaller --learning-rate may help."
    good, bad = make_run("good"), make_run("bad", told={"doubt": "no better than the mean pose", "notices": [notice]})
    listed(page, qtbot, 2)
    marked, plain = read_run(bad), read_run(good)
    assert [sign_of(each) for each in (marked, plain)] == [("⚠", "uncertain"), ("✓", "done")]
    assert page.described(marked).startswith("61.2 mm · no better than the mean pose")
    assert dict(results([marked, plain]))["state"] == ("⚠ finished: no better than the mean pose", "finished")
    choose(page, qtbot, bad)
    assert page.panes.live.state.text() == "⚠ finished"
    assert page.panes.live.message.text() == "A smaller “Learning rate” may help."


def test_errors_of_different_poses_are_not_held_against_each_other_unsaid(page, make_run, qtbot):
    folders = (
        make_run("own", started=4.0),
        make_run("other", started=3.0, population=["walks.safetensors"]),
        make_run("named", started=2.0, validation=["some/bandai1.npz"]),
    )
    listed(page, qtbot, 3)
    choose(page, qtbot, *folders)
    compare = page.panes.compare
    qtbot.waitUntil(lambda: len(compare.curves.curves) == 3)
    on = ("its own: sixty", "its own: walks", "bandai1.npz")
    assert compare.caution.isVisible()
    assert compare.caution.text().startswith(f"Measured on different poses: {'; '.join(on)}. Evaluate")
    assert dict(results([read_run(folder) for folder in folders]))["validated on"] == on
    choose(page, qtbot, folders[0])
    qtbot.waitUntil(lambda: "Validated on poses held out of sixty." in page.panes.live.about.text())


def test_errors_of_the_same_poses_are_compared_without_a_word(make_run):
    same, wider, other = make_run("a"), make_run("b", model={"width": 64}), make_run("c", seed=5)
    told = read_run(same), read_run(wider), read_run(other), read_run(make_run("d", validation_share=0))
    assert differently(told[:2]) == differently([told[0], told[3]]) == ""
    assert "each run held out others of sixty" in differently(told[1:3])
    one, two = (read_run(make_run(name, seed=n, validation=["v.npz"])) for n, name in enumerate("ef"))
    assert differently([one, two]) == ""
    assert validated_on(told[3].options) == ""


def test_errors_of_the_same_poses_through_other_cameras_are_told_apart(make_run):
    usual, ring, many, wide = (
        read_run(make_run(name, validation=["v.npz"], views=views))
        for name, views in (
            ("a", {}),
            ("b", {"cameras": "ring"}),
            ("c", {"cameras": "ring", "count": 8}),
            ("d", {"cameras": "ring", "distance_max_m": 9}),
        )
    )
    assert differently([usual, usual]) == ""
    assert differently([usual, ring, many]).startswith("Measured through different cameras: h36m; ring; 8 of ring. ")
    assert "each run placed others of the kind ring" in differently([ring, wide])


def test_a_run_that_could_not_begin_leaves_the_comparison_as_it_was(page, make_run, qtbot):
    folders = make_run("one", started=2.0), make_run("two", started=1.0)
    listed(page, qtbot, 2)
    choose(page, qtbot, *folders)
    begun = Begun(page)
    page.runner.start()
    assert [record.state for record in page.chosen.records()] == ["starting"]
    begun.end()
    assert page.runs.folders() == folders
    choose(page, qtbot, *folders)
    qtbot.waitUntil(lambda: all(len(curve.y) for curve in page.panes.compare.curves.curves))
    assert page.panes.middle.currentWidget() is page.panes.compare


@pytest.mark.parametrize(
    "damage",
    [{"result": {"samples": "many", "seconds": 3, "validation": 5}}, {"result": {"validation": {"mpjpe_mm": "x"}}}],
    ids=str,
)
def test_a_damaged_record_is_drawn_and_compared(damage, page, make_run, qtbot):
    folder = make_run("a", model=[1])
    make_run("b")
    state = json.loads((folder / "state.json").read_text())
    (folder / "state.json").write_text(json.dumps({**state, **damage}))
    listed(page, qtbot, 2)
    page.runs.view.selectAll()
    with qtbot.capture_exceptions() as raised:
        page._draw()
        page.grab()
    assert raised == []
    records = runs_in(folder.parent)
    assert results(records)
    Speeds.of(records)
