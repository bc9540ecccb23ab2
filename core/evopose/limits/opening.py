"""The joint limits that a user names: a file of `limits-fit`, the published model, or those that ship."""

from pathlib import Path

from evopose.limits.akhter_black import AkhterBlackLimits
from evopose.limits.files import default, read
from evopose.model.limits import JointLimits


def opened(path: Path | None) -> JointLimits:
    """Those in the file (`.mat` or `.npy`: jointAngleModel_v2, with staticPose beside it if there is one)."""
    if path is None:
        return default()
    if path.suffix.lower() in (".mat", ".npy"):
        beside = path.with_name("staticPose" + path.suffix)
        return AkhterBlackLimits.read(path, beside if beside.exists() else None)
    return read(path)
