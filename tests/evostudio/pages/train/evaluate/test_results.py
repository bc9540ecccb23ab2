"""What came out: figures with their intervals, actions and joints, and what was noticed."""

import numpy as np
from PySide6.QtCore import Qt

from evostudio.pages.train import evaluations
from tests.evostudio.pages.train.measured import evaluated, write


def test_figures_stand_with_their_intervals_the_worst_action_first_and_every_joint_has_its_own(shown):
    results = shown.results
    assert results.figures.figures[0] == ("60.0 mm", "MPJPE  55.0–66.0")
    assert results.figures.figures[3] == ("90.0 %", "PCK@150")
    assert [results.table.text_of(row)[:3] for row in range(4)] == [
        ["All", "400", "60.0"],
        ["Mean of actions", "400", "80.0"],
        ["jump", "100", "120.0"],
        ["walk", "300", "40.0"],
    ]
    values = results.joints.scene.values
    assert values[3] == 30
    assert np.isnan(values[9])
    for words in ("P1* (true 2D)", "100 poses in 400 views", "17 joints", "63.8 mm", "7 clips"):
        assert words in results.about.text()


def test_a_click_on_a_title_sorts_by_the_number_and_not_by_its_letters(shown):
    table = shown.results.table
    table.sortItems(2, Qt.SortOrder.AscendingOrder)
    assert [table.text_of(row)[0] for row in range(4)] == ["walk", "All", "Mean of actions", "jump"]


def test_what_was_noticed_in_measuring_stands_with_the_figures(make, qtbot, data, lifter):
    write(data / "evaluations" / "a", lifter, notices=("walks.safetensors: 3 poses were left out.",))
    pane = make()
    qtbot.waitUntil(lambda: pane.evaluation is not None)
    assert "3 poses were left out" in pane.results.notices.text()
    pane.results.show_evaluation(evaluations.Evaluation(data, evaluated(lifter)))
    assert not pane.results.notices.isVisible()
