"""Natural selection: who of a brood survives (paper §3.2). Each selector sees what those before it left."""
