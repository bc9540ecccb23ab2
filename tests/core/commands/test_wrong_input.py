"""Whatever is wrong with what a command is given: one line, status 1 or 2, no traceback, and nothing left behind."""

import os
import resource
import sys
from pathlib import Path

import numpy as np
import pytest

from evopose.__main__ import main
from evopose.commands import COMMANDS
from evopose.errors import BadOption, UnknownFormat, UnsafeFile
from evopose.io.format import format_of
from evopose.project import photos
from evopose.project.new_project import plan
from evopose.project.project import Project


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.json", b"", "empty (0 bytes)"),
        ("a.npz", b"PK\x03\x04 nonsense", "not a readable npz"),
        ("a.bvh", b"HIERARCHY nonsense", "no BVH file"),
        ("a.safetensors", b"\x08\0\0\0\0\0\0\0{}      ", "its content is something else"),
        ("a.jpg", b"\xff\xd8\xff", "no format is called .jpg"),
        ("no suffix", b"x", "no format is called so"),
    ],
)
def test_a_file_that_is_no_population(name, content, says, refused, tmp_path):
    (tmp_path / name).write_bytes(content)
    assert says in refused("limits-check", tmp_path / name)
    assert says in refused("convert", tmp_path / name, tmp_path / "out.npz")
    assert [path.name for path in tmp_path.iterdir()] == [name]


class Evil:
    """Would make a file if it were unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


def test_a_file_with_code_in_it_is_named_and_the_code_not_run(refused, tmp_path):
    np.save(tmp_path / "evil.npy", np.array([Evil(tmp_path / "ran")], dtype=object), allow_pickle=True)
    with pytest.raises(UnsafeFile, match="nothing was run"):
        format_of(tmp_path / "evil.npy")
    assert "nothing was run" in refused("limits-check", tmp_path / "evil.npy")
    assert "nothing was run" in refused("convert", tmp_path / "evil.npy", tmp_path / "out.evo")
    assert "there are evil.npy" in refused("convert", tmp_path, tmp_path / "out.evo"), "others in a folder are read"
    assert not (tmp_path / "ran").exists()


def test_folders_links_and_names(refused, tmp_path):
    (tmp_path / "loop.npz").symlink_to(tmp_path / "loop.npz")
    (tmp_path / "folder.npz").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "a.bvh").write_text("HIERARCHY")
    assert "No file at" in refused("convert", tmp_path / "loop.npz", tmp_path / "out.npz")
    assert "it is a folder" in refused("limits-check", tmp_path / "folder.npz")
    assert "it is empty" in refused("convert", tmp_path, tmp_path / "out.npz")
    assert "too long" in refused("convert", "x" * 300 + ".npz", tmp_path / "out.npz")
    with pytest.raises(UnknownFormat, match="folder"):
        format_of(tmp_path / "folder.npz")


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes among files there")
def test_pipes_and_devices_are_no_files(refused, tmp_path):
    for name in ("pipe.npz", "pipe.jpg", "pipe.evo", "pipe.json", "pipe"):
        os.mkfifo(tmp_path / name)
        assert "a device, a pipe or a socket" in refused("convert", tmp_path / name, tmp_path / "out.evo")
        with pytest.raises(UnknownFormat, match="a pipe"):
            plan([tmp_path / name])
    assert "a pipe" in refused("fit", tmp_path / "pipe.evo")
    assert "No project" in refused("recover", tmp_path / "pipe.evo")
    assert "a device" in refused("convert", "/dev/null", tmp_path / "out.npz")
    with pytest.raises(BadOption, match="Name photos"):
        plan([])


def test_names_that_do_not_fit_are_refused_before_the_work(refused, tmp_path):
    with Project.create(tmp_path / "a.evo"):
        pass
    assert ".npz" in refused("limits-fit", tmp_path / "none.npz", "--out", tmp_path / "l.txt")
    assert "a .jpg or a .png" in refused("fit", tmp_path / "a.evo", "--sheet", tmp_path / "sheet.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["a.evo"]


def test_usage_errors_end_with_2_and_help_tells_what_all_commands_take(capsys):
    assert main(["conwert"]) == 2
    assert "did you mean 'convert'" in capsys.readouterr().err
    for words in (["fit"], ["fit", "--nothing"], ["--nothing"], []):
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code == 2
    with pytest.raises(SystemExit):
        main(["--help"])
    told = capsys.readouterr().out
    assert all(word in told for word in ("--json", "--piped", "--version"))


@pytest.mark.parametrize("command", COMMANDS)
def test_no_help_shows_what_python_calls_nothing(command, capsys):
    with pytest.raises(SystemExit):
        main([command, "--help"])
    assert "None" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["demo", "d", "--images", "-1"], "--images: -1 was given; it must be greater than or equal to 0."),
        (["demo", "d", "--size", "1000000"], "--size: 1000000 was given; it must be less than or equal to"),
        (["evolve", "--population", "a", "--out", "b", "--ratio", "0.5"], "--ratio: 0.5 was given; it must be greater"),
        (["evolve", "--population", "a", "--out", "b", "--ratio", "nan"], "--ratio: nan was given; it must be"),
        (["evolve", "--population", "a", "--out", "b", "--poses", "2"], "--poses: 2 was given; it must be greater"),
        (["evolve", "--population", "a", "--out", "b", "--local.rate", "2"], "--local.rate: 2.0 was given; it must be"),
        (["lineage", "a", "--", "-3"], "INDEX: -3 was given; it must be greater than or equal to 0."),
    ],
    ids=str,
)  # fmt: skip
def test_options_out_of_range_are_told_in_a_sentence(words, says, refused, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert refused(*words).startswith(f"evopose: {says}")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_images_that_is_not_there(refused, tmp_path):
    (tmp_path / "a.json").write_text("{}")
    says = refused("convert", tmp_path / "a.json", tmp_path / "a.evo", "--images", tmp_path / "none")
    assert f"No folder of images at {tmp_path / 'none'}." in says


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on file sizes there")
def test_a_full_disk_is_said_and_leaves_nothing(refused, tmp_path):
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        assert "cannot be written" in refused("demo", tmp_path / "demo", "--images", "1", "--poses", "50")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(tmp_path.iterdir()) == []


def test_pictures_that_are_not_read_and_names_that_are_no_text_are_told(tmp_path):
    for name in ("a.jpg", "phone.HEIC", "raw.cr2", "notes.txt"):
        (tmp_path / name).touch()
    told = photos.passed_over(tmp_path)
    assert told == ["2 pictures are of kinds that are not read (.cr2, .heic): save them as JPEG or PNG."]
    try:
        Path(f"{tmp_path}/bad\udcff.jpg").touch()
    except OSError:
        return  # this file system has no such names
    assert photos.find(tmp_path) == ["a.jpg"]
    assert "1 photos have names that are no valid Unicode" in photos.passed_over(tmp_path)[-1]
