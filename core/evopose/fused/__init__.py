"""Fused scalar loops (numba) beside the batched ones, where a benchmark earned them; tests hold them together."""
