"""The Evolve page: a small population becomes a large one, and one sees how."""
