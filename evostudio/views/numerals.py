"""Numbers as they are read: thousands set apart by commas, a true minus (U+2212), never a zero below zero."""

from math import floor, isfinite, log10


def numeral(value: float, digits: int = 0) -> str:
    """With so many digits after the point: '1,025', '−89.2'."""
    rounded = round(float(value), digits)
    return f"{rounded or 0.0:,.{digits}f}".replace("-", "−")


def plain(value: float) -> str:
    """With the digits that it has, six at most after the point: '−0.5', '1,025'."""
    return numeral(value, 6).rstrip("0").rstrip(".")


def number(value: float) -> str:
    """Two digits that count, more where it is 100 or above: '0.012', '1.3', '1,025'."""
    if not value or not isfinite(value):
        return numeral(value)
    return numeral(value, max(0, 1 - floor(log10(abs(value)))))
