"""Annotations as bytes: the same bit for bit, and other bytes are refused."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from evopose.model.annotation import Annotation, Status
from evopose.model.camera import Camera
from evopose.model.keypoints import Keypoints
from evopose.model.part import PARTS
from evopose.model.pose import Pose
from evopose.project.coding import (
    UnreadableValue,
    decode_annotation,
    decode_extra,
    decode_pose,
    encode_annotation,
    encode_extra,
    encode_pose,
)

numbers = st.floats(allow_nan=True, allow_infinity=False)
finite = st.floats(allow_nan=False, allow_infinity=False)


def floats(*shape: int) -> st.SearchStrategy[np.ndarray]:
    return arrays.arrays(np.float64, shape, elements=numbers)


states = arrays.arrays(np.int8, 17, elements=st.integers(0, 2))
keypoints = st.builds(Keypoints, floats(17, 2), states, floats(17))
poses = st.builds(Pose, floats(3), floats(3, 3), floats(16), floats(16, 2))
cameras = st.builds(
    Camera,
    st.tuples(finite, finite),
    st.tuples(finite, finite),
    st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)),
    st.tuples(finite, finite, finite),
    st.tuples(finite, finite),
    st.text(st.characters(codec="utf-8")),
)
annotations = st.builds(
    Annotation,
    keypoints,
    st.none() | cameras,
    st.none() | poses,
    st.sampled_from(Status),
    st.frozensets(st.sampled_from([part.name for part in PARTS])),
    st.booleans(),
)


@settings(max_examples=40)
@given(annotations)
def test_an_annotation_comes_back_bit_for_bit(annotation):
    found = decode_annotation(encode_annotation(annotation))
    np.testing.assert_array_equal(found.keypoints.xy, annotation.keypoints.xy)
    np.testing.assert_array_equal(found.keypoints.visibility, annotation.keypoints.visibility)
    assert found.removed is annotation.removed
    np.testing.assert_array_equal(found.keypoints.confidence, annotation.keypoints.confidence)
    assert (found.camera and vars(found.camera)) == (annotation.camera and vars(annotation.camera))
    assert (found.status, found.locked) == (annotation.status, annotation.locked)
    assert (found.pose is None) == (annotation.pose is None)
    assert encode_annotation(found) == encode_annotation(annotation)


@given(poses)
def test_a_pose_comes_back_bit_for_bit(pose):
    found = decode_pose(encode_pose(pose))
    for name in ("root", "frame", "lengths", "directions"):
        np.testing.assert_array_equal(getattr(found, name), getattr(pose, name))


@given(st.binary(max_size=600))
def test_other_bytes_are_refused(data):
    for decode in (decode_annotation, decode_pose, decode_extra):
        with pytest.raises(UnreadableValue):
            decode(data)


@settings(max_examples=40)
@given(annotations, st.data())
def test_a_cut_annotation_is_refused(annotation, data):
    whole = encode_annotation(annotation)
    with pytest.raises(UnreadableValue):
        decode_annotation(whole[: data.draw(st.integers(0, len(whole) - 1))])


def test_a_decoded_annotation_can_be_changed_and_encoded_again(make):
    found = decode_annotation(encode_annotation(make(1)))
    moved = replace(found, keypoints=found.keypoints.moved(3, (1.0, 2.0)))
    assert decode_annotation(encode_annotation(moved)).keypoints.xy[3].tolist() == [1.0, 2.0]


def test_extra_values_and_arrays_come_back():
    extra = {"lsp": True, "betas": np.arange(6.0).reshape(1, 6), "nested": {"n": np.int64(3), "list": [1, None, "a"]}}
    found = decode_extra(encode_extra(extra))
    np.testing.assert_array_equal(found.pop("betas"), extra.pop("betas"))
    assert found == extra


def test_objects_are_no_extra_values():
    with pytest.raises(TypeError, match="object"):
        encode_extra({"code": object()})
