"""The first fit: a 3D pose from 2D keypoints alone, and the library of real poses it leans on (design §8)."""

from evopose.fitting.first_fit import CannotFit, Fit, fit, fit_many, solutions
from evopose.fitting.options import FitOptions

__all__ = ["CannotFit", "Fit", "FitOptions", "fit", "fit_many", "solutions"]
