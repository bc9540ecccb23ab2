"""The start: quick because it imports little, and every word of the command line means something."""

import subprocess
import sys

import pytest

from evostudio.__main__ import main
from evostudio.pages.registry import page_classes


def test_starting_imports_no_torch_and_no_plots():
    code = (
        "import sys; from evostudio.__main__ import application, make_window; import evostudio.window;"
        "from evostudio.pages.registry import page_classes; page_classes();"
        "print([name for name in ('torch', 'pyqtgraph', 'scipy', 'cv2', 'matplotlib') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_version_is_told(capsys):
    from evopose import __version__

    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out.strip() == __version__


def test_pages_have_names_titles_icons_and_keys_of_their_own():
    pages = page_classes()
    for field in ("name", "title", "icon", "key"):
        values = [getattr(page, field) for page in pages]
        assert all(values)
        assert len(set(values)) == len(values)
