"""Below the photo: the selected part's fields, all parts at a glance, and the direction map."""

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QWidget

from evopose.editing.turns import direction_of
from evopose.geometry.hierarchy import limb_vectors
from evopose.model.annotation import Annotation
from evopose.model.array import NDArray
from evopose.model.limb import LIMBS
from evopose.model.part import PARTS, Part
from evopose.model.pose import Pose
from evostudio.documents.annotating import Annotator
from evostudio.documents.showing import limits
from evostudio.theme import Theme
from evostudio.views.direction_map import DirectionMap
from evostudio.views.direction_scene import DirectionScene
from evostudio.views.limb_table import LimbTable, PartState
from evostudio.views.part_panel import PartPanel, PartValues
from evostudio.views.scene import Scene

NEIGHBOURS = 150


class PartPane(QWidget):
    """Shows one `Scene` by its parts."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panel, self.table, self.map = PartPanel(theme), LimbTable(theme), DirectionMap()
        self.map.set_theme(theme)
        self.setAutoFillBackground(True)  # or everything around it is painted with every key
        self._surroundings = Surroundings()
        self._widgets = (self.panel, self.table, self.map)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(16)
        row.addWidget(self.panel)
        row.addWidget(self.table, 3)
        row.addWidget(self.map, 4)

    def steer(self, annotator: Annotator) -> None:
        """What is typed and dragged here happens to the selected part."""
        self.panel.direction_typed.connect(annotator.aim)
        self.panel.length_typed.connect(annotator.stretch)
        self.panel.place_typed.connect(lambda *place: annotator.move_to(place))
        self.map.direction_dragged.connect(annotator.aim)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        for widget in self._widgets:
            widget.set_theme(theme)

    def show_scene(self, scene: Scene | None, annotation: Annotation | None, ghost: Pose | None) -> None:
        """The scene, its annotation, and the first fit for the map's hollow dot."""
        part = scene.selected if scene is not None else PARTS[0]
        positions = None if scene is None else scene.positions
        self.panel.show_values(_values(part, positions, scene, annotation))
        self.table.show_states(_states(scene), part)
        pose = None if annotation is None else annotation.pose
        self.map.show_direction(None if pose is None else self._direction_scene(part, pose, scene, ghost))

    def _direction_scene(
        self, part: Part, pose: Pose, scene: Scene | None, ghost: Pose | None
    ) -> DirectionScene | None:
        if not part.has_direction:
            return None
        current = direction_of(pose, part)
        start = None if ghost is None else direction_of(ghost, part)
        if part.limb is None or scene is None or scene.positions is None:
            return DirectionScene(part.name, None, current, None, start, True)
        region, near = self._surroundings.of(part.limb, scene.positions)
        return DirectionScene(part.name, region, current, near, start, part.limb not in scene.invalid)


def _values(part: Part, positions: NDArray | None, scene: Scene | None, annotation: Annotation | None) -> PartValues:
    locked = annotation is not None and part.name in annotation.locked
    if positions is None or scene is None or annotation is None or annotation.pose is None:
        return PartValues(part, locked=locked)
    if not part.has_direction:
        x, y, z = positions[0].tolist()
        return PartValues(part, place=(x, y, z), locked=locked)
    theta, phi = direction_of(annotation.pose, part)
    length = float(np.linalg.norm(positions[part.tip] - positions[part.pivot]))
    valid = None if part.limb is None else part.limb not in scene.invalid
    return PartValues(part, theta, phi, length, None, valid, locked)


def _states(scene: Scene | None) -> dict[str, PartState]:
    if scene is None or scene.positions is None or scene.pixels is None:
        return {}
    residuals = np.linalg.norm(scene.pixels - scene.keypoints.xy, axis=-1)
    return {part.name: _state(part, scene, float(residuals[part.tip])) for part in PARTS}


def _state(part: Part, scene: Scene, residual: float) -> PartState:
    return PartState(
        valid=None if part.limb is None else part.limb not in scene.invalid,
        residual=residual if part.has_direction and np.isfinite(residual) else None,
        locked=part.name in scene.locked,
    )


class Surroundings:
    """Valid region and neighbours in the data of one limb; computed anew only when what they depend on has moved."""

    def __init__(self) -> None:
        self._key: tuple[int, bytes] | None = None
        self._found: tuple[NDArray, NDArray] | None = None

    def of(self, limb: int, positions: NDArray) -> tuple[NDArray, NDArray]:
        """(120, 60) valid cells, and (k, 2) θ and φ of the nearest poses of the library."""
        from evopose.fitting.library import library

        key = (limb, _depends_on(limb, positions))
        if self._found is None or key != self._key:
            near = np.asarray(library().neighbours(limb, positions, NEIGHBOURS))
            self._key, self._found = key, (np.asarray(limits().region(limb, positions)), near)
        return self._found


def _depends_on(limb: int, positions: NDArray) -> bytes:
    """Directions of the parent for forearms and shins, of all others for other limbs, to half a degree."""
    parent = LIMBS[limb].parent
    seen = [parent] if parent is not None else [other for other in range(len(LIMBS)) if other != limb]
    return np.round(np.asarray(limb_vectors(positions))[seen] * 114).tobytes()
