"""The marts that rules compute: each reads the columns it needs of one prepared table and applies pure functions.

What is computed is kept narrow, by a key of the table that it was computed from: a SELECT of the name without `_value`
joins the rest back (`metrics/sql`).

Values leave as NULL where they are missing, never as NaN; reasons as codes that `meta.sentence` puts into words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import duckdb
import pandas as pd
import pyarrow as pa

from metrics.marts.centre_tables import centre_tables
from metrics.marts.chain import Compute
from metrics.marts.frames import arrow_table, read_frame
from metrics.marts.standing_tables import standing_tables
from metrics.rules import confidence, judgement, lowering, rollup
from metrics.rules.status import Thresholds
from metrics.trends import forecast_rows, method_panel, run_rate

Rule = Callable[[pd.DataFrame], Iterable[pd.DataFrame]]


def computed_tables(thresholds: Thresholds) -> dict[str, tuple[set[str], Compute]]:
    """Every computed mart by name, with the tables it reads and the function that creates it."""
    rules: dict[str, tuple[str, Sequence[str], Rule]] = {
        "judgement_value": ("attainment_input", judgement.INPUTS, lambda f: [_judged(f, thresholds)]),
        "original_judgement_value": ("original_input", judgement.INPUTS, lambda f: [_judged(f, thresholds)]),
        "target_change_value": ("target_change_input", lowering.INPUTS, lambda f: [lowering.lowered(f)]),
        "method_value": ("method_input", method_panel.INPUTS, lambda f: method_panel.panel_parts(f, thresholds)),
        "run_rate_value": ("run_rate_input", run_rate.INPUTS, lambda f: [run_rate.run_rates(f)]),
        "forecast_value": ("forecast_input", forecast_rows.INPUTS, forecast_rows.forecast_parts),
        "confidence_value": ("confidence_input", ("*",), lambda f: [confidence.compare(f)]),
        "rollup_value": ("rollup_member", ("*",), lambda f: [rollup.roll_up(f)]),
    }
    return (
        centre_tables()
        | standing_tables()
        | {
            f"mart.{name}": ({f"mart.{source}"}, partial(_create, f"mart.{name}", f"mart.{source}", columns, rule))
            for name, (source, columns, rule) in rules.items()
        }
    )


def _judged(frame: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    return judgement.judge(frame, thresholds).assign(row_id=frame["row_id"])


def _create(name: str, source: str, columns: Sequence[str], rule: Rule, connection: duckdb.DuckDBPyConnection) -> None:
    # These names come from the registry above, never from data.
    frame = read_frame(connection, f"select {', '.join(columns)} from {source}")  # noqa: S608
    parts = [arrow_table(part) for part in rule(frame)]
    connection.register("computed", pa.concat_tables(parts, promote_options="permissive"))
    connection.execute(f"create table {name} as from computed")
    connection.unregister("computed")
