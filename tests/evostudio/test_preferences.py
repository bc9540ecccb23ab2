"""Preferences survive, and a damaged file costs nothing but its settings."""

import json
from pathlib import Path

import pytest

from evostudio.preferences import RECENT, Preferences, PreferenceStore, write_atomically


def test_what_was_changed_is_there_at_the_next_start(store):
    store.change(theme="light", author="Ada", key_overrides={"a.b": ["Ctrl+K"]})
    store.change_session(project="/somewhere/a.evo", splitters={"whole": [1, 2]})
    again = PreferenceStore(store.path)
    assert again.value == store.value
    assert again.value.session.splitters == {"whole": (1, 2)}
    assert not again.notice


@pytest.mark.parametrize("text", ["", "{", '{"theme": "pink"}', "[1, 2]", "\x00\x01"])
def test_a_damaged_file_gives_defaults_and_is_kept_aside(tmp_path, qapp, text):
    path = tmp_path / "preferences.json"
    path.write_text(text)
    store = PreferenceStore(path)
    assert store.value == Preferences()
    assert "damaged" in store.notice
    assert path.with_suffix(".damaged.json").read_text() == text


def test_a_file_of_a_newer_version_is_read_as_far_as_it_is_known(tmp_path, qapp):
    path = tmp_path / "preferences.json"
    path.write_text(json.dumps({"theme": "light", "holograms": True}))
    assert PreferenceStore(path).value.theme == "light"


def test_a_wrong_value_is_refused_and_nothing_is_written(store):
    with pytest.raises(ValueError, match="theme"):
        store.change(theme="pink")
    assert not store.path.exists()


def test_a_folder_that_cannot_be_written_is_said_once(tmp_path, qapp):
    blocked = tmp_path / "a file"
    blocked.write_text("")
    store = PreferenceStore(blocked / "preferences.json")
    said: list[str] = []
    store.trouble.connect(said.append)
    store.change(author="Ada")
    store.change(author="Bob")
    assert len(said) == 1
    assert store.value.author == "Bob"


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "file.json"
    write_atomically(path, "old")

    def fail(*_arguments):
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_recent_projects_are_few_each_once_the_last_first():
    value = Preferences()
    for number in range(20):
        value = value.with_recent(Path(f"/{number}.evo"))
    value = value.with_recent(Path("/15.evo"))
    assert value.recent[:2] == (str(Path("/15.evo")), str(Path("/19.evo")))
    assert len(value.recent) == len(set(value.recent)) == RECENT


def test_a_key_map_preset_that_is_gone_becomes_the_default():
    assert Preferences(preset="Nobody").key_map().preset.name == "EvoSkeleton"


def test_recent_populations_are_remembered_beside_the_projects():
    value = Preferences().with_recent(Path("/one.evo")).with_recent_population(Path("/a.bvh"))
    value = value.with_recent_population(Path("/b.npz")).with_recent_population(Path("/a.bvh"))
    assert (value.recent, value.recent_populations) == (("/one.evo",), ("/a.bvh", "/b.npz"))
