"""A row becomes a value as its annotations say."""

from dataclasses import dataclass

import pytest

from metrics.reading.rows import value


@dataclass(frozen=True)
class Counted:
    """Two counts, of which one may be missing."""

    task_count: int
    finding_count: int | None


def test_a_number_that_is_missing_is_never_a_nought():
    assert value(Counted, {"task_count": 0, "finding_count": None}) == Counted(0, None)
    with pytest.raises(ValueError, match="task_count is NULL"):
        value(Counted, {"task_count": None, "finding_count": 1})
