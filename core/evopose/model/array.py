"""The array types of signatures: `Array` is NumPy's or torch's, whichever comes in."""

from typing import Any, TypeAlias

import numpy as np
from array_api_compat import array_namespace

Array: TypeAlias = Any
"""An array of any library that follows the Python array API; the result is of the same one."""

NDArray: TypeAlias = np.ndarray[Any, Any]
"""NumPy's own."""

__all__ = ["Array", "NDArray", "array_namespace"]
