"""Training lifters: data, the loop, checkpoints, runs (paper §4.2, Algorithm 3)."""
