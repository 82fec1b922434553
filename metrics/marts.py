"""The marts, built from facts: the same SQL and rules for the latest view and for a view as of an earlier day."""

from __future__ import annotations

from pathlib import Path

import duckdb

from metrics.chain import build_tables, read_models
from metrics.metric_tables import computed_tables
from metrics.status import Thresholds

MART_MODELS = Path(__file__).parent / "sql" / "marts"
MART_VIEWS = Path(__file__).parent / "sql" / "views"


def build_marts(connection: duckdb.DuckDBPyConnection, thresholds: Thresholds) -> list[str]:
    """Creates schema `mart` with every mart table and view; returns their names in the order of making.

    Args:
        connection: open for writing, with the schemas `dim`, `fact` and `meta` in place, as tables or as views.
        thresholds: the pace limits to judge by.
    """
    connection.execute("create schema mart")
    made = build_tables(connection, read_models(MART_MODELS, "mart"), computed_tables(thresholds))
    for name, sql in read_models(MART_VIEWS, "mart").items():
        # The name comes from our own file tree, never from data.
        connection.execute(f"create view {name} as {sql}")
        made.append(name)
    return made
