"""The Distributions page: where limbs point, how bodies stand, before evolution and after."""
