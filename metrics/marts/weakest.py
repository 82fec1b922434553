"""`mart.weakest`: the rule for the class of a computed figure, for the SQL of marts, views and exports."""

from __future__ import annotations

import duckdb

from metrics.rules.classes import CLASSES


def create_weakest(connection: duckdb.DuckDBPyConnection) -> None:
    """Creates the macro `mart.weakest(classes)`: the weakest of a list of classes, NULL where it holds none.

    Schema `mart` must be there. `mart.weakest([a.provenance, b.provenance])` for the figures of one row,
    `mart.weakest(list(provenance))` for those of many.
    """
    ordered = ", ".join(f"'{name}'" for name in CLASSES)
    connection.execute(
        # The names come from the rule, never from data.
        "create macro mart.weakest(classes) as "
        f"list_filter([{ordered}], lambda class: list_contains(classes, class))[1]"
    )
