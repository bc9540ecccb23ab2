"""Options that nothing would look at, since others are left out or stand beside them, are refused by name."""

from pathlib import Path

import numpy as np
import pytest

from evopose.__main__ import main
from evopose.commands import load
from evopose.evolution.recipe import Views
from evopose.io import coco, safetensors
from evopose.model.annotation import AnnotatedImage, Annotation, Person
from evopose.model.keypoints import Keypoints
from evopose.model.population import Population
from evopose.options import idle
from evopose.training.contradictions import unheeded
from evopose.training.options import Schedule
from tests.core.io.populations import people

ON_POSES = ("evaluate", "--population", "p.npz")
ON_PAIRS = ("evaluate", "--pairs", "p.npz")
TRAIN = ("train", "--out", "run", "--detections", "d.npz")
LEARN = ("train", "--out", "run", "--population", "p.npz")
LIFT = ("lift", "p.safetensors", "--out", "q.npz")
TRY = ("experiment", "recipes", "--out", "out", "--source", "p.npz", "--target", "q.npz")
H36M = "where the cameras are Human3.6M's: --views.cameras ring or free places them"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*ON_POSES, "--every", "64"), "--every does nothing without --pairs"),
        ((*ON_POSES, "--subjects", "S9", "--protocol", "h36m-test"), "--protocol, --subjects do nothing without --p"),
        ((*ON_PAIRS, "--kinds", "walk", "--most", "9"), "--kinds, --most do nothing without --population"),
        ((*ON_PAIRS, "--views.count", "2", "--unit", "mm"), "--unit, --views.count do nothing without --population"),
        ((*ON_POSES, "--beside", "x"), "--beside does nothing without --table"),
        ((*ON_POSES, "--worst", "7"), "--worst does nothing without --out or --worst-population"),
        ((*ON_POSES, "--views.distance-max-m", "9"), f"--views.distance-max-m does nothing {H36M}"),
        ((*ON_POSES, "--views.distance-min-m", "9"), "--views.distance-min-m is 9 and --views.distance-max-m 6"),
        (("evaluate", "--table", "--lifter", "l", "--flip"), "--lifter, --flip do nothing without poses to measure on"),
        ((*TRAIN, "--share", "0.5", "--kinds", "walk"), "--kinds, --share do nothing without --population"),
        ((*LEARN, "--validation", "v", "--validation-share", "0.2"), "--validation-share does nothing beside --valid"),
        ((*LEARN, "--steps", "9", "--epochs", "3"), "--epochs does nothing beside --steps"),
        ((*LEARN, "--stages", "1", "--refine"), "--refine does nothing where there is one stage"),
        ((*LEARN, "--views.height-max-m", "9"), f"--views.height-max-m does nothing {H36M}"),
        ((*LIFT, "--every", "5"), "--every does nothing where no source has recorded pairs"),
        ((*LIFT, "--views.height-min-m", "1"), f"--views.height-min-m does nothing {H36M}"),
        ((*TRY, "--part", "development"), "--part does nothing beside --source and --target"),
        ((*TRY, "--mocap", "m"), "--mocap does nothing beside --source and --target"),
        ((*TRY, "--kinds", "dance"), "--kinds does nothing where no file is both a source and a target"),
    ],
)
def test_what_would_do_nothing_is_refused(words, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for name in ("p.npz", "q.npz"):
        np.savez(tmp_path / name, positions=people(4))
    safetensors.write(Population(people(4)), tmp_path / "p.safetensors")
    before = sorted(tmp_path.iterdir())
    if words[0] == "lift":
        (tmp_path / "q.npz").unlink()
        before.remove(tmp_path / "q.npz")
    assert main(list(words)) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"evopose: {said}") and told.count("\n") == 1
    assert sorted(tmp_path.iterdir()) == before


def test_cameras_are_put_around_populations_and_not_before_photos(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    safetensors.write(Population(people(4)), tmp_path / "p.safetensors")
    person = Person(Annotation(Keypoints.from_xy(np.random.default_rng(0).uniform(0, 300, (17, 2)))))
    coco.write([AnnotatedImage("a.jpg", (person,), (640, 480))], tmp_path / "k.json")
    ring = ("--views.cameras", "ring", "--seed", "3")
    assert main(["lift", "p.safetensors", "--out", "p.npz", *ring]) == 0
    assert main(["lift", "p.safetensors", "k.json", "--out", "both.npz", *ring]) == 0
    assert main(["lift", "k.json", "--out", "k.npz", *ring]) == 1
    assert "--views.cameras, --seed do nothing where no source is a population." in capsys.readouterr().err


def test_what_presets_of_pages_set_beside_is_told_and_no_hindrance():
    train = load("train")
    asked = train(out=Path("run"), detections="d.npz", noise_px=5.0, views=Views(cameras="free"))
    assert unheeded(asked) == [
        "--noise-px does nothing without --population.",
        "--views.cameras does nothing without --population or --validation.",
    ]
    blind = train(out=Path("run"), population="p", validation_share=0.0, schedule=Schedule(validate_every=3))
    assert unheeded(blind) == ["--validate-every does nothing where nothing is validated on."]
    assert unheeded(train(out=Path("run"), population="p", noise_px=5.0)) == []


def test_what_is_as_usual_is_never_idle():
    lift = load("lift")
    asked = lift(sources=("k.json",), out="p.npz", views=Views(count=1))
    assert idle(asked, ("views", "select", "seed"), "here") == ""
    assert idle(asked.model_copy(update={"views": Views()}), ("views",), "here") == "--views.count does nothing here."
