"""How much memory the process takes, as the system tells it."""

import sys


def peak_mb() -> float | None:
    """Most megabytes the process has had in memory; None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6, 1)
