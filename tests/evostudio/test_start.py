"""The start: quick because it imports little, and every word of the command line means something."""

import os
import signal
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


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C reaches whole groups of processes there")
def test_ctrl_c_closes_the_window_and_its_session_is_kept(tmp_path):
    code = (
        "from evostudio.__main__ import main; import evostudio.__main__ as start;"
        "begin = start._begin;"
        "start._begin = lambda *both: (begin(*both), print('ready', flush=True));"
        "raise SystemExit(main([]))"
    )
    settings = {**os.environ, "EVOSTUDIO_CONFIG": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    process = subprocess.Popen([sys.executable, "-c", code], env=settings, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    process.stdout.close()
    assert '"geometry"' in (tmp_path / "preferences.json").read_text()
