"""What a TorchScript archive would do, read before anything of it runs.

An archive is a zip: `NAME/code/*.py` holds its program in a part of Python, `NAME/extra/…` whatever was put beside.
"""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from evopose.errors import BadFile, UnsafeFile

_CALLED = re.compile(r"(\w+)\s*\(")
_NUMBERED = re.compile(r"forward\d*")
_LISTED = """
Attention BatchNorm1d Block Cascade Dropout Graph LayerNorm Linear Mixed Module ModuleList Residual Whole
add all annotate batch_norm cat clamp detach device div dropout einsum flatten full_like gelu getattr index isfinite
layer_norm linear matmul mean mul permute relu reshape return rsub scaled_dot_product_attention select slice sqrt
square stack sub to transpose unbind unflatten unsqueeze where zeros_like
"""
_NAMES = frozenset(_LISTED.split())
"""What lifters' code names before a bracket: their parts, and operators of which none reads or writes a file."""
_LARGEST = 1 << 24
"""Bytes of code or of an extra file; a lifter has some thousands."""


@dataclass(frozen=True)
class Archive:
    """Code and extra files."""

    path: Path
    code: str
    extras: dict[str, str]

    @classmethod
    def read(cls, path: Path) -> "Archive":
        """BadFile for what is no TorchScript archive."""
        try:
            with zipfile.ZipFile(path) as file:
                texts = {name.partition("/")[2]: _text(path, file, name) for name in file.namelist() if _matters(name)}
        except (OSError, zipfile.BadZipFile, UnicodeDecodeError, RuntimeError) as error:
            raise BadFile(path, f"no readable TorchScript archive ({error}).") from error
        code = "\n".join(text for name, text in texts.items() if name.startswith("code/"))
        if not code:
            raise BadFile(path, "it is no TorchScript archive: there is no code in it.")
        return cls(path, code, {n.removeprefix("extra/"): t for n, t in texts.items() if n.startswith("extra/")})

    def extra(self, name: str) -> str | None:
        """An extra file; None where there is none."""
        return self.extras.get(name)

    def check(self) -> None:
        """UnsafeFile where it calls what a lifter needs not."""
        called = set(_CALLED.findall(self.code)) - _NAMES
        odd = sorted(name for name in called if not _NUMBERED.fullmatch(name))
        if odd:
            raise UnsafeFile(
                self.path,
                f"its code has {', '.join(odd[:6])}{' …' if len(odd) > 6 else ''}, which lifting needs not; nothing "
                "was run. `evopose export` writes archives that are read.",
            )


def is_archive(path: Path) -> bool:
    """Whether a file is a TorchScript archive, and no state dictionary; never raises."""
    try:
        with zipfile.ZipFile(path) as file:
            return any(name.partition("/")[2].startswith("code/") for name in file.namelist())
    except (OSError, zipfile.BadZipFile):
        return False


def _matters(name: str) -> bool:
    inside = name.partition("/")[2]
    return (inside.startswith("code/") and inside.endswith(".py")) or inside.startswith("extra/")


def _text(path: Path, file: zipfile.ZipFile, name: str) -> str:
    if file.getinfo(name).file_size > _LARGEST:
        raise BadFile(path, f"{name} in it is larger than {_LARGEST >> 20} MB.")
    return file.read(name).decode()
