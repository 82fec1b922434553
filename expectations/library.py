"""Great Expectations, imported without what it brings for divergences and pictures, which nobody here asks of it."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Any

# Together they take two fifths of its import: a second of every process that checks.
_LATER = ("altair", "scipy.stats")


class _Later(ModuleType):
    """Stands for a module until somebody uses it."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)  # What the import itself looks for is no use.
        return getattr(importlib.import_module(self.__name__), name)


@cache
def great_expectations() -> ModuleType:
    """The library; the first call of a process takes a second and a half and a hundred megabytes."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    with _later(*_LATER):
        return importlib.import_module("great_expectations")


def new_context() -> Any:
    """A context of the library that keeps nothing and draws no bars."""
    gx = great_expectations()
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return context


@contextmanager
def _later(*names: str) -> Iterator[None]:
    """Whoever imports these meanwhile gets them once he uses them; whoever does so afterwards, at once."""
    put = [name for name in names if name not in sys.modules]
    sys.modules.update({name: _Later(name) for name in put})
    try:
        yield
    finally:
        for name in put:
            if isinstance(sys.modules.get(name), _Later):
                del sys.modules[name]
