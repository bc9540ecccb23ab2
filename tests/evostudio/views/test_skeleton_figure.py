"""The solids of a scene, the order they are painted in, and their triangles."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from evopose.model.part import BODY, PARTS, PELVIS, part
from evopose.model.skeleton import H36M_17
from evostudio.views.skeleton_figure import bones_of, figure_of
from evostudio.views.skeleton_mesh import solids
from evostudio.views.skeleton_order import painting_order
from tests.evostudio.views.standing import scene_of, standing


def test_every_part_has_bones_and_the_body_has_all():
    assert bones_of(BODY) == frozenset(range(1, 17))
    assert bones_of(PELVIS) == {1, 4}
    assert bones_of(part("head")) == {9, 10}
    assert all(bones_of(each) for each in PARTS)


@pytest.mark.parametrize("joint", range(17))
def test_a_joint_without_a_position_takes_its_solids_away_and_nothing_else(joint):
    positions = standing()
    positions[joint] = np.nan
    figure = figure_of(scene_of(positions))
    assert np.isfinite(figure.starts).all()
    assert np.isfinite(figure.ends).all()
    gone = {joint, *(child for child, parent in enumerate(H36M_17.parents) if parent == joint)}
    assert set(range(17)) - gone - {10} <= set(figure.joints.tolist())


def test_nothing_known_is_nothing_to_draw():
    assert figure_of(scene_of(None)) is None
    assert figure_of(scene_of(np.full((17, 3), np.nan))) is None


def test_invalid_limbs_lose_their_side_s_colour():
    figure = figure_of(scene_of(standing(), invalid=frozenset({2})))
    roles = {role for role, joint in zip(figure.roles, figure.joints, strict=True) if joint == 13}
    assert roles == {"invalid"}


def test_the_nose_points_where_the_person_faces():
    figure = figure_of(scene_of(standing()))
    nose = figure.kinds.index("nose")
    assert figure.ends[nose, 2] < figure.starts[nose, 2]


@given(st.integers(0, 10_000))
def test_of_two_that_cross_the_nearer_at_the_crossing_is_painted_later(seed):
    rng = np.random.default_rng(seed)
    starts, ends = (rng.uniform((0, 0, 2), (300, 300, 6), (2, 3)) for _ in range(2))
    way = ends - starts
    s, t = np.linalg.lstsq(np.stack([way[0, :2], -way[1, :2]], axis=1), starts[1, :2] - starts[0, :2])[0]
    depths = starts[0, 2] + s * way[0, 2], starts[1, 2] + t * way[1, 2]
    if 0 < s < 1 and 0 < t < 1 and abs(depths[0] - depths[1]) > 1e-6:
        order = painting_order(starts, ends, np.full(2, 3.0), np.zeros((2, 2), bool))
        assert order == ([0, 1] if depths[0] > depths[1] else [1, 0])


@given(st.integers(0, 10_000))
def test_all_are_painted_once_whatever_lies_over_what(seed):
    rng = np.random.default_rng(seed)
    starts, ends = (rng.uniform((0, 0, 2), (100, 100, 6), (20, 3)) for _ in range(2))
    order = painting_order(starts, ends, np.full(20, 10.0), rng.random((20, 20)) < 0.05)
    assert sorted(order) == list(range(20))


def test_a_forearm_before_the_chest_is_painted_after_it_though_its_elbow_is_behind():
    starts = np.array([[100, 0, 4.0], [0, 50, 4.6]])
    ends = np.array([[100, 100, 4.0], [200, 50, 3.0]])
    assert painting_order(starts, ends, np.full(2, 10.0), np.zeros((2, 2), bool)) == [0, 1]


def test_triangles_lie_on_the_hull_and_look_outwards():
    start, end, radii = np.array([[0.0, 0, 4]]), np.array([[0.3, 0.4, 4]]), np.array([[0.1, 0.05]])
    rows = solids(start, end, radii, np.ones((1, 3))).reshape(-1, 3, 9).astype(float)
    corners, normals = rows[..., :3], rows[..., 3:6]
    assert_allclose(np.linalg.norm(normals, axis=-1), 1, atol=1e-6)
    areas = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    large = np.linalg.norm(areas, axis=-1) > 1e-7
    assert ((areas * normals.mean(axis=1)).sum(-1)[large] > 0).all()
    volume = (corners[:, 0] * np.cross(corners[:, 1], corners[:, 2])).sum() / 6
    frustum = np.pi * 0.5 / 3 * (0.1**2 + 0.1 * 0.05 + 0.05**2)
    caps = 2 / 3 * np.pi * (0.1**3 + 0.05**3)
    assert volume == pytest.approx(frustum + caps, rel=0.05)
