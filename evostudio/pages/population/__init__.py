"""The Population page: millions of poses on a wall, sorted, filtered, marked, thrown out, taken on."""
