"""Of which class a figure is that was computed from several: the weakest of theirs.

Source: `docs/methods.md`, section 11. The class of what was read comes from its folder (`docs/architecture.md`).
"""

from __future__ import annotations

from collections.abc import Iterable

# Weakest first. A target is no measurement: it weakens nothing, and nothing is weaker for being held against it.
CLASSES = ("sample", "reported", "evidence", "published", "policy")
SAMPLE, POLICY = CLASSES[0], CLASSES[-1]


def weakest(classes: Iterable[str | None]) -> str | None:
    """The class of what is computed from figures of these classes; None stands for no figure and counts for nothing.

    >>> weakest(["published", None, "reported"]), weakest(["policy", "evidence"]), weakest([None])
    ('reported', 'evidence', None)

    Raises:
        ValueError: when a class is none that there is.
    """
    return min((one for one in classes if one is not None), key=CLASSES.index, default=None)
