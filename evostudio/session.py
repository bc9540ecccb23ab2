"""Where the user was: noted when the window closes, found again at the next start."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray

if TYPE_CHECKING:
    from evostudio.window import MainWindow


def remember(window: MainWindow) -> None:
    """Note project, page, image, splitters and geometry."""
    project = window.document.project
    fields: dict[str, Any] = {
        "project": str(project.path) if project else "",
        "page": window.current,
        "geometry": bytes(window.saveGeometry().toHex().data()).decode(),
        "image": "",
    }
    splitters: dict[str, tuple[int, ...]] = dict(window.studio.preferences.value.session.splitters)
    for name in window.visited:
        saved = window.pages[name].save_session()
        splitters |= saved.pop("splitters", {})  # each page names its own
        fields |= saved
    fields["splitters"] = splitters
    window.studio.preferences.change_session(**fields)


def restore_geometry(window: MainWindow) -> None:
    """The window's place and size; where screens have changed, Qt keeps it visible."""
    geometry = window.studio.preferences.value.session.geometry
    if geometry:
        window.restoreGeometry(QByteArray.fromHex(geometry.encode()))


def restore(window: MainWindow, page: str = "") -> None:
    """The last project, page and image; `page` wins over the page noted. A project that is gone is said, not asked."""
    preferences = window.studio.preferences.value
    last = preferences.session
    if not preferences.restore:
        return
    if last.project and not Path(last.project).is_file():
        window.studio.notify(f"The project opened last is no longer at {last.project}.", "warning")
    if last.project and not (Path(last.project).is_file() and window.opening.open_path(Path(last.project))):
        return
    _restore_page(window, page or last.page)


def _restore_page(window: MainWindow, name: str) -> None:
    window.show_page(name if name in window.page_types else window.current)
    for page in window.pages.values():
        page.restore_session(window.studio.preferences.value.session)
