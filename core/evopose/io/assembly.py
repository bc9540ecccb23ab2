"""Pairs put together of recordings."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from evopose.errors import BadFile, BadOption
from evopose.io.agreement import MOST, disagreement
from evopose.io.choosing import EVERYTHING, Choice, There, nothing_left
from evopose.io.recording import Recording
from evopose.model.array import NDArray
from evopose.model.camera import Camera
from evopose.model.pairs import Pairs


def assembled(
    recordings: Iterable[Recording], path: Path, select: Choice = EVERYTHING, metadata: Mapping[str, Any] | None = None
) -> Pairs:
    """Pairs of the recordings that are wanted; BadOption where none is.

    BadFile where a camera's 2D does not lie where it sees the 3D, in most of its recordings. Single recordings of which
    that is so are named in the metadata, as `apart`.
    """
    parts = _Parts()
    for recording in recordings:
        parts.note(recording)
        number = parts.number_of(recording.camera)
        if len(recording) and select.takes(recording.subject, recording.action, recording.camera.name, number):
            parts.add(recording, select.every)
    if not parts.pixels:
        raise BadOption(nothing_left(path, parts.there))
    apart = _apart(parts.disagreements, path)
    return parts.whole({"source": path.name, **({"apart": apart} if apart else {}), **(metadata or {})})


def _apart(disagreements: Mapping[str, Mapping[str, float]], path: Path) -> list[str]:
    """By camera, then by clip."""
    found = []
    for camera, clips in disagreements.items():
        typical = float(np.median(list(clips.values())))
        if typical > MOST:
            raise BadFile(
                path,
                f"the 2D of camera {camera} lies beside where it sees the 3D, by {typical:.0%} of a person's size in "
                "the median: another camera, unit, size of the image or order of the joints than expected.",
            )
        found += [f"{clip} by {camera}" for clip, value in clips.items() if value > MOST]
    return found


class _Parts:
    """What has been taken so far."""

    def __init__(self) -> None:
        self.pixels: list[NDArray] = []
        self.disagreements: dict[str, dict[str, float]] = {}
        self._joints: list[NDArray] = []
        self._rows: list[NDArray] = []
        self._camera: list[int] = []
        self._clip: list[int] = []
        self._cameras: dict[tuple[Any, ...], tuple[int, Camera]] = {}
        self._names: dict[str, int] = {}
        self._clips: dict[tuple[str, str], int] = {}
        self._told: list[tuple[str, str, str, float]] = []
        self._seen: tuple[dict[str, None], dict[str, None], dict[str, None]] = ({}, {}, {})

    @property
    def there(self) -> There:
        return self._seen

    def note(self, recording: Recording) -> None:
        for names, name in zip(self._seen, (recording.subject, recording.action, recording.camera.name), strict=True):
            names[name] = None

    def number_of(self, camera: Camera) -> int:
        """Of the camera's name among those that have been seen, from 1."""
        return self._names.setdefault(camera.name, len(self._names) + 1)

    def add(self, recording: Recording, every: int) -> None:
        key = (recording.clip, recording.subject)
        if key not in self._clips:
            self._clips[key] = len(self._clips)
            self._told.append((*key, recording.action, recording.seconds * every))
        lens = recording.camera
        number, _ = self._cameras.setdefault(
            (lens.name, lens.focal, lens.centre, lens.radial, lens.tangential), (len(self._cameras), lens)
        )
        if np.isfinite(apart := disagreement(recording)) or apart > MOST:
            self.disagreements.setdefault(lens.name, {})[recording.clip] = apart
        self.pixels.append(recording.seen(every))
        self._joints.append(recording.joints(every))
        self._rows.append(recording.population_rows(every))
        self._camera.append(number)
        self._clip.append(self._clips[key])

    def whole(self, metadata: Mapping[str, Any]) -> Pairs:
        sizes = [len(part) for part in self.pixels]
        names, subjects, kinds, seconds = (list(column) for column in zip(*self._told, strict=True))
        told = {"clip_names": names, "clip_kinds": kinds, "clip_subjects": subjects, "clip_seconds_per_frame": seconds}
        rows = np.concatenate(self._rows)
        return Pairs(
            np.concatenate(self.pixels),
            np.concatenate(self._joints),
            tuple(camera for _, camera in self._cameras.values()),
            np.repeat(np.asarray(self._camera, np.int32), sizes),
            np.repeat(np.asarray(self._clip, np.int32), sizes),
            rows if (rows >= 0).all() else None,
            {**metadata, **told},
        )
