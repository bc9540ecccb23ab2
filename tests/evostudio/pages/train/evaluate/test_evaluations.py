"""Evaluations as they lie in their folders: listed, told apart, named anew, and moved to the bin."""

from pathlib import Path

from evopose.evaluation.report import Data
from evostudio.pages.train import evaluations
from evostudio.runs import keeping
from tests.evostudio.pages.train.measured import write


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


def test_evaluations_of_the_same_on_the_same_are_told_apart(tmp_path, lifter):
    folders = [write(tmp_path / f"mine-on-walks-{number}", lifter) for number in (1, 2)]
    assert [evaluations.whole(folder).title for folder in folders] == ["mine on walks", "mine on walks (2)"]


def test_folders_are_called_after_lifter_and_data_and_never_taken_twice(tmp_path):
    first = evaluations.free_folder(tmp_path, Path("a/My lifter.safetensors"), Path("b/walks.npz"))
    assert first.name == "my_lifter-on-walks-1"
    first.mkdir()
    again = evaluations.free_folder(tmp_path, Path("a/My lifter.safetensors"), Path("b/walks.npz"))
    assert again.name == "my_lifter-on-walks-2"


def test_figures_that_are_not_of_the_chosen_lifter_and_data_say_so_until_one_of_them_is_chosen(
    shown, qtbot, data, lifter, tmp_path
):
    (tmp_path / "walks.safetensors").touch()
    shown.show_lifter(lifter)
    assert "“Evaluate” measures mine on" in shown.results.aside.text()
    write(data / "evaluations" / "other", lifter, data=(Data(path=str(tmp_path / "walks.safetensors"), views=1),))
    shown.refresh()
    qtbot.waitUntil(lambda: len(shown.list.folders) == 2)
    assert shown.results.aside.text()
    shown.list.choose(data / "evaluations" / "other")
    qtbot.waitUntil(lambda: shown.evaluation.folder.name == "other")
    assert not shown.results.aside.isVisible()
    shown.show_population(tmp_path / "runs.safetensors")
    assert shown.results.aside.isVisible()
    shown.show_population(tmp_path / "walks.safetensors")
    assert not shown.results.aside.isVisible()


def test_an_evaluation_is_of_its_lifter_and_exactly_its_data(tmp_path, lifter):
    files = tuple(Data(path=str(tmp_path / "set" / name), views=1) for name in ("a", "b"))
    one = evaluations.whole(write(tmp_path / "one", lifter, data=files))
    assert one.is_of(lifter, [tmp_path / "set"])
    assert one.is_of(lifter, [tmp_path / "set" / "b", tmp_path / "set" / "a"])
    assert not one.is_of(lifter, [tmp_path / "set" / "a"])
    assert not one.is_of(lifter, [tmp_path / "set", tmp_path / "more"])
    assert not one.is_of(None, [tmp_path / "set"])


def test_without_any_the_list_says_so(make):
    bare = make().list
    empty = bare.viewport().grab().toImage()
    bare.setRowCount(1)
    assert bare.viewport().grab().toImage() != empty
