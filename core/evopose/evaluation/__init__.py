"""How good lifters are: metrics with intervals, protocols, tables."""
