"""How much a first fit tries, and what it trusts. The values are those that did best in `evopose.fitting.bench`."""

from dataclasses import dataclass

from evopose.errors import BadOption


@dataclass(frozen=True)
class FitOptions:
    """Options of the first fit."""

    matches: int = 300
    """Views of library poses that are looked at as starts."""
    starts: int = 12
    """How many of them are solved; each differs from the others."""
    apart: float = 0.15
    """By how much two starts differ at least: root mean square over the joints, in metres."""
    steps: tuple[int, int, int] = (5, 8, 8)
    """Levenberg–Marquardt steps: of all starts, again with the prior moved along, of the consensus."""
    blur: float = 0.03
    """How far (metres at the person) a library pose may be off in the image."""
    commonness: float = 0.3
    """Power of the frequency of a library pose in the choice of starts."""
    sigma_px: float = 3.0
    """Expected error of a keypoint in pixels …"""
    sigma_share: float = 0.015
    """… and as a share of the person's size in the image, for joints are not where skeletons have them."""
    outlier: float = 3.0
    """Errors beyond this many times the expected one lose their pull."""
    neighbours: int = 48
    """Library poses that make up the prior around a start."""
    spread: float = 0.1
    """Standard deviation (of unit vectors) that the prior allows in every direction beyond its neighbours."""
    loosening: float = 20.0
    """What the square of the library pose's misfit (metres²) adds to `spread`:
    where nothing alike is known, less is assumed."""
    prior_weight: float = 1.5
    """Weight of the prior against the keypoints."""
    invalid_cost: float = 3.0
    """What each limb direction outside the joint limits costs."""
    temperature: float = 4.0
    """Solutions within about this cost of the best have a say in the consensus."""
    polish: tuple[float, float] = (0.4, 0.17)
    """The last steps expect keypoints this many times as exact, for the fit should lie on the picture; the second
    where it is still off by more than …"""
    near: float = 0.6
    """… this many times the expected error of a keypoint."""
    roll: float = 0.1
    """Standard deviation of the camera's roll against the library's vertical, in radians."""
    pitch: float = 0.25
    """The same of its pitch."""
    scale_sigma: float = 0.06
    """Standard deviation of the logarithm of people's size."""
    stretch: float = 0.08
    """Standard deviation of the logarithm of thighs' lengths while solving; the last steps go back to the template."""
    least_confidence: float = 0.1
    """Keypoints below this are not looked at."""

    def __post_init__(self) -> None:
        if not 1 <= self.starts <= self.matches:
            raise BadOption(f"{self.starts} starts of {self.matches} matches: expected at least one and no more.")
        if (
            min(*self.polish, self.sigma_px, self.sigma_share, self.outlier, self.spread, self.temperature, self.blur)
            <= 0
        ):
            raise BadOption("Errors, polish, spread, blur and temperature of a fit must be greater than 0.")
