"""Who stays in the picture."""

import torch

from evopose.evolution.recipe import FrameSelection
from evopose.evolution.selection.frame import FrameSelector
from evopose.evolution.selection.sight import Sight


def kept(candidates, pixels, joints=17):
    """Of two cameras whose pictures are 100 wide and 80 high."""
    sight = Sight(pixels, torch.zeros(*pixels.shape[:3], 3), torch.tensor([[100.0, 80.0]] * 2), torch.ones(2, 4))
    selector = FrameSelector(FrameSelection(weight=1, joints=joints), lambda _: sight)
    return selector.keep(candidates(torch.zeros(len(pixels), 17, 3))).tolist()


def test_every_camera_must_have_enough_joints_in_its_picture(candidates):
    pixels = torch.full((4, 2, 17, 2), 50.0)
    pixels[1, 0, 3] = torch.tensor([100.0, 50.0])
    pixels[2, 1, 4] = torch.tensor([50.0, -1.0])
    pixels[3, 1, :4] = torch.nan
    assert kept(candidates, pixels) == [True, False, False, False]
    assert kept(candidates, pixels, joints=16) == [True, True, True, False]
    assert kept(candidates, pixels, joints=13) == [True, True, True, True]


def test_the_first_pixel_is_inside_and_the_width_is_not(candidates):
    pixels = torch.zeros(2, 2, 17, 2)
    pixels[1, 0, 0, 1] = 80
    assert kept(candidates, pixels) == [True, False]
