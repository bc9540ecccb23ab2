"""Decoding photos off the main thread, ahead of need: upright, shrunk where huge, and thumbnails."""

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from PySide6.QtCore import QObject, QRunnable, QSize, Qt, QThreadPool, QTimer, Signal
from PySide6.QtGui import QImage, QImageReader, QTransform

from evopose.project import photos
from evopose.project.photos import LARGEST

LONGEST = 4096
"""Longer sides than this are shrunk while decoding; coordinates stay those of the whole photo."""
TURNS = {
    2: (-1, 0, 0, 1), 3: (-1, 0, 0, -1), 4: (1, 0, 0, -1),
    5: (0, 1, 1, 0), 6: (0, 1, -1, 0), 7: (0, -1, -1, 0), 8: (0, -1, 1, 0),
}  # fmt: skip
"""EXIF's orientations but the upright one, as the first two columns of a QTransform."""
KEPT = 12
"""Decoded photos in memory."""
LOOK_MS = 3
"""Between two looks at what the threads have done, while something is wanted."""
MEGABYTES = 4 * LARGEST // 2**20 + 1
"""What Qt may take for the decoded whole."""


@dataclass(frozen=True)
class Photo:
    """A decoded photo, or why there is none; both where a part of it is there."""

    image: QImage | None
    size: tuple[int, int] = (0, 0)
    """Of the whole upright photo, in pixels."""
    problem: str = ""


def decode(path: Path, longest: int = LONGEST) -> Photo:
    """The upright photo, its longer side at most `longest`; never raises.

    What is wrong is said in the words in which importing it says so.
    """
    found = photos.probe(path.parent, path.name)
    if found.problem and not all(found.size):
        return Photo(None, problem=f"{path.name}: {found.problem}.")
    image, whole, fault = _read(path, longest, found.orientation)
    if image is None:
        image, whole, fault = _read_otherwise(path, longest, fault)
    problem = found.problem or fault
    return Photo(image, whole, f"{path.name}: {problem}." if problem else "")


def _read(path: Path, longest: int, orientation: int) -> tuple[QImage | None, tuple[int, int], str]:
    """By Qt: the image, the size of the whole, and the fault where there is no image.

    Turned as the project says: Qt by itself overlooks the orientation in PNG and WebP files.
    """
    reader = QImageReader(str(path))
    reader.setAutoTransform(False)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if max(size.width(), size.height()) > longest:
        reader.setScaledSize(size.scaled(QSize(longest, longest), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        return None, (0, 0), f"it cannot be decoded: {reader.errorString()}"
    width, height = (size if size.isValid() else image.size()).toTuple()
    if orientation in TURNS:
        image = image.transformed(QTransform(*TURNS[orientation], 0, 0))
    whole = (height, width) if orientation >= 5 else (width, height)
    return image.convertToFormat(QImage.Format.Format_RGB32), whole, ""


def _read_otherwise(path: Path, longest: int, fault: str) -> tuple[QImage | None, tuple[int, int], str]:
    """By Pillow, which knows formats for which this Qt has no plug-in (JPEG 2000)."""
    from PIL import Image, ImageOps

    try:
        with Image.open(path) as opened:
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except Exception:  # Pillow's readers raise of everything on broken files
        return None, (0, 0), fault
    whole = upright.size
    upright.thumbnail((longest, longest))
    width, height = upright.size
    image = QImage(upright.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
    return image.convertToFormat(QImage.Format.Format_RGB32), whole, ""


class _Decoding(QRunnable):
    """Touches no Qt object that the window has: PySide may crash where a thread emits while others connect."""

    def __init__(self, path: Path, longest: int, epoch: int, done: SimpleQueue[tuple[Path, Photo, int]]) -> None:
        super().__init__()
        self._path, self._longest, self._epoch, self._done = path, longest, epoch, done

    def run(self) -> None:
        self._done.put((self._path, decode(self._path, self._longest), self._epoch))


class PhotoLoader(QObject):
    """A cache of decoded photos that fills in the background."""

    loaded = Signal(object)
    """A path that is in the cache now."""

    def __init__(
        self, longest: int = LONGEST, kept: int = KEPT, threads: int = 2, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        QImageReader.setAllocationLimit(MEGABYTES)
        self.longest = longest
        self.epoch = 0
        """Grows with every `forget`: what was being decoded then may be of files that are others now."""
        self._kept = kept
        self._photos: OrderedDict[Path, Photo] = OrderedDict()
        self._wanted: set[Path] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._done: SimpleQueue[tuple[Path, Photo, int]] = SimpleQueue()
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._collect)

    def get(self, path: Path) -> Photo | None:
        """The photo if it is decoded; otherwise None, and it will be announced by `loaded`."""
        photo = self._photos.get(path)
        if photo is None:
            self.prefetch(path, priority=1)
        else:
            self._photos.move_to_end(path)
        return photo

    def prefetch(self, path: Path, priority: int = 0) -> None:
        """Decode it in the background if it is not there."""
        if path not in self._photos and path not in self._wanted:
            self._wanted.add(path)
            self._pool.start(_Decoding(path, self.longest, self.epoch, self._done), priority)
            self._look.start()

    def forget(self) -> None:
        """Drop everything: another project, or the images were moved."""
        self.epoch += 1
        self._pool.clear()
        self._photos.clear()
        self._wanted.clear()

    def close(self) -> None:
        """Wait for what is being decoded."""
        self._pool.clear()
        self._pool.waitForDone()

    def _collect(self) -> None:
        """Take in what the threads have decoded; files forgotten meanwhile may be others now."""
        while not self._done.empty():
            path, photo, epoch = self._done.get()
            if epoch == self.epoch:
                self._keep(path, photo)
        if not self._wanted:
            self._look.stop()

    def _keep(self, path: Path, photo: Photo) -> None:
        self._wanted.discard(path)
        self._photos[path] = photo
        while len(self._photos) > self._kept:
            self._photos.popitem(last=False)
        self.loaded.emit(path)
