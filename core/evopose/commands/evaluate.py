"""`evopose evaluate --lifter L --population POP…`."""

from typing import Any

from evopose.dependencies import with_torch
from evopose.evaluation.options import EvaluateOptions
from evopose.evaluation.report import EVALUATION, WORST, read_evaluation
from evopose.evaluation.tables import compared
from evopose.evaluation.telling import plain, summary, told
from evopose.jobs import Job, Progress


class Evaluate(EvaluateOptions):
    """Measure a lifter: MPJPE, PA-MPJPE, N-MPJPE, PCK and AUC, with intervals over clips, by action and by joint.

    On poses seen by cameras, or on recorded pairs such as Human3.6M's. Figures average seventeen joints, the root's
    zero among them, as the Human3.6M literature does; those without it stand beside them.
    """

    def run(self) -> Job[dict[str, Any]]:
        """`mpjpe_mm`, `pa_mpjpe_mm`, `n_mpjpe_mm`, `pck150`, `auc` (shares), the same without the root (`mpjpe16_mm`
        …), `poses`, `views`, `convention`, `protocol`, `intervals`, `per_joint`, `per_action`, `per_source`,
        `mean_of_actions`, `notices`; `out`, `worst_population`; `tables`."""
        self.check()
        found = [read_evaluation(folder) for folder in self.beside]
        result: dict[str, Any] = {}
        if self.population or self.pairs:
            evaluated = yield from _measuring().measure(self)
            found.append(evaluated)
            result = evaluated.model_dump(mode="json") | self._written()
            result["text"] = "\n\n".join(filter(None, (summary(evaluated), self._said())))
        if self.table:
            yield Progress(0, 0, "comparing with the paper")
            tables = compared(found)
            text = "\n\n".join(filter(None, (result.get("text"), *map(told, tables))))
            result |= {"tables": [plain(table) for table in tables], "text": text}
        return result

    def _written(self) -> dict[str, str]:
        return {name: str(path) for name in ("out", "worst_population") if (path := getattr(self, name)) is not None}

    def _said(self) -> str:
        """Which files were written; empty where none was."""
        ours = [self.out / name for name in (EVALUATION, WORST)] if self.out else []
        written = [*ours, *([self.worst_population] if self.worst_population else [])]
        return f"Wrote {', '.join(map(str, written))}." if written else ""


def _measuring() -> Any:
    return with_torch("evopose.evaluation.measuring", "Lifting needs")
