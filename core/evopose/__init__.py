"""EvoPose: 3D human poses as hierarchies of bones: read, fit, limit, evolve, lift. Headless; no Qt."""

__version__ = "0.1.0"
