"""Runs suites with Great Expectations and turns its results into our own.

Imported inside functions because it takes seconds and a hundred megabytes: only the process that checks pays.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from expectations.library import great_expectations, new_context
from expectations.result import BrokenCheck, CheckResult, Finding
from expectations.suite import Rule, Suite
from expectations.verdicts import Verdicts, content_of

if TYPE_CHECKING:
    import pandas as pd
    from great_expectations.core.batch_definition import BatchDefinition
    from great_expectations.datasource.fluent.interfaces import Batch

FILE_COLUMN, ROW_COLUMN, SHEET_COLUMN = "_file", "_row", "_sheet"
References = Mapping[str, Sequence[str]]
# What this process judged last: most tables are as they were at the load before, and judging takes half of a load.
_OWN = Verdicts()
# How a suite says of a table of what offends that it wants no row in it.
_NO_ROW = "expect_table_row_count_to_equal"
# How it says which rows a rule is about.
_CONDITION = "row_condition"


def run_suites(
    frames: Mapping[str, pd.DataFrame], suites: Mapping[str, Suite], references: References,
    verdicts: Verdicts | None = None,
) -> list[CheckResult]:  # fmt: skip
    """The result of every rule of `suites` on its frame.

    Args:
        frames: by table name; all columns text (None = empty) plus `_file`, `_row` and, from workbooks, `_sheet`:
            the place.
        suites: the rules; a suite without a frame is skipped, since its file is not part of this load.
        references: named sets of accepted values, used by rules as `value_set: $name`.
        verdicts: those that are known, to which what is judged is added; this process's own where none are given.

    Raises:
        BrokenCheck: when an expectation raised instead of judging; broken checks never pass for bad data.
    """
    kept = _OWN if verdicts is None else verdicts
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [
            result
            for table_name, suite in suites.items()
            if table_name in frames
            for result in _run_suite(_batch_definition, suite, frames[table_name], references, kept)
        ]


@cache
def _batch_definition() -> BatchDefinition:
    # One for all tables of a process: making one costs as much as several rules.
    asset = new_context().data_sources.add_pandas("received").add_dataframe_asset("table")
    definition: BatchDefinition = asset.add_batch_definition_whole_dataframe("all")
    return definition


def _run_suite(
    received: Callable[[], BatchDefinition], suite: Suite, frame: pd.DataFrame, references: References,
    verdicts: Verdicts,
) -> tuple[CheckResult, ...]:  # fmt: skip
    arguments = [_resolve(rule, value, references) for rule in suite.rules for value in rule.arguments.values()]
    content = content_of(suite, frame, arguments)
    verdict = verdicts.of(suite.table_name, content)
    if verdict is None:
        verdict = tuple(_verdict(received, suite, frame, references))
        verdicts.keep(suite.table_name, content, verdict)
    return verdict


def _verdict(
    received: Callable[[], BatchDefinition], suite: Suite, frame: pd.DataFrame, references: References
) -> Iterator[CheckResult]:
    results: dict[str, CheckResult] = {}
    for rows, rules in _asked(suite, frame):
        judged = _judge(received(), suite, rules, rows, references)
        results |= {
            rule.rule_id: _check_result(suite.table_name, rule, judged[rule.rule_id], frame, len(rows))
            for rule in rules
        }
    for rule in suite.rules:
        yield results.get(rule.rule_id) or _held_by_no_row(suite.table_name, rule, frame)


def _asked(suite: Suite, frame: pd.DataFrame) -> Iterator[tuple[pd.DataFrame, list[Rule]]]:
    """The rows that rules are about, with those rules: what holds of some rows only is asked of these alone.

    Great Expectations would pick them out anew for each of the five questions behind a rule. Where there are none,
    nothing is asked but what holds of a table as a whole: most tables of most loads are empty.
    """
    for condition, rules in _by_condition(suite).items():
        rows = frame if condition is None or frame.empty else _picked(frame, condition, rules[0])
        if asked := [rule for rule in rules if len(rows) or rule.check.startswith("expect_table_")]:
            yield rows[_asked_of(suite, asked, rows)], asked


def _asked_of(suite: Suite, rules: Sequence[Rule], rows: pd.DataFrame) -> list[str]:
    """The columns that rules need: Great Expectations hashes all that it is given, for every question anew."""
    if any(rule.check.startswith("expect_table_") for rule in rules):
        return list(rows.columns)
    needed = {column for rule in rules for column in _arguments_columns(rule)} | set(_index_columns(suite, rows))
    return [column for column in rows.columns if column in needed]


def _by_condition(suite: Suite) -> dict[str | None, list[Rule]]:
    rules: dict[str | None, list[Rule]] = {}
    for rule in suite.rules:
        rules.setdefault(rule.arguments.get(_CONDITION), []).append(rule)
    return rules


def _picked(frame: pd.DataFrame, condition: str, rule: Rule) -> pd.DataFrame:
    try:
        return frame.query(condition)
    except Exception as error:
        raise BrokenCheck(f"{rule.rule_id}: {error}") from error


def _judge(
    received: BatchDefinition, suite: Suite, rules: Sequence[Rule], frame: pd.DataFrame, references: References
) -> dict[str, Any]:
    batch = received.get_batch({"dataframe": frame})
    results = _validate(batch, rules, references, {"result_format": "BOOLEAN_ONLY"})
    # Which rows offend takes as long again as whether any does: asked only of the rules that did not hold.
    failed = [rule for rule in rules if not results[rule.rule_id].success]
    if failed:
        complete = {"result_format": "COMPLETE", "unexpected_index_column_names": _index_columns(suite, frame)}
        results |= _validate(batch, failed, references, complete)
    return results


def _held_by_no_row(table_name: str, rule: Rule, frame: pd.DataFrame) -> CheckResult:
    missing = sorted(set(_arguments_columns(rule)) - set(frame.columns))
    if missing:
        raise BrokenCheck(f"{rule.rule_id}: no column is called {', '.join(missing)}")
    return _said(table_name, rule, 0)


def _validate(
    batch: Batch, rules: Sequence[Rule], references: References, result_format: dict[str, Any]
) -> dict[str, Any]:
    gx = great_expectations()
    # All at once: added one by one, each is compared with every one before it.
    expectations = gx.ExpectationSuite(name="rules", expectations=[_expectation(rule, references) for rule in rules])
    outcome = batch.validate(expectations, result_format=result_format)
    return {result.expectation_config.meta["rule_id"]: result for result in outcome.results}


def _index_columns(suite: Suite, frame: pd.DataFrame) -> list[str]:
    # A rule about a derived column may point at the cell that a person can correct.
    places = dict.fromkeys(name for rule in suite.rules for name in (rule.place, rule.beside) if name)
    sheet = [SHEET_COLUMN] if SHEET_COLUMN in frame.columns else []
    return [FILE_COLUMN, ROW_COLUMN, *sheet, *places]


def _expectation(rule: Rule, references: References) -> Any:
    from great_expectations.expectations.registry import get_expectation_impl

    arguments = {key: _resolve(rule, value, references) for key, value in rule.arguments.items() if key != _CONDITION}
    return get_expectation_impl(rule.check)(**arguments, meta={"rule_id": rule.rule_id})


def _resolve(rule: Rule, value: Any, references: References) -> Any:
    if not (isinstance(value, str) and value.startswith("$")):
        return value
    try:
        return list(references[value[1:]])
    except KeyError:
        raise BrokenCheck(f"{rule.rule_id}: no reference set is called {value}") from None


def _check_result(table_name: str, rule: Rule, result: Any, frame: pd.DataFrame, row_count: int) -> CheckResult:
    if (result.exception_info or {}).get("raised_exception", True):
        raise BrokenCheck(f"{rule.rule_id}: {(result.exception_info or {}).get('exception_message')}")
    findings = () if result.success else tuple(_findings(rule, result, frame))
    return _said(table_name, rule, row_count, bool(result.success), findings)


def _said(
    table_name: str, rule: Rule, checked_count: int, is_success: bool = True, findings: tuple[Finding, ...] = ()
) -> CheckResult:
    return CheckResult(
        rule_id=rule.rule_id,
        table_name=table_name,
        severity=rule.severity,
        is_success=is_success,
        checked_count=checked_count,
        unexpected_count=len(findings),
        sentence_zh=rule.sentence_zh,
        sentence_en=rule.sentence_en,
        findings=findings,
    )


def _findings(rule: Rule, result: Any, frame: pd.DataFrame) -> Iterator[Finding]:
    columns = _columns(rule)
    places = result.result.get("unexpected_index_list")
    if places is None and rule.check == _NO_ROW and len(frame):
        # A table of what offends: each of its rows has a place of its own.
        yield from (_offending(rule, row) for row in frame.to_dict("records"))
        return
    if places is None:
        # A rule about the table as a whole, such as its number of rows.
        observed = result.result.get("observed_value")
        file = str(frame[FILE_COLUMN].iloc[0]) if len(frame) else "(empty)"
        yield _finding(rule, file, None, columns, None if observed is None else str(observed))
        return
    for place in places:
        values = [place.get(column) for column in (*columns, *([rule.beside] if rule.beside else []))]
        shown = " / ".join("" if value is None else str(value) for value in values)
        sheet = place.get(SHEET_COLUMN)
        yield _finding(rule, str(place[FILE_COLUMN]), int(place[ROW_COLUMN]), columns, shown or None, sheet)


def _offending(rule: Rule, row: dict[Any, Any]) -> Finding:
    named = {name: value for name, value in row.items() if name not in (FILE_COLUMN, ROW_COLUMN, SHEET_COLUMN)}
    shown = " / ".join(str(value) for value in named.values() if value is not None and value == value)
    number = int(row[ROW_COLUMN] or 0) or None
    return _finding(rule, str(row[FILE_COLUMN]), number, list(named), shown or None)


def _columns(rule: Rule) -> list[str]:
    if rule.place:
        return [rule.place]
    return [column for column in _arguments_columns(rule) if column not in (FILE_COLUMN, ROW_COLUMN)]


def _arguments_columns(rule: Rule) -> list[str]:
    arguments = rule.arguments
    single = [arguments[key] for key in ("column", "column_A", "column_B") if key in arguments]
    return [*arguments.get("column_list", ()), *single]


def _finding(
    rule: Rule, file: str, row_number: int | None, columns: list[str], value: str | None, sheet: str | None = None
) -> Finding:
    return Finding(
        rule_id=rule.rule_id,
        severity=rule.severity,
        file=file,
        row_number=row_number,
        column_name=", ".join(columns) or None,
        value=value,
        sentence_zh=rule.sentence_zh,
        sentence_en=rule.sentence_en,
        next_step_zh=rule.next_step_zh,
        next_step_en=rule.next_step_en,
        sheet=sheet,
    )
