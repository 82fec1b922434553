"""The named sets of accepted values that the suites refer to as `$name`."""

from __future__ import annotations

import pandas as pd

from expectations.runner import References
from metrics.catalog import Catalog
from metrics.centres.vocabulary import vocabulary
from metrics.rules.comparators import COMPARATORS


def reference_sets(catalog: Catalog, frames: dict[str, pd.DataFrame], period_ids: list[str]) -> References:
    """Every reference set, from catalog and tables of the same load; `period_ids` are those of all rounds."""
    return {
        **vocabulary(catalog),
        "programme_ids": [programme.id for programme in catalog.programmes],
        "document_ids": [policy.id for policy in catalog.policies],
        "indicator_ids": [indicator.id for indicator in catalog.indicators],
        "scope_ids": [scope.id for scope in catalog.scopes],
        "unit_names": sorted(catalog.unit_ids_by_name()),
        "measure_units": [unit.code for unit in catalog.measure_units],
        "comparators": list(COMPARATORS),
        "period_ids": period_ids,
        "target_ids": _values(frames, "target", "target_id"),
        "task_ids": _values(frames, "task", "task_id"),
        "item_ids": [
            *(indicator.id for indicator in catalog.indicators),
            *_values(frames, "task", "task_id"),
        ],
        "centre_item_ids": [item.id for item in catalog.centre_items],
        "centre_ids": sorted(
            {*_values(frames, "centre", "centre_id"), *_values(frames, "published_centre_reading", "centre_id")}
        ),
        "published_centre_names": _values(frames, "published_centre", "name"),
        "centre_project_ids": _values(frames, "centre_project", "project_id"),
        "indicator_units": [f"{indicator.id} {indicator.measure_unit}" for indicator in catalog.indicators],
        "figure_keys": sorted(
            {f"{row.indicator_zh} {row.scope}" for row in frames["figure"].itertuples()}
            | {f"{row.indicator_zh} {row.province}" for row in frames["turnover"].itertuples()}
        ),
    }


def _values(frames: dict[str, pd.DataFrame], table_name: str, column: str) -> list[str]:
    return sorted({value for value in frames[table_name][column] if value is not None})
