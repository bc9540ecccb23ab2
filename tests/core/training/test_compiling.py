"""Learners that are compiled are so as a whole: what torch cannot look into it warns of, and compiles around it."""

import pytest
import torch

from evopose.lifting.cascade import make_learner
from evopose.lifting.options import ModelOptions
from evopose.lifting.scales import GIVEN
from evopose.training.dropout import quickened


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("kind", ["residual", "attention"])
def test_dropout_on_a_cpu_is_compiled_with_the_rest(kind: str) -> None:
    model = ModelOptions(learner=kind, width=16, blocks=1, dropout=0.4)
    learner = quickened(make_learner(model, range(17), GIVEN, 0), torch.device("cpu")).train()
    x = torch.randn(8, 34)
    compiled = torch.compile(learner, backend="eager", fullgraph=True)
    torch.manual_seed(3)
    once, other = compiled(x), compiled(x)
    torch.manual_seed(3)
    assert torch.equal(compiled(x), once) and not torch.equal(once, other)
