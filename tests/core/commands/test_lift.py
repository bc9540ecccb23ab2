"""`evopose lift`: from any 2D that is read to poses in files."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evopose.commands.export import Export
from evopose.commands.lift import Lift
from evopose.errors import BadFile, BadOption, NotWritable, UnknownFormat
from evopose.io import coco, npz, pairs_file, safetensors
from evopose.jobs import finish
from evopose.lifting.default import default_lifter_path
from evopose.model.annotation import AnnotatedImage, Annotation, Person, Status
from evopose.model.camera import Camera
from evopose.model.keypoints import Keypoints
from evopose.model.pairs import Pairs
from evopose.model.population import Population
from evopose.model.skeleton import H36M_17


def standing() -> np.ndarray:
    """Somebody upright, in pixels, arms hanging."""
    xs = [0, -30, -30, -30, 30, 30, 30, 0, 0, 0, 0, 45, 50, 55, -45, -50, -55]
    ys = [0, 0, 130, 250, 0, 130, 250, -70, -140, -165, -210, -140, -50, 30, -140, -50, 30]
    return np.stack([xs, ys], axis=-1) + np.array([500.0, 400.0])


def keypoints(path: Path, *people: np.ndarray, status: Status = Status.UNTOUCHED) -> Path:
    each = tuple(Person(Annotation(Keypoints.from_xy(xy), status=status)) for xy in people)
    coco.write([AnnotatedImage("a.jpg", each, (1000, 800)), AnnotatedImage("b.jpg", (), (10, 10))], path)
    return path


def lift(*sources: Path, **more: Any) -> dict[str, Any]:
    return finish(Lift(sources=sources, **more).run())


def test_people_of_a_keypoint_file_stand_on_the_ground(tmp_path: Path):
    source = keypoints(tmp_path / "k.json", standing(), standing() + 40)
    result = lift(source, out=tmp_path / "poses.safetensors")
    assert (result["poses"], result["left_out"]) == (2, 0)
    population = safetensors.read(tmp_path / "poses.safetensors")
    assert population.metadata["clip_names"] == ["a.jpg"] and population.clip.tolist() == [0, 0]
    joints = np.asarray(population.positions)
    assert np.allclose(joints[..., 2].min(axis=1), 0.02, atol=1e-4)
    head, foot = H36M_17.index("head"), H36M_17.index("rankle")
    assert (joints[:, head, 2] - joints[:, foot, 2] > 1.2).all()
    right, left = H36M_17.index("rshoulder"), H36M_17.index("lshoulder")
    assert (joints[:, right, 0] < joints[:, left, 0]).all(), "they face the camera"


def test_json_has_the_cameras_frame_beside_the_worlds_and_where_each_is_from(tmp_path: Path):
    source = keypoints(tmp_path / "k.json", standing())
    lift(source, out=tmp_path / "poses.json")
    told = json.loads((tmp_path / "poses.json").read_text())
    (pose,) = told["poses"]
    assert (pose["source"], pose["row"], pose["clip"]) == ("k.json", 0, "a.jpg")
    assert told["names"] == list(H36M_17.joints)
    camera, world = np.array(pose["camera"]), np.array(pose["joints"])
    assert np.allclose(camera[0], 0)
    assert np.allclose(world[:, 1], camera[:, 2], atol=2e-5)
    assert np.allclose(world[:, 2] - world[0, 2], -camera[:, 1], atol=2e-5)


def test_who_lacks_a_joint_is_left_out_and_it_is_said_which(tmp_path: Path):
    missing = standing()
    missing[H36M_17.index("lwrist")] = np.nan
    spineless = standing()
    spineless[H36M_17.index("spine")] = np.nan
    result = lift(keypoints(tmp_path / "k.json", missing, spineless), out=tmp_path / "p.npz")
    assert (result["poses"], result["left_out"]) == (1, 1)
    assert "lwrist (1)" in result["notices"][0]
    with pytest.raises(BadOption, match=r"Nobody could be lifted.*lwrist"):
        lift(keypoints(tmp_path / "n.json", missing), out=tmp_path / "q.npz")
    assert not (tmp_path / "q.npz").exists()


def test_who_was_rejected_is_not_lifted(tmp_path: Path):
    with pytest.raises(BadOption, match="nobody to lift"):
        lift(keypoints(tmp_path / "k.json", standing(), status=Status.REJECTED), out=tmp_path / "p.npz")


def test_recorded_pairs_and_populations_are_lifted_with_their_clips(tmp_path: Path):
    pixels = np.stack([standing(), standing() + 3]).astype(np.float32)
    camera = Camera.guess((1000, 800))
    about = {"clip_names": ["w"], "clip_kinds": ["walk"]}
    joints = np.concatenate([pixels / 270, np.full((2, 17, 1), 4)], axis=-1).astype(np.float32)
    recorded = Pairs(pixels, joints, (camera,), np.zeros(2, int), np.zeros(2, int), None, about)
    pairs_file.write(recorded, tmp_path / "pairs.safetensors")
    lift(keypoints(tmp_path / "k.json", standing()), out=tmp_path / "one.safetensors")
    lift(tmp_path / "pairs.safetensors", tmp_path / "one.safetensors", out=tmp_path / "p.npz")
    population = npz.read(tmp_path / "p.npz")
    assert population.metadata["clip_names"] == ["w", "a.jpg"]
    assert population.metadata["clip_kinds"] == ["walk", ""]
    assert population.clip.tolist() == [0, 0, 1]


def test_an_exported_lifter_lifts_the_same(tmp_path: Path):
    source = keypoints(tmp_path / "k.json", standing())
    exported = finish(Export(lifter=default_lifter_path(), out=tmp_path / "l.ts").run())
    assert exported["difference_mm"] < 0.1 and exported["bytes"] > 1e6
    lift(source, out=tmp_path / "a.npz")
    lift(source, out=tmp_path / "b.npz", lifter=tmp_path / "l.ts")
    ours, theirs = (np.asarray(npz.read(tmp_path / name).positions) for name in ("a.npz", "b.npz"))
    assert np.abs(ours - theirs).max() < 0.01, "our own is lifted in bfloat16 where that is quicker"
    with pytest.raises(BadOption, match="overwrite"):
        finish(Export(lifter=default_lifter_path(), out=tmp_path / "l.ts").run())


def test_a_lifter_is_not_replaced_by_what_is_made_of_it(tmp_path: Path):
    file = tmp_path / "lifter.safetensors"
    file.write_bytes(default_lifter_path().read_bytes())
    (tmp_path / "link.safetensors").symlink_to(file)
    (tmp_path / "x").mkdir()
    others = (tmp_path / "link.safetensors", tmp_path / "x" / ".." / file.name)
    for source, out in ((tmp_path, file), *((file, other) for other in others)):
        with pytest.raises(BadOption, match="is the lifter that is read"):
            finish(Export(lifter=source, out=out, overwrite=True).run())
    assert file.read_bytes() == default_lifter_path().read_bytes()


def test_neither_what_is_lifted_nor_the_lifter_is_replaced(tmp_path: Path):
    source = keypoints(tmp_path / "k.json", standing())
    lifter = tmp_path / "lifter.safetensors"
    lifter.write_bytes(default_lifter_path().read_bytes())
    (tmp_path / "link.json").symlink_to(source)
    for out, told in (
        (source, "is the source that is read"),
        (tmp_path / "link.json", "is the source that is read"),
        (lifter, "is the lifter that is read"),
    ):
        before = out.read_bytes()
        with pytest.raises(BadOption, match=told):
            lift(source, lifter=lifter, out=out, overwrite=True)
        assert out.read_bytes() == before
    with pytest.raises(BadOption, match=r"k\.json is there already and lies in .*, which is read"):
        lift(tmp_path, out=source, overwrite=True)


def test_what_cannot_be_read_or_written_is_said_before_any_work(tmp_path: Path):
    source = keypoints(tmp_path / "k.json", standing())
    with pytest.raises(UnknownFormat, match="cannot be written as"):
        lift(source, out=tmp_path / "p.xyz")
    with pytest.raises(BadOption, match="overwrite"):
        lift(source, out=keypoints(tmp_path / "there.json", standing()))
    with pytest.raises(NotWritable, match=f"there is no folder {tmp_path / 'none'}"):
        lift(source, lifter=tmp_path / "no lifter", out=tmp_path / "none" / "p.npz")
    with pytest.raises(NotWritable, match=f"there is no folder {tmp_path / 'none'}"):
        finish(Export(lifter=tmp_path / "no lifter", out=tmp_path / "none" / "l.ts").run())
    (tmp_path / "photo.jpg").write_bytes(b"")
    with pytest.raises(BadFile, match="picture or a film"):
        lift(tmp_path / "photo.jpg", out=tmp_path / "p.npz")


def test_populations_are_seen_by_cameras_first(tmp_path: Path):
    lift(keypoints(tmp_path / "k.json", standing()), out=tmp_path / "one.safetensors")
    once = Population(np.asarray(safetensors.read(tmp_path / "one.safetensors").positions))
    safetensors.write(once, tmp_path / "unnamed.safetensors")
    assert lift(tmp_path / "unnamed.safetensors", out=tmp_path / "p.npz")["poses"] == 1
    assert npz.read(tmp_path / "p.npz").clip.tolist() == [-1]
