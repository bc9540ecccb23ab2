"""The Evaluate part: measures, shows what came out, and sends the worst on; never empty, never two at once."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest

from evopose.io import safetensors
from evostudio import lifters, places
from evostudio.documents.document import Document
from evostudio.pages.train import evaluations, measuring, onward
from evostudio.pages.train.evaluate_pane import EvaluatePane
from evostudio.pages.train.evaluate_part import EvaluatePart
from evostudio.preferences import PreferenceStore
from evostudio.runs import keeping
from evostudio.studio import Studio
from evostudio.tasks.running import Running
from evostudio.theme import LIGHT
from evostudio.views import lifter_field
from evostudio.views.intro import Intro
from tests.evostudio.pages.train.measured import COUNT, LACKING, evaluated, worst, write, write_header


class Command(Running):
    """In place of the process: ends when it is told to."""

    last: "Command"

    def __init__(self, title: str, words: list[str], parent: QObject) -> None:
        super().__init__(title, parent)
        self.words, self.running, Command.last = list(words), False, self

    def start(self) -> None:
        self.running = True

    def stop(self) -> None:
        self.stopped.emit()
        self.end()

    def is_running(self) -> bool:
        return self.running

    def end(self) -> None:
        self.running = False
        self.ended.emit()

    def word_after(self, flag: str) -> str:
        return self.words[self.words.index(flag) + 1]


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch) -> Path:
    """In place of the user's data folder."""
    folder = tmp_path / "data"
    monkeypatch.setattr(places, "data_folder", lambda: folder)
    monkeypatch.setattr("evostudio.pages.distributions.results.data_folder", lambda: folder)
    monkeypatch.setattr(measuring, "Task", Command)
    return folder


@pytest.fixture
def lifter(tmp_path) -> Path:
    model = {"learner": "residual", "stages": 2, "width": 1024}
    return write_header(tmp_path / "mine.safetensors", model=model)


@pytest.fixture
def studio(tmp_path, qapp) -> Studio:
    return Studio(PreferenceStore(tmp_path / "preferences.json"), demo_at_once=False)


@pytest.fixture
def make(qtbot, studio):
    """The pane in its part, shown and at rest."""
    parts: list[EvaluatePart] = []

    def made() -> EvaluatePane:
        part = EvaluatePart(studio)
        parts.append(part)
        qtbot.addWidget(part)
        part.resize(1220, 620)
        part.open_project(Document())
        with qtbot.waitExposed(part):
            part.show()
        part.activateWindow()
        qtbot.waitUntil(part.is_ready)
        return part.pane

    return made


@pytest.fixture
def shown(make, qtbot, data, lifter) -> EvaluatePane:
    """With an evaluation on screen."""
    write(data / "evaluations" / "first", lifter)
    pane = make()
    qtbot.waitUntil(lambda: pane.evaluation is not None and pane.is_ready())
    return pane


def test_the_pane_is_made_when_it_is_first_looked_at_and_its_actions_rest_until_then(qtbot, studio, data):
    part = EvaluatePart(studio)
    qtbot.addWidget(part)
    part.open_project(Document())
    part.action_set.trigger("train.measure")
    assert part.made is None
    assert not any(action.can_run() for action in part.action_set)
    with qtbot.waitExposed(part):
        part.show()
    assert part.made is None
    assert part.currentWidget().findChild(Intro).isVisible()
    qtbot.waitUntil(part.is_ready)
    assert part.currentWidget() is part.pane
    assert part.action_set["train.measure_lifter"].can_run()


def test_without_evaluations_it_says_what_it_is_for_and_measures_the_lifter_that_ships(make):
    pane = make()
    assert pane.intro.isVisible()
    assert pane.intro.button.isEnabled()


def test_without_a_lifter_it_says_what_is_lacking(make, monkeypatch):
    monkeypatch.setattr(lifters, "default_lifter", lambda: None)
    monkeypatch.setattr(lifter_field, "default_lifter", lambda: None)
    pane = make()
    assert pane.intro.isVisible()
    assert not pane.intro.button.isEnabled()
    assert "Train a lifter first" in pane.setup.lifter.line.text()


def test_the_words_of_the_intro_do_not_lie_over_its_picture_at_any_size(make, qtbot):
    pane = make()
    for size in ((1500, 840), (1200, 640)):
        pane.window().resize(*size)
        qtbot.waitUntil(lambda: pane.intro.labels[0].width() > 0)
        picture, (title, words) = pane.intro.picture.geometry(), pane.intro.labels
        assert picture.bottom() < title.geometry().top()
        for label in (title, words):
            assert label.height() >= label.heightForWidth(label.width())


def test_a_lifter_is_measured_by_the_words_of_the_command_line_and_what_came_out_is_shown(
    make, qtbot, lifter, data, tmp_path
):
    pane = make()
    pane.show_lifter(lifter)
    assert "residual, 2 stages of width 1,024" in pane.setup.lifter.line.text()
    population = tmp_path / "walks.evo"
    pane.setup.choose_kind("Recorded pairs")
    assert not pane.can_start()
    pane.setup.pairs.set_path(tmp_path / "gone.npz")
    assert "There is nothing at" in pane.setup.problem.text()
    population.touch()
    pane.setup.pairs.set_path(population)
    QTest.keyClick(pane.setup.buttons[0], Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    task = Command.last
    folder = Path(task.word_after("--out"))
    assert task.words[0] == "evaluate"
    assert (task.word_after("--lifter"), task.word_after("--pairs")) == (str(lifter), str(population))
    assert Path(task.word_after("--worst-population")).parent == folder
    assert folder.parent == data / "evaluations"
    assert not pane.can_start()
    assert pane.bar.isVisible()
    write(folder, lifter, 71.5)
    task.succeeded.emit({})
    task.end()
    qtbot.waitUntil(lambda: pane.evaluation is not None and pane.evaluation.folder == folder)
    assert pane.results.isVisible()
    assert pane.can_start()
    assert not pane.bar.isVisible()


def test_what_is_hidden_is_not_asked_for(make, lifter, tmp_path):
    """The command refuses options that would do nothing."""
    pane = make()
    pane.show_lifter(lifter)
    for where, value in ((("most",), 9), (("select", "every"), 64)):
        field = pane.setup.form.fields[where]
        field.entry.show_value(value)
        field.edited.emit()
    pane.setup.choose_kind("Recorded pairs")
    pane.setup.pairs.set_path(lifter)
    asked = pane.setup.options(tmp_path)
    assert (asked.most, asked.select.every) == (100_000, 64)
    asked.check()


def test_what_failed_stands_below_the_form_until_something_is_changed(make, lifter):
    pane = make()
    pane.show_lifter(lifter)
    pane.setup.choose_kind("Recorded pairs")
    pane.setup.pairs.set_path(lifter)
    pane.start()
    Command.last.failed.emit(f"{Command.last.title}: the file holds no pairs.")
    Command.last.end()
    assert pane.setup.problem.text() == "⚠ the file holds no pairs."
    pane.setup.pairs.set_path(lifter.parent)
    assert not pane.setup.problem.isVisible()


def test_stopped_it_can_begin_anew(make, lifter):
    pane = make()
    pane.show_lifter(lifter)
    pane.setup.choose_kind("Recorded pairs")
    pane.setup.pairs.set_path(lifter)
    pane.start()
    pane.action_set.trigger("train.measure_stop")
    assert pane.can_start()


def test_stopped_while_the_demo_is_made_it_does_not_begin_when_that_is_there(make, lifter, monkeypatch):
    made = Running("Making the demo population")
    begin = []

    def later(_studio, _path, then):
        begin.append(then)
        return made

    monkeypatch.setattr(measuring, "once_there", later)
    pane = make()
    pane.show_lifter(lifter)
    pane.start()
    assert pane.measuring.is_busy()
    pane.action_set.trigger("train.measure_stop")
    assert pane.can_start()
    begin[0]()
    assert not pane.measuring.is_busy()
    pane.start()
    begin[1]()
    made.ended.emit()
    assert pane.measuring.is_busy()
    Command.last.end()
    assert pane.can_start()


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


def test_the_arrows_go_through_the_worst_and_the_one_looked_at_is_shown_large_with_its_2d(shown, qtbot):
    pane = shown.results.worst
    assert pane.grid.accessibleDescription() == "300 mm"
    pane.wall.setFocus()
    QTest.keyClick(pane.wall, Qt.Key.Key_Right)
    assert pane.grid.accessibleDescription() == "260 mm"
    np.testing.assert_allclose(pane.seen.scene.pixels, pane.worst.pixels[1], rtol=1e-6)
    assert "walk_1, pose 11 of walks.safetensors" in pane.words.text()


def test_of_every_clip_one_is_shown_before_a_second_of_any_also_where_the_list_stands_otherwise(shown):
    pane, found = shown.results.worst, worst()
    pane.show_worst(replace(found, clips=("walk_0", "walk_0", "", "walk_1", "walk_0", "")))
    captions = [pane._caption(row) for row in range(COUNT)]
    errors = [round(1000 * float(found.error[place])) for place in (0, 2, 3, 5, 1, 4)]
    assert captions == [f"{error} mm" for error in errors]
    pane.wall.show_place(4)
    assert pane.rows().tolist() == [1]


def test_turning_the_large_one_turns_the_wall(shown):
    pane = shown.results.worst
    shown.action_set.trigger("train.worst_top")
    assert pane.grid.orbit == pane._tiles.orbit
    QTest.keyClick(pane.grid, Qt.Key.Key_Left)
    assert pane.grid.orbit == pane._tiles.orbit
    assert not any(button.isChecked() for button in pane.looks.buttons.values())


def test_the_chosen_ones_are_sent_to_annotate_by_their_rows_of_the_population_that_lies_beside(shown, monkeypatch):
    sent = []
    monkeypatch.setattr(onward, "send", lambda _s, _d, path, rows, lifted: sent.append((path, rows.tolist(), lifted)))
    shown.action_set.trigger("train.worst_annotate")
    shown.action_set.trigger("train.worst_all")
    shown.action_set.trigger("train.worst_annotate")
    path = shown.evaluation.folder / evaluations.POSES
    assert [told[:2] for told in sent] == [(path, [0]), (path, list(range(COUNT - 1)))]
    assert sent[0][2].names == ["walks_pose_0_worst_1"]
    assert len(set(sent[1][2].names)) == COUNT - 1
    starts = safetensors.read(sent[0][2].starts).positions
    worst = shown.evaluation.worst
    error = np.linalg.norm(starts[0] - worst.world[0], axis=-1)
    assert np.allclose(error, np.linalg.norm(worst.predicted[0] - worst.truth[0], axis=-1), atol=1e-5)
    assert shown.evaluation.rows_of(np.array([LACKING - 1, LACKING, LACKING + 1])).tolist() == [1, 2]


def test_evolution_is_aimed_at_the_lifter_and_all_are_shown_as_a_population(shown, studio, lifter):
    asked = []
    studio.lifter_wanted.connect(lambda *told: asked.append(told))
    studio.population_wanted.connect(lambda path, page, *_rest: asked.append((path, page)))
    shown.action_set.trigger("train.worst_aim")
    shown.action_set.trigger("train.worst_poses")
    assert asked == [(lifter, "evolve"), (shown.evaluation.folder / evaluations.POSES, "population")]
    lifter.unlink()
    assert not shown.onward.can_aim()


def test_evaluations_are_listed_the_one_chosen_is_shown_and_a_damaged_one_is_not(make, qtbot, data, lifter, studio):
    for name, mpjpe in (("a", 50.0), ("b", 45.0), ("c", 40.0)):
        write(data / "evaluations" / name, lifter, mpjpe)
    (data / "evaluations" / "c" / "evaluation.json").write_text("{")
    pane = make()
    assert {folder.name for folder in pane.list.folders} == {"a", "b"}
    pane.list.choose(data / "evaluations" / "a")
    qtbot.waitUntil(lambda: pane.evaluation is not None and pane.evaluation.found.mpjpe_mm == 50)
    assert pane.list.item(pane.list.folders.index(data / "evaluations" / "b"), 1).text() == "45.0"


def test_worst_poses_that_cannot_be_read_are_told(make, qtbot, data, lifter, studio):
    told = []
    studio.noticed.connect(lambda notice: told.append(notice.text))
    folder = write(data / "evaluations" / "a", lifter)
    (folder / "worst.safetensors").write_bytes(b"\0" * 20)
    pane = make()
    qtbot.waitUntil(lambda: bool(told))
    assert "worst.safetensors" in told[0]
    assert pane.evaluation is None


def test_one_moved_to_the_bin_is_listed_no_more(shown, qtbot, monkeypatch):
    class Bin:
        def __init__(self, name: str) -> None:
            self.path = Path(name)

        def moveToTrash(self) -> bool:
            self.path.rename(self.path.with_name("gone"))
            (self.path.with_name("gone") / "evaluation.json").unlink()
            return True

    monkeypatch.setattr(keeping, "QFile", Bin)
    shown.action_set.trigger("train.measure_remove")
    qtbot.waitUntil(lambda: not shown.list.folders)
    qtbot.waitUntil(lambda: shown.evaluation is None)
    assert shown.intro.isVisible()


def test_without_the_population_beside_it_nothing_can_be_sent(shown):
    (shown.evaluation.folder / evaluations.POSES).unlink()
    assert not shown.onward.can_annotate()
    assert shown.onward.can_aim()


def test_what_was_noticed_in_measuring_stands_with_the_figures(make, qtbot, data, lifter):
    write(data / "evaluations" / "a", lifter, notices=("walks.safetensors: 3 poses were left out.",))
    pane = make()
    qtbot.waitUntil(lambda: pane.evaluation is not None)
    assert "3 poses were left out" in pane.results.notices.text()
    pane.results.show_evaluation(evaluations.Evaluation(data, evaluated(lifter)))
    assert not pane.results.notices.isVisible()


def test_evaluations_of_the_same_on_the_same_are_told_apart(tmp_path, lifter):
    folders = [write(tmp_path / f"mine-on-walks-{number}", lifter) for number in (1, 2)]
    assert [evaluations.whole(folder).title for folder in folders] == ["mine on walks", "mine on walks (2)"]


def test_folders_are_called_after_lifter_and_data_and_never_taken_twice(tmp_path):
    first = evaluations.free_folder(tmp_path, Path("a/My lifter.safetensors"), Path("b/walks.npz"))
    assert first.name == "my_lifter-on-walks-1"
    first.mkdir()
    again = evaluations.free_folder(tmp_path, Path("a/My lifter.safetensors"), Path("b/walks.npz"))
    assert again.name == "my_lifter-on-walks-2"


def test_all_fits_on_the_smallest_screen_and_wears_both_themes(shown):
    assert shown.minimumSizeHint().width() <= 1200
    assert shown.minimumSizeHint().height() <= 580
    dark = shown.results.grab().toImage()
    shown.set_theme(LIGHT)
    assert shown.results.grab().toImage() != dark
