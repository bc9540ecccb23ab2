"""Every error that a user can mend, one tree.

EvoError
├── UnknownName         a name that does not exist; says what there is
│   ├── UnknownJoint
│   └── UnknownJointSet
├── BadOption           an option out of its range, or two that exclude each other
├── DegeneratePose      poses that have no local frames (zero bones, nan, hips parallel to the backbone)
├── MissingFile         nothing at that path
├── BadFile             a file that is not what it should be
│   ├── UnknownFormat   no reader or writer for it
│   ├── UnsafeFile      it carries code; it was not run
│   ├── WrongUnit       positions that are no metres
│   ├── BadImage        not decodable, empty, or too large
│   └── BadProject      a project that cannot be opened
│       ├── DamagedProject
│       └── NewerProject
├── NotWritable         read-only, locked by another, or the disk is full
├── Diverged            training came to numbers that are none
├── MissingDependency   an optional package or a model file is not installed
└── Stopped             the user asked to stop; what was done so far is kept
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path


class EvoError(Exception):
    """Root of all errors that a user can mend: what we got, what we expected, what there is."""


class UnknownName(EvoError):
    """A name that does not exist."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        known = list(known)
        close = get_close_matches(name, known, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(known) or 'none'}."
        super().__init__(f"No {kind} called {name!r}: {hint}")


class UnknownJoint(UnknownName):
    """A joint name that the skeleton does not have."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__("joint", name, known)


class UnknownJointSet(UnknownName):
    """Names of joints that make no person."""

    def __init__(self, names: Sequence[str], supplied: int, wanted: int, known: Iterable[str]) -> None:
        listed = ", ".join(names[:6]) + (", …" if len(names) > 6 else "")
        EvoError.__init__(
            self,
            f"its {len(names)} joints ({listed or 'none'}) make no person: {supplied} of ours can be had of them, "
            f"{wanted} are needed. Joint sets that are known: {', '.join(known)}.",
        )


class BadOption(EvoError):
    """An option out of its range, or two that exclude each other."""


class DegeneratePose(EvoError):
    """Poses without local frames, named by index."""

    def __init__(self, reasons: Sequence[tuple[int, str]], total: int) -> None:
        self.reasons = tuple(reasons)
        shown = "; ".join(f"{index}: {reason}" for index, reason in self.reasons[:5])
        more = f"; and {len(self.reasons) - 5} more" if len(self.reasons) > 5 else ""
        super().__init__(f"{len(self.reasons)} of {total} poses are degenerate ({shown}{more}).")


class MissingFile(EvoError):
    """Nothing at that path."""

    def __init__(self, path: Path | str, what: str = "file", way_out: str = "") -> None:
        super().__init__(f"No {what} at {path}.{way_out and ' ' + way_out}")


class BadFile(EvoError):
    """A file that is not what it should be."""

    def __init__(self, path: Path | str, problem: str) -> None:
        self.path = Path(path)
        super().__init__(f"{path}: {problem}")


class UnknownFormat(BadFile):
    """No reader or writer for this file."""


class UnsafeFile(BadFile):
    """A file that carries code; nothing of it was run."""


class DamagedCheckpoint(BadFile):
    """A run that cannot be gone on with as its files are."""


class WrongUnit(BadFile):
    """Positions that are no metres."""

    def __init__(self, path: Path | str, problem: str, unit: str = "") -> None:
        self.unit = unit
        """What they seem to be: mm, cm, or empty where that is not known."""
        super().__init__(path, problem)


class BadImage(BadFile):
    """A picture that cannot be decoded, is empty, or is too large."""


class BadProject(BadFile):
    """A project file that cannot be opened."""


class DamagedProject(BadProject):
    """SQLite finds the file inconsistent."""


class NewerProject(BadProject):
    """Written by a newer version of the program."""


class NotWritable(EvoError):
    """The place is read-only, locked by another process, or full."""


class Diverged(EvoError):
    """Training came to numbers that are none; what it was before is kept."""


class MissingDependency(EvoError):
    """An optional package or a model file is not installed."""


class Stopped(EvoError):
    """The user asked to stop; what was done so far is kept."""


def of_system(error: OSError) -> str:
    """What a disk, a drive or missing rights refuse, in a sentence, where nobody has a better one."""
    return f"{error.filename or 'A file'}: {error.strerror or error}."
