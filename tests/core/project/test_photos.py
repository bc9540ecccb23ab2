"""Photos as files: found, measured and told apart without decoding them."""

import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from evopose.errors import MissingFile
from evopose.project import photos


def picture(path: Path, size: tuple[int, int] = (60, 40), orientation: int = 1, film: int | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    exif = Image.Exif()
    exif[0x0112] = orientation
    if film:
        exif.get_ifd(0x8769)[0xA405] = film
    Image.fromarray(np.zeros((size[1], size[0], 3), np.uint8)).save(path, exif=exif)
    return path


def test_photos_are_found_below_in_natural_order(tmp_path):
    for name in ("image 10.jpg", "image 9.PNG", "sub/a.webp", ".hidden.jpg", ".thumbs/a.jpg", "notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert photos.find(tmp_path) == ["image 9.PNG", "image 10.jpg", "sub/a.webp"]
    assert photos.find(tmp_path, depth=0) == ["image 9.PNG", "image 10.jpg"]
    with pytest.raises(MissingFile):
        photos.find(tmp_path / "none")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_size_is_that_of_the_upright_photo(tmp_path, orientation):
    picture(tmp_path / "a.jpg", (60, 40), orientation)
    found = photos.probe(tmp_path, "a.jpg")
    assert found.orientation == orientation
    assert found.size == ((60, 40) if orientation < 5 else (40, 60))
    assert found.problem == ""


def test_the_focal_length_of_35_mm_film_becomes_pixels(tmp_path):
    picture(tmp_path / "a.jpg", (3600, 2400), film=50)
    assert photos.probe(tmp_path, "a.jpg").focal == pytest.approx(5000.0)
    picture(tmp_path / "b.jpg")
    assert photos.probe(tmp_path, "b.jpg").focal is None


def test_what_cannot_be_shown_is_listed_with_the_reason(tmp_path):
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "text.jpg").write_text("no picture")
    whole = picture(tmp_path / "whole.png").read_bytes()
    (tmp_path / "cut.png").write_bytes(whole[:20])
    huge = bytearray(whole)
    huge[16:24] = (40_000).to_bytes(4, "big") * 2
    huge[29:33] = zlib.crc32(huge[12:29]).to_bytes(4, "big")
    (tmp_path / "huge.png").write_bytes(huge)
    (tmp_path / "folder.jpg").mkdir()
    expected = {"empty.jpg": "0 bytes", "text.jpg": "no picture", "cut.png": "", "huge.png": "too large"}
    for name, says in {**expected, "folder.jpg": "cannot be read", "none.jpg": "No such file"}.items():
        found = photos.probe(tmp_path, name)
        assert found.size == (0, 0), name
        assert found.problem, name
        assert says in found.problem, name


def test_the_hash_tells_contents_apart_and_ignores_the_name(tmp_path):
    contents = [b"a", b"b", b"a" * (3 << 20), b"a" * (3 << 20) + b"a", b"a" * ((3 << 20) - 1) + b"b", b""]
    for number, content in enumerate(contents):
        (tmp_path / f"{number}").write_bytes(content)
    hashes = [photos.content_hash(tmp_path / f"{number}") for number in range(len(contents))]
    assert len(set(hashes)) == len(contents)
    (tmp_path / "0").rename(tmp_path / "other")
    assert photos.content_hash(tmp_path / "other") == hashes[0]
