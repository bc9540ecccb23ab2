"""The original's annotations: read as its tools made them, and written back as they were."""

import numpy as np
import pytest
from PIL import Image

from evopose.errors import BadFile, NotWritable, UnsafeFile
from evopose.geometry.hierarchy import to_global
from evopose.geometry.projection import project
from evopose.io import evoskeleton_2d, evoskeleton_3d, evoskeleton_fitted
from evopose.io.evoskeleton import kind_of, read
from evopose.io.format import format_of
from evopose.model.annotation import AnnotatedImage, Annotation, Person, Status
from evopose.model.keypoints import Keypoints
from evopose.model.skeleton import H36M_17
from tests.core.io.annotations import STANDING, joints, some_images, some_pose

TABLE = [0, 2, 5, 8, 1, 4, 7, 3, 12, 15, 24, 16, 18, 20, 17, 19, 21]
USED = [0, 1, 2, 3, 6, 7, 8, 12, 13, 14, 15, 17, 18, 19, 25, 26, 27]
SIZE = (300, 200)
CAM_T = np.array([0.1, 0.2, 40.0])


def theirs(kind: str) -> dict:
    """An entry as the original wrote it."""
    rng = np.random.default_rng(0)
    entry = {"p2d": rng.uniform(0, 200, (17, 2))}
    if kind != "2d":
        v = rng.normal(size=(25, 3))
        v[TABLE] = STANDING
        parameters = {"cam_t": CAM_T, "f": np.array([5000.0, 5000.0]), "v": v, "pose": rng.normal(size=72)}
        entry["fitting_params"] = {**parameters, "betas": np.array([0.3])}
        entry["lsp"] = np.bool_(True)
        entry["h36m"] = rng.uniform(0, 200, (17, 2))
    if kind == "3d":
        entry["p3d"] = np.zeros((32, 3))
        entry["p3d"][USED] = STANDING + rng.normal(0, 0.02, (17, 3))
    return entry


@pytest.fixture
def folder(tmp_path):
    Image.new("L", SIZE).save(tmp_path / "260.jpg")
    return tmp_path


def saved(folder, entry, name="260.jpg"):
    np.save(folder / "x.npy", {name: entry})
    return folder / "x.npy"


def test_clicks_become_h36m_joints_and_missing_ones_stay_missing(folder):
    entry = theirs("2d")
    entry["p2d"] = entry["p2d"].astype(object)
    entry["p2d"][2] = None
    (image,) = read(saved(folder, entry))
    keypoints = image.people[0].annotation.keypoints
    assert image.size == SIZE
    np.testing.assert_array_equal(keypoints.xy[H36M_17.index("rankle")], entry["p2d"][0].astype(float))
    np.testing.assert_array_equal(keypoints.xy[H36M_17.index("neck")], entry["p2d"][16].astype(float))
    for joint in ("rhip", "hip"):
        assert np.isnan(keypoints.xy[H36M_17.index(joint)]).all()
    assert image.people[0].annotation.pose is None


def test_an_unfinished_list_of_clicks_is_read(folder):
    (image,) = read(saved(folder, {"p2d": [(1, 2), (3, 4)]}))
    assert image.people[0].annotation.keypoints.known.sum() == 2


def test_h36m_joints_win_where_the_file_has_them(folder):
    entry = theirs("fitted")
    (image,) = read(saved(folder, entry))
    np.testing.assert_array_equal(image.people[0].annotation.keypoints.xy, entry["h36m"])


def test_example_annotations_have_h36m_order_under_p2d(folder):
    pose = some_pose(np.random.default_rng(1))
    xy = to_global(pose)[:, :2] * 100
    xy[0] = (xy[1] + xy[4]) / 2
    (image,) = read(saved(folder, {"p2d": xy}))
    np.testing.assert_array_equal(image.people[0].annotation.keypoints.xy, xy)


def test_a_fit_is_the_camera_frame_pose_that_the_original_projects(folder):
    entry = theirs("fitted")
    (image,) = read(saved(folder, entry))
    person = image.people[0]
    np.testing.assert_allclose(joints(person.initial), STANDING + CAM_T, atol=1e-12)
    assert person.annotation.status is Status.UNTOUCHED
    points = (entry["fitting_params"]["v"] + CAM_T)[TABLE]
    pixels = 5000 * points[:, :2] / points[:, 2:] + np.array(SIZE) / 2
    np.testing.assert_allclose(project(person.annotation.camera, joints(person.annotation.pose)), pixels, atol=1e-6)


def test_without_the_image_the_camera_is_unknown(tmp_path):
    (image,) = read(saved(tmp_path, theirs("fitted")))
    assert image.size is None
    assert image.people[0].annotation.camera is None
    assert image.people[0].initial is not None


def test_a_refined_pose_is_done_and_its_fit_is_the_ghost(folder):
    entry = theirs("3d")
    (image,) = read(saved(folder, entry))
    person = image.people[0]
    np.testing.assert_allclose(joints(person.annotation.pose), entry["p3d"][USED] + CAM_T, atol=1e-12)
    np.testing.assert_allclose(joints(person.initial), STANDING + CAM_T, atol=1e-12)
    assert person.annotation.status is Status.DONE


@pytest.mark.parametrize(
    ("kind", "module"), [("2d", evoskeleton_2d), ("fitted", evoskeleton_fitted), ("3d", evoskeleton_3d)]
)
def test_what_nobody_changed_is_written_back_as_it_was(folder, kind, module):
    entry = theirs(kind)
    path = saved(folder, entry)
    assert kind_of(path) == kind
    assert format_of(path) is module.FORMAT
    module.FORMAT.write_annotations(read(path), folder / "again.npy")
    again = np.load(folder / "again.npy", allow_pickle=True).item()["260.jpg"]
    assert again.keys() - {"evostudio"} == entry.keys()
    for key in entry.keys() - {"fitting_params"}:
        np.testing.assert_array_equal(again[key], entry[key])
    for key, value in entry.get("fitting_params", {}).items():
        np.testing.assert_array_equal(again["fitting_params"][key], value)


def test_the_originals_annotator_takes_our_files(folder):
    """Its accesses one by one: annotate_3D reads a fit and projects it, then the refined pose."""
    images = some_images(3)
    evoskeleton_3d.FORMAT.write_annotations(images, folder / "annot_3d.npy")
    data = np.load(folder / "annot_3d.npy", allow_pickle=True).item()
    person = images[0].people[0]
    entry = data["a.jpg"]
    assert np.array(entry["p2d"]).shape == (17, 2)
    skeleton = entry["fitting_params"]["v"].reshape(-1, 3)[TABLE]
    cam_t, f = entry["fitting_params"]["cam_t"], entry["fitting_params"]["f"]
    assert (f.shape, cam_t.shape) == ((2,), (3,))
    np.testing.assert_allclose(skeleton + cam_t, joints(person.initial), atol=1e-9)
    refined = np.zeros((32, 3))
    refined[USED] = skeleton
    assert entry["p3d"].shape == refined.shape
    np.testing.assert_allclose(entry["p3d"][USED] + cam_t, joints(person.annotation.pose), atol=1e-9)
    unused = np.delete(entry["p3d"], USED, axis=0)
    assert (unused == 0).all()
    assert entry["fitting_params"]["pose"].shape == (72,)
    assert entry["fitting_params"]["betas"].shape == (1,)


def test_the_originals_2d_annotator_and_fitter_take_our_files(folder):
    images = some_images(4)
    evoskeleton_2d.FORMAT.write_annotations(images, folder / "annotation.npy")
    data = np.load(folder / "annotation.npy", allow_pickle=True).item()
    clicks = data["folder/ö 2.jpg"]["p2d"][:14]
    xy = images[1].people[0].annotation.keypoints.xy
    order = ["rankle", "rknee", "rhip", "lhip", "lknee", "lankle", "rwrist", "relbow", "rshoulder", "lshoulder"]
    for click, joint in zip(clicks, [*order, "lelbow", "lwrist"], strict=False):
        np.testing.assert_array_equal(click, xy[H36M_17.index(joint)])
    np.testing.assert_array_equal(clicks[13], xy[H36M_17.index("head")])
    np.testing.assert_array_equal(data["folder/ö 2.jpg"]["h36m"], xy)


def test_smpl_parameters_of_another_pose_are_not_kept(folder):
    (image,) = read(saved(folder, theirs("fitted")))
    person = image.people[0]
    pose = some_pose(np.random.default_rng(2))
    moved = Person(Annotation(person.annotation.keypoints, person.annotation.camera, pose), None, None, person.extra)
    evoskeleton_fitted.FORMAT.write_annotations([AnnotatedImage("260.jpg", (moved,), SIZE)], folder / "y.npy")
    parameters = np.load(folder / "y.npy", allow_pickle=True).item()["260.jpg"]["fitting_params"]
    np.testing.assert_allclose(parameters["v"][TABLE] + parameters["cam_t"], to_global(pose), atol=1e-9)
    np.testing.assert_array_equal(parameters["cam_t"], CAM_T)
    assert np.isnan(parameters["pose"]).all()
    assert np.isnan(parameters["v"][[6, 9, 10, 11]]).all()


def test_what_the_original_changed_in_our_file_wins(folder):
    images = some_images(5)
    path = folder / "annot_3d.npy"
    evoskeleton_3d.FORMAT.write_annotations(images, path)
    data = np.load(path, allow_pickle=True).item()
    data["a.jpg"]["p3d"][27] += 0.1
    data["a.jpg"]["h36m"][3] = (5, 6)
    np.save(path, data)
    found = next(image for image in read(path) if image.file_name == "a.jpg").people[0]
    change = joints(found.annotation.pose) - joints(images[0].people[0].annotation.pose)
    np.testing.assert_allclose(change[16], 0.1, atol=1e-9)
    np.testing.assert_allclose(change[:16], 0, atol=1e-9)
    np.testing.assert_array_equal(found.annotation.keypoints.xy[3], (5, 6))
    assert found.annotation.keypoints.visibility[3] == 2
    assert found.annotation.locked == images[0].people[0].annotation.locked


def test_one_person_an_image(folder):
    with pytest.raises(NotWritable, match=r"a\.jpg has 2 people"):
        evoskeleton_2d.FORMAT.write_annotations(some_images(0, people=2), folder / "x.npy")


def test_a_fit_with_missing_joints_is_no_fit_but_is_kept(folder):
    entry = theirs("fitted")
    entry["fitting_params"]["v"][5] = np.nan
    (image,) = read(saved(folder, entry))
    assert image.people[0].initial is None
    assert image.people[0].annotation.pose is None
    np.testing.assert_array_equal(
        image.people[0].extra["evoskeleton"]["fitting_params"]["pose"], entry["fitting_params"]["pose"]
    )


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"p2d": np.zeros((18, 2))}, r"p2d of shape \(18, 2\)"),
        ({"p2d": "abc"}, "p2d is no array of numbers"),
        ({"h36m": np.zeros((14, 2))}, "h36m of shape"),
        ({"p2d": [], "p3d": np.zeros((17, 3))}, r"p3d of shape \(17, 3\); expected \(32, 3\)"),
        ({"fitting_params": {}}, "without 'v'"),
        ({"fitting_params": {"v": np.zeros((25, 3)), "cam_t": [1]}}, "cam_t of 1"),
        ({"fitting_params": {"v": np.zeros((25, 3)), "cam_t": [1, 2, 3], "f": [0.0, 1]}}, "focal"),
        ([1, 2], "dictionaries"),
        ({"p2d": [], "evostudio": {"version": 9}}, "version 9"),
        ({"p2d": [], "evostudio": 9}, "260.jpg"),
    ],
)
def test_a_bad_entry_is_named(folder, entry, words):
    with pytest.raises(BadFile, match=words) as caught:
        read(saved(folder, entry))
    assert "260.jpg" in str(caught.value)


def test_other_contents_are_refused(folder):
    np.save(folder / "x.npy", np.zeros(3))
    assert kind_of(folder / "x.npy") == ""
    with pytest.raises(BadFile, match="dictionary"):
        read(folder / "x.npy")
    np.save(folder / "x.npy", {(1, "Walking", "a.h5"): np.zeros((2, 96))})
    assert kind_of(folder / "x.npy") == ""
    with pytest.raises(BadFile, match="Walking"):
        read(folder / "x.npy")
    assert kind_of(folder / "none.npy") == ""


def test_code_in_an_annotation_is_refused(folder):
    class Evil:
        def __reduce__(self):
            return print, ("ran",)

    with pytest.raises(UnsafeFile, match=r"builtins\.print"):
        read(saved(folder, {"p2d": Evil()}))


def test_a_turned_photo_has_its_upright_size(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("L", SIZE).save(tmp_path / "260.jpg", exif=exif)
    (image,) = read(saved(tmp_path, theirs("fitted")))
    assert image.size == (200, 300)
    assert image.people[0].annotation.camera.centre == (100, 150)


def test_empty_keypoints_are_written_and_read(folder):
    images = [AnnotatedImage("260.jpg", (Person(Annotation(Keypoints.empty())),), SIZE)]
    evoskeleton_2d.FORMAT.write_annotations(images, folder / "x.npy")
    assert not read(folder / "x.npy")[0].people[0].annotation.keypoints.known.any()
