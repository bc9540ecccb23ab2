"""Text files, read whole."""

from pathlib import Path

from evopose.errors import BadFile, MissingFile


def text_of(path: Path) -> str:
    """The file's text (UTF-8, or Latin-1 as older programs write); MissingFile, or BadFile where it is no text."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise MissingFile(path) from None
    except OSError as error:
        raise BadFile(path, f"cannot be read ({error.strerror}).") from error
    if b"\0" in data:
        raise BadFile(path, "this is no text file.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def begins_with(path: Path, word: str) -> bool:
    """Whether the first word of a text file is this one, capitals aside; never raises."""
    try:
        with path.open("rb") as file:
            return file.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(word.lower().encode())
    except OSError:
        return False
