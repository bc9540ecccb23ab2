"""Writing chosen poses to a file: which ones, where to, and never over the population itself."""

from pathlib import Path

import numpy as np

from evopose.io import safetensors


def test_export_writes_what_was_chosen_and_never_the_population_itself(qtbot, page, tmp_path):
    from evostudio.pages.population.export import ExportPoses

    page.wall.show_row(3)
    page.wall.selection.reach(5)
    page.chosen.mark()
    page.browser.marks.set("binned", np.array([0]), True)
    dialog = ExportPoses(page.studio, page.browser.table, page.browser.listing, page.wall.selected_rows())
    dialog.show()
    titles = [dialog.which.itemData(place) for place in range(dialog.which.count())]
    assert titles == ["Chosen", "Listed", "Marked", "All without the bin", "All"]
    dialog.place.set_path(page.browser.path)
    assert not dialog.begin.isEnabled()
    target = tmp_path / "out.safetensors"
    dialog.place.field.setText(str(target))
    assert dialog.begin.isEnabled()
    dialog.begin.click()
    qtbot.waitUntil(target.exists)
    assert np.allclose(safetensors.read(target).positions, page.browser.table.population.positions[3:6])


def test_exports_are_proposed_to_go_where_the_last_one_went(qtbot, page, tmp_path):
    from evostudio.pages.population.export import ExportPoses

    def proposed() -> Path:
        table, listing = page.browser.table, page.browser.listing
        return ExportPoses(page.studio, table, listing, np.arange(2), page).place.path.parent

    assert proposed() == page.browser.path.parent
    (tmp_path / "elsewhere").mkdir()
    dialog = ExportPoses(page.studio, page.browser.table, page.browser.listing, np.arange(2), page)
    dialog.place.field.setText(str(tmp_path / "elsewhere" / "out.safetensors"))
    dialog.begin.click()
    qtbot.waitUntil(lambda: bool(page.studio.preferences.value.export_folder))
    assert proposed() == tmp_path / "elsewhere"
    (tmp_path / "elsewhere").rename(tmp_path / "renamed")
    assert proposed() == page.browser.path.parent
