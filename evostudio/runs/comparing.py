"""In what runs differ: options side by side; knows no toolkit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from evopose.commands import COMMANDS, load
from evopose.errors import EvoError
from evopose.runs import RunRecord
from evostudio.views.option_words import UNITS, shown

Row = tuple[str, tuple[str, ...]]
"""What it is, and how each run has it."""
_ASIDE = {"out", "memory", "chunk", "shard_poses"}
"""Options that change no result."""
_FILES = {"population", "detections", "validation", "begin_with"}
_FIRST = ("preset", "population", "learner", "width", "stages")
"""What tells most of a run."""
_PARTS = ("recipe.", "selection.", "model.", "schedule.")
"""Not told: their fields speak for themselves."""


def differences(records: Sequence[RunRecord]) -> list[Row]:
    """Options in which the runs differ: those that change what comes out."""
    flat = [dict(_flat(_whole(record))) for record in records]
    names = list(dict.fromkeys(name for options in flat for name in options))
    rows = []
    for name in names:
        values = [options.get(name) for options in flat]
        if name not in _ASIDE and any(value != values[0] for value in values):
            rows.append((_title(name), tuple(_shown(name, value) for value in values)))
    return rows


def begun(records: Sequence[RunRecord]) -> Row:
    """When each began."""
    return "begun", tuple(_date(record) for record in records)


def tags(records: Sequence[RunRecord]) -> tuple[str, ...]:
    """What tells each from the others in a few words: how they have the options in which they differ, the preset and
    the population first, and no more than it takes; when they began where that is not enough."""
    rows = sorted(differences(records), key=lambda row: _FIRST.index(row[0]) if row[0] in _FIRST else len(_FIRST))
    told = [""] * len(records)
    for title, values in rows:
        longer = [
            _joined(tag, _tag(title, value)) if told.count(tag) > 1 else tag
            for tag, value in zip(told, values, strict=True)
        ]
        if len(set(longer)) > len(set(told)):
            told = longer
    dates = [_date(record) for record in records]
    whole = [_joined(tag, date) if told.count(tag) > 1 else tag for tag, date in zip(told, dates, strict=True)]
    return tuple(_beside(record.folder.name, tag) for record, tag in zip(records, whole, strict=True))


def _beside(name: str, tag: str) -> str:
    """Without what the name of the run says already."""
    return " · ".join(part for part in tag.split(" · ") if part.lower() not in name.lower())


def _joined(before: str, more: str) -> str:
    return " · ".join(filter(None, (before, more)))


def _tag(title: str, value: str) -> str:
    """'paper', 'width 64', 'refine yes'; empty of an option that is not set."""
    if value == "–":
        return ""
    return value if value[:1].isalpha() and value not in ("yes", "no") else f"{title} {value}"


def _date(record: RunRecord) -> str:
    return f"{datetime.fromtimestamp(record.started):%d %b %H:%M}" if record.started else "–"


def _whole(record: RunRecord) -> Mapping[str, Any]:
    """With what a record of an older version leaves out, where it can be read at all."""
    try:
        if record.command not in COMMANDS:
            return record.options
        made: Any = load(record.command).model_validate(dict(record.options))
    except (EvoError, ValueError, TypeError):
        return record.options
    return dict(made.model_dump(mode="json"))


def _flat(options: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in options.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            whole = f"{before}{name}"
            for part in _PARTS:
                whole = whole.removeprefix(part)
            yield whole, value


def _title(name: str) -> str:
    words = name.replace(".", " · ").split("_")
    return " ".join(word for word in words if word not in UNITS).replace("sigma", "σ")


def _shown(name: str, value: Any) -> str:
    if name in _FILES and value is not None:
        paths = value if isinstance(value, list) else [value]
        return " ".join(file_of(str(path)) for path in paths) or "–"
    return shown(value, UNITS.get(name.rpartition("_")[2], ""))


def file_of(path: str) -> str:
    """Its name; of what a run has made the run's."""
    *folders, name = path.replace("\\", "/").split("/")
    made = name.startswith(("evolved", "lifter.")) and folders
    return folders[-1] if made else name.removesuffix(".safetensors")
