"""`evopose convert`, as it is typed."""

import errno
import json
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from evopose.__main__ import main
from evopose.io import bvh, coco, npz, safetensors
from evopose.io.format import formats
from evopose.model.population import Population
from tests.core.io.annotations import some_images
from tests.core.io.populations import clips, evolved, people


@pytest.fixture
def convert(capsys):
    """Runs the command; gives its result, or the line on stderr where it fails."""

    def run(*words):
        status = main(["convert", *map(str, words), "--json"])
        out, told = capsys.readouterr()
        if status:
            assert status == 1
            assert len(told.strip().splitlines()) == 1
            return told.strip()
        return json.loads(out.splitlines()[-1])

    return run


def test_a_folder_of_bvh_becomes_one_population(convert, tmp_path):
    for name, count in (("b run", 4), ("a walk", 3)):
        (tmp_path / "motions").mkdir(exist_ok=True)
        bvh.write(clips((count,), seed=count), tmp_path / "motions" / f"{name}.bvh")
    (tmp_path / "motions" / "read me.md").write_text("about")
    result = convert(tmp_path / "motions", tmp_path / "all.safetensors")
    assert result == {"written": str(tmp_path / "all.safetensors"), "count": 7, "clips": 2, "incomplete": 0,
                      "dropped": 0, "skipped": 1, "notices": [
                      "1 file was skipped, holding nothing that could be read here: read me.md."]}  # fmt: skip
    read = safetensors.read(tmp_path / "all.safetensors")
    assert read.metadata["clip_names"] == ["a walk", "b run"]
    assert_array_equal(read.clip, [0] * 3 + [1] * 4)


def test_a_file_in_a_folder_that_cannot_be_read_is_skipped_and_told_one_that_is_named_is_not(convert, tmp_path):
    (tmp_path / "in").mkdir()
    bvh.write(clips((4,)), tmp_path / "in" / "walk.bvh")
    (tmp_path / "in" / "02_01.amc").write_text(":FULLY-SPECIFIED\n:DEGREES\n1\nroot 0 0 0 0 0 0\n")
    result = convert(tmp_path / "in", tmp_path / "out.npz")
    assert (result["count"], result["skipped"]) == (4, 1)
    assert "Skipped" in result["notices"][0]
    assert "its skeleton 02.asf is not beside it" in result["notices"][0]
    told = convert(tmp_path / "in" / "walk.bvh", tmp_path / "in" / "02_01.amc", tmp_path / "two.npz")
    assert "its skeleton 02.asf is not beside it" in told
    (tmp_path / "in" / "walk.bvh").unlink()
    assert "its skeleton 02.asf is not beside it" in convert(tmp_path / "in", tmp_path / "none.npz")


@pytest.mark.parametrize("first", [".npz", ".npy", ".safetensors", ".bvh"])
@pytest.mark.parametrize("second", [".npz", ".npy", ".safetensors", ".bvh"])
def test_any_population_becomes_any_other(convert, first, second, tmp_path):
    npz.write(clips((6,)), tmp_path / "start.npz")
    convert(tmp_path / "start.npz", tmp_path / f"first{first}")
    convert(tmp_path / f"first{first}", tmp_path / f"second{second}")
    assert convert(tmp_path / f"second{second}", tmp_path / "end.npz")["count"] == 6
    assert_allclose(npz.read(tmp_path / "end.npz").positions, clips((6,)).positions, atol=1e-5)


def test_several_populations_become_one(convert, tmp_path):
    npz.write(clips((2, 3)), tmp_path / "a.npz")
    safetensors.write(evolved(10), tmp_path / "b.safetensors")
    assert convert(tmp_path / "a.npz", tmp_path / "b.safetensors", tmp_path / "c.npz")["count"] == 15


def test_clips_become_bvh_files(convert, capsys, tmp_path):
    npz.write(clips((2, 3)), tmp_path / "a.npz")
    result = convert(tmp_path / "a.npz", tmp_path / "out" / "m.bvh")
    assert result["written"] == [str(tmp_path / "out" / f"m-00{number}-walk_{number}.bvh") for number in (0, 1)]
    assert main(["convert", str(tmp_path / "a.npz"), str(tmp_path / "people" / "m.bvh")]) == 0
    assert f"written: 2 files in {tmp_path / 'people'}\n" in capsys.readouterr().out
    assert "already" in convert(tmp_path / "a.npz", tmp_path / "out" / "m.bvh")
    assert convert(tmp_path / "a.npz", tmp_path / "out" / "m.bvh", "--overwrite") == result


def test_shards_are_read_once(convert, tmp_path):
    (tmp_path / "in").mkdir()
    files = safetensors.write(evolved(20), tmp_path / "in" / "x.safetensors", shard_poses=6)
    assert convert(tmp_path / "in", tmp_path / "a.npz")["count"] == 20
    assert convert(*files, tmp_path / "b.npz")["count"] == 20
    assert convert(tmp_path / "in" / "x.safetensors", tmp_path / "c.npz")["count"] == 20


def test_frames_are_thinned(convert, tmp_path):
    npz.write(clips((50,)), tmp_path / "a.npz")
    assert convert(tmp_path / "a.npz", tmp_path / "b.npz", "--fps", 5)["count"] == 10


def test_incomplete_poses_are_counted_and_dropped_when_asked(convert, tmp_path):
    positions = people(6)
    positions[[1, 4], 3] = np.nan
    npz.write(Population(positions), tmp_path / "a.npz")
    kept = convert(tmp_path / "a.npz", tmp_path / "b.npz")
    assert (kept["count"], kept["incomplete"], kept["dropped"]) == (6, 2, 0)
    dropped = convert(tmp_path / "a.npz", tmp_path / "c.npz", "--drop-incomplete")
    assert (dropped["count"], dropped["incomplete"], dropped["dropped"]) == (4, 0, 2)
    assert "2 of 6 poses have some; drop these (--drop-incomplete)" in convert(tmp_path / "a.npz", tmp_path / "d.bvh")


def test_what_exists_stays_unless_it_may_go(convert, tmp_path):
    npz.write(clips((5,)), tmp_path / "a.npz")
    npz.write(clips((3,)), tmp_path / "b.npz")
    assert "exists; --overwrite replaces it" in convert(tmp_path / "a.npz", tmp_path / "b.npz")
    assert len(npz.read(tmp_path / "b.npz")) == 3
    assert convert(tmp_path / "a.npz", tmp_path / "b.npz", "--overwrite")["count"] == 5
    assert "read and written at once" in convert(tmp_path / "a.npz", tmp_path / "a.npz", "--overwrite")
    assert "b.npz is the source that is read" in convert(tmp_path, tmp_path / "b.npz", "--overwrite")


def test_annotations_go_from_format_to_format(convert, tmp_path, shared_data):
    source = shared_data / "data" / "images" / "annotations" / "blazepose_keypoints_coco.json"
    project = convert(source, tmp_path / "p.evo", "--images", shared_data / "data" / "images")
    assert project == {"written": str(tmp_path / "p.evo"), "count": 20, "people": 20, "variants": 0, "same": 0,
                       "skipped": 0, "notices": []}  # fmt: skip
    assert convert(tmp_path / "p.evo", tmp_path / "p.npy")["count"] == 20
    assert convert(tmp_path / "p.npy", tmp_path / "p.json")["people"] == 20


def test_kinds_do_not_mix(convert, tmp_path):
    (tmp_path / "k.json").write_text(json.dumps(COCO))
    npz.write(clips((5,)), tmp_path / "a.npz")
    assert "One file cannot hold both" in convert(tmp_path / "k.json", tmp_path / "a.npz", tmp_path / "x.npy")
    assert "a.npz holds a population, but x.evo annotations" in convert(tmp_path / "a.npz", tmp_path / "x.evo")
    assert "k.json holds annotations, but x.npz a population" in convert(tmp_path / "k.json", tmp_path / "x.npz")
    assert "no frame rate" in convert(tmp_path / "k.json", tmp_path / "x.evo", "--fps", 5)
    assert not (tmp_path / "x.evo").exists()


def test_what_cannot_be_done_is_said(convert, tmp_path):
    npz.write(clips((5,)), tmp_path / "a.npz")
    (tmp_path / "empty").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").write_text("x")
    assert "Name at least one file" in convert(tmp_path / "a.npz")
    assert "No file at" in convert(tmp_path / "none.npz", tmp_path / "b.npz")
    assert "nothing in this folder is readable as population; it is empty" in convert(
        tmp_path / "empty", tmp_path / "b.npz"
    )
    assert "there are notes.txt" in convert(tmp_path / "other", tmp_path / "b.npz")
    assert "nothing is written as .docx" in convert(tmp_path / "a.npz", tmp_path / "b.docx")
    assert "is a folder" in convert(tmp_path / "a.npz", tmp_path / "empty", "--format", "npz")
    assert "did you mean 'npz'" in convert(tmp_path / "a.npz", tmp_path / "b.x", "--format", "npzz")
    assert "is only read" in convert(tmp_path / "a.npz", tmp_path / "b.amc", "--format", "amc")
    assert "cannot be made" in convert(tmp_path / "a.npz", tmp_path / "a.npz" / "b.npz")
    npz.write(replace(clips((5,)), positions=people(5)[:0], clip=None), tmp_path / "none.npz")
    assert "no pose" in convert(tmp_path / "none.npz", tmp_path / "b.npz")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.npz", "empty", "none.npz", "other"]


def test_a_trial_without_its_skeleton_takes_the_one_that_is_named(convert, tmp_path, shared_data):
    folder = shared_data / "data" / "bvh" / "cmu_amc"
    assert "88.asf is not beside it" in convert(folder / "88_01.amc", tmp_path / "x.npz")
    result = convert(folder / "88_01.amc", tmp_path / "x.npz", "--skeleton", folder / "08.asf", "--fps", 10)
    assert result["count"] == 17


COCO = {
    "images": [{"id": 1, "file_name": "a.jpg", "width": 100, "height": 100}],
    "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "keypoints": [50, 50, 2] * 17}],
    "categories": [{"id": 1, "name": "person", "keypoints": [
        "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder", "left_elbow",
        "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle",
        "right_ankle",
    ]}],
}  # fmt: skip


@pytest.mark.parametrize("suffix", [".npz", ".npy", ".safetensors", ".bvh"])
def test_a_full_disk_is_said_and_the_old_file_stays(convert, suffix, tmp_path, monkeypatch):
    npz.write(clips((5,)), tmp_path / "a.npz")
    (tmp_path / f"old{suffix}").write_text("what was there")

    def full(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("evopose.io.aside.os.fsync", full)
    told = convert(tmp_path / "a.npz", tmp_path / f"old{suffix}", "--overwrite")
    assert f"old{suffix} cannot be written: No space left" in told
    assert (tmp_path / f"old{suffix}").read_text() == "what was there"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_of_photos_becomes_a_project(tmp_path):
    from PIL import Image

    from evopose.project.project import Project

    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(3):
        Image.new("RGB", (60, 40), (number * 50, 0, 0)).save(folder / f"{number}.png")
    assert main(["convert", str(folder), str(tmp_path / "p.evo")]) == 0
    with Project.open(tmp_path / "p.evo") as project:
        assert project.images.names == ["0.png", "1.png", "2.png"]
    assert main(["convert", str(folder), str(tmp_path / "p.evo")]) == 1


def test_reading_a_project_leaves_it_alone(convert, tmp_path):
    (tmp_path / "k.json").write_text(json.dumps(COCO))
    convert(tmp_path / "k.json", tmp_path / "p.evo")
    content = (tmp_path / "p.evo").read_bytes()
    convert(tmp_path / "p.evo", tmp_path / "out.json")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["k.json", "out.json", "p.evo"]
    assert (tmp_path / "p.evo").read_bytes() == content


@pytest.mark.parametrize(
    ("name", "posed", "kind"),
    [
        ("annot_3d.npy", False, "3d"),
        ("annot_3d_mine.npy", True, "3d"),
        ("Fitted.NPY", True, "fitted"),
        ("annotation.npy", True, "2d"),
        ("annotation.npy", False, "2d"),
        ("people.npy", True, "3d"),
        ("people.npy", False, "2d"),
    ],
)
def test_the_name_chooses_among_the_originals_formats_and_otherwise_the_data(convert, tmp_path, name, posed, kind):
    if posed:
        coco.FORMAT.write_annotations(some_images(3), tmp_path / "k.json")
    else:
        (tmp_path / "k.json").write_text(json.dumps(COCO))
    result = convert(tmp_path / "k.json", tmp_path / name)
    fields = set(np.load(tmp_path / name, allow_pickle=True).item()["a.jpg"])
    posed_fields = {"2d": set(), "fitted": {"fitting_params"}, "3d": {"fitting_params", "p3d"}}[kind]
    assert fields & {"fitting_params", "p3d"} == (posed_fields if posed else set())
    told = [notice for notice in result["notices"] if "3D poses of 1 people are left out" in notice]
    assert len(told) == (posed and kind == "2d"), "poses that others will not find are told"
    assert all("evoskeleton-3d" in notice for notice in told)


def test_the_format_that_is_named_wins_and_help_names_them_all(convert, tmp_path, capsys):
    coco.FORMAT.write_annotations(some_images(3), tmp_path / "k.json")
    result = convert(tmp_path / "k.json", tmp_path / "annot_3d.npy", "--format", "evoskeleton-2d")
    assert "left out" in result["notices"][0]
    with pytest.raises(SystemExit):
        main(["convert", "--help"])
    written = [entry.name for entry in formats().values() if entry.write_population or entry.write_annotations]
    shown = capsys.readouterr().out
    assert [name for name in written if name not in shown] == []


def placed_at(path, moved: float) -> None:
    """COCO's one person, moved to the right."""
    points = [value for joint in range(17) for value in (20 + 3 * joint + moved, 20 + joint % 5 * 12, 2)]
    people = [{**COCO["annotations"][0], "keypoints": points}]
    path.write_text(json.dumps({**COCO, "annotations": people}))


def test_who_meets_others_in_a_project_is_counted_and_told(convert, tmp_path):
    placed_at(tmp_path / "one.json", 0)
    placed_at(tmp_path / "two.json", 1)
    new = convert(tmp_path / "one.json", tmp_path / "two.json", tmp_path / "p.evo")
    assert (new["people"], new["variants"], new["same"]) == (1, 1, 0)
    assert any("two.json: 1 person had been annotated already: what was read stands" in told for told in new["notices"])
    again = convert(tmp_path / "one.json", tmp_path / "p.evo", "--overwrite")
    assert (again["people"], again["variants"], again["same"]) == (0, 0, 1)
    assert any("one.json: 1 person had been read before" in told for told in again["notices"])


def test_what_a_folder_of_photos_holds_is_counted_and_told(convert, tmp_path):
    from PIL import Image

    folder = tmp_path / "photos"
    folder.mkdir()
    Image.new("RGB", (100, 100)).save(folder / "a.jpg")
    placed_at(folder / "one.json", 0)
    placed_at(folder / "two.json", 1)
    (folder / "notes.txt").write_text("x")
    result = convert(folder, folder / "p.evo")
    assert [result[key] for key in ("count", "people", "variants", "same", "skipped")] == [1, 1, 1, 0, 1]
    told = "\n".join(result["notices"])
    assert "1 person had been annotated already" in told
    assert "1 file was skipped, holding nothing that could be read here: notes.txt." in told
    again = convert(folder, folder / "p.evo", "--overwrite")
    assert [again[key] for key in ("people", "variants", "same")] == [0, 1, 1]


def test_a_project_that_a_window_has_open_is_not_written_and_the_way_out_is_said(convert, tmp_path):
    from evopose.project.project import Project

    placed_at(tmp_path / "one.json", 0)
    convert(tmp_path / "one.json", tmp_path / "p.evo")
    with Project.open(tmp_path / "p.evo"):
        told = convert(tmp_path / "one.json", tmp_path / "p.evo", "--overwrite")
    assert "is open in a window: close it there, or use Import in that window" in told
