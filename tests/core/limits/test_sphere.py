"""Laws of maps on the sphere."""

import numpy as np

from evopose.geometry.components import split
from evopose.limits.sphere import cells, centres
from evopose.model.array import array_namespace, as_numpy


def test_the_middle_of_each_cell_lies_in_it(array):
    middles = array(np.ascontiguousarray(np.moveaxis(centres(), -1, 0)))
    column, row = cells(array_namespace(middles), split(middles))
    np.testing.assert_array_equal(as_numpy(column), np.broadcast_to(np.arange(120)[:, None], (120, 60)))
    np.testing.assert_array_equal(as_numpy(row), np.broadcast_to(np.arange(60), (120, 60)))


def test_the_seam_and_the_poles_have_cells(array):
    edges = array(np.array([[-1.0, 0.0, 0.0], [-1.0, -0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, -1.0]]).T.copy())
    column, row = cells(array_namespace(edges), split(edges))
    np.testing.assert_array_equal(as_numpy(column)[:2], [119, 0])
    np.testing.assert_array_equal(as_numpy(row), [30, 30, 59, 0])
