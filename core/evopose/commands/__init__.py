"""The commands of `evopose`, by name. Their modules load only when asked for, so that start-up stays quick."""

from importlib import import_module

from evopose.options import Options

COMMANDS: dict[str, str] = {
    "demo": "evopose.commands.demo:Demo",
    "convert": "evopose.commands.convert:Convert",
    "evolve": "evopose.commands.evolve:Evolve",
    "evaluate": "evopose.commands.evaluate:Evaluate",
    "train": "evopose.commands.train:Train",
    "lift": "evopose.commands.lift:Lift",
    "export": "evopose.commands.export:Export",
    "coverage": "evopose.commands.coverage:Coverage",
    "survey": "evopose.commands.survey:Survey",
    "resume": "evopose.commands.resume:Resume",
    "lineage": "evopose.commands.lineage:Lineage",
    "runs": "evopose.commands.runs:Runs",
    "worth": "evopose.commands.worth:Worth",
    "experiment": "evopose.commands.experiment:Experiment",
    "portray": "evopose.commands.portray:Portray",
    "fit": "evopose.commands.fit:Fit",
    "relink": "evopose.commands.relink:Relink",
    "recover": "evopose.commands.recover:Recover",
    "limits-fit": "evopose.commands.limits_fit:LimitsFit",
    "limits-check": "evopose.commands.limits_check:LimitsCheck",
    "bench": "evopose.commands.bench:Bench",
    "doctor": "evopose.commands.doctor:Doctor",
}


def load(name: str) -> type[Options]:
    """The Options class of a command in COMMANDS."""
    module, _, attribute = COMMANDS[name].partition(":")
    options: type[Options] = getattr(import_module(module), attribute)
    return options
