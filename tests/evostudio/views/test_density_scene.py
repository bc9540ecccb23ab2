"""Colours, scales, brushes and contours of densities: inverses and laws, without a window."""

from math import degrees, pi, radians

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from evopose.geometry.spherical import to_vectors
from evopose.limits.sphere import centres
from evostudio.views.brush import Box, Cap, Lasso
from evostudio.views.density_colours import RAMPS, Scale, diverging, ramp
from evostudio.views.density_pointing import Stroke, apart
from evostudio.views.density_scene import densest
from evostudio.views.direction_chart import FlatChart, SphereChart, cell_of

thetas, phis = st.floats(-3.1, 3.1), st.floats(-1.5, 1.5)


@pytest.mark.parametrize("name", RAMPS)
def test_ramps_are_those_of_matplotlib(name):
    matplotlib = pytest.importorskip("matplotlib")
    table = matplotlib.colormaps[name](np.arange(256))[:, :3] * 255
    assert np.abs(ramp(name).astype(float) - table).max() <= 4


def lightness(colours: np.ndarray) -> np.ndarray:
    """Of sRGB (CIE 1976 L*, from relative luminance)."""
    share = colours / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    luminance = linear @ np.array([0.2126, 0.7152, 0.0722])
    return np.where(luminance > 0.008856, 116 * np.cbrt(luminance) - 16, 903.3 * luminance)


@pytest.mark.parametrize("name", RAMPS)
def test_more_is_always_lighter(name):
    assert (np.diff(lightness(ramp(name))[::8]) > 0).all()


@pytest.mark.parametrize("dark", [True, False])
def test_difference_is_told_as_strongly_downwards_as_upwards(dark):
    steps = lightness(diverging(dark))
    away = np.abs(steps - steps[127])
    assert (np.diff(away[127::16]) > 0).all()
    assert (np.diff(away[127::-16]) > 0).all()
    assert abs(away[0] - away[255]) < 12
    assert int(diverging(dark)[0, 2]) > int(diverging(dark)[0, 0])
    assert int(diverging(dark)[255, 0]) > int(diverging(dark)[255, 2])


@given(st.floats(0, 1), st.floats(0.1, 1), st.floats(0.01, 1000), st.booleans())
def test_the_colour_bar_tells_the_value_that_a_colour_stands_for(place, gamma, limit, both_ways):
    scale = Scale(limit, gamma, both_ways)
    assert scale.place(scale.value(place)) == pytest.approx(place, abs=1e-6)
    assert abs(int(scale.steps(np.array([scale.value(place)]))[0]) - 255 * place) <= 0.51


def test_gamma_lifts_what_is_rare_and_keeps_the_ends():
    values = np.array([0.0, 0.01, 1.0, 5.0])
    linear, bent = Scale(1.0, 1.0).steps(values), Scale(1.0, 0.4).steps(values)
    assert bent[1] > 10 * linear[1]
    assert_array_equal(linear[[0, 2, 3]], bent[[0, 2, 3]])


def test_nan_is_drawn_as_nothing():
    assert Scale(1.0).steps(np.array([np.nan]))[0] == 0


@given(thetas, phis, thetas, phis)
def test_a_box_holds_every_direction_between_its_corners(theta, phi, theta_end, phi_end):
    cells = Box((theta, phi), (theta_end, phi_end)).cells()
    share = np.linspace(0, 1, 5)
    inside = cell_of(theta + share * (theta_end - theta), phi + share * (phi_end - phi))
    assert cells[inside].all()
    columns = abs(np.degrees(theta_end - theta)) / 3 + 2
    rows = abs(np.degrees(phi_end - phi)) / 3 + 2
    assert cells.sum() <= columns * rows


def test_a_box_goes_on_round_the_back_and_never_twice():
    beyond = Box((radians(170), 0.0), (radians(190), 0.0)).cells()
    assert beyond[[119, 0, 1, 2]][:, 30].all()
    assert not beyond[60].any()
    assert Box((-pi, -1.0), (4 * pi, 1.0)).cells().any(axis=1).sum() == 120


@given(thetas, phis, st.floats(0, 1.5))
def test_a_cap_holds_the_cells_within_its_angle_and_its_own_middle(theta, phi, radius):
    cells = Cap((theta, phi), radius).cells()
    cosine = centres() @ to_vectors(np.array([theta, phi]))
    own = np.zeros_like(cells)
    own[cell_of(theta, phi)] = True
    assert_array_equal(cells, (cosine >= np.cos(radius)) | own)


def test_a_lasso_around_a_square_selects_it():
    corners = [(-20, -20), (20, -20), (20, 20), (-20, 20)]
    cells = Lasso(tuple((radians(x), radians(y)) for x, y in corners)).cells()
    square = Box((radians(-20), radians(-20)), (radians(20), radians(20))).cells()
    assert cells[60, 30]
    assert (cells & ~square).sum() == 0
    assert (square & ~cells).sum() <= 60  # its border


def test_a_lasso_over_the_edge_selects_both_sides_of_it():
    corners = [(170, -20), (200, -20), (200, 20), (170, 20)]
    cells = Lasso(tuple((radians(x), radians(y)) for x, y in corners)).cells()
    assert cells[118, 30]
    assert cells[3, 30]
    assert not cells[20, 30]


@given(thetas, phis, thetas, phis)
def test_the_angle_apart_is_that_between_the_vectors(theta, phi, other_theta, other_phi):
    one, other = to_vectors(np.array([[theta, phi], [other_theta, other_phi]]))
    assert apart((theta, phi), (other_theta, other_phi)) == pytest.approx(
        float(np.arccos(np.clip(one @ other, -1, 1))), abs=1e-5
    )


def test_strokes_become_boxes_lassos_and_caps():
    flat = FlatChart(0, 0, 360, 180)
    box = Stroke(flat, ((180.0, 90.0),)).to((240.0, 60.0)).brush
    assert isinstance(box, Box)
    assert_allclose([degrees(angle) for angle in (*box.start, *box.end)], [0, 0, 60, 30], atol=1e-9)
    line = Stroke(flat, ((180.0, 90.0),), lasso=True)
    for place in ((181.0, 90.0), (240.0, 90.0), (240.0, 60.0)):
        line = line.to(place)
    assert isinstance(line.brush, Lasso)
    assert len(line.brush.line) == 3, "a pixel's way is no corner"
    cap = Stroke(SphereChart(100, 100, 80), ((100.0, 100.0),)).to((140.0, 100.0)).brush
    assert isinstance(cap, Cap)
    assert degrees(cap.radius) == pytest.approx(30)


def test_contours_hold_the_share_they_say_and_no_denser_cell_is_outside():
    rng = np.random.default_rng(5)
    counts = rng.poisson(3.0, (120, 60))
    contour = densest(counts.astype(float), counts, 0.5)
    assert 0.5 <= counts[contour.cells].sum() / counts.sum() < 0.5 + counts.max() / counts.sum() + 1e-9
    assert counts[~contour.cells].max() <= counts[contour.cells].min()
    assert not densest(np.zeros((120, 60)), np.zeros((120, 60)), 0.9).cells.any()
