"""What the page shows of what was measured: densities, differences, scales, titles, tables; without a window."""

import csv
import re
from dataclasses import replace
from math import radians

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from evopose.coverage.measures import solid_angles
from evopose.coverage.opening import opened
from evopose.errors import BadFile, MissingFile
from evopose.io.tensors import write_tensors
from evopose.jobs import finish
from evopose.limits.sphere import CELLS
from evostudio.pages.distributions import bodies, showing
from evostudio.pages.distributions.brushing import interleaved, rows_in
from evostudio.pages.distributions.choices import TABS, Choices
from evostudio.pages.distributions.founders import founders_of, key_of, prepared
from evostudio.pages.distributions.measured import read
from evostudio.pages.distributions.showing import View
from evostudio.pages.distributions.tables import table
from evostudio.theme import DARK
from evostudio.views.density_picture import flat_image
from tests.evostudio.pages.distributions.conftest import FOUNDERS, POSES


def test_a_density_integrates_to_all_poses(measured):
    for side in measured.sides:
        for densities in (side.densities, side.smoothed):
            assert_allclose((densities * solid_angles()).sum(axis=(1, 2)), 1, rtol=1e-6)


def test_densities_are_told_per_steradian_beside_what_is_evenly_spread(measured):
    legend = showing.legend_of(View(measured, Choices()))
    assert legend.unit.startswith("density of the poses, 1/sr")
    assert legend.mark == pytest.approx(1 / solid_angles().sum())


def test_before_are_the_founders_and_after_all(measured):
    assert [side.poses for side in measured.sides] == [FOUNDERS, POSES]
    assert (measured.after.counts >= measured.before.counts).all()


def test_numbers_are_those_of_the_report(measured):
    for side, told in zip(measured.sides, measured.report["populations"], strict=True):
        for numbers, direction in zip(measured.numbers(side), told["directions"], strict=True):
            assert numbers.cells == direction["cells"]
            assert numbers.share == pytest.approx(direction["share"])
            assert numbers.entropy == pytest.approx(direction["entropy"])
    assert list(measured.new_cells()) == [one["new_cells"] for one in measured.report["compared"][0]["directions"]]


def test_side_by_side_shows_both_with_the_same_colours(measured):
    before, after = showing.large(View(measured, Choices()))
    assert before.scale == after.scale
    assert before.scale.limit > 0
    assert (before.title, after.title) == (
        f"right upper arm before ({FOUNDERS})",
        f"right upper arm after ({POSES})",
    )
    assert_array_equal(before.values, measured.before.densities[3])


def test_the_difference_is_after_less_before_and_its_scale_has_two_sides(measured):
    choices = Choices(layer="difference", arrangement="one", limb=1)
    (scene,) = showing.large(View(measured, choices))
    assert_allclose(scene.values, measured.after.densities[1] - measured.before.densities[1])
    assert scene.scale.diverging
    assert showing.legend_of(View(measured, choices)).scale == scene.scale


def test_overlaid_shows_after_with_contours_of_before(measured):
    (scene,) = showing.large(View(measured, Choices(arrangement="over")))
    counts = measured.before.counts[3]
    assert [contour.share for contour in scene.contours] == [0.5, 0.9]
    for contour in scene.contours:
        assert counts[contour.cells].sum() >= contour.share * counts.sum()
    assert_array_equal(scene.values, measured.after.densities[3])


def test_one_population_alone_is_after_and_nothing_else(measured):
    alone = replace(measured, before=None)
    for arrangement in ("side", "over", "one"):
        (scene,) = showing.large(View(alone, Choices(arrangement=arrangement, layer="before")))
        assert_array_equal(scene.values, alone.after.densities[3])
    assert alone.new_cells() == ()
    assert len(showing.small(View(alone, Choices(layer="difference")))) == 9


def test_linear_and_gamma_are_what_colours_follow(measured):
    assert showing.scale_of(measured, Choices(bent=False), 3, False).gamma == 1.0
    assert showing.scale_of(measured, Choices(gamma=0.4), 3, False).gamma == 0.4


def test_limits_are_outlined_where_they_are_wanted(measured):
    assert showing.large(View(measured, Choices(limits=False)))[0].region is None
    assert_array_equal(showing.large(View(measured, Choices()))[0].region, measured.possible[3] > 0)


def test_points_stand_in_place_of_the_density(measured):
    clouds = {name: np.zeros((5, 9, 2)) for name in ("before", "after")}
    before, after = showing.large(View(measured, Choices(points=True), clouds=clouds))
    assert before.values is None
    assert [points.role for points in (*before.points, *after.points)] == ["right", "accent"]
    assert "5 of 150" in showing.legend_of(View(measured, Choices(points=True), clouds=clouds)).words
    waiting, _after = showing.large(View(measured, Choices(points=True)))
    assert waiting.values is not None, "until the poses are read the density stands there"


def test_a_direction_is_told_with_its_counts_and_whether_it_is_valid(measured):
    cell = np.unravel_index(measured.after.counts[3].argmax(), (120, 60))
    theta, phi = radians(cell[0] * 3 - 178.5), radians(cell[1] * 3 - 88.5)
    told = showing.told(measured, 3, theta, phi)
    assert f"before {measured.before.counts[3][cell]:,}   after {measured.after.counts[3][cell]:,} poses" in told
    assert "within the joint limits" in told


def test_a_brush_on_the_first_chart_selects_from_before(measured):
    assert showing.brushed(measured, Choices(), 0) == "before"
    assert showing.brushed(measured, Choices(), 1) == "after"
    assert showing.brushed(measured, Choices(arrangement="over"), 0) == "after"
    assert showing.brushed(measured, Choices(arrangement="one", layer="before"), 0) == "before"
    assert showing.brushed(replace(measured, before=None), Choices(), 0) == "after"


def test_all_tabs_have_scenes_and_their_shares_are_of_all(measured):
    for line in (*bodies.headings(measured).lines, *bodies.elevations(measured).lines):
        assert line.shares.sum() == pytest.approx(1)
    for scene in bodies.bones(measured):
        assert [line.shares.sum() for line in scene.lines] == pytest.approx([1, 1])
        assert all(len(line.shares) + 1 == len(scene.edges) for line in scene.lines)
        assert scene.ticks
    heat = bodies.keypoints(measured, Choices(limb=2))
    assert [scene.title for scene in heat] == [
        "all joints before",
        "all joints after",
        "left wrist before",
        "left wrist after",
    ]
    assert heat[0].shares.sum() == pytest.approx(100)


@pytest.mark.parametrize("tab", TABS)
def test_tables_hold_every_count(measured, tab):
    lines = list(csv.DictReader(table(measured, Choices(tab=tab)).splitlines()))
    sums = [sum(int(line[name]) for line in lines) for name in ("before", "after")]
    fields = {
        "directions": lambda side: side.counts[3].sum(),
        "body": lambda side: side.headings.sum() + side.elevations.sum(),
        "bones": lambda side: side.lengths.sum(),
        "keypoints": lambda side: side.keypoints.sum(),
    }
    assert sums == [int(fields[tab](side)) for side in measured.sides]


def test_smooth_densities_are_empty_where_next_to_nothing_is(measured):
    (scene,) = showing.large(View(measured, Choices(arrangement="one", smooth=True)))
    assert (scene.values == 0).any()
    assert flat_image(scene, DARK).width() == 120


def test_a_file_that_is_no_coverage_is_said(tmp_path):
    with pytest.raises(MissingFile):
        read(tmp_path / "nothing.safetensors", [], {})
    write_tensors(tmp_path / "other.safetensors", {"counts": np.zeros(3)}, {})
    with pytest.raises(BadFile, match="lacks possible"):
        read(tmp_path / "other.safetensors", [], {})


# Brushing


def test_exactly_the_poses_in_the_brushed_cells_are_found():
    rng = np.random.default_rng(2)
    cells = rng.integers(0, CELLS, (600_000, 9)).astype(np.uint16)
    cells[7] = 65535  # degenerate
    brush = rng.random((120, 60)) < 0.1
    found = finish(rows_in(cells, 4, brush))
    inside = brush.reshape(-1)[np.minimum(cells[:, 4], CELLS - 1)] & (cells[:, 4] < CELLS)
    assert_array_equal(np.sort(found.rows), np.flatnonzero(inside))
    assert 7 not in found.rows


def test_a_search_takes_its_time_in_slices():
    steps = list(rows_in(np.zeros((1_000_000, 9), np.uint16), 0, np.zeros((120, 60), bool)))
    assert len(steps) > 3
    assert steps[-1].done == steps[-1].total == 1_000_000


@pytest.mark.parametrize("count", [0, 1, 96, 97, 98, 1000])
def test_interleaving_loses_nobody_and_begins_all_over_the_population(count):
    mixed = interleaved(np.arange(count, dtype=np.int32))
    assert_array_equal(np.sort(mixed), np.arange(count))
    if count == 1000:
        assert np.diff(np.sort(mixed[:80])).max() <= 20


# Founders


def test_founders_are_the_poses_of_generation_0(files):
    founders, whole = opened(files.founders), opened(files.evolved)
    assert len(founders) == FOUNDERS
    assert_array_equal(np.asarray(founders.positions), np.asarray(whole.positions[:FOUNDERS]))
    assert founders_of(files.plain) is None
    assert founders_of(files.founders) is None
    changed = files.founders.stat().st_mtime_ns
    assert founders_of(files.evolved) == files.founders
    assert files.founders.stat().st_mtime_ns == changed, "made once"


def test_a_projects_annotations_and_a_runs_result_are_populations(files, project_path, tmp_path):
    before, after = prepared(files.plain, project_path, bred=True)
    assert before == files.plain
    assert len(opened(after)) > 0
    (tmp_path / "evolved.safetensors").write_bytes(files.evolved.read_bytes())
    founders, result = prepared(None, tmp_path, bred=True)
    assert result == tmp_path / "evolved.safetensors"
    assert len(opened(founders)) == FOUNDERS
    assert prepared(None, tmp_path, bred=False) == (None, result)


def test_another_state_of_a_file_has_another_key(files, tmp_path):
    copy = tmp_path / "copy.safetensors"
    copy.write_bytes(files.plain.read_bytes())
    before = key_of(copy)
    assert before != key_of(files.plain)
    with copy.open("ab") as stream:
        stream.write(b" ")
    assert key_of(copy) != before
    assert key_of(files.plain, copy) != key_of(copy, files.plain)


def test_bones_and_joints_are_called_as_people_say_them(measured):
    assert bodies.bones(measured)[1].title == "right knee"
    titles = [scene.title for scene in bodies.keypoints(measured, Choices(limb=1))]
    assert not any(re.match(r"[rl](knee|elbow|wrist|ankle|hip|shoulder)", title) for title in titles)
