"""Photos as they are shown: upright, of the size that the project knows, whatever the file is."""

import pytest
from PIL import Image

from evopose.project import photos
from evostudio.views.photo_loader import decode

STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}  # fmt: skip
"""How an upright picture lies in a file of this orientation."""


@pytest.mark.parametrize("longest", [4096, 32])
@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_photos_are_shown_upright_whatever_their_exif_says(tmp_path, orientation, suffix, longest, qapp):
    """The red corner is that of the upright photo, from which keypoints are measured."""
    upright = Image.new("RGB", (64, 48), (20, 20, 120))
    upright.paste((230, 20, 20), (0, 0, 32, 24))
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = upright.transpose(STORED[orientation]) if orientation in STORED else upright
    stored.save(tmp_path / f"a{suffix}", exif=exif)
    photo = decode(tmp_path / f"a{suffix}", longest)
    assert photo.problem == ""
    assert photo.size == photos.probe(tmp_path, f"a{suffix}").size == (64, 48)
    width, height = photo.image.size().toTuple()
    assert (width, height) == ((64, 48) if longest > 64 else (32, 24))
    corners = {(x, y): photo.image.pixelColor(x * width // 4, y * height // 4).red() for x in (1, 3) for y in (1, 3)}
    assert corners.pop((1, 1)) > 180
    assert max(corners.values()) < 80


def test_what_was_being_decoded_when_all_was_forgotten_is_not_kept(qtbot, tmp_path):
    from PIL import Image

    from evostudio.views.photo_loader import PhotoLoader

    path = tmp_path / "a.png"
    Image.new("RGB", (8, 8), (255, 0, 0)).save(path)
    loader = PhotoLoader()
    loader.prefetch(path)
    loader.close()
    loader.forget()
    Image.new("RGB", (4, 4), (0, 0, 255)).save(path)
    with qtbot.waitSignal(loader.loaded):
        assert loader.get(path) is None
    assert loader.get(path).size == (4, 4)
    loader.close()
