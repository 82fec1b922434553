"""The tables that can be exported, each one named query of `metrics/sql/exports`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from dashboards.exports.selection import Selection
from metrics.queries import EXPORTS_FOLDER, query_text
from metrics.reading.office import spoken_languages
from metrics.sentences import BilingualError
from metrics.warehouse import Snapshot

# Name → its Chinese title, in the order in which `--help`, the pages and the data package list them.
DATASETS = {
    "targets": "方案目标",
    "task-targets": "任务年度要求",
    "target-changes": "目标变更",
    "lowered-targets": "目标下调情况",
    "target-versions": "目标各版本",
    "publications": "定义发布记录",
    "tasks": "任务",
    "responsibilities": "责任分工",
    "attainment": "完成情况",
    "methods": "测算方法",
    "run-rates": "余期所需进度",
    "forecasts": "预测",
    "forecast-points": "预测依据",
    "roll-ups": "汇总",
    "roll-up-members": "汇总明细",
    "totals": "合计",
    "confidence": "完成把握",
    "scorecards": "单位工作情况",
    "scorecard-targets": "单位目标状态",
    "seasons": "上半年比重",
    "workings": "计算过程",
    "thresholds": "判定界限",
    "changes": "与上期变化",
    "restatements": "数字更正",
    "reconciliation": "台账核对",
    "evidence": "台账记录",
    "observations": "公布和上报数字",
    "units": "责任单位",
    "documents": "政策文件",
    "indicators": "指标",
    "unit-targets": "单位分解",
    "contributors": "总数的构成",
    "reports": "报送情况",
    "task-reports": "任务报送内容",
    "indicator-reports": "指标报送内容",
    "rounds": "各期报送汇总",
    "round-steps": "办理记录",
    "report-standings": "各类报告的状态",
    "statistic-imports": "统计导入",
    "centres": "技术创新中心",
    "centre-status": "中心现状",
    "centre-steps": "中心历程",
    "centre-verdicts": "中心判定",
    "centre-money": "中心资金上限",
    "centre-ledger": "中心资金台账",
    "centre-members": "中心成员单位",
    "centre-reports": "中心年度数据",
    "centre-report-states": "中心年度报告",
    "centre-report-steps": "年度报告办理",
    "centre-rules": "中心判定规则",
    "checks": "数据检查结果",
}

_BATCH_ROWS = 10_000
# Too dear to make for the question whether there is any: there is where there is one of what it is made of.
_MADE_OF = {"workings": "attainment"}
# The records lie beside the build, which says itself whether there are any.
_HELD_AS = {"evidence": "from fact.evidence_cube"}
_HELD: WeakKeyDictionary[Snapshot, tuple[str, ...]] = WeakKeyDictionary()


class ExportRefused(BilingualError, ValueError):
    """A file that cannot be made; the message names the place and the next step."""


def dataset_query(name: str) -> str:
    """The SELECT of a dataset."""
    return query_text(name.replace("-", "_"), EXPORTS_FOLDER)


def grain(name: str) -> str:
    """What a row of a dataset is, in English: the first line of its SELECT.

    >>> grain("targets")
    'one row per target that a policy document sets as a goal'
    """
    return dataset_query(name).partition("\n")[0].removeprefix("-- ")


def column_types(snapshot: Snapshot, name: str) -> dict[str, str]:
    """Every column of a dataset with DuckDB's name of its type."""
    query = dataset_query(name)
    with snapshot.cursor(query) as cursor:
        cursor.execute(f"describe {query}")
        return {row[0]: row[1] for row in cursor.fetchall()}


@dataclass(frozen=True)
class Chosen:
    """The rows of a dataset that are wanted: one SELECT in their order, its parameters, its columns and their types."""

    query: str
    parameters: Mapping[str, str]
    types: Mapping[str, str]


def chosen_rows(snapshot: Snapshot, name: str, selection: Selection | None = None) -> Chosen:
    """What a selection leaves of a dataset; all of it without one.

    Raises:
        BadSelection: when `selection` cannot be followed on this dataset.
    """
    types = column_types(snapshot, name)
    query = _in_its_language(dataset_query(name), types, spoken_languages(snapshot))
    return Chosen(*(selection or Selection()).select(query, types))


def _in_its_language(query: str, types: Mapping[str, str], languages: Sequence[str]) -> str:
    """A dataset with the words of an office of one language in the columns of both, as its own names are."""
    if len(languages) > 1:
        return query
    (own,), other = languages, "en" if languages[0] == "zh" else "zh"
    pairs = {name: f"{name.removesuffix(other)}{own}" for name in types if name.endswith(f"_{other}")}
    said = [f"coalesce({kept}, {name}) as {name}" for name, kept in pairs.items() if kept in types]
    # S608: only our own SELECT and the names of its columns.
    return f"select * replace ({', '.join(said)}) from ({query})" if said else query  # noqa: S608


def held_datasets(snapshot: Snapshot) -> tuple[str, ...]:
    """The datasets that hold any row, in their order; asked once a view."""
    if snapshot not in _HELD:
        rows = {name: _holds_rows(snapshot, name) for name in DATASETS if name not in _MADE_OF}
        rows |= {name: rows[origin] for name, origin in _MADE_OF.items()}
        _HELD[snapshot] = tuple(name for name in DATASETS if rows[name])
    return _HELD[snapshot]


def held_values(snapshot: Snapshot, name: str, column: str, types: Mapping[str, str]) -> set[str]:
    """What stands in a column of a dataset; nothing where it has no such column."""
    if column not in types:
        return set()
    # S608: our own SELECT, and a column that it has.
    return {value for (value,) in rows_of(snapshot, f"select distinct {column} from ({dataset_query(name)})", {})}  # noqa: S608


def _holds_rows(snapshot: Snapshot, name: str) -> bool:
    query = _HELD_AS.get(name) or dataset_query(name)
    return bool(next(rows_of(snapshot, f"select exists(from ({query}))", {}))[0])


def open_dataset(
    snapshot: Snapshot, name: str, selection: Selection | None = None
) -> tuple[list[str], Iterator[Sequence[Any]]]:
    """The column names of a dataset and its rows, read batch by batch so that memory stays level.

    Raises:
        BadSelection: when `selection` cannot be followed on this dataset.
    """
    chosen = chosen_rows(snapshot, name, selection)
    return list(chosen.types), rows_of(snapshot, chosen.query, chosen.parameters)


def rows_of(snapshot: Snapshot, query: str, parameters: Mapping[str, str]) -> Iterator[tuple[Any, ...]]:
    """The rows of a SELECT, batch by batch."""
    with snapshot.cursor(query) as cursor:
        cursor.execute(query, dict(parameters) or None)
        while batch := cursor.fetchmany(_BATCH_ROWS):
            yield from batch


def first_rows(snapshot: Snapshot, chosen: Chosen, most: int) -> tuple[list[tuple[Any, ...]], int]:
    """The first of the chosen rows, at most so many, and how many there are in all."""
    # S608: our own SELECT, and a number of ours.
    counted = f"select count(*) from ({chosen.query})"  # noqa: S608
    count = next(rows_of(snapshot, counted, chosen.parameters))[0]
    cut = f"select * from ({chosen.query}) limit {int(most)}"  # noqa: S608
    return list(rows_of(snapshot, cut, chosen.parameters)), count
