"""Evolution of populations (paper §3.2, Algorithm 1): breeding, natural selection, and the run that repeats them."""
