"""Options of a command: one frozen class is its config file, subcommand, form, record and call (design §10)."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeAlias, get_args

from pydantic import BaseModel, ConfigDict
from pydantic.fields import FieldInfo
from tyro.conf import Positional, arg

from evopose.errors import BadOption
from evopose.jobs import Job

OptionalPath: TypeAlias = Annotated[Path | None, arg(metavar="PATH", help_behavior_hint="(optional)")]
"""A path that may be left out."""

_POSITIONAL = get_args(Positional[int])[-1]


class Options(BaseModel):
    """Base of all commands. Help is the class's docstring and the docstring under each field."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    @abstractmethod
    def run(self) -> Job[dict[str, Any]]:
        """The work, as a job; returns what `--json` prints."""

    @classmethod
    def spelled_out(cls, words: list[str]) -> list[str]:
        """The words of a command line with what short ones stand for in front of them: later words win."""
        return words

    def to_words(self) -> list[str]:
        """What to write after the command's name to get these options."""
        return words(self)


class Part(BaseModel):
    """Base of the parts of options. Help is the docstring under each field."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def words(options: BaseModel, than: BaseModel | None = None) -> list[str]:
    """What to write after the command's name to get these options. What is as in `than` (the defaults) is left out."""
    named: list[str] = []
    placed: list[str] = []
    for name, field in type(options).model_fields.items():
        value, usual = getattr(options, name), _usual(field) if than is None else getattr(than, name)
        if isinstance(value, BaseModel):
            named += _inside(_prefix(name, field), words(value, usual if isinstance(usual, BaseModel) else None))
        elif _POSITIONAL in field.metadata:
            placed += _words_of(value)
        elif field.is_required() or value != usual:
            named += _flag(name, value)
    return [*placed, *named]


def listed(values: Any, names: Sequence[str]) -> Any:
    """Values of options before they are looked at, where one path is enough for these that take several."""
    if not isinstance(values, dict):
        return values
    return values | {name: (values[name],) for name in names if isinstance(values.get(name), (str, Path))}


def idle(options: BaseModel, names: Sequence[str], why: str) -> str:
    """That these fields (PART.FIELD of parts; a part's name is all of it) do nothing, where any is not as usual.

    `why` ends the sentence: "without --pairs". Empty where all are as usual.
    """
    flags = [flag_of(type(options), path) for path in _given(options) if _among(path, names)]
    return f"{', '.join(flags)} {'does' if len(flags) == 1 else 'do'} nothing {why}." if flags else ""


def check_idle(options: BaseModel, names: Sequence[str], why: str) -> None:
    """BadOption where any of these fields is not as usual, though nothing will look at it; as `idle`."""
    if said := idle(options, names, why):
        raise BadOption(said)


def flag_of(options: type[BaseModel], names: Sequence[str]) -> str:
    """How a field is called on the command line, by its name and those of the parts around it, outermost first."""
    field, inner = options.model_fields[names[0]], names[1:]
    if inner and isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
        return f"--{_prefix(names[0], field)}{flag_of(field.annotation, inner)[2:]}"
    if _POSITIONAL in field.metadata:
        return names[0].replace("_", "-").upper()
    return f"--{names[0].replace('_', '-')}"


def _given(options: BaseModel, than: BaseModel | None = None) -> Iterator[tuple[str, ...]]:
    """Of each field that is not as usual its name, after those of the parts around it."""
    for name, field in type(options).model_fields.items():
        value, usual = getattr(options, name), _usual(field) if than is None else getattr(than, name)
        if isinstance(value, BaseModel):
            yield from ((name, *rest) for rest in _given(value, usual if isinstance(usual, BaseModel) else None))
        elif field.is_required() or value != usual:
            yield (name,)


def _among(path: Sequence[str], names: Sequence[str]) -> bool:
    return any(".".join(path[: 1 + name.count(".")]) == name for name in names)


def _usual(field: FieldInfo) -> Any:
    return None if field.is_required() else field.get_default(call_default_factory=True, validated_data={})


def _prefix(name: str, field: FieldInfo) -> str:
    """Fields of a part are told as PART.FIELD, but where the part says that it has no name."""
    nameless = any(getattr(entry, "name", None) == "" for entry in field.metadata)
    return "" if nameless else f"{name.replace('_', '-')}."


def _inside(prefix: str, flags: Sequence[str]) -> Iterator[str]:
    return (f"--{prefix}{word[2:]}" if word.startswith("--") else word for word in flags)


def _flag(name: str, value: Any) -> list[str]:
    name = name.replace("_", "-")
    if isinstance(value, bool):
        return [f"--{name}" if value else f"--no-{name}"]
    return [f"--{name}", *_words_of(value)]


def _words_of(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, tuple) else [str(value)]
