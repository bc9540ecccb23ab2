"""`evopose fit`: a project goes in, fits lie in it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evopose.__main__ import main
from evopose.commands.fit import Fit
from evopose.fitting.library import library
from evopose.geometry.hierarchy import encode, to_global
from evopose.geometry.projection import project as projected
from evopose.jobs import finish
from evopose.model.annotation import Annotation, Person, Status
from evopose.model.camera import Camera
from evopose.model.keypoints import Keypoints
from evopose.project.project import Project
from evopose.project.records import PersonEntry, Photo

CAMERA = Camera.guess((1000, 800))


def person(row: int) -> Person:
    positions = library().poses[row] @ np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]]).T + [0, 0, 5.0]
    return Person(Annotation(Keypoints.from_xy(projected(CAMERA, positions)), CAMERA), truth=encode(positions))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three images: two people, one with three keypoints, and one with none at all."""
    path = tmp_path / "p.evo"
    few = Keypoints.empty().moved(0, (10, 10)).moved(1, (20, 20)).moved(2, (30, 30))
    with Project.create(path) as project:
        ids = project.add_images(Photo(f"{n}.jpg", (1000, 800)) for n in range(3)).ids.tolist()
        project.add_people([PersonEntry(ids[0], person(5)), PersonEntry(ids[0], person(400))])
        project.add_people([PersonEntry(ids[1], Person(Annotation(few, CAMERA)))])
        project.add_empty_people()
    return path


def test_everybody_with_keypoints_is_fitted_and_failures_are_named(path):
    result = finish(Fit(project=path).run())
    assert result["people"] == 2
    assert result["skipped"] == 1
    assert result["reprojection_px"] < 10
    assert result["pa_mpjpe_mm"] < 80
    assert len(result["failed"]) == 1
    assert "1.jpg" in result["failed"][0]
    assert "hip, rhip, rknee" in result["failed"][0]
    with Project.open(path) as project:
        assert all(project.annotation(p.id).pose is not None for p in project.people(1))
        assert project.initial(1) is not None
        assert project.image(1).status is Status.UNTOUCHED


def test_work_by_hand_stays(path):
    with Project.open(path) as project:
        mine = replace(project.annotation(1), pose=project.truth(1), status=Status.WORK)
        project.edit(1, "By hand", mine)
    result = finish(Fit(project=path).run())
    assert result["work_kept"] == 1
    with Project.open(path) as project:
        np.testing.assert_allclose(to_global(project.annotation(1).pose), to_global(mine.pose), atol=1e-6)
        assert not np.allclose(to_global(project.initial(1).pose), to_global(mine.pose), atol=1e-6)


def test_fitting_everybody_is_one_step_of_undo(path):
    finish(Fit(project=path).run())
    with Project.open(path) as project:
        assert project.undo().people == 2
        assert project.can_undo is None
        assert [project.annotation(number).pose for number in (1, 2)] == [None, None]
        project.redo()
        assert all(project.annotation(number).pose is not None for number in (1, 2))


def test_only_missing_leaves_alone_who_has_a_pose(path):
    finish(Fit(project=path).run())
    again = finish(Fit(project=path, only_missing=True).run())
    assert (again["people"], again["skipped"], again["reprojection_px"]) == (0, 3, None)


def test_stopped_in_between_it_has_kept_what_was_done(path):
    job = Fit(project=path).run()
    step = next(job)
    assert (step.done, step.total) == (1, 4)
    job.close()
    with Project.open(path) as project:
        assert not project.read_only
        assert [project.annotation(p.id).pose is not None for p in project.people(1)] == [True, False]


def test_a_contact_sheet_is_drawn_even_where_photos_are_missing(path, tmp_path):
    finish(Fit(project=path, sheet=tmp_path / "sheet.jpg").run())
    assert (tmp_path / "sheet.jpg").read_bytes()[:2] == b"\xff\xd8"


def test_no_project_is_one_line_and_status_one(tmp_path, capsys):
    assert main(["fit", str(tmp_path / "none.evo")]) == 1
    assert "none.evo" in capsys.readouterr().err


def test_a_project_that_is_open_in_a_window_is_not_fitted_and_the_way_out_is_said(path, capsys):
    with Project.open(path):
        assert main(["fit", str(path)]) == 1
    assert capsys.readouterr().err == (
        f"evopose: {path} is open in a window: close it there, or use Fit everybody in that window.\n"
    )
