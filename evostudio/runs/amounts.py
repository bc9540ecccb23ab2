"""How long, how large, in a few letters; knows no toolkit."""

from __future__ import annotations


def duration(seconds: float) -> str:
    """'40 s', '12 min', '3 h 20 min'."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60:,} h {minutes % 60} min"


def size(count: int) -> str:
    """'2.4 MB'."""
    for unit, number in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= number:
            return f"{count / number:.1f} {unit}"
    return f"{count} bytes"


def sentence(words: str) -> str:
    """What the command line says, for those who type into fields: '--poses 5' is 'poses 5'."""
    plain = words.replace("`--", "`").replace("--", "")
    return plain[:1].upper() + plain[1:]
