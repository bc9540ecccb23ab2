"""Which lifters there are to choose from, told by their headers alone."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from evostudio import lifters
from evostudio.lifters import choices, facts
from evostudio.preferences import Preferences
from tests.evostudio.pages.train.measured import write_header


def test_a_lifter_of_ours_is_told_by_its_header(tmp_path):
    model = {"learner": "attention", "stages": 1, "width": 192}
    path = write_header(tmp_path / "a.safetensors", model=model, normalisation="pose", seen=list(range(16)))
    assert facts(path).text == "attention, 1 stage of width 192 · 16 joints · each pose scaled by itself"
    assert not facts(path).problem


def test_files_of_others_are_looked_into_when_they_are_used(tmp_path):
    for name in ("model.th", "stats.npy"):
        (tmp_path / name).write_bytes(b"anything")
    assert facts(tmp_path / "model.th").text == "th file, looked into when it is used"


def test_the_original_s_model_needs_its_statistics_beside_it_and_torchscript_none(tmp_path):
    (tmp_path / "model.th").write_bytes(b"anything")
    assert facts(tmp_path / "model.th").problem.startswith(f"No statistics of the training set at {tmp_path}")
    with ZipFile(tmp_path / "exported.pt", "w") as archive:
        archive.writestr("exported/constants.pkl", b"")
    assert not facts(tmp_path / "exported.pt").problem


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("gone.safetensors", None, "No lifter at"),
        ("a.safetensors", b"x" * 30, "no safetensors"),
        ("a.txt", b"", ".onnx"),
    ],
)
def test_what_is_no_lifter_is_refused_in_a_sentence(tmp_path, name, content, says):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert says in facts(tmp_path / name).problem


@pytest.mark.parametrize("about", [{"model": 3}, {"model": {"stages": "two"}}, {"data": 5}])
def test_a_header_of_another_form_is_told_before_the_lifter_is_used(tmp_path, about):
    told = facts(write_header(tmp_path / "a.safetensors", **about))
    assert not told.text and "damaged" in told.problem


@pytest.mark.parametrize("about", [{}, {"seen": 5}])
def test_a_header_that_says_little_is_no_trouble(tmp_path, about):
    assert facts(write_header(tmp_path / "a.safetensors", **about)).text


def test_the_one_that_ships_comes_first_then_results_and_nothing_twice_or_gone(tmp_path, monkeypatch):
    shipped, made, used = (tmp_path / f"{name}.safetensors" for name in ("default", "made", "used"))
    for path in (shipped, made, used):
        path.touch()
    monkeypatch.setattr(lifters, "default_lifter", lambda: shipped)
    recent = [str(used), str(made), str(tmp_path / "gone.safetensors")]
    found = choices(recent, [("run 1", made)])
    assert [choice.path for choice in found] == [shipped, made, used]
    assert [choice.title for choice in found][:2] == ["Default lifter", "run 1"]


def test_the_lifter_used_last_is_remembered_first():
    kept = Preferences().with_recent_lifter(Path("a")).with_recent_lifter(Path("b")).with_recent_lifter(Path("a"))
    assert kept.recent_lifters == ("a", "b")


def test_a_lifter_sent_to_a_page_is_taken_up_there_and_to_one_that_there_is_not_nowhere(page, studio, monkeypatch):
    taken = []
    monkeypatch.setattr(page, "show_lifter", taken.append)
    studio.open_lifter(Path("a.safetensors"), "counting")
    studio.open_lifter(Path("b.safetensors"), "nowhere")
    assert taken == [Path("a.safetensors")]
