"""Progress on a terminal and where there is none."""

import io
import itertools
import subprocess
import sys

import pytest

from evopose.jobs import Progress
from evopose.progress_lines import FIRST_S, LAST_S, NoLines, PlainLines, TerminalLine, lines_to


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(seconds: float, every: float = 1.0) -> list[str]:
    """Lines of a command that goes on for so long."""
    stream, now = io.StringIO(), itertools.count(0, every)
    lines = PlainLines(stream, lambda: float(next(now)))
    for step in range(round(seconds / every) + 1):
        lines.show(Progress(step, 1000, "stage 1"))
    lines.end()
    return stream.getvalue().splitlines()


def test_what_is_over_soon_tells_nothing_and_what_takes_long_now_and_then():
    assert told(FIRST_S - 1) == []
    assert told(3 * FIRST_S) == ["0:00:10 10/1000 stage 1", "0:00:20 20/1000 stage 1", "0:00:30 30/1000 stage 1"]


def test_lines_become_rarer_and_never_stop():
    moments = [line.split()[0].split(":") for line in told(3 * 3600)]
    seconds = [int(h) * 3600 + int(m) * 60 + int(s) for h, m, s in moments]
    gaps = [later - earlier for earlier, later in itertools.pairwise(seconds)]
    assert gaps == sorted(gaps) and gaps[0] == FIRST_S and gaps[-1] == LAST_S


def test_no_line_has_a_control_character():
    stream = io.StringIO()
    lines = PlainLines(stream, iter((0.0, FIRST_S)).__next__)
    for _ in range(2):
        lines.show(Progress(0, 0, "Reading a\x1b[2Jb\r\nc.npz"))
    assert stream.getvalue() == "0:00:10 Reading a?[2Jb??c.npz\n"


def test_a_terminal_has_one_line_that_goes_at_the_end():
    terminal = Terminal()
    line = lines_to(terminal)
    for done in range(2):
        line.show(Progress(done, 2, "bred\a"))
    line.end()
    assert isinstance(line, TerminalLine)
    assert terminal.getvalue() == "\r\x1b[K0/2 bred?\r\x1b[K1/2 bred?\r\x1b[K"


def test_nothing_is_told_to_nobody():
    assert isinstance(lines_to(io.StringIO(), quiet=True), NoLines)
    assert isinstance(lines_to(None), NoLines)


def test_a_reader_that_is_gone_is_no_reason_to_stop():
    stream, tried = io.StringIO(), []

    def gone(text: str) -> int:
        tried.append(text)
        raise BrokenPipeError

    stream.write = gone
    lines = PlainLines(stream, iter((0.0, FIRST_S)).__next__)
    for _ in range(2):
        lines.show(Progress(0, 0, "here"))
    assert tried


SLOW = """
import sys
from evopose import progress_lines
progress_lines.FIRST_S = progress_lines.LAST_S = 0.0
from evopose.command_line import run
sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_a_command_in_a_log_says_on_stderr_how_far_it_is_unless_programs_read_it(more, tmp_path):
    words = ("demo", str(tmp_path / "demo"), "--images", "0", "--poses", "50", *more)
    done = subprocess.run([sys.executable, "-c", SLOW, *words], capture_output=True, text=True, check=True)
    assert done.stdout and "\r" not in done.stdout + done.stderr and "\x1b" not in done.stdout + done.stderr
    assert bool(done.stderr) == (not more)
    assert all(line.startswith("0:0") for line in done.stderr.splitlines())
