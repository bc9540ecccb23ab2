"""The mathematics of poses, written once against the Python array API for NumPy and torch."""
