"""First fits of real motion stay as near to the truth as they are said to be (docs/benchmarks.md, with few poses)."""

from evopose.fitting import bench


def test_fits_of_people_in_no_library_are_near_the_truth(shared_data):
    found = bench.figures(shared_data / "data" / "mocap", people=12)
    assert set(found) == {"cmu, subjects left out", *bench.OTHERS, "mean of the sets"}
    assert found["cmu, subjects left out"]["pa_mpjpe_mm"] < 60
    assert found["cmu, subjects left out"]["reprojection_px"] < 5
    assert all(row["pa_mpjpe_mm"] < 95 for row in found.values())
