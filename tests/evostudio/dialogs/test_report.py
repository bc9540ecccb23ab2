"""The report can be read, and tells no more of the machine's owner than it says it does."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from evostudio.dialogs.report import ReportDialog
from evostudio.paths import discreet


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"at {Path.home()}/photos/x.png, and", "at ~/photos/x.png, and"),
        ("Python          3.11.7 at /srv/ada/v/bin/python3", "Python          3.11.7 at …/python3"),
        ("('/srv/ada/one.evo', \"/srv/ada/two.evo\")", "('…/one.evo', \"…/two.evo\")"),
        (r"at C:\Users\Ada\photos\x.png", "at …/x.png"),
        (
            "see https://example.org/a/b, 3/4 of both/all, and/or",
            "see https://example.org/a/b, 3/4 of both/all, and/or",
        ),
    ],
)
def test_paths_are_cut_to_what_says_nothing_of_their_owner(text, shown):
    assert discreet(text) == shown


def test_the_report_is_complete_not_wrapped_twice_and_discreet(window, qtbot):
    dialog = ReportDialog(window.studio, window)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.copy.isEnabled, timeout=30_000)
    words = dialog.text.toPlainText()
    names = [line.split("  ")[0] for line in words.splitlines() if line and not line.startswith(" ")]
    assert {"EvoStudio", "Python", "Qt platform", "3D view", "Screens"} <= set(names)
    assert len(names) == len(set(names))
    assert dialog.text.lineWrapMode() == dialog.text.LineWrapMode.NoWrap
    assert max(map(len, words.splitlines())) <= 110
    assert str(Path.home()) not in words
    assert "Paths are cut" in dialog.findChild(QLabel).text()
