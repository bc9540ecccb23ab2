"""Which of a data set's recordings are read, as options."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, Literal

from annotated_types import Ge, Le

from evopose.io.h36m_protocol import TEST, TRAIN
from evopose.options import Part

_OF_PROTOCOL: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"all": (), "h36m-test": TEST, "h36m-train": TRAIN, "h36m-s1": ("S1",)}
)


class Selection(Part):
    """Which of the recordings of a data set are read."""

    protocol: Literal["all", "h36m-test", "h36m-train", "h36m-s1"] = "all"
    """Whom of Human3.6M: all, those whom the literature tests on (S9, S11), trains on (S1, S5, S6, S7, S8), or S1."""
    subjects: tuple[str, ...] = ()
    """Only these people: S9, S11 (or 9, 11), TS1; all if left out."""
    actions: tuple[str, ...] = ()
    """Only these actions, as the data set calls them: Walking, SittingDown; all if left out."""
    cameras: tuple[str, ...] = ()
    """Only what these cameras saw: 54138969, or 1 to 4 in the data set's order; all if left out."""
    every: Annotated[int, Ge(1), Le(100_000)] = 1
    """Only each so-many-th frame of every recording (64 is usual for quick tests on Human3.6M)."""

    def takes(self, subject: str, action: str, camera: str, number: int) -> bool:
        """Whether a recording of this camera, the `number`-th from 1, is wanted."""
        return (
            _named(subject, self.subjects, ("s", "ts"))
            and _named(subject, _OF_PROTOCOL[self.protocol])
            and _named(action, self.actions)
            and (_named(camera, self.cameras) or str(number) in self.cameras)
        )

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return not (self.by_subject or self.by_camera or self.actions) and self.every == 1

    @property
    def by_subject(self) -> bool:
        """Whether it matters who moves."""
        return bool(self.subjects) or self.protocol != "all"

    @property
    def by_camera(self) -> bool:
        """Whether it matters who saw it."""
        return bool(self.cameras)


ALL = Selection()


def _named(name: str, wanted: Sequence[str], prefixes: Sequence[str] = ()) -> bool:
    """Whether it is among them, whatever its case; one of the prefixes may be left out before numbers."""
    plain = {entry.lower().replace(" ", "") for entry in wanted}
    plain |= {prefix + entry for entry in plain if entry.isdigit() for prefix in prefixes}
    return not plain or name.lower().replace(" ", "") in plain
