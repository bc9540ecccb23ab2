"""What lifts: from joints in a picture to joints in space, whatever kind of file it came from."""

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from jaxtyping import Float
from torch import Tensor

from evopose.lifting.options import Normalisation


@runtime_checkable
class Predictor(Protocol):
    """Evaluation, active selection and the commands know no more of a lifter than this."""

    @property
    def seen(self) -> tuple[int, ...]:
        """Joints of H36M-17 that go in, in order."""

    @property
    def given(self) -> tuple[int, ...]:
        """Joints that come out, in order; the hip is the origin."""

    @property
    def normalisation(self) -> Normalisation:
        """How the 2D is scaled; 'camera' needs intrinsics."""

    @property
    def metadata(self) -> Mapping[str, Any]:
        """Plain JSON values: options, lineage of the data, metrics."""

    def predict(
        self, pixels: Float[Tensor, "n 17 2"], intrinsics: Float[Tensor, "n 4"] | None = None
    ) -> Float[Tensor, "n 17 3"]:
        """Joints about the hip, in metres, in the camera's frame (x right, y down, z ahead).

        nan where a pixel that it takes is nan, and in joints that it does not give. `intrinsics` are fx, fy, cx, cy in
        pixels; BadOption where the normalisation is by camera and they are missing.
        """
