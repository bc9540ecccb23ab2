"""Founders, and commands that must succeed or be refused."""

import hashlib
import json
from pathlib import Path

import pytest

from evopose.__main__ import main
from evopose.io import safetensors
from tests.core.io.populations import clips

FREE = ("--selection.limits.weight", "0")


@pytest.fixture
def founders(tmp_path) -> Path:
    safetensors.write(clips((50, 40, 30)), tmp_path / "people.safetensors")
    return tmp_path / "people.safetensors"


@pytest.fixture
def told(capsys):
    """Runs a command that must succeed; its result."""

    def run(*given) -> dict:
        capsys.readouterr()
        assert main([*map(str, given), "--json"]) == 0
        return json.loads(capsys.readouterr().out.splitlines()[-1])

    return run


@pytest.fixture
def refused(capsys):
    """Runs a command that must fail; its sentence."""

    def run(*given) -> str:
        capsys.readouterr()
        assert main([str(word) for word in given]) == 1
        sentence = capsys.readouterr().err
        assert sentence.startswith("evopose: ") and sentence.count("\n") == 1, sentence
        return sentence

    return run


def evolve(founders: Path, out: Path, *more) -> list[str]:
    return [str(word) for word in ("evolve", "--population", founders, "--out", out, *FREE, *more)]


def digest(result: dict) -> str:
    return hashlib.sha256(b"".join(Path(file).read_bytes() for file in result["files"])).hexdigest()
