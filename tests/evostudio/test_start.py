"""The start: quick because it imports little, and every word of the command line means something."""

import ctypes.util
import os
import re
import signal
import subprocess
import sys

import pytest

from evostudio import display
from evostudio.__main__ import _parser, main
from evostudio.pages.registry import PAGES
from evostudio.places import demo_project


def test_starting_imports_no_torch_and_no_plots():
    code = (
        "import sys; from evostudio.__main__ import application, make_window; import evostudio.window;"
        "from evostudio.pages.registry import PAGES; [page.page_class for page in PAGES];"
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
    for field in ("name", "title", "icon", "key"):
        values = [getattr(page, field) for page in PAGES]
        assert all(values)
        assert len(set(values)) == len(values)


def test_pages_are_what_the_window_knows_of_them_before_they_are_made():
    for entry in PAGES:
        for field in ("name", "title", "icon", "key", "needs_project"):
            assert getattr(entry, field) == getattr(entry.page_class, field), (entry.name, field)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C reaches whole groups of processes there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_closes_the_window_and_its_session_is_kept(number, tmp_path):
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
    process.send_signal(number)
    assert process.wait(20) == 0
    process.stdout.close()
    assert '"geometry"' in (tmp_path / "preferences.json").read_text()


@pytest.mark.parametrize(
    ("environment", "platform", "says"),
    [
        ({}, "linux", "DISPLAY is not set"),
        ({"QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": "wayland-0"}, "linux", "DISPLAY is not set"),
        ({"WAYLAND_DISPLAY": "nobody-listens"}, "linux", "DISPLAY is not set"),
        ({"DISPLAY": ":4321"}, "linux", "The display :4321 .* does not answer"),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", "^$"),
        ({}, "darwin", "^$"),
        ({}, "win32", "^$"),
    ],
)
def test_a_display_that_is_missing_is_told_with_the_way_out(environment, platform, says):
    if ":4321" in says and not ctypes.util.find_library("xcb"):
        pytest.skip("no libxcb to ask with")
    told = display.missing(environment, platform)
    assert re.search(says, told)
    assert not told or "xvfb-run" in told


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="there always is a display elsewhere")
def test_without_a_display_one_sentence_and_status_1():
    settings = {key: os.environ[key] for key in os.environ if key not in {*DISPLAYS, "QT_QPA_PLATFORM"}}
    ended = subprocess.run([sys.executable, "-m", "evostudio"], env=settings, capture_output=True, text=True)
    assert ended.returncode == 1
    assert re.fullmatch(r"evostudio: There is no display here .*\n", ended.stderr)


DISPLAYS = {"DISPLAY", "WAYLAND_DISPLAY"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nope.evo", "--tour", "pictures"], "No project at nope.evo"),
        (["nope.evo", "--bench"], "No project at .*nope.evo"),
        (["photo.jpg", "--tour", "pictures"], "photo.jpg: it is no project"),
        (["--tour", "photo.jpg/pictures"], "No folder for the pictures can be made at photo.jpg/pictures"),
    ],
)
def test_what_cannot_be_toured_or_measured_is_one_sentence(words, says, qapp, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff" * 50)
    assert main(words) == 1
    told = capsys.readouterr().err
    assert re.match(f"evostudio: {says}", told)
    assert told.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]


def test_a_page_that_is_not_there_is_one_sentence_with_those_that_are(qapp, capsys):
    assert main(["--page", "nonsense"]) == 1
    assert (
        capsys.readouterr().err
        == f"evostudio: No page called 'nonsense': there are {', '.join(page.name for page in PAGES)}.\n"
    )


def test_several_photos_may_be_named():
    assert [path.name for path in _parser().parse_args(["a.jpg", "b.jpg", "c"]).sources] == ["a.jpg", "b.jpg", "c"]
    with pytest.raises(SystemExit) as end:
        main(["a.evo", "b.evo", "--bench"])
    assert end.value.code == 2


def test_what_was_recovered_of_the_demo_is_not_the_demo(tmp_path):
    (tmp_path / "demo-recovered.evo").touch()
    assert demo_project(tmp_path) is None
    (tmp_path / "demo.evo").touch()
    assert demo_project(tmp_path) == tmp_path / "demo.evo"
