"""The doctor never fails, and says what is wrong with the way out."""

import json
import subprocess
import sys

import pytest

from evopose import machine
from evopose.commands.doctor import written
from evopose.machine import Finding


def test_one_headless_opencv_is_no_problem():
    assert not machine.opencv(["numpy", "opencv-python-headless"]).problem


@pytest.mark.parametrize("names", [["opencv-python"], ["opencv-python", "opencv-python-headless"]])
def test_an_opencv_with_windows_is_a_problem_with_a_way_out(names):
    problem = machine.opencv(names).problem
    assert "opencv-python" in problem
    assert "pip" in problem


def test_two_headless_builds_overwrite_each_other():
    assert "keep one" in machine.opencv(["opencv-python-headless", "opencv-contrib-python-headless"]).problem


def test_a_program_that_is_not_there_is_no_failure(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(machine, "installed", lambda _name: None)
    assert "no NVIDIA card" in machine.gpu().text


def test_what_is_looked_up_can_be_written_as_json():
    found = [*machine.system(), *machine.packages(), machine.opencv(), *machine.files()]
    assert json.loads(json.dumps([finding.value for finding in found]))
    assert {"EvoStudio", "Python", "SQLite", "Packages", "Joint limits", "Configuration"} <= {one.name for one in found}


def test_a_folder_that_cannot_be_made_is_a_problem(tmp_path, monkeypatch):
    blocked = tmp_path / "a file"
    blocked.write_text("")
    monkeypatch.setenv("EVOSTUDIO_CONFIG", str(blocked / "config"))
    (config,) = [finding for finding in machine.files() if finding.name == "Configuration"]
    assert "cannot be written" in config.problem


def test_the_report_names_every_finding_and_problem():
    text = written([Finding("One", "all is well", 1), Finding("Two", "not well", 2, "Two is missing: install it.")])
    assert "One             all is well" in text
    assert "Problem         Two is missing: install it." in text
    assert "none found" in written([Finding("One", "all is well", 1)])


def test_looking_imports_neither_qt_nor_torch():
    code = (
        "import sys; from evopose import machine; machine.packages(); machine.files(); "
        "print([name for name in ('PySide6', 'torch') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
