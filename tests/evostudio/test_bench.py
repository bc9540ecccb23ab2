"""`evostudio --bench` at small sizes: every figure of its table is there. How large they are is not tested."""

import numpy as np

from evostudio import bench


def test_every_line_of_the_table_gets_its_figure(qapp, tmp_path):
    tiny = bench.Sizes(
        images=300,
        presses=20,
        photos=3,
        photo_size=(160, 120),
        pause_s=0.0,
        starts=1,
        frames=10,
        poses=2000,
        founders=200,
        evolving_s=0.5,
        training_s=0.5,
    )
    found = bench.measured(tmp_path, sizes=tiny)
    for row in bench.TABLE:
        section, key = row.where
        assert np.isfinite(found[section][key]), row.what
    assert found["keys"]["presses"] >= 18
    assert found["open"]["images"] == 300
    assert found["filter"]["listed"] == 100
    assert len(list(bench._written(found))) == len(bench.TABLE) + 1


def test_a_users_project_is_measured_on_a_copy_and_its_photos_where_they_are(tmp_path):
    from evopose.project.project import Project
    from evostudio.measuring.projects import photo_project

    own, scratch = photo_project(tmp_path / "own", images=2, size=(160, 120)), tmp_path / "scratch"
    scratch.mkdir()
    copy = bench._copied(own, scratch)
    assert list(scratch.iterdir()) == [copy]
    with Project.open(copy, read_only=True) as opened:
        assert opened.image_path(int(opened.images.ids[0])) == tmp_path / "own" / "photo_000.jpg"
