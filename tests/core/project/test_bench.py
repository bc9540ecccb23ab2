"""The project's benchmark at a small size: quick by a wide margin."""

from evopose.project.bench import bench_project


def test_a_project_of_a_thousand_images_is_opened_and_edited_quickly():
    figures = bench_project(images=1000, edits=50)
    assert figures["images"] == 1000
    assert figures["open_seconds"] < 1
    assert figures["edit_ms_median"] < 10, "1 ms is the aim; ten leaves room for a busy machine"
