"""The tables that can be exported, each one named query of `metrics/sql/exports`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboards.exports.selection import Selection
from metrics.queries import EXPORTS_FOLDER, query_text
from metrics.warehouse import Snapshot

# Name → what it holds (zh, en), in the order in which `--help` and the documentation list them.
DATASETS = {
    "targets": ("方案目标", "one row per target of a policy document"),
    "task-targets": ("任务年度要求", "one row per target stated inside a task, such as the yearly floor"),
    "tasks": ("任务", "one row per task"),
    "responsibilities": ("责任分工", "one row per task × unit"),
    "attainment": (
        "完成情况",
        "one row per target × unit × round; empty unit_id: the programme's own figure; target_kind tells goals, "
        "yearly requirements and unit parts apart",
    ),
    "methods": ("测算方法", "one row per target × unit × round × method: linear pace, seasonal pace, growth rate"),
    "run-rates": ("余期所需进度", "one row per target × unit × round: what each remaining half-year must bring"),
    "forecasts": ("预测", "one row per target × unit × round × forecasting method, with interval and back-test"),
    "forecast-points": ("预测依据", "one row per target × unit × point that forecasts may rest on"),
    "roll-ups": ("汇总", "one row per programme, unit or target × round: by status, and the average by both bounds"),
    "roll-up-members": ("汇总明细", "one row per roll-up × member: what is counted and weighted in it"),
    "totals": ("合计", "one row per group of figures × time: their sum, or why they may not be added"),
    "confidence": ("完成把握", "one row per rating of delivery confidence, disagreements first"),
    "scorecards": ("单位工作情况", "one row per programme × unit × round: counts side by side, no score"),
    "scorecard-targets": ("单位目标状态", "one row per programme × unit × round × role × kind of target × status"),
    "seasons": ("上半年比重", "one row per yearly flow × unit × full year: its first half in the whole"),
    "workings": (
        "计算过程",
        "one row per target × unit × round × figure: formula or refusal, rows, clause",
    ),
    "thresholds": ("判定界限", "one row: the limits by which everything was judged, with their version"),
    "changes": ("与上期变化", "one row per target × unit × round: what changed since the round before"),
    "restatements": ("数字更正", "one row per figure of a past time that a later version or import changed"),
    "reconciliation": ("台账核对", "one row per target × unit × round: reported against evidence"),
    "evidence": ("台账记录", "one row per ledger record × indicator that it counts for"),
    "observations": ("公布和上报数字", "one row per figure, published or reported"),
    "units": ("责任单位", "one row per responsible unit"),
    "documents": ("政策文件", "one row per policy document with its validity"),
    "indicators": ("指标", "one row per indicator with its definition"),
    "unit-targets": ("单位分解", "one row per target × unit: its own part of the target"),
    "contributors": ("总数的构成", "one row per target × round × unit in the whole, or with a figure that is in none"),
    "reports": ("报送情况", "one row per programme × unit × round"),
    "task-reports": ("任务报送内容", "one row per report version × task it speaks of, in the unit's own words"),
    "indicator-reports": ("指标报送内容", "one row per report version × indicator it speaks of: figure, parts, words"),
    "rounds": ("各期报送汇总", "one row per programme × round: how many reports it owes and how they stand"),
    "round-steps": ("办理记录", "one row per thing that happened in a round: who, when, what, why"),
    "statistic-imports": ("统计导入", "one row per import of an official statistic: counts, held or withdrawn"),
    "centres": ("技术创新中心", "one row per technology innovation centre"),
    "centre-status": ("中心现状", "one row per centre: where it stands and what is due next"),
    "centre-steps": ("中心历程", "one row per step of a centre × document in force on its day"),
    "centre-verdicts": ("中心判定", "one row per judgement on a centre"),
    "centre-money": ("中心资金上限", "one row per centre × cap × window"),
    "centre-ledger": ("中心资金台账", "one row per entry of the money ledger of a centre"),
    "centre-members": ("中心成员单位", "one row per unit that leads or joins in a centre"),
    "centre-reports": ("中心年度数据", "one row per centre × year × datum of its annual report that counts"),
    "centre-report-states": ("中心年度报告", "one row per centre × year of its life: how its annual report stands"),
    "centre-report-steps": ("年度报告办理", "one row per step of a centre's annual report"),
    "centre-rules": ("中心判定规则", "one row per rule of a document on centres"),
    "checks": ("数据检查结果", "one row per rule that the data went through"),
}

_BATCH_ROWS = 10_000


class ExportRefused(ValueError):
    """A file that cannot be made; the message names the place and the next step."""


def dataset_query(name: str) -> str:
    """The SELECT of a dataset."""
    return query_text(name.replace("-", "_"), EXPORTS_FOLDER)


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
    return Chosen(*(selection or Selection()).select(dataset_query(name), types))


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
