"""What `evopose evaluate` does: read, lift, score, write."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from evopose.errors import BadOption
from evopose.evaluation.evaluating import evaluate
from evopose.evaluation.figures import evaluated
from evopose.evaluation.joining import joined
from evopose.evaluation.options import EvaluateOptions
from evopose.evaluation.placing import placed
from evopose.evaluation.report import EVALUATION, WORST, Evaluated, Worst, write_evaluation, write_worst
from evopose.evaluation.sources import Source, known, numbers, of_pairs, of_populations
from evopose.evaluation.worst import population_of, worst_of
from evopose.io.destination import check_destination, check_folder, check_replaced, make_folder
from evopose.io.format import format_for_writing
from evopose.jobs import Job, Progress
from evopose.lifting.default import lifter_path
from evopose.lifting.lifter import Lifter
from evopose.lifting.opening import open_predictor
from evopose.lifting.predictor import Predictor
from evopose.model.population import Population
from evopose.runs.run import check_no_run

_Writer: TypeAlias = Callable[[Population, Path], None]


def measure(options: EvaluateOptions) -> Job[Evaluated]:
    """Evaluate as asked, and write what is to be written; errors of files, BadOption, NotWritable."""
    began = time.monotonic()
    path = lifter_path(options.lifter)
    writer = _writer(options, path)
    yield Progress(0, 0, f"Reading {path.name}")
    predictor, device = placed(_flipped(open_predictor(path), options.flip, path), options.device, path)
    sources = yield from _sources(options)
    source, pairs = numbers(sources), joined([each.pairs for each in sources])
    evaluation = yield from evaluate(predictor, pairs, device)
    yield Progress(len(pairs), len(pairs), "drawing clips again")
    about = {
        "lifter": str(path),
        "lifter_about": {"normalisation": predictor.normalisation, **predictor.metadata},
        "options": options.model_dump(mode="json"),
        "seconds": round(time.monotonic() - began, 3),
    }
    found = evaluated(evaluation, source, sources, options.seed)
    notices = (*found.notices, *known(sources, predictor.metadata))
    found = found.model_copy(update=about | {"notices": notices})
    _write(options, found, worst_of(evaluation, source, sources, options.worst), writer)
    return found


def _sources(options: EvaluateOptions) -> Job[list[Source]]:
    found = []
    if options.population:
        views, kinds, unit = options.views, options.kinds, options.unit
        found += yield from of_populations(options.population, views, kinds, unit, options.seed, options.most)
    if options.pairs:
        found += yield from of_pairs(options.pairs, options.select)
    return found


def _flipped(predictor: Predictor, flip: bool, path: Path) -> Predictor:
    if not flip:
        return predictor
    if not isinstance(predictor, Lifter):
        raise BadOption(f"--flip: {path.name} was exported, with or without flipping; flip when it is exported.")
    return replace(predictor, flip=True)


def _writer(options: EvaluateOptions, lifter: Path) -> _Writer | None:
    """For the worst poses; what cannot be written is said before hours of work, not after."""
    out, worst = options.out, options.worst_population
    read = {"lifter": [lifter], "population": options.population, "recording": options.pairs}
    if out is not None:
        _check_folder(out, options.overwrite)
        check_replaced(out / WORST, options.overwrite, read)
    if worst is None:
        return None
    if worst.parent == out:
        check_replaced(worst, options.overwrite, read)
    else:
        check_destination(worst, options.overwrite, read)
    return format_for_writing(worst, "population").write_population


def _check_folder(out: Path, overwrite: bool) -> None:
    check_folder(out)
    check_no_run(out)
    if (out / EVALUATION).exists() and not overwrite:
        raise BadOption(f"{out} holds an evaluation already; --overwrite replaces it.")


def _write(options: EvaluateOptions, found: Evaluated, worst: Worst, writer: _Writer | None) -> None:
    """evaluation.json last: where it is, the rest is whole."""
    if options.out:
        make_folder(options.out)
        write_worst(worst, options.out)
    if options.worst_population and writer:
        said = {"source": f"worst {len(worst)} of {Path(found.lifter).name}"}
        writer(population_of(worst, said), options.worst_population)
    if options.out:
        write_evaluation(found, options.out)
