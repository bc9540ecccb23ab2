"""What the demo knows of its pictures: keypoints near the truth, rough fits with the errors they tell of."""

import json

import numpy as np
import pytest

from evopose.__main__ import main
from evopose.commands.demo import Demo
from evopose.demo.annotator import hidden
from evopose.demo.rough import flip, rough_fit
from evopose.demo.stage import staged
from evopose.errors import BadOption, NotWritable
from evopose.geometry.hierarchy import limb_vectors, to_global
from evopose.geometry.projection import project
from evopose.io.format import format_of
from evopose.jobs import finish
from evopose.model.keypoints import Visibility
from evopose.model.limb import LIMBS
from evopose.model.part import part
from evopose.project.project import Project

SMALL = {"images": 5, "poses": 200, "size": 64}


@pytest.fixture(scope="module")
def truths():
    return [staged(number, 5, 120).truth for number in range(20)]


def test_keypoints_are_projections_of_the_truth_within_the_noise(shots):
    errors = []
    for shot in shots:
        person = shot.image.people[0]
        exact = project(person.annotation.camera, to_global(person.truth))
        known = person.annotation.keypoints.known
        errors.append((person.annotation.keypoints.xy - exact)[known])
    spread = np.concatenate(errors)
    assert 0.8 < spread.std() < 2.3
    assert np.abs(spread.mean(axis=0)).max() < 0.6


def test_visibility_agrees_with_what_is_known(shots):
    for shot in shots:
        keypoints = shot.image.people[0].annotation.keypoints
        np.testing.assert_array_equal(keypoints.known, keypoints.visibility != Visibility.MISSING)
        np.testing.assert_array_equal(keypoints.known, keypoints.confidence == 1)
        assert keypoints.known.sum() >= 14
        assert (keypoints.visibility == Visibility.VISIBLE).sum() >= 6


def test_joints_behind_something_are_hidden_and_joints_in_their_own_flesh_are_not():
    truth = np.tile([0, 0, 3.0], (17, 1))
    depth = np.full((10, 10), np.inf, np.float32)
    pixels = np.tile([5.0, 5.0], (17, 1))
    assert not hidden(pixels, truth, depth).any()
    depth[:] = 2.97
    assert not hidden(pixels, truth, depth).any()
    depth[:] = 2.6
    assert hidden(pixels, truth, depth).all()


def test_some_joints_of_the_set_are_occluded(shots):
    states = np.concatenate([shot.image.people[0].annotation.keypoints.visibility for shot in shots])
    assert 0.05 < (states == Visibility.OCCLUDED).mean() < 0.5


@pytest.mark.parametrize("seed", range(3))
def test_rough_fits_err_as_they_say(truths, seed):
    for number, truth in enumerate(truths):
        rough = rough_fit(truth, np.random.default_rng((seed, number)))
        made = to_global(rough.pose)
        share = _limb_lengths(made) / _limb_lengths(truth)
        assert share.min() > 0.8
        assert share.max() < 1.2
        errors = dict(zip((limb.name for limb in LIMBS), _limb_errors(made, truth), strict=True))
        assert all(errors[name] > 25 for name in rough.flipped if "upper" in name or "thigh" in name)
        assert np.median([*errors.values()]) < 30
        assert np.mean([*errors.values()]) > 2


def _limb_errors(pose, truth):
    """Degrees between the nine limb directions of two poses, each in its own local frame."""
    cosine = (limb_vectors(pose) * limb_vectors(truth)).sum(axis=-1)
    return np.degrees(np.arccos(np.clip(cosine, -1, 1)))


def _limb_lengths(joints):
    return np.linalg.norm(joints[[limb.end for limb in LIMBS]] - joints[[limb.start for limb in LIMBS]], axis=-1)


def test_errors_are_of_all_kinds_over_the_set(truths):
    fits = [rough_fit(truth, np.random.default_rng(number)) for number, truth in enumerate(truths)]
    turned = [abs(fit.heading) for fit in fits if fit.heading]
    assert 2 <= len(turned) <= 14
    assert all(15 <= angle <= 40 for angle in turned)
    assert any(not fit.flipped for fit in fits)
    assert any(len(fit.flipped) == 2 for fit in fits)


def test_flipping_hardly_moves_the_end_in_the_image_and_twice_changes_nothing(truths):
    for truth in truths[:6]:
        for name in ("left forearm", "right shin", "left thigh"):
            once = flip(truth, part(name))
            np.testing.assert_allclose(flip(once, part(name)), truth, atol=1e-9)
            tip = part(name).tip
            image = truth[tip, :2] / truth[tip, 2] - once[tip, :2] / once[tip, 2]
            assert np.linalg.norm(image) < 0.03


def test_the_initial_fit_is_what_the_annotator_starts_from_and_not_the_truth(shots):
    for shot in shots:
        person = shot.image.people[0]
        assert person.initial is person.annotation.pose
        aside = np.linalg.norm(to_global(person.initial) - to_global(person.truth), axis=-1)
        assert 0.02 < aside.mean() < 1.0
        assert np.isfinite(limb_vectors(to_global(person.initial))).all()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "out"
    result = finish(Demo(out=folder, seed=4, **SMALL).run())
    return folder, result


def test_the_command_writes_a_project_a_population_pictures_and_says_what_they_are(made):
    folder, result = made
    assert sorted(path.name for path in folder.iterdir()) == [
        "README.txt", "demo.evo", "demo_population.safetensors", "images",
    ]  # fmt: skip
    assert (result["images"], result["poses"]) == (5, 200)
    population = format_of(folder / "demo_population.safetensors").read_population(
        folder / "demo_population.safetensors"
    )
    assert len(population) == 200
    assert "demo.evo" in (folder / "README.txt").read_text("utf-8")


def test_the_project_opens_with_images_truths_fits_and_a_second_annotation(made):
    with Project.open(made[0] / "demo.evo") as project_:
        ids = [int(number) for number in project_.images.ids]
        people = [project_.people(number)[0].id for number in ids]
        assert all(project_.image_path(number).is_file() for number in ids)
        assert all(project_.truth(person) is not None for person in people)
        assert all(project_.initial(person) is not None for person in people)
        assert project_.variants(people[3]).keys() == {"second annotator"}


def test_the_same_seed_writes_the_same_pictures_and_population(made, tmp_path):
    finish(Demo(out=tmp_path / "again", seed=4, **SMALL).run())
    names = ["demo_population.safetensors", *(f"images/{p.name}" for p in (made[0] / "images").iterdir())]
    assert len(names) == 6
    for name in names:
        assert (tmp_path / "again" / name).read_bytes() == (made[0] / name).read_bytes()


def test_a_folder_with_something_in_it_is_refused_unless_told_to_overwrite(tmp_path):
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(BadOption, match="not empty"):
        finish(Demo(out=tmp_path, **SMALL).run())
    finish(Demo(out=tmp_path, overwrite=True, images=1, poses=1, size=64).run())
    assert (tmp_path / "mine.txt").read_text() == "keep"
    finish(Demo(out=tmp_path, overwrite=True, images=2, poses=1, size=64).run())
    assert len(list((tmp_path / "images").iterdir())) == 2


def test_a_stopped_demo_leaves_nothing_behind(tmp_path):
    job = Demo(out=tmp_path / "out", **SMALL).run()
    for _ in range(6):
        next(job)
    job.close()
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named_and_nothing_is_left(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(NotWritable, match="file"):
        finish(Demo(out=tmp_path / "file" / "out", **SMALL).run())
    with pytest.raises(BadOption, match="is a file"):
        finish(Demo(out=tmp_path / "file", **SMALL).run())
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_full_disk_leaves_no_half_project(tmp_path, monkeypatch):
    def full(path, picture):
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("evopose.demo.project._write", full)
    with pytest.raises(NotWritable, match="No space left"):
        finish(Demo(out=tmp_path / "out", **SMALL).run())
    assert list(tmp_path.iterdir()) == []


def test_the_command_line_prints_one_json_object(tmp_path, capsys):
    words = ["demo", str(tmp_path / "out"), "--images", "1", "--poses", "5", "--size", "64", "--json"]
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["poses"] == 5


def test_a_demo_without_pictures_is_its_population_and_the_same_one(made, tmp_path):
    result = finish(Demo(out=tmp_path / "alone", images=0, seed=4, poses=SMALL["poses"]).run())
    alone = tmp_path / "alone" / "demo_population.safetensors"
    assert [path.name for path in (tmp_path / "alone").iterdir()] == [alone.name]
    assert (result["images"], "project" in result) == (0, False)
    assert alone.read_bytes() == (made[0] / alone.name).read_bytes()
