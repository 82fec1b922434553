"""What changed between two views: two days, two rounds, or both.

`mart.change` compares each round with the one before it in a single view. Here any two views are compared, by the same
rule for the kind of change.
"""

from __future__ import annotations

from typing import Any

from metrics.database import connect
from metrics.marts.weakest import create_weakest
from metrics.queries import COMPARISONS_FOLDER, MARTS_FOLDER, query_text
from metrics.warehouse import Snapshot


def changes_between(
    earlier: Snapshot,
    later: Snapshot,
    *,
    programme_id: str | None = None,
    before_period_id: str | None = None,
    after_period_id: str | None = None,
) -> list[dict[str, Any]]:
    """One row per target × unit that either view judges, with the columns of `mart.change`.

    Args:
        earlier: the view to start from, such as `snapshot.as_of(date(2019, 7, 31))`.
        later: the view to end with; may be the same one, to compare two rounds in it.
        programme_id: only this programme; None for all.
        before_period_id: the round to take from `earlier`; None for the last one it holds of each target.
        after_period_id: the same for `later`.

    Returns:
        Rows by target and unit (the programme's own figure first). `is_restated` says that `later` gives another
        value for the round that `earlier` was judged in; with the same round on both sides that is the change itself.
    """
    with connect() as connection:
        connection.execute("create schema earlier; create schema later; create schema mart")
        create_weakest(connection)
        for name, view in (("earlier", earlier), ("later", later)):
            judged = view.arrow(query_text("judged", COMPARISONS_FOLDER), programme_id=programme_id)
            connection.from_arrow(judged).create(f"{name}.attainment")
        pairs = connection.sql(
            query_text("change_pair", COMPARISONS_FOLDER),
            params={"before_period_id": before_period_id, "after_period_id": after_period_id},
        )
        pairs.create("mart.change_pair")
        cursor = connection.execute(query_text("change", MARTS_FOLDER))
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
