"""One call of every verb, in the world of the walk, that changes something; by the verb's full name."""

import importlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests import factories as make
from tests.actors.verbs import room_of
from training.kernel.actors import Actor

NOW, TODAY, OTHER = make.NOW, make.TODAY, make.ACTOR
DAY = timedelta(days=1)
World = SimpleNamespace
SCENARIOS: dict[str, Callable[[World, Actor], Any]] = {}


def scenario(*verbs: str) -> Callable:
    def keep(function: Callable[[World, Actor], Any]) -> Callable:
        """Under each of the verbs, of which none has another scenario yet."""
        for verb in map(room_of, verbs):
            assert verb not in SCENARIOS, f"{verb} has two scenarios"
            SCENARIOS[verb] = function
        return function

    return keep


def all_scenarios() -> dict[str, Callable[[World, Actor], Any]]:
    """Those of every file in ``scenarios/``, which keeps its own as it is imported."""
    for module in sorted((Path(__file__).parent / "scenarios").glob("*.py")):
        importlib.import_module(f"tests.actors.scenarios.{module.stem}")
    return SCENARIOS
