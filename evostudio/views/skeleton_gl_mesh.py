"""Triangles that live on the GPU, with the program that draws them."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from PySide6.QtGui import QOpenGLContext
from PySide6.QtOpenGL import QOpenGLBuffer, QOpenGLShader, QOpenGLShaderProgram, QOpenGLVertexArrayObject

from evopose.model.array import NDArray

GL_FLOAT, GL_TRIANGLES = 0x1406, 0x0004


class Mesh:
    """Vertices of so many floats for each attribute. The context it was made in must be current whenever it is used."""

    def __init__(self, vertex: str, fragment: str, attributes: tuple[int, ...]) -> None:
        self._floats = sum(attributes)
        self._count = 0
        self._program = QOpenGLShaderProgram()
        self._program.addShaderFromSourceCode(QOpenGLShader.ShaderTypeBit.Vertex, vertex)
        self._program.addShaderFromSourceCode(QOpenGLShader.ShaderTypeBit.Fragment, fragment)
        if not self._program.link():
            raise RuntimeError(f"the driver does not take the program: {self._program.log()}")
        self._array = QOpenGLVertexArrayObject()
        self._array.create()
        self._buffer = QOpenGLBuffer(QOpenGLBuffer.Type.VertexBuffer)
        self._buffer.create()
        self._array.bind()
        self._buffer.bind()
        self._program.bind()
        offset = 0
        for location, floats in enumerate(attributes):
            self._program.enableAttributeArray(location)
            self._program.setAttributeBuffer(location, GL_FLOAT, 4 * offset, floats, 4 * self._floats)
            offset += floats
        self._program.release()
        self._array.release()
        self._buffer.release()

    def load(self, vertices: NDArray) -> None:
        """These from now on: any shape that is rows of the attributes' floats, three rows a triangle."""
        data = np.ascontiguousarray(vertices, dtype=np.float32).tobytes()
        self._count = len(data) // (4 * self._floats)
        self._buffer.bind()
        self._buffer.allocate(data, len(data))
        self._buffer.release()

    @contextmanager
    def drawn(self) -> Iterator[QOpenGLShaderProgram]:
        """Draws at the end; inside, the program's uniforms are set."""
        self._program.bind()
        yield self._program
        if self._count:
            self._array.bind()
            QOpenGLContext.currentContext().functions().glDrawArrays(GL_TRIANGLES, 0, self._count)
            self._array.release()
        self._program.release()

    def destroy(self) -> None:
        """Give the GPU's memory back."""
        self._buffer.destroy()
        self._array.destroy()
        self._program.removeAllShaders()
