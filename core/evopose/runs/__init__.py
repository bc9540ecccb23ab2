"""Runs: folders in which long commands keep options, log, state and results (design §10)."""
