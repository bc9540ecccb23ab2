"""Software OpenGL counts as none."""

import pytest

from evostudio import gl


@pytest.mark.parametrize(
    "renderer", ["llvmpipe (LLVM 15.0.6, 256 bits)", "softpipe", "Google SwiftShader", "Apple Software Renderer"]
)
def test_software_renderers_give_way_to_qpainter(renderer):
    chosen = gl.judge(renderer)
    assert not chosen.is_gl
    assert renderer in chosen.why


def test_a_card_draws_itself():
    assert gl.judge("NVIDIA GeForce RTX 4070/PCIe/SSE2").is_gl


def test_the_user_s_wish_wins(qapp):
    assert gl.judge("llvmpipe", "on").is_gl
    assert not gl.choose("off").is_gl


def test_a_choice_is_made_and_explained_here(qapp):
    chosen = gl.choose()
    assert chosen.name in ("gl", "qpainter")
    assert chosen.why
    if qapp.platformName() == "offscreen":
        assert not chosen.is_gl
