"""Relinking and recovering on the command line: what is found, missing or lost; in one line where it fails."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from evopose.__main__ import main
from evopose.jobs import finish
from evopose.project.new_project import plan
from evopose.project.project import Project


@pytest.fixture
def run(capsys):
    """Runs a command; (status, its JSON or None, stderr). A failure is one line and no traceback."""

    def run(*words):
        capsys.readouterr()
        status = main([*map(str, words), "--json"])
        out, err = capsys.readouterr()
        if status:
            assert err.startswith("evopose: "), err
            assert err.count("\n") == 1, err
        return status, json.loads(out.splitlines()[-1]) if not status else None, err

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four photos that differ."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(4):
        pixels = np.random.default_rng(number).integers(0, 255, (24, 32, 3), np.uint8)
        Image.fromarray(pixels).save(folder / f"{number}.png")
    return folder


@pytest.fixture
def project(tmp_path: Path, folder: Path) -> Path:
    path = tmp_path / "four.evo"
    finish(plan(folder).create(path))
    return path


def test_a_moved_folder_is_found_again(run, project, folder, tmp_path):
    new = tmp_path / "archive" / "2024"
    new.parent.mkdir()
    shutil.move(folder, new)
    (new / "3.png").unlink()
    (new / "2.png").rename(new / "another name.png")
    status, found, _err = run("relink", project, tmp_path / "archive")
    assert (status, found) == (0, {"found": 3, "missing": ["3.png"]})
    with Project.open(project) as opened:
        assert opened.image_path(3) == new / "another name.png"


def test_nothing_missing_is_nothing_done(run, project, folder):
    assert run("relink", project, folder)[1] == {"found": 0, "missing": []}


def test_relinking_says_what_is_wrong(run, project, folder, tmp_path):
    assert "No folder at" in run("relink", project, tmp_path / "none")[2]
    assert "No project at" in run("relink", tmp_path / "none.evo", folder)[2]
    with Project.open(project):
        assert (
            "is open in a window: close it there, or use Relink images in that window"
            in run("relink", project, folder)[2]
        )


def test_a_damaged_project_is_recovered_beside_it_and_nothing_is_overwritten(run, project, tmp_path):
    with closing(sqlite3.connect(project)) as db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'annotations'").fetchone()
    whole = bytearray(project.read_bytes())
    whole[4096 * (page - 1) : 4096 * page] = b"\xa5" * 4096
    project.write_bytes(whole)
    status, found, _err = run("recover", project)
    assert status == 0
    assert found["path"] == str(project.with_name("four-recovered.evo"))
    assert found["images"] == 4
    assert found["lost"]
    with Project.open(Path(found["path"])) as opened:
        assert len(opened.images) == 4
    assert "exists already" in run("recover", project)[2]
    (tmp_path / "far" / "away").mkdir(parents=True)
    assert run("recover", project, "--out", tmp_path / "far" / "away" / "again.evo")[0] == 0
    with Project.open(tmp_path / "far" / "away" / "again.evo") as opened:
        assert not opened.image(1).missing, "its folders are seen from its new place"
    assert run("recover", project, tmp_path / "third.evo")[1]["path"] == str(tmp_path / "third.evo")
    assert "ends in .evo" in run("recover", project, "--out", tmp_path / "again.txt")[2]
    assert "ends in .evo" in run("recover", project, tmp_path / "again.txt")[2]
    assert "once" in run("recover", project, tmp_path / "x.evo", "--out", tmp_path / "y.evo")[2]


def test_recovering_what_holds_nothing_says_so_and_leaves_nothing(run, tmp_path):
    broken = tmp_path / "broken.evo"
    broken.write_bytes(bytes(10_000))
    assert "nothing in it can be read" in run("recover", broken)[2]
    assert list(tmp_path.iterdir()) == [broken]
    assert "No project at" in run("recover", tmp_path / "none.evo")[2]
