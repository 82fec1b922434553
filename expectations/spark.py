"""Runs rules with Great Expectations where a table is: by its Spark engine, over Spark Connect.

Only counts come back. A rule that cannot be run there is refused by its name, never left out.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from expectations.library import new_context
from expectations.result import BrokenCheck


@dataclass(frozen=True)
class TableRule:
    """One rule on a table: an expectation of Great Expectations with its arguments."""

    name: str
    check: str
    arguments: Mapping[str, Any]


def judge_table(frame: Any, rules: Sequence[TableRule]) -> list[int]:
    """How many rows offend against each rule.

    Args:
        frame: a DataFrame of Spark Connect.
        rules: what must hold of its rows.

    Raises:
        BrokenCheck: naming the rule, when one cannot be run there.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        batch = _batch(frame)
        return [_unexpected(batch, rule) for rule in rules]


def _batch(frame: Any) -> Any:
    # A cluster may lose a worker: nothing is kept there that only one of them has.
    source = new_context().data_sources.add_spark("spark", force_reuse_spark_context=True, persist=False)
    table = source.add_dataframe_asset("table")
    return table.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})


def _unexpected(batch: Any, rule: TableRule) -> int:
    from great_expectations.expectations.registry import get_expectation_impl

    try:
        result = batch.validate(get_expectation_impl(rule.check)(**rule.arguments), result_format="BASIC")
    except Exception as error:
        raise BrokenCheck(f"{rule.name} ({rule.check}): {_first_line(error)}") from error
    if (result.exception_info or {}).get("raised_exception", True) or "unexpected_count" not in result.result:
        detail = (result.exception_info or {}).get("exception_message") or result.exception_info
        raise BrokenCheck(f"{rule.name} ({rule.check}): {_first_line(detail)}")
    return int(result.result["unexpected_count"])


def _first_line(detail: object) -> str:
    return str(detail).partition("\n")[0][:300]
