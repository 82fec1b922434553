"""Seeded choices that are the same on every machine and Python version."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """Choices that depend on the seed and the key alone, so that adding one report changes no other.

    The key goes through SHA-256, never `hash()`, which differs from process to process; of
    `random.Random` only `random()` is used, the one method whose sequence Python promises to keep.
    """

    def __init__(self, seed: int, *key: str) -> None:
        digest = hashlib.sha256("\x1f".join((str(seed), *key)).encode()).digest()
        self._source = random.Random(int.from_bytes(digest[:16], "big"))  # noqa: S311 - nothing secret

    def below(self, count: int) -> int:
        """A whole number from 0 to `count` − 1."""
        return int(self._source.random() * count)

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def pick(self, items: Sequence[T]) -> T:
        """One of `items`."""
        return items[self.below(len(items))]
