"""`evopose portray`: chosen poses become a project that opens, each with a picture, keypoints and its pose."""

import numpy as np
import pytest

from evopose.commands.portray import Portray
from evopose.demo.population import make_population
from evopose.errors import BadOption
from evopose.geometry.alignment import procrustes
from evopose.geometry.hierarchy import to_global
from evopose.geometry.projection import project
from evopose.io import safetensors
from evopose.jobs import finish
from evopose.model.population import Population
from evopose.project.project import Project


@pytest.fixture(scope="module")
def population(tmp_path_factory):
    made = finish(make_population(40, 1))
    positions = made.positions.copy()
    positions[5] = np.nan
    path = tmp_path_factory.mktemp("portray") / "poses.safetensors"
    safetensors.write(Population(positions), path)
    return path


def test_poses_become_people_in_pictures_with_their_keypoints(population, tmp_path):
    out = tmp_path / "some" / "poses.evo"
    result = finish(Portray(population=population, rows=(3, 5, 30), out=out, longer_side=128).run())
    assert result["people"] == 2
    assert result["left_out"] == ["Pose 5: a joint is missing (nan)."]
    poses = np.asarray(safetensors.read(population).positions)
    with Project.open(out) as project_:
        assert project_.images.names == ["pose_00000003.jpg", "pose_00000030.jpg"]
        for number, row in zip(project_.images.ids.tolist(), (3, 30), strict=True):
            (person,) = project_.people(number)
            annotation = project_.annotation(person.id)
            seen = to_global(annotation.pose)
            assert np.allclose(procrustes(seen, poses[row].astype(float)), poses[row], atol=1e-4)
            assert np.allclose(project(annotation.camera, seen), annotation.keypoints.xy, atol=1e-2)
            assert (annotation.keypoints.xy > 0).all()
            assert (annotation.keypoints.xy < project_.image(number).size).all()
            assert project_.initial(person.id) is not None
            assert project_.extra(person.id)["row"] == row
            assert project_.image_path(number).is_file()


@pytest.mark.parametrize(("rows", "said"), [((99,), "There is no pose 99"), ((), "1 to"), ((5,), "a joint is missing")])
def test_what_cannot_be_portrayed_is_said_and_nothing_is_written(population, tmp_path, rows, said):
    out = tmp_path / "poses.evo"
    with pytest.raises(BadOption, match=said):
        finish(Portray(population=population, rows=rows, out=out).run())
    assert list(tmp_path.iterdir()) == []


def test_what_a_lifter_made_of_a_pose_is_where_its_annotation_begins_and_the_pose_its_truth(population, tmp_path):
    poses = np.asarray(safetensors.read(population).positions).astype(float)
    starts = poses.copy()
    starts[3, 16, 2] += 0.2
    safetensors.write(Population(starts.astype(np.float32)), tmp_path / "lifted.safetensors")
    out = tmp_path / "poses.evo"
    made = Portray(
        population=population,
        rows=(3,),
        out=out,
        longer_side=128,
        starts=tmp_path / "lifted.safetensors",
        names=("walk_3",),
    )
    finish(made.run())
    with Project.open(out) as project_:
        assert project_.images.names == ["walk_3.jpg"]
        (person,) = project_.people(int(project_.images.ids[0]))
        begun, truth = project_.annotation(person.id), to_global(project_.truth(person.id))
        assert np.allclose(project(begun.camera, truth), begun.keypoints.xy, atol=1e-2)
        errors = np.linalg.norm(to_global(begun.pose) - truth, axis=-1)
        assert np.allclose(errors[:16], 0, atol=1e-4)
        assert np.isclose(errors[16], 0.2, atol=1e-4)
