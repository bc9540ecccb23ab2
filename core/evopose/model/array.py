"""The array types of signatures: `Array` is NumPy's or torch's, whichever comes in."""

from functools import cache
from typing import Any, TypeAlias

import numpy as np

Array: TypeAlias = Any
"""An array of any library that follows the Python array API; the result is of the same one."""

NDArray: TypeAlias = np.ndarray[Any, Any]
"""NumPy's own."""


def array_namespace(*arrays: Array) -> Any:
    """The array API of the library these arrays are of. NumPy's at once: finding it costs more than a small sum."""
    for array in arrays:
        if type(array) is not np.ndarray:
            import array_api_compat

            return array_api_compat.array_namespace(*arrays)
    return _numpy_api()


@cache
def _numpy_api() -> Any:
    """NumPy follows the array API itself since 2.1; the wrapper for older ones takes long to import."""
    if hasattr(np, "astype"):
        return np
    from array_api_compat import numpy

    return numpy


def as_numpy(array: Array) -> NDArray:
    """A NumPy array of the same values, also from a torch tensor on a device or with a gradient."""
    for step in ("detach", "cpu"):
        array = getattr(array, step, lambda array=array: array)()
    return np.asarray(array)


__all__ = ["Array", "NDArray", "array_namespace", "as_numpy"]
