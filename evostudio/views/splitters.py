"""How the room of a page is shared by its splitters: told for the session, and shared so again."""

from PySide6.QtWidgets import QSplitter

Sizes = dict[str, tuple[int, ...]]
"""Pixels of the parts, by the name of the splitter."""


class Splitters(dict[str, QSplitter]):
    """Those of a page, by name."""

    def sizes(self) -> Sizes:
        """How the room is shared."""
        return {name: tuple(splitter.sizes()) for name, splitter in self.items()}

    def restore(self, sizes: Sizes) -> None:
        """Share it so, where there were as many parts."""
        for name, splitter in self.items():
            if len(sizes.get(name, ())) == splitter.count():
                splitter.setSizes(list(sizes[name]))
