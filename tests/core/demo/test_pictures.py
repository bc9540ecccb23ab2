"""The pictures: the mannequin lies where its joints are projected; shapes and rays agree."""

import numpy as np
import pytest

from evopose.demo.body import Body
from evopose.demo.mannequin import mannequin
from evopose.demo.picture import take
from evopose.demo.poses import POSES
from evopose.demo.project import shoot
from evopose.demo.shapes import Box, Group, Limb
from evopose.demo.stage import staged
from evopose.demo.surface import Surface
from evopose.demo.wardrobe import random_wardrobe
from evopose.geometry.projection import project

UP = np.array([0, 0, 1], np.float32)


def ball(centre, radius, name="ball"):
    place = np.asarray(centre, np.float32)
    return Group(name, (Limb(place, place, (radius,), 0),), blend=0.0)


def test_rays_meet_a_ball_where_geometry_says():
    surface = Surface((ball((0, 3, 0), 0.5),))
    rays = np.array([[0, 0.1, 0.3], [1, 0.99498744, 0.95393920], [0, 0, 0]], np.float32)
    found = surface.hits(np.zeros(3, np.float32), rays)
    along = 3 * rays[1]
    expected = along - np.sqrt(0.25 - (9 - along**2), where=9 - along**2 < 0.25, out=np.full(3, -np.inf))
    np.testing.assert_allclose(found, expected, atol=2e-3)


def test_distances_of_boxes_and_thinned_limbs_are_right_near_the_surface():
    box = Box(np.zeros(3, np.float32), np.eye(3, dtype=np.float32), (0.3, 0.2, 0.1), 0.02, 0)
    points = np.array([[0.35, 0, 0], [0, 0.25, 0.05], [0, 0, -0.02]], np.float32)
    np.testing.assert_allclose(box.distance(points), [0.05, 0.05, -0.08], atol=1e-6)
    limb = Limb(-UP, UP, (0.2, 0.2), 0, flat=np.array([1, 0, 0], np.float32), flatness=2.0)
    points = np.array([[0.11, 0], [0, 0.21], [0.4, 0]], np.float32)
    np.testing.assert_allclose(limb.distance(points), [0.01, 0.01], atol=1e-6)


def test_normals_of_a_ball_point_outward():
    surface = Surface((ball((1, 2, 3), 0.4),))
    out = np.random.default_rng(0).normal(size=(3, 50)).astype(np.float32)
    out /= np.linalg.norm(out, axis=0)
    points = np.array([[1], [2], [3]], np.float32) + np.float32(0.4) * out
    np.testing.assert_allclose(surface.normals(points), out, atol=5e-3)


def test_what_lies_between_a_point_and_the_light_shades_it():
    surface = Surface((ball((0, 0, 1), 0.3),))
    points = np.array([[0, 2], [0, 0], [0, 0]], np.float32)
    np.testing.assert_allclose(surface.shade(points, UP), [0, 1], atol=0.01)


@pytest.mark.parametrize("posed", POSES[::4], ids=lambda posed: posed.name)
def test_all_joints_lie_in_the_flesh(posed):
    figure = posed.performed(Body())
    surface = Surface(mannequin(figure, random_wardrobe(np.random.default_rng(0))))
    inside = surface.distance(np.ascontiguousarray(figure.positions[0].T, np.float32))
    assert inside[[*range(10), *range(11, 17)]].max() < 0.0
    assert abs(inside[10]) < 0.02, "the crown is at the surface"


def test_the_mannequin_is_seen_where_its_joints_are_projected(shots):
    for shot in shots:
        pixels = project(shot.staged.scene.camera, shot.staged.truth)
        seen = shot.picture.depth[tuple(np.floor(pixels[:, ::-1]).astype(int).clip(0).T)]
        assert np.isfinite(seen[[*range(10), *range(11, 17)]]).all()
        nearer = shot.staged.truth[:, 2] - seen
        assert nearer[[*range(10), *range(11, 17)]].min() > -0.05, "a joint lies before the surface"


def test_the_whole_person_is_in_the_frame(shots):
    for shot in shots:
        pixels = project(shot.staged.scene.camera, shot.staged.truth)
        assert (pixels > 0).all()
        assert (pixels < shot.staged.scene.camera.size).all()
        assert np.ptp(pixels, axis=0).max() > 0.4 * 90


def test_the_same_numbers_take_the_same_picture(shots):
    again = shoot(2, 5, 120)
    np.testing.assert_array_equal(again.picture.rgb, shots[2].picture.rgb)
    np.testing.assert_array_equal(again.image.people[0].annotation.keypoints.xy, _xy(shots[2]))
    assert not np.array_equal(_xy(shoot(2, 6, 120)), _xy(shots[2]))


def _xy(shot):
    return shot.image.people[0].annotation.keypoints.xy


def test_the_person_stands_out_and_nothing_is_black_or_burnt_out(shots):
    for shot in shots:
        person = np.isfinite(shot.picture.depth)
        assert 0.02 < person.mean() < 0.6
        light = shot.picture.rgb.mean(axis=-1)
        assert 60 < light.mean() < 235
        assert (light < 3).mean() < 0.02
        assert light[person].std() > 12


def test_places_cameras_and_formats_vary():
    scenes = [staged(number, 0, 64) for number in range(28)]
    assert len({scene.place for scene in scenes}) >= 6
    assert len({scene.posed.name for scene in scenes}) == 28
    assert {scene.scene.camera.size for scene in scenes} == {(64, 48), (48, 64)}
    assert len({scene.scene.camera.focal[0] for scene in scenes}) >= 3


def test_grain_needs_its_generator_and_nothing_else_changes():
    scene = staged(3, 1, 64).scene
    first, second = (take(scene, np.random.default_rng(seed)) for seed in (0, 1))
    np.testing.assert_array_equal(first.depth, second.depth)
    assert 0 < np.abs(first.rgb.astype(int) - second.rgb).mean() < 6
