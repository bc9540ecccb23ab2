"""Which back end the 3D view has: OpenGL where there is a real GPU, else QPainter; and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtGui import QGuiApplication, QOffscreenSurface, QOpenGLContext, QSurfaceFormat

SOFTWARE = ("llvmpipe", "softpipe", "swiftshader", "software", "swrast", "microsoft basic render", "gdi generic")
VERSION = (3, 3)
"""Of OpenGL, core profile, that the 3D view is written for."""
HEADLESS = ("offscreen", "minimal", "vnc", "linuxfb")


@dataclass(frozen=True)
class Backend:
    """The choice, for the views, the status line and `evopose doctor`."""

    name: Literal["gl", "qpainter"]
    why: str
    renderer: str = ""
    """What the driver calls itself, where it was asked."""

    @property
    def is_gl(self) -> bool:
        """Whether views should be QOpenGLWidgets."""
        return self.name == "gl"


def surface_format() -> QSurfaceFormat:
    """What the 3D view needs; the default of the program, set before the QApplication is made."""
    wanted = QSurfaceFormat()
    wanted.setVersion(*VERSION)
    wanted.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
    wanted.setDepthBufferSize(24)
    wanted.setStencilBufferSize(8)
    wanted.setSamples(4)
    return wanted


def choose(wish: Literal["auto", "on", "off"] = "auto") -> Backend:
    """Decide; needs a QGuiApplication. Never raises: where nothing can be asked, QPainter draws."""
    platform = QGuiApplication.platformName()
    if wish == "off":
        return Backend("qpainter", "GL is switched off")
    if platform in HEADLESS:
        return Backend("qpainter", f"the Qt platform {platform!r} has no OpenGL windows")
    renderer, problem = _probe()
    if problem:
        return Backend("qpainter", problem)
    return judge(renderer, wish)


def judge(renderer: str, wish: Literal["auto", "on", "off"] = "auto") -> Backend:
    """The choice for a renderer that works."""
    software = any(name in renderer.lower() for name in SOFTWARE)
    if wish == "on":
        return Backend("gl", f"GL is switched on; {renderer} draws", renderer)
    if software:
        return Backend(
            "qpainter", f"OpenGL is computed in software ({renderer}), which is slower than QPainter", renderer
        )
    return Backend("gl", f"{renderer} draws", renderer)


def _probe() -> tuple[str, str]:
    """The renderer's name, or what is missing."""
    context = QOpenGLContext()
    if not context.create():
        return "", "no OpenGL context could be made"
    if context.format().version() < VERSION:
        have, need = (".".join(map(str, version)) for version in (context.format().version(), VERSION))
        return "", f"OpenGL is {have} here, and the 3D view needs {need}"
    surface = QOffscreenSurface()
    surface.setFormat(context.format())
    surface.create()
    if not surface.isValid() or not context.makeCurrent(surface):
        return "", "the OpenGL context could not be used"
    try:
        return context.functions().glGetString(0x1F01) or "", ""  # GL_RENDERER
    finally:
        context.doneCurrent()
        surface.destroy()
