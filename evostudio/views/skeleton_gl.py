"""The 3D canvas on the GPU: meshes lit pixel by pixel; what is flat is painted as the other back end does."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QMatrix4x4, QPainter, QVector2D, QVector3D, QVector4D
from PySide6.QtOpenGL import QOpenGLPaintDevice
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QWidget

from evostudio.gl import surface_format
from evostudio.theme import rgb_shares
from evostudio.views.orbit import Orbit, Size
from evostudio.views.skeleton_canvas import AMBIENT, DIFFUSE, GLOSS_DOUBLINGS, LIGHT, SHINE, Shot
from evostudio.views.skeleton_figure import Figure
from evostudio.views.skeleton_gl_mesh import Mesh
from evostudio.views.skeleton_ground import CELL, CELLS, SHADOW, grid_centre, line_colour
from evostudio.views.skeleton_layers import draw_layers
from evostudio.views.skeleton_marks import draw_marks
from evostudio.views.skeleton_mesh import floor, solids
from evostudio.views.skeleton_shaders import FLOOR_FRAGMENT, FLOOR_VERTEX, SOLID_FRAGMENT, SOLID_VERTEX
from evostudio.views.skeleton_shading import FOG, FOG_REACH, plain_colours, rgb
from evostudio.views.skeleton_solids import CHOSEN_OUTLINE, draw_halo

GL_CULL_FACE, GL_FRONT, GL_BACK, GL_DEPTH_TEST, GL_BLEND = 0x0B44, 0x0404, 0x0405, 0x0B71, 0x0BE2
GL_COLOR_BUFFER_BIT, GL_DEPTH_BUFFER_BIT, GL_LESS = 0x4000, 0x0100, 0x0201
NEAR, FAR = 0.02, 60.0
"""Metres, on an adult."""


class GLCanvas(QOpenGLWidget):
    """Shows one shot."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFormat(surface_format())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._shot: Shot | None = None
        self._solids: Mesh | None = None
        self._chosen: Mesh | None = None
        self._floor: Mesh | None = None
        self._loaded: object = None

    def show_shot(self, shot: Shot) -> None:
        """Paint this at the next occasion."""
        self._shot = shot
        self.update()

    def initializeGL(self) -> None:
        self._solids = Mesh(SOLID_VERTEX, SOLID_FRAGMENT, (3, 3, 3))
        self._chosen = Mesh(SOLID_VERTEX, SOLID_FRAGMENT, (3, 3, 3))
        self._floor = Mesh(FLOOR_VERTEX, FLOOR_FRAGMENT, (3,))
        self._loaded = None
        self.context().aboutToBeDestroyed.connect(self._release)

    def _release(self) -> None:
        """The context goes (the window is moved to another, or closed), and all that lives in it."""
        self.makeCurrent()
        for mesh in (self._solids, self._chosen, self._floor):
            if mesh is not None:
                mesh.destroy()
        self._solids = self._chosen = self._floor = None
        self.doneCurrent()

    def paintGL(self) -> None:
        shot, size = self._shot, (float(self.width()), float(self.height()))
        gl = self.context().functions()
        stage = QColor(shot.theme.stage) if shot is not None else QColor("black")
        gl.glClearColor(stage.redF(), stage.greenF(), stage.blueF(), 1.0)
        gl.glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
        if shot is None:
            return
        if shot.figure is not None:
            self._load(shot.figure, shot)
            self._draw_floor(shot, shot.figure, size)
        # Not on self: Qt would send that elsewhere while the window is grabbed for a picture.
        ratio = self.devicePixelRatioF()
        device = QOpenGLPaintDevice(self.size() * ratio)
        device.setDevicePixelRatio(ratio)
        painter = QPainter(device)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if shot.figure is not None:
            draw_halo(painter, shot.figure, shot.orbit, size, shot.theme)
            draw_layers(painter, shot, size)
            painter.beginNativePainting()
            self._draw_solids(shot, shot.figure, size)
            painter.endNativePainting()
        draw_marks(painter, shot, size)
        painter.end()

    def _load(self, figure: Figure, shot: Shot) -> None:
        """Send the meshes over, where they are not there yet."""
        key = (figure, shot.theme)
        if key == self._loaded or self._solids is None or self._chosen is None or self._floor is None:
            return
        self._loaded = key
        vertices = solids(figure.starts, figure.ends, figure.radii, plain_colours(figure, shot.theme))
        self._solids.load(vertices)
        self._chosen.load(vertices.reshape(len(figure), -1)[figure.outlined])
        self._floor.load(floor(grid_centre(figure), CELL * CELLS * figure.size, figure.ground))

    def _draw_floor(self, shot: Shot, figure: Figure, size: Size) -> None:
        if self._floor is None:
            return
        gl, theme = self.context().functions(), shot.theme
        for off in (GL_DEPTH_TEST, GL_CULL_FACE, GL_BLEND):
            gl.glDisable(off)
        bones = [i for i, kind in enumerate(figure.kinds) if kind in ("bone", "head")]
        starts, ends = figure.starts[bones], figure.ends[bones]
        flat = np.concatenate([starts[:, [0, 2]], ends[:, [0, 2]]], axis=1)
        heights = np.stack(
            [figure.ground - starts[:, 1], figure.ground - ends[:, 1], figure.radii[bones].max(1)], axis=1
        )
        with self._floor.drawn() as program:
            program.setUniformValue("toClip", to_clip(shot.orbit, size, figure.size))
            program.setUniformValue("centre", QVector2D(*grid_centre(figure).tolist()))
            program.setUniformValue1f("cell", CELL * figure.size)
            program.setUniformValue1f("reach", CELL * CELLS * figure.size)
            program.setUniformValue1f("bodySize", figure.size)
            program.setUniformValue("stage", QVector3D(*rgb(theme, "stage").tolist()))
            program.setUniformValue("line", QVector3D(*rgb_shares(line_colour(theme, False))))
            program.setUniformValue("boldLine", QVector3D(*rgb_shares(line_colour(theme, True))))
            program.setUniformValue1f("shadow", SHADOW[theme.dark] if shot.orbit.eye[1] < figure.ground else 0.0)
            program.setUniformValue1i("bones", len(bones))
            for i, (ends_of, height) in enumerate(zip(flat.tolist(), heights.tolist(), strict=True)):
                program.setUniformValue(f"ends[{i}]", QVector4D(*ends_of))
                program.setUniformValue(f"shape[{i}]", QVector4D(*height, 0.0))

    def _draw_solids(self, shot: Shot, figure: Figure, size: Size) -> None:
        """The lit solids, and around the selected ones an outline: themselves, grown and turned inside out."""
        if self._solids is None or self._chosen is None:
            return
        gl = self.context().functions()
        gl.glDisable(GL_BLEND)
        gl.glEnable(GL_DEPTH_TEST)
        gl.glDepthFunc(GL_LESS)
        gl.glDepthMask(True)
        gl.glClear(GL_DEPTH_BUFFER_BIT)
        gl.glEnable(GL_CULL_FACE)
        gl.glCullFace(GL_BACK)
        self._draw_mesh(self._solids, shot, figure, size, 0.0, QVector4D(0, 0, 0, 0))
        gl.glCullFace(GL_FRONT)
        grown = CHOSEN_OUTLINE * shot.orbit.distance / shot.orbit.scale(size)
        text = QVector4D(*rgb(shot.theme, "text").tolist(), 1.0)
        self._draw_mesh(self._chosen, shot, figure, size, grown, text)
        gl.glDisable(GL_CULL_FACE)
        gl.glDisable(GL_DEPTH_TEST)

    def _draw_mesh(
        self, mesh: Mesh, shot: Shot, figure: Figure, size: Size, grown: float, flat_colour: QVector4D
    ) -> None:
        depth = float(shot.orbit.seen((figure.starts + figure.ends) / 2)[:, 2].mean())
        with mesh.drawn() as program:
            program.setUniformValue("toClip", to_clip(shot.orbit, size, figure.size))
            program.setUniformValue("toEye", to_eye(shot.orbit))
            program.setUniformValue1f("grown", grown)
            program.setUniformValue("flatColour", flat_colour)
            program.setUniformValue("light", QVector3D(*LIGHT))
            program.setUniformValue("surface", QVector4D(AMBIENT, DIFFUSE, SHINE, 2.0**GLOSS_DOUBLINGS))
            program.setUniformValue("stage", QVector3D(*rgb(shot.theme, "stage").tolist()))
            program.setUniformValue("fog", QVector3D(depth, FOG_REACH * figure.size, FOG))


def to_eye(orbit: Orbit) -> QMatrix4x4:
    """From the scene into the eye's frame (right, down, ahead)."""
    rows = np.eye(4)
    rows[:3, :3] = orbit.axes
    rows[:3, 3] = -orbit.axes @ orbit.eye
    return QMatrix4x4(rows.ravel().tolist())


def to_clip(orbit: Orbit, size: Size, body: float) -> QMatrix4x4:
    """From the scene into GL's clip space: the projection of `Orbit.project`."""
    scale, (right, down) = orbit.scale(size), orbit.shift
    x, y = 2 * scale / size[0], 2 * scale / size[1]
    near, far = NEAR * body, max(FAR * body, 4 * orbit.distance)
    lens = np.array(
        [
            [x, 0, -x * right, 0],
            [0, -y, y * down, 0],
            [0, 0, (far + near) / (far - near), -2 * far * near / (far - near)],
            [0, 0, 1, 0],
        ]
    )
    return QMatrix4x4(lens.ravel().tolist()) * to_eye(orbit)
