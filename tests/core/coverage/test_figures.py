"""Distributions drawn."""

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from PIL import Image

from evopose.coverage.density import smooth
from evopose.coverage.figures import GAMMA, Panel, figure, save
from evopose.coverage.histogram import count, empty
from evopose.errors import BadOption, NotWritable


@pytest.fixture
def panels(poses):
    before, after = empty(), empty()
    count(poses[:100], before)
    count(poses, after)
    return [Panel("before", smooth(before)), Panel("after", smooth(after))]


@pytest.fixture
def possible():
    made = np.ones((9, 120, 60), np.float32)
    made[:, :, :20], made[2, :, 20:40] = 0, 0.3
    return made


def maps(made):
    """The densities that are drawn, and how they are scaled."""
    return [axes.images[0] for part in made.subfigs for axes in part.axes if len(axes.images) == 2]


def test_all_nine_are_drawn_for_each_population_on_one_scale_each(panels, possible):
    drawn = maps(figure(panels, possible, None, "linear"))
    assert len(drawn) == 18
    for image, other in zip(drawn[::2], drawn[1::2], strict=True):
        assert image.norm.vmax == other.norm.vmax == max(image.get_array().max(), other.get_array().max())
    assert np.allclose(drawn[2].get_array(), panels[0].densities[1].T)  # then the left upper arm


def test_the_gamma_scale_shows_what_is_rare(panels, possible):
    linear, gamma = (maps(figure(panels, possible, 4, scale))[0].norm for scale in ("linear", "gamma"))
    assert linear(0.1 * linear.vmax) == pytest.approx(0.1)
    assert gamma(0.1 * gamma.vmax) == pytest.approx(0.1**GAMMA)


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_figures_are_the_same_bytes_each_time(panels, possible, tmp_path, suffix):
    for name in ("a", "b"):
        save(figure(panels, possible, 1, "gamma"), tmp_path / f"{name}{suffix}")
    content = (tmp_path / f"a{suffix}").read_bytes()
    assert content == (tmp_path / f"b{suffix}").read_bytes()
    if suffix == ".png":
        with Image.open(tmp_path / "a.png") as image:
            assert min(image.size) > 400
    if suffix == ".svg":
        words = "".join(ElementTree.fromstring(content).itertext())
        assert "left upper arm" in words and "before" in words and "after" in words


def test_nothing_at_all_can_be_drawn(possible):
    figure([Panel("nobody", smooth(empty()))], np.zeros_like(possible), None, "gamma")


def test_other_names_and_places_that_cannot_be_written_are_said(panels, possible, tmp_path):
    made = figure(panels, possible, 0, "linear")
    with pytest.raises(BadOption, match="png"):
        save(made, tmp_path / "figure.jpg")
    with pytest.raises(NotWritable):
        save(made, tmp_path / "none" / "figure.png")
    assert list(tmp_path.iterdir()) == []
