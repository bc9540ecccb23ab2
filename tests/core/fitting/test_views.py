"""Laws of looking poses up by how they look."""

import numpy as np

from evopose.fitting.first_fit import standard_views
from evopose.fitting.library import library
from evopose.model.skeleton import H36M_17


def looked_up(points, k=10):
    return standard_views().search(points, np.ones(17), k, blur=0.03, roll_sigma=0.2, commonness=0.0)


def test_a_view_of_a_library_pose_finds_that_pose():
    turn = standard_views().turns[5]
    for row in (3, 40, 900):
        seen = library().poses[row] @ turn.T
        found = looked_up(300 * seen[:, :2] / (1 + seen[:, 2:] / 5) + [500, 400])
        assert found.pose[0] == row
        assert found.misfit[0] < 1e-3
        np.testing.assert_allclose(found.turn[0], turn, atol=1e-4)
        np.testing.assert_allclose(found.scale[0], 300, rtol=1e-4)


def test_a_mirrored_picture_finds_the_mirrored_pose():
    seen = library().poses[40] @ standard_views().turns[5].T
    points = seen[:, :2] / (1 + seen[:, 2:] / 5)
    found = looked_up(points[list(H36M_17.mirror)] * [-1, 1])
    assert found.pose[0] == 40 + len(library()) // 2
    placed = library().poses[found.pose[0]] @ found.turn[0].T
    np.testing.assert_allclose(placed, seen[list(H36M_17.mirror)] * [-1, 1, 1], atol=1e-3)


def test_a_tilted_picture_is_found_tilted():
    c, s = np.cos(0.2), np.sin(0.2)
    seen = library().poses[40] @ standard_views().turns[5].T
    found = looked_up((seen[:, :2] / (1 + seen[:, 2:] / 5)) @ np.array([[c, s], [-s, c]]))
    np.testing.assert_allclose(
        library().poses[40] @ found.turn[0].T, seen @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]]), atol=1e-3
    )


def test_matches_come_best_first_and_unknown_points_do_not_count():
    seen = library().poses[40] @ standard_views().turns[5].T
    points, weights = seen[:, :2] / (1 + seen[:, 2:] / 5), np.ones(17)
    weights[16] = 0
    points[16] = 1e3
    found = standard_views().search(points, weights, 10, blur=0.03, roll_sigma=0.2, commonness=0.0)
    assert found.pose[0] == 40
    assert (np.diff(found.energy) >= 0).all()
