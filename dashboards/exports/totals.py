"""A total under the rows, only where adding is allowed; otherwise the reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from dashboards.exports.datasets import open_dataset
from dashboards.exports.selection import Selection
from dashboards.screen import Screen
from metrics.rules.classes import weakest
from metrics.warehouse import Snapshot

# Dataset → its value column, and the columns that must hold one value each before the rows may be added.
ADDABLE: dict[str, tuple[str, tuple[str, ...]]] = {
    "attainment": ("actual_value", ("target_id", "period_id", "measure_unit")),
    "unit-targets": ("target_value", ("target_id", "measure_unit")),
}


def total_of(screen: Screen, snapshot: Snapshot, dataset: str) -> str:
    """The total of the chosen rows in words, or why they may not be added."""
    words = screen.words
    if dataset not in ADDABLE:
        return words("data.total.never")
    value_column, same = ADDABLE[dataset]
    whole = Selection.of(screen.address)
    header, rows = open_dataset(snapshot, dataset, Selection(whole.filters, (), whole.loose))
    aggregations = {row["target_id"]: row["aggregation"] for row in snapshot.rows("target_aggregations")}
    records = [dict(zip(header, row, strict=True)) for row in rows]
    records = [{**record, "aggregation": aggregations[record["target_id"]]} for record in records]
    reason = refusal(records, same)
    if reason:
        return words(f"data.total.{reason}")
    values = [record[value_column] for record in records if record[value_column] is not None]
    missing = len(records) - len(values)
    text = f"{sum(values, Decimal(0)).normalize():f}"
    unit = records[0]["measure_unit"]
    said = words("data.total.sum", column=value_column, total=text, unit=unit, count=len(values), missing=missing)
    found = weakest(record["provenance"] for record in records if record[value_column] is not None)
    return said + words("data.total.class", name=words(f"provenance.{found}.name")) if found else said


def refusal(records: Sequence[dict[str, Any]], same: Sequence[str]) -> str | None:
    """Why these rows may not be added: none, a mixture, no amounts, or a whole beside its parts; None when they may.

    >>> rows = [{"target_id": "a", "unit_id": unit_id, "aggregation": "sum"} for unit_id in ("u", "v")]
    >>> refusal(rows, ["target_id"])
    >>> refusal([*rows, {"target_id": "b", "unit_id": "u", "aggregation": "sum"}], ["target_id"])
    'mixed'
    >>> refusal([*rows, {"target_id": "a", "unit_id": None, "aggregation": "sum"}], ["target_id"])
    'whole_and_parts'
    >>> refusal([{**row, "aggregation": "worst"} for row in rows], ["target_id"])
    'not_added'
    """
    if not records:
        return "none"
    if any(len({record[name] for record in records}) > 1 for name in same):
        return "mixed"
    if any(record["aggregation"] != "sum" for record in records):
        return "not_added"
    if len(records) > 1 and any(record.get("unit_id") is None for record in records):
        return "whole_and_parts"
    return None
