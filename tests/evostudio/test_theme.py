"""Both themes are readable, and every icon is drawn in them."""

from itertools import product

import pytest
from PySide6.QtGui import QColor

from evopose.resources import root
from evostudio.icons import icon
from evostudio.style import sheet
from evostudio.theme import DARK, LIGHT, named, tabular

THEMES = (DARK, LIGHT)


def luminance(colour: str) -> float:
    parts = [
        channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in QColor(colour).getRgbF()[:3]
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("theme", "words", "ground"), list(product(THEMES, ("text", "dim"), ("window", "panel", "field", "hover")))
)
def test_words_are_readable_on_every_ground(theme, words, ground):
    assert contrast(getattr(theme, words), getattr(theme, ground)) >= 4.5


@pytest.mark.parametrize(
    ("theme", "use"), list(product(THEMES, ("left", "right", "middle", "invalid", "uncertain", "done", "accent")))
)
def test_signs_stand_out_from_the_stage(theme, use):
    assert contrast(getattr(theme, use), theme.stage) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_selected_rows_are_readable(theme):
    assert contrast(theme.text, theme.selection) >= 4.5
    assert contrast(theme.on_accent, theme.accent) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_no_colour_is_left_unfilled_in_the_style_sheet(theme):
    words = sheet(theme)
    assert "{{" not in words
    assert theme.accent in words


def test_every_icon_can_be_drawn(qapp):
    for path in (root() / "icons").glob("*.svg"):
        drawn = icon(path.stem, DARK).pixmap(20, 20).toImage()
        assert any(drawn.pixelColor(x, y).alpha() for x in range(20) for y in range(20)), path.name


def test_digits_have_one_width(qapp):
    from PySide6.QtGui import QFontMetricsF

    metrics = QFontMetricsF(tabular(qapp.font()))
    assert len({round(metrics.horizontalAdvance(digit), 3) for digit in "0123456789"}) == 1


def test_an_unknown_theme_is_dark():
    assert named("nonsense") is DARK
