"""The look: colours of the dark and the light theme, and putting one on (palette, style sheet, fonts)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication


@dataclass(frozen=True)
class Theme:
    """Colours by their use, as '#rrggbb'. Views get one by `set_theme` and never ask a global."""

    name: str
    dark: bool
    window: str
    panel: str
    field: str
    """Inputs, lists."""
    line: str
    hover: str
    text: str
    dim: str
    """Secondary text; still readable on window and panel (4.5 : 1)."""
    accent: str
    on_accent: str
    selection: str
    """Behind selected rows."""
    stage: str
    """Around the photo and behind the 3D skeleton."""
    grid: str
    """Lines of the ground."""
    left: str
    right: str
    middle: str
    invalid: str
    uncertain: str
    done: str
    ghost: str
    """The initial fit, behind what is edited."""
    other: str
    """A second annotation to compare with."""

    def colour(self, use: str, alpha: float = 1.0) -> QColor:
        """The colour of one use (a field's name), with `alpha` 0 … 1."""
        colour = QColor(getattr(self, use))
        colour.setAlphaF(alpha)
        return colour


class Themed(Protocol):
    """What draws itself in a theme's colours."""

    def set_theme(self, theme: Theme, /) -> None:
        """Other colours."""


DARK = Theme(
    name="dark",
    dark=True,
    window="#1e1f22",
    panel="#26282b",
    field="#1a1b1e",
    line="#3a3d41",
    hover="#313438",
    text="#d7dae0",
    dim="#9aa0a6",
    accent="#4c9aff",
    on_accent="#0d1520",
    selection="#2b4262",
    stage="#17181a",
    grid="#34373b",
    left="#4c9aff",
    right="#ff8f4c",
    middle="#d9dce1",
    invalid="#ff4d5e",
    uncertain="#ffc94d",
    done="#5bc98c",
    ghost="#8b9099",
    other="#c792ea",
)

LIGHT = Theme(
    name="light",
    dark=False,
    window="#eceef1",
    panel="#f7f8fa",
    field="#ffffff",
    line="#cdd1d7",
    hover="#e2e5ea",
    text="#22252a",
    dim="#5c636c",
    accent="#1f6fd6",
    on_accent="#ffffff",
    selection="#cfe2fb",
    stage="#dfe2e6",
    grid="#c2c7ce",
    left="#1f6fd6",
    right="#c9570b",
    middle="#4a4f57",
    invalid="#d11f35",
    uncertain="#a06a00",
    done="#1b8150",
    ghost="#7d838c",
    other="#8a3fc0",
)

THEMES = {theme.name: theme for theme in (DARK, LIGHT)}

GRID = 8
"""Pixels between things; half of it inside controls."""
TEXT_SIZE = 13
SMALL_SIZE = 12
TITLE_SIZE = 13
"""Pixels; titles are semibold."""
HEADLINE_SIZE = 22


def named(name: str) -> Theme:
    """The theme 'dark' or 'light'; 'system' asks the desktop. Anything else is dark."""
    if name == "system":
        from PySide6.QtCore import Qt

        light = QApplication.styleHints().colorScheme() == Qt.ColorScheme.Light
        return LIGHT if light else DARK
    return THEMES.get(name, DARK)


def apply(app: QApplication, theme: Theme) -> None:
    """Put the theme on all widgets there are and will be.

    From one sheet to another each takes a millisecond, and a fifth of it by way of no sheet; nothing is done where they
    wear it already.
    """
    from evostudio.style import sheet

    worn = sheet(theme)
    if app.styleSheet() == worn:
        return
    if app.styleSheet():
        app.setStyleSheet("")
    else:
        app.setStyle("Fusion")
    app.setFont(tabular(_sized(app.font(), TEXT_SIZE)))
    app.setPalette(palette(theme))
    app.setStyleSheet(worn)


def tabular(font: QFont) -> QFont:
    """The font with digits of one width, so that changing numbers stand still."""
    steady = QFont(font)
    if hasattr(steady, "setFeature"):  # Qt 6.7
        steady.setFeature(QFont.Tag("tnum"), 1)
    return steady


def rgb_bytes(colour: QColor) -> tuple[int, int, int]:
    """Red, green and blue, 0 … 255."""
    return colour.red(), colour.green(), colour.blue()


def rgb_shares(colour: QColor) -> tuple[float, float, float]:
    """Red, green and blue, 0 … 1."""
    return colour.redF(), colour.greenF(), colour.blueF()


def title_font(font: QFont) -> QFont:
    """A panel's title: 13 px semibold."""
    title = _sized(font, TITLE_SIZE)
    title.setWeight(QFont.Weight.DemiBold)
    return title


def _sized(font: QFont, pixels: int) -> QFont:
    sized = QFont(font)
    sized.setPixelSize(pixels)
    return sized


def palette(theme: Theme) -> QPalette:
    """Qt's roles in this theme's colours."""
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.field,
        QPalette.ColorRole.AlternateBase: theme.panel,
        QPalette.ColorRole.ToolTipBase: theme.panel,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.dim,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.Button: theme.panel,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.BrightText: theme.invalid,
        QPalette.ColorRole.Highlight: theme.selection,
        QPalette.ColorRole.HighlightedText: theme.text,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.LinkVisited: theme.accent,
        QPalette.ColorRole.Accent: theme.accent,
        QPalette.ColorRole.Light: theme.hover,
        QPalette.ColorRole.Mid: theme.line,
        QPalette.ColorRole.Dark: theme.line,
        QPalette.ColorRole.Shadow: theme.stage,
    }
    made = QPalette()
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.ghost))
    return made
