"""Surveys: one row for each pose, made once for each state of a file."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

from evopose.coverage.histogram import cells_of
from evopose.coverage.opening import opened
from evopose.coverage.survey import ALL_VALID, COLUMNS, NO_JOINT, clear_away, open_survey, survey_of, survey_path
from evopose.coverage.surveying import make_survey
from evopose.errors import BadFile, MissingFile, NotWritable
from evopose.io import safetensors
from evopose.io.tensors import write_tensors
from evopose.jobs import finish
from evopose.limits import default
from evopose.model.population import Population


@pytest.fixture
def make(tmp_path):
    """Surveys a file, into a folder of the test's own."""

    def made(path, sample=64, **options):
        population = safetensors.read(path)
        out = survey_path(path, tmp_path / "surveys")
        return open_survey(finish(make_survey(population, path, default(), sample, out, **options)))

    return made


def test_a_row_tells_what_there_is_to_tell_of_its_pose(evolved, poses, make):
    survey = make(evolved)
    assert len(survey) == 600
    broken = np.isin(np.arange(600), (2, 9))
    assert np.array_equal(survey.cells, cells_of(poses))
    valid = (np.asarray(survey.valid)[:, None] >> np.arange(9)) & 1
    assert np.array_equal(valid.astype(bool), default().valid(poses))
    assert (survey.valid[broken] == 0).all() and survey.valid.max() == ALL_VALID
    assert np.array_equal(np.isnan(survey.heading), broken)
    assert np.array_equal(np.isnan(survey.elevation), broken)
    assert np.array_equal(np.isnan(survey.novelty), broken)
    assert np.array_equal(survey.lowest == NO_JOINT, broken)
    assert np.array_equal(survey.lowest[~broken], poses[~broken, :, 2].argmin(axis=1))
    assert not survey.code[broken].any()
    lengths = np.linalg.norm(survey.code[~broken].astype(float).reshape(-1, 9, 3), axis=-1)
    assert np.allclose(lengths, 127, atol=1.5)


def test_founders_are_no_news_and_others_are_as_far_as_the_nearest_of_them(evolved, make):
    survey = make(evolved, sample=100)
    assert (np.nan_to_num(survey.novelty[:100]) == 0).all()
    assert (survey.novelty[100:] > 0).all()
    fewer = make(evolved, sample=20)
    assert (fewer.novelty[100:] >= survey.novelty[100:]).all()
    assert np.isnan(make(evolved, sample=0).novelty[100:]).all()


def test_poses_without_generations_are_measured_against_each_other(poses, tmp_path, make):
    path = tmp_path / "plain.safetensors"
    safetensors.write(Population(np.concatenate([poses[20:40], poses[20:21]])), path)
    novelty = make(path).novelty
    assert novelty[0] == novelty[20] == 0
    assert (novelty[1:20] > 0).all()


def test_a_file_and_its_shards_have_one_survey(evolved, tmp_path, make):
    population = safetensors.read(evolved)
    shards = safetensors.write(population, tmp_path / "parts.safetensors", shard_poses=170)
    assert len(shards) == 4
    whole, parts = make(evolved), make(tmp_path / "parts.safetensors")
    for name in COLUMNS:
        assert np.array_equal(
            getattr(whole, name), getattr(parts, name), equal_nan=name in ("novelty", "heading", "elevation")
        ), name
    assert make(shards[2]).path == parts.path


def test_a_survey_is_kept_until_its_files_change(evolved, poses, make, tmp_path):
    first = make(evolved)
    before = first.path.stat().st_ino
    assert survey_of(evolved, tmp_path / "surveys").about == first.about
    assert make(evolved).path.stat().st_ino == before
    assert make(evolved, anew=True).path.stat().st_ino != before
    safetensors.write(Population(poses[:50]), evolved)
    assert survey_of(evolved, tmp_path / "surveys") is None
    assert len(make(evolved)) == 50
    assert len(survey_of(evolved, tmp_path / "surveys")) == 50
    os.utime(evolved, ns=(1, 1))
    assert survey_of(evolved, tmp_path / "surveys") is None


@pytest.mark.parametrize("kept", [0, 7, 200, 5000])
def test_a_damaged_survey_is_made_again(evolved, make, tmp_path, kept):
    survey = make(evolved)
    content = survey.path.read_bytes()
    survey.path.write_bytes(content[:kept])
    with pytest.raises(BadFile):
        open_survey(survey.path)
    assert survey_of(evolved, tmp_path / "surveys") is None
    assert make(evolved).path.read_bytes() == content


def test_surveys_of_what_has_changed_or_gone_are_cleared_away(evolved, poses, make, tmp_path):
    folder = tmp_path / "surveys"
    other = tmp_path / "other.safetensors"
    safetensors.write(Population(poses[:9]), other)
    stale, gone, kept = make(evolved).path, make(other).path, make(other.rename(tmp_path / "kept.safetensors")).path
    (folder / "damaged.safetensors").write_bytes(b"x")
    safetensors.write(Population(poses[:50]), evolved)
    clear_away(folder)
    assert not stale.exists() and not gone.exists()
    assert list(folder.iterdir()) == [kept]


def test_the_survey_just_made_is_not_cleared_away(evolved, poses, make, tmp_path):
    made = make(evolved).path
    safetensors.write(Population(poses[:50]), evolved)
    clear_away(tmp_path / "surveys", made)
    assert made.exists()


def test_a_population_that_changes_while_it_is_surveyed_is_said_and_leaves_no_survey(evolved, poses, tmp_path):
    for change in (lambda: os.truncate(evolved, 400), lambda: safetensors.write(Population(poses[:50]), evolved)):
        safetensors.write(Population(np.tile(poses[20:], (30, 1, 1))), evolved)
        job = make_survey(opened(evolved), evolved, default(), 0, tmp_path / "surveys" / "s.safetensors")
        next(job)
        change()
        with pytest.raises(BadFile, match="was changed while it was"):
            finish(job)
        assert not list((tmp_path / "surveys").iterdir())


def test_other_limits_and_other_samples_make_another_survey(evolved, make):
    assert make(evolved, sample=3).about != make(evolved, sample=4).about


def test_what_is_no_survey_is_said(evolved, tmp_path):
    with pytest.raises(BadFile, match="no survey"):
        open_survey(evolved)
    with pytest.raises(MissingFile):
        open_survey(tmp_path / "none.safetensors")
    wrong = tmp_path / "wrong.safetensors"
    tensors = {name: np.zeros((3, *row), dtype) for name, (dtype, row) in COLUMNS.items()}
    told = {"format": "evopose survey 1", "about": json.dumps({})}
    write_tensors(wrong, tensors | {"code": np.zeros((2, 27), np.int8)}, told)
    with pytest.raises(BadFile, match="code"):
        open_survey(wrong)
    write_tensors(wrong, tensors, told)
    assert len(open_survey(wrong)) == 3


def test_the_survey_of_no_poses_is_empty(tmp_path, make):
    path = tmp_path / "empty.safetensors"
    safetensors.write(Population(np.zeros((0, 17, 3), np.float32)), path)
    assert len(make(path)) == 0


def test_where_nothing_can_be_written_it_is_said(evolved, tmp_path):
    (tmp_path / "file").write_text("")
    out = tmp_path / "file" / "s.safetensors"
    with pytest.raises(NotWritable):
        finish(make_survey(safetensors.read(evolved), evolved, default(), 8, out))


def test_a_survey_that_is_stopped_leaves_nothing(evolved, tmp_path, monkeypatch):
    monkeypatch.setattr("evopose.coverage.surveying._CHUNK", 100)
    out = tmp_path / "surveys" / "s.safetensors"
    job = make_survey(safetensors.read(evolved), evolved, default(), 8, out)
    next(job)
    job.close()
    assert list(out.parent.iterdir()) == []


def test_chunks_do_not_show(evolved, make, monkeypatch):
    whole = make(evolved).path.read_bytes()
    monkeypatch.setattr("evopose.coverage.surveying._CHUNK", 77)
    assert make(evolved, anew=True).path.read_bytes() == whole


def test_the_window_opens_surveys_without_torch_and_numba():
    modules = ["survey", "neighbours", "measures", "density", "regions", "figures", "heading", "lengths", "keypoints"]
    code = "; ".join(f"import evopose.coverage.{name}" for name in modules)
    code += "; import sys; sys.exit(bool({'torch', 'numba', 'matplotlib'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
