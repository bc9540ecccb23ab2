"""Exported lifters say what the lifter says, whatever file they are in; programs in disguise are refused."""

import builtins
import json
import zipfile
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import torch

from evopose.errors import BadFile, BadOption, MissingDependency, MissingFile, UnknownFormat, UnsafeFile
from evopose.lifting import carried, exporting, torchscript_file
from evopose.lifting.cascade import make_learner
from evopose.lifting.exporting import Unlike, difference, export, flipped
from evopose.lifting.files import read_lifter, write_lifter
from evopose.lifting.lifter import Lifter, begun
from evopose.lifting.onnx_file import OnnxPredictor, write_onnx
from evopose.lifting.opening import open_predictor
from evopose.lifting.options import ModelOptions
from evopose.lifting.predictor import Predictor
from evopose.lifting.torchscript_file import write_torchscript

KNOWN = ("hip", "rhip", "rknee", "rankle", "lhip", "lknee", "lankle", "lshoulder", "lelbow", "lwrist", "rshoulder")


def made(**model: Any) -> Lifter:
    """A small one whose numbers are of the size of people."""
    torch.manual_seed(5)
    pixels, lenses = exporting._views()
    options = ModelOptions(**{"width": 16, "blocks": 1, "stages": 2, **model})
    lifter = begun(options, pixels[:-1], 0.3 * torch.randn(len(pixels) - 1, 17, 3), lenses[:-1])
    for number in range(options.stages):
        lifter.cascade.append(make_learner(options, lifter.seen, lifter.given, number))
    lifter.cascade.requires_grad_(False).eval()
    return Lifter(**{**vars(lifter), "metadata": {"model": options.model_dump(mode="json")}})


LIFTERS: dict[str, dict[str, Any]] = {
    "pose": {"normalisation": "pose", "joints": (*KNOWN, "relbow", "rwrist"), "flip": True},
    "set": {"refine": True},
    "camera": {"normalisation": "camera", "flip": True, "learner": "attention"},
}


@pytest.mark.parametrize("kind", LIFTERS)
def test_a_torchscript_archive_says_what_its_lifter_says(tmp_path: Path, kind: str):
    lifter = made(**LIFTERS[kind])
    assert export(lifter, tmp_path / "a.ts") < 0.1
    same(lifter, open_predictor(tmp_path / "a.ts"))


def test_an_onnx_model_says_what_its_lifter_says(tmp_path: Path):
    lifter = made(**LIFTERS["camera"] | {"stages": 1})
    assert export(lifter, tmp_path / "a.onnx") < 0.1
    same(lifter, open_predictor(tmp_path / "a.onnx"))


def same(lifter: Lifter, other: Predictor) -> None:
    assert (other.seen, other.given, other.normalisation) == (lifter.seen, lifter.given, lifter.normalisation)
    assert other.metadata == lifter.metadata
    pixels, lenses = exporting._views()
    assert torch.allclose(lifter.predict(pixels, lenses), other.predict(pixels, lenses), atol=1e-4, equal_nan=True)
    assert other.predict(pixels[:0], lenses[:0]).shape == (0, 17, 3)
    if lifter.normalisation == "camera":
        with pytest.raises(BadOption, match="fx, fy, cx, cy"):
            other.predict(pixels)


def test_a_file_in_float16_is_half_as_large_and_says_nearly_the_same(tmp_path: Path):
    lifter = made(width=256, stages=1)
    write_lifter(lifter, tmp_path / "whole.safetensors")
    assert export(lifter, tmp_path / "half.safetensors") < 1
    assert (tmp_path / "half.safetensors").stat().st_size < 0.6 * (tmp_path / "whole.safetensors").stat().st_size


def test_what_differs_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    lifter = made(stages=1)

    def other(_: Lifter, path: Path) -> None:
        write_lifter(made(stages=1, width=24), path)

    monkeypatch.setattr(exporting, "_WRITERS", {".safetensors": other})
    (tmp_path / "a.safetensors").write_bytes(b"the old one")
    with pytest.raises(Unlike, match=r"mm from where the lifter does.*--no-check"):
        export(lifter, tmp_path / "a.safetensors")
    assert (tmp_path / "a.safetensors").read_bytes() == b"the old one"


def test_a_lifter_that_says_nothing_where_another_speaks_is_infinitely_far_off():
    assert difference(made(stages=1), made(stages=1)) < 1e-3
    lifter = made(stages=1)
    silent = [with_state(lifter, "0.w1.weight", torch.nan), with_state(lifter, "0.batch_norm1.running_var", -9.0)]
    for wrong in (*silent, Lifter(**{**vars(lifter), "mean_3d": lifter.mean_3d * torch.nan})):
        assert difference(lifter, wrong) == difference(wrong, lifter) == float("inf")
        assert difference(wrong, wrong) == float("inf"), "neither says anything: that is no agreement"


def with_state(lifter: Lifter, name: str, value: float) -> Lifter:
    """Another whose parameter is full of this."""
    other = deepcopy(lifter)
    other.cascade.state_dict()[name].fill_(value)
    return other


def test_flipping_needs_both_sides():
    assert flipped(made()).flip
    with pytest.raises(BadOption, match="both sides"):
        flipped(made(joints=("hip", "lknee")))


def test_other_suffixes_are_refused_with_those_that_there_are(tmp_path: Path):
    with pytest.raises(UnknownFormat, match=r"\.onnx, \.ts"):
        export(made(), tmp_path / "a.tflite")
    with pytest.raises(MissingFile):
        open_predictor(tmp_path / "none.onnx")


def test_who_needs_the_learners_is_told_that_an_exported_lifter_has_none(tmp_path: Path):
    write_torchscript(made(), tmp_path / "a.ts")
    (tmp_path / "a.pt").write_bytes((tmp_path / "a.ts").read_bytes())
    (tmp_path / "a.onnx").touch()
    for name in ("a.ts", "a.pt", "a.onnx"):
        with pytest.raises(BadFile, match=r"an exported lifter, .* the \.safetensors that it was made of was expected"):
            read_lifter(tmp_path / name)


def test_foreign_and_damaged_models_are_refused(tmp_path: Path):
    onnx = pytest.importorskip("onnx")
    (tmp_path / "text.onnx").write_text("no model")
    with pytest.raises(BadFile, match="no readable ONNX model"):
        open_predictor(tmp_path / "text.onnx")
    value = onnx.helper.make_tensor_value_info("pixels", onnx.TensorProto.FLOAT, [1, 17, 2])
    out = onnx.helper.make_tensor_value_info("joints", onnx.TensorProto.FLOAT, [1, 17, 2])
    graph = onnx.helper.make_graph([onnx.helper.make_node("Neg", ["pixels"], ["joints"])], "g", [value], [out])
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 18)], ir_version=9)
    onnx.save(model, tmp_path / "foreign.onnx")
    with pytest.raises(BadFile, match="no lifter of evopose"):
        open_predictor(tmp_path / "foreign.onnx")


@pytest.mark.parametrize(("number", "words"), [(1, "it gives float32"), (11, "be run")], ids=["float32", "float64"])
def test_a_model_that_gives_no_joints_is_refused(tmp_path: Path, number: int, words: str):
    onnx = pytest.importorskip("onnx")
    shape = ["n", 17, 2]
    value, out = (onnx.helper.make_tensor_value_info(name, number, shape) for name in ("pixels", "joints"))
    graph = onnx.helper.make_graph([onnx.helper.make_node("Neg", ["pixels"], ["joints"])], "g", [value], [out])
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 18)], ir_version=9)
    onnx.helper.set_model_props(model, {carried.KEY: carried.told(made())})
    onnx.save(model, tmp_path / "foreign.onnx")
    predictor = open_predictor(tmp_path / "foreign.onnx")
    with pytest.raises(BadFile, match=words):
        predictor.predict(torch.zeros(3, 17, 2))


def test_what_a_model_says_of_itself_is_of_the_form_that_is_counted_on():
    told = json.loads(carried.told(made(stages=1)))
    path = Path("a.onnx")
    for wrong in ({"metadata": {"data": 5}}, {"metadata": 5}, {"skeleton": "coco_17"}, {"seen": [17]}, {"format": "2"}):
        with pytest.raises(BadFile, match=r"a\.onnx: what it says of itself is damaged"):
            carried.read(path, json.dumps(told | wrong))
    with pytest.raises(BadFile, match="nested too deeply"):
        carried.read(path, "[" * 100_000)


def test_without_onnxruntime_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    found = builtins.__import__

    def without(name: str) -> Any:
        if name.startswith("onnx"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return found(name)

    monkeypatch.setattr("evopose.lifting.onnx_file.import_module", without)
    (tmp_path / "a.onnx").write_bytes(b"")
    for attempt in (lambda: OnnxPredictor(tmp_path / "a.onnx"), lambda: write_onnx(made(), tmp_path / "b.onnx")):
        with pytest.raises(MissingDependency, match=r"evostudio\[onnx\]"):
            attempt()


def rewritten(path: Path, change: Callable[[str, bytes], bytes | None], **also: bytes) -> Path:
    """An archive with some of its files changed, or left out where that gives None, and others put in."""
    with zipfile.ZipFile(path) as file:
        inside = {name: file.read(name) for name in file.namelist()}
    out = path.with_name("changed.ts")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        for name, content in inside.items():
            changed = change(name, content)
            if changed is not None:
                file.writestr(name, changed)
        for name, content in also.items():
            file.writestr(name, content)
    return out


def spoilt(name: str, content: bytes, path: str) -> bytes:
    """Code that writes a file as it is called."""
    line, end = f'    _zz = (torch.save)(pixels, "{path}")\n'.encode(), b"    return "
    return content.replace(end, line + end) if name.endswith(".py") else content


@pytest.fixture
def never_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torchscript_file.torch.jit, "load", lambda *_, **__: pytest.fail("it was loaded"))


@pytest.mark.usefixtures("never_run")
def test_code_of_an_archive_is_not_run_whatever_it_says(tmp_path: Path):
    lifter = made(stages=1)
    export(lifter, tmp_path / "a.ts", check=False)
    evil = rewritten(tmp_path / "a.ts", lambda name, content: spoilt(name, content, f"{tmp_path}/stolen"))
    assert b"torch.save" in evil.read_bytes()
    same(lifter, open_predictor(evil))
    assert not (tmp_path / "stolen").exists()


@pytest.mark.usefixtures("never_run")
@pytest.mark.parametrize("name", ["b.ts", "b.torchscript", "b.pt", "b.pth", "b.th", "b.bin"])
def test_archives_of_others_are_refused_and_it_is_said_what_is_read(tmp_path: Path, name: str):
    export(made(stages=1), tmp_path / "a.ts", check=False)
    foreign = rewritten(tmp_path / "a.ts", lambda name, content: None if "/extra/" in name else content)
    with pytest.raises(UnsafeFile, match=r"is not run; nothing of it was.*extra/lifter\.safetensors"):
        open_predictor(foreign.rename(tmp_path / name))


@pytest.mark.usefixtures("never_run")
def test_archives_with_two_roots_or_two_lifters_are_refused(tmp_path: Path):
    path = tmp_path / "a.ts"
    export(made(stages=1), path, check=False)
    for other in ("b/extra/lifter.safetensors", "b/code/evil.py", "beside"):
        with pytest.raises(BadFile, match="has one folder; this has b"):
            open_predictor(rewritten(path, lambda _, content: content, **{other: b"print()"}))
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = rewritten(path, lambda _, content: content, **{"lifter/extra/lifter.safetensors": b""})
    with pytest.raises(BadFile, match="should be there once"):
        open_predictor(twice)


def test_a_packed_lifter_is_refused_before_it_is_unpacked(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "a.ts", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a/extra/lifter.safetensors", bytes(1 << 20))
    with pytest.raises(BadFile, match="it is packed"):
        open_predictor(tmp_path / "a.ts")


def test_damaged_archives_are_refused_by_name(tmp_path: Path):
    path = tmp_path / "a.ts"
    export(made(stages=1), path, check=False)
    short = rewritten(path, lambda name, content: content[:-4] if name.endswith("lifter.safetensors") else content)
    with pytest.raises(BadFile, match=r"changed\.ts: lifter\.safetensors in it: it is cut short"):
        open_predictor(short)
    (tmp_path / "b.ts").write_text("no archive")
    with pytest.raises(BadFile, match=r"no readable TorchScript archive \(BadZipFile: "):
        open_predictor(tmp_path / "b.ts")


def test_a_program_that_says_something_else_than_its_lifter_is_not_written(tmp_path: Path, monkeypatch):
    lifter, traced = made(stages=1), torchscript_file.Whole
    other = Lifter(**{**vars(lifter), "mean_3d": lifter.mean_3d + 0.01})
    monkeypatch.setattr(torchscript_file, "Whole", lambda _: traced(other))
    with pytest.raises(Unlike, match=r"17\.3 mm"):
        export(lifter, tmp_path / "a.ts")


def test_a_pt_file_may_be_either(tmp_path: Path):
    lifter = made(stages=1)
    export(lifter, tmp_path / "a.pt")
    same(lifter, open_predictor(tmp_path / "a.pt"))
    torch.save({"weights": torch.zeros(2)}, tmp_path / "b.pt")
    with pytest.raises(BadFile, match="no cascade"):
        open_predictor(tmp_path / "b.pt")
