"""How much of what bodies can do a population shows, and how its poses are spread (docs/coverage.md).

The window draws with `measures`, `density`, `regions`, `survey`, `neighbours` and `figures`, which load no torch and no
numba; what goes through all poses (`histogram`, `surveying`, `report`) runs in the commands' processes.
"""
