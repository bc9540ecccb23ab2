"""The first fit: a 3D pose from 2D keypoints alone, and the library of real poses it leans on (design §8)."""
