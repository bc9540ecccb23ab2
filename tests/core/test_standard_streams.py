"""Where stdout leads nowhere, or lacks letters: what was worked out is not answered with a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TABLE = (sys.executable, "-m", "evopose", "evaluate", "--table")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break otherwise there")
@pytest.mark.parametrize("words", [TABLE, (*TABLE[:3], "--version"), (*TABLE[:3], "train", "--help")])
def test_nobody_reads_any_more(words):
    read, write = os.pipe()
    os.close(read)
    ended = subprocess.run(words, stdout=write, stderr=subprocess.PIPE, text=True)
    os.close(write)
    assert (ended.returncode, ended.stderr) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
def test_a_full_disk_is_said_in_a_sentence():
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(TABLE, stdout=full, stderr=subprocess.PIPE, text=True)
        told = "evopose: What there is to say cannot be written: No space left on device.\n"
        assert (ended.returncode, ended.stderr) == (1, told)
        assert subprocess.run((*TABLE[:4], "--no"), stdout=full, stderr=full).returncode != 120, (
            "as Python's end has it"
        )


def test_letters_that_are_lacking_are_replaced():
    ended = subprocess.run(TABLE, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (ended.returncode, ended.stderr) == (0, b"") and b"?" in ended.stdout
    words = (*TABLE[:3], "doctør")
    ended = subprocess.run(words, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert ended.returncode == 2 and b"doct?r" in ended.stderr
