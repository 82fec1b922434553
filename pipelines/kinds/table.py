"""The table of behaviours: each kind's module, named like its declaration."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from metrics.kinds.table import Kind, kind
from pipelines.kinds.behaviour import Behaviour


def behaviour(of: Kind) -> Behaviour:
    """What a kind does."""
    return _behaviour(of.kind_id)


@cache
def _behaviour(kind_id: str) -> Behaviour:
    module = import_module(kind(kind_id).module or f"pipelines.kinds.{kind_id}")
    found: Behaviour = module.BEHAVIOUR
    return found
