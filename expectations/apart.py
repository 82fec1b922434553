"""Judges the rows of many files in one run of a suite; each file gets the verdict that it would get alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from expectations.result import CheckResult, Finding
from expectations.runner import FILE_COLUMN, References, run_suites
from expectations.suite import Rule, Suite

if TYPE_CHECKING:
    import pandas as pd

# What is asked of each row by itself: what stands in other rows, and so in other files, has no say in it.
_OF_ONE_ROW = frozenset({
    "expect_column_values_to_be_null",
    "expect_column_values_to_not_be_null",
    "expect_column_values_to_be_in_set",
    "expect_column_values_to_not_be_in_set",
    "expect_column_values_to_be_between",
    "expect_column_values_to_match_regex",
    "expect_column_values_to_not_match_regex",
    "expect_column_value_lengths_to_be_between",
    "expect_column_value_lengths_to_equal",
    "expect_column_pair_values_to_be_equal",
    "expect_column_pair_values_a_to_be_greater_than_b",
    "expect_column_pair_values_to_be_in_set",
    "expect_select_column_values_to_be_unique_within_record",
    "expect_multicolumn_sum_to_equal",
})  # fmt: skip
_COMPOUND = "expect_compound_columns_to_be_unique"


def findings_by_file(frame: pd.DataFrame, suite: Suite, references: References) -> dict[str, list[Finding]]:
    """The findings in the rows of each file, in the order of the rules.

    Args:
        frame: the rows of all files, each under its name in `_file`; the columns are those of `run_suites`.
        suite: the rules.
        references: named sets of accepted values.

    Returns:
        By the name in `_file`; a file in which nothing was found has no entry.

    Raises:
        BrokenCheck: when an expectation raised instead of judging.
    """
    files = list(dict.fromkeys(frame[FILE_COLUMN]))
    together = [rule for rule in suite.rules if len(files) == 1 or is_of_one_file(rule)]
    results = _results(frame, suite, together, references)
    if len(together) < len(suite.rules):
        rest = [rule for rule in suite.rules if rule not in together]
        for file in files:
            results += _results(frame[frame[FILE_COLUMN] == file].reset_index(drop=True), suite, rest, references)
    order = {rule.rule_id: place for place, rule in enumerate(suite.rules)}
    found: dict[str, list[Finding]] = {}
    for result in sorted(results, key=lambda result: order[result.rule_id]):
        for finding in result.findings:
            found.setdefault(finding.file, []).append(finding)
    return found


def is_of_one_file(rule: Rule) -> bool:
    """Whether what a rule says of the rows of one file does not depend on those of another."""
    if rule.arguments.get("mostly", 1) != 1:
        return False
    return rule.check in _OF_ONE_ROW or (
        rule.check == _COMPOUND and FILE_COLUMN in rule.arguments.get("column_list", ())
    )


def _results(frame: pd.DataFrame, suite: Suite, rules: Iterable[Rule], references: References) -> list[CheckResult]:
    asked = replace(suite, rules=tuple(rules))
    return run_suites({suite.table_name: frame}, {suite.table_name: asked}, references) if asked.rules else []
