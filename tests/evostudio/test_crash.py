"""The studio itself is killed in the middle of fast editing: what was done before is there afterwards."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from evopose.geometry.hierarchy import to_local
from evopose.model.annotation import Annotation, Person
from evopose.model.camera import Camera
from evopose.model.keypoints import Keypoints
from evopose.project.coding import encode_annotation
from evopose.project.project import Project
from evopose.project.records import PersonEntry, Photo

DRIVER = """
import sys
from PySide6.QtCore import QTimer, Qt
from PySide6.QtTest import QTest
from evopose.project.coding import encode_annotation
from evostudio import __main__ as program

app, pressed = program.application(), 0
KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_3, Qt.Key.Key_Right, Qt.Key.Key_2)

def press():
    global pressed
    window = next((found for found in app.topLevelWidgets() if found.metaObject().className() == "MainWindow"), None)
    page = window and window.page
    if not page or not window.document.project:
        return
    if not page.hasFocus():
        window.activateWindow()
        page.setFocus()
        return
    QTest.keyClick(page, KEYS[pressed % len(KEYS)])
    pressed += 1
    edits = window.document.project.history(limit=1)
    if edits:
        print(edits[0].id, encode_annotation(window.document.annotation).hex(), flush=True)

timer = QTimer()
timer.timeout.connect(press)
timer.start(0)
sys.exit(program.main([sys.argv[1], "--gl", "off"]))
"""
PATIENCE_S = 60
STANDING = np.array(
    [
        [0.0, 0.0, 4.0], [-0.13, 0.01, 4.0], [-0.15, 0.45, 3.9], [-0.16, 0.88, 4.05], [0.13, -0.01, 4.02],
        [0.16, 0.42, 3.85], [0.18, 0.85, 4.0], [0.0, -0.24, 4.02], [0.01, -0.48, 4.0], [0.02, -0.6, 3.93],
        [0.02, -0.72, 3.95], [0.16, -0.44, 4.01], [0.3, -0.2, 4.1], [0.25, -0.1, 3.85], [-0.15, -0.45, 3.99],
        [-0.33, -0.25, 3.95], [-0.3, -0.02, 3.8],
    ]
)  # fmt: skip


@pytest.fixture
def somebody(tmp_path: Path) -> Path:
    """A project with one photo and one person with a pose."""
    Image.new("RGB", (320, 240)).save(tmp_path / "a.png")
    path = tmp_path / "a.evo"
    with Project.create(path) as project:
        project.add_images([Photo("a.png", (320, 240))])
        annotation = Annotation(Keypoints.empty(), Camera.guess((320, 240)), to_local(STANDING))
        project.add_people([PersonEntry(1, Person(annotation))])
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_every_key_press_that_the_studio_finished_is_there_after_kill_9(somebody, tmp_path):
    homes = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), str(tmp_path))
    command = [sys.executable, "-c", DRIVER, str(somebody)]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen(command, env=os.environ | homes, **streams) as studio:
        guard = threading.Timer(PATIENCE_S, studio.kill)
        guard.start()
        told = [studio.stdout.readline() for _ in range(40)]
        studio.send_signal(signal.SIGKILL)
        told += studio.stdout.readlines()
        guard.cancel()
        assert studio.wait() == -signal.SIGKILL
    number, state = [line for line in told if line.endswith("\n")][-1].split()
    assert int(number) > 20, "most of the keys turn something"

    with Project.open(somebody) as project:
        assert not project.read_only, "the lock of a killed studio must not stay"
        edits = {edit.id: edit for edit in project.history(limit=10**6)}
        assert encode_annotation(edits[int(number)].after).hex() == state
        assert len(edits) - int(number) in (0, 1), "at most the key press in flight is not told"
        last = edits[max(edits)]
        assert encode_annotation(project.annotation(1)) == encode_annotation(last.after)
        assert project.undo().id == last.id
