"""One target with its history, clause, parts and definition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

from metrics.reading.contributor import Contributor, contributors
from metrics.reading.judged_target import JudgedTarget, UnitPart, judged_targets, unit_parts
from metrics.reading.programme import (
    Document,
    Programme,
    Round,
    Thresholds,
    all_programmes,
    document,
    thresholds,
)
from metrics.reading.rows import MeasureUnit, Row, UnitName, value, values
from metrics.reading.target_changes import RoundAim, TargetChange, round_aims, target_changes
from metrics.sentences import Bilingual
from metrics.warehouse import Snapshot


@dataclass(frozen=True)
class SeriesPoint:
    """A figure that speaks to a target, on its basis or on another."""

    name: Bilingual
    scope_name: Bilingual
    period_label: str
    period_ends_on: date
    actual_value: Decimal | None
    measure_unit: MeasureUnit
    qualifier: str | None
    provenance: str
    basis_match: str | None
    basis_reason: Bilingual
    issuer: str | None
    source_title: str | None
    source_date_text: str | None
    published_on: date | None
    is_met: bool | None
    is_year_to_date: bool
    note: str | None


@dataclass(frozen=True)
class Clause:
    """Where a target stands in its document."""

    programme_id: str
    document: Document
    section: str | None
    phrase: str | None
    value_as_printed: str | None
    baseline_value: Decimal | None
    baseline_source: str | None
    note: Bilingual


@dataclass(frozen=True)
class Sibling:
    """A statistic easily taken for the indicator, and how it differs."""

    name: Bilingual
    difference: Bilingual
    # A target on it, where it is an indicator of the office that has one.
    target_id: str | None = None


@dataclass(frozen=True)
class TargetTask:
    """A task that serves a target, with the units responsible for it."""

    task_id: str
    task_number: str
    name: Bilingual
    lead_units: tuple[UnitName, ...]
    support_units: tuple[UnitName, ...]


@dataclass(frozen=True)
class TargetView:
    """One target with its history, clause, parts and definition."""

    target: JudgedTarget
    programme: Programme
    round: Round
    clause: Clause
    definition: Bilingual
    basis: Bilingual
    siblings: tuple[Sibling, ...]
    series: tuple[SeriesPoint, ...]
    parts: tuple[UnitPart, ...]
    tasks: tuple[TargetTask, ...]
    thresholds: Thresholds | None
    contributors: tuple[Contributor, ...] = ()
    changes: tuple[TargetChange, ...] = ()
    # What each round asked for; empty where it was always the same.
    aims: tuple[RoundAim, ...] = ()

    @property
    def same_basis(self) -> tuple[SeriesPoint, ...]:
        """The figures that may be compared with the target, oldest first."""
        return tuple(point for point in self.series if point.basis_match == "same")

    @property
    def main_series(self) -> tuple[SeriesPoint, ...]:
        """One comparable figure per date, oldest first: the one of the issuer with the longest series.

        What a year has brought so far stands in no row with whole years.
        """
        whole = [point for point in self.same_basis if not point.is_year_to_date]
        issuers = [point.issuer for point in whole]
        chosen: dict[date, SeriesPoint] = {}
        for point in sorted(whole, key=lambda entry: -issuers.count(entry.issuer)):
            chosen.setdefault(point.period_ends_on, point)
        return tuple(chosen[day] for day in sorted(chosen))

    @property
    def newest(self) -> SeriesPoint:
        """The latest comparable figure: of whole years where one is known, else what a year has brought so far.

        Raises:
            IndexError: when there is no comparable figure.
        """
        return (self.main_series or self.same_basis)[-1]

    @property
    def other_basis(self) -> tuple[SeriesPoint, ...]:
        """The figures that may not: another definition, scope or way of counting."""
        return tuple(point for point in self.series if point.basis_match != "same")

    @property
    def first_met(self) -> SeriesPoint | None:
        """The first figure since the start of the programme that meets the target; none for a floor of every year."""
        if self.target.comparator == "annual_floor":
            return None
        met = [p for p in self.main_series if p.is_met and p.period_ends_on >= self.target.starts_on]
        return met[0] if met else None


def target_view(snapshot: Snapshot, target_id: str, period_id: str | None) -> TargetView | None:
    """One target as judged in the round `period_id`, or in the last one that it lives in; None if there is none."""
    clause = next(iter(snapshot.rows("target_clause", target_id=target_id)), None)
    if clause is None:
        return None
    programme_id = clause["programme_id"]
    programme = next(entry for entry in all_programmes(snapshot) if entry.programme_id == programme_id)
    judged = _judged(snapshot, target_id, programme, period_id)
    if judged is None:
        return None
    chosen, target = judged
    siblings = snapshot.rows("indicator_siblings", indicator_id=clause["indicator_id"], programme_id=programme_id)
    seats = snapshot.rows("target_tasks", target_id=target_id, period_id=chosen.period_id)
    tasks = groupby(seats, key=itemgetter("task_id"))
    return TargetView(
        target=target,
        programme=programme,
        round=chosen,
        clause=value(Clause, clause, document=document(snapshot, clause)),
        definition=Bilingual.from_row(clause, "definition"),
        basis=Bilingual.from_row(clause, "basis"),
        siblings=values(Sibling, siblings),
        series=_series(snapshot, target_id, programme, chosen),
        parts=unit_parts(snapshot, programme_id, chosen, (target,)),
        tasks=tuple(_task(list(rows)) for _, rows in tasks),
        thresholds=thresholds(snapshot, programme_id, chosen),
        contributors=tuple(
            line
            for line in contributors(snapshot, programme_id, chosen)
            if line.target_id == target_id and line.actual_value is not None
        ),
        changes=target_changes(snapshot, target_id),
        aims=_aims(snapshot, target_id),
    )


def _aims(snapshot: Snapshot, target_id: str) -> tuple[RoundAim, ...]:
    aims = round_aims(snapshot, target_id)
    asked = {(aim.target_value, aim.target_low, aim.target_high) for aim in aims}
    return aims if len(asked) > 1 else ()


def _judged(
    snapshot: Snapshot, target_id: str, programme: Programme, period_id: str | None
) -> tuple[Round, JudgedTarget] | None:
    named = [entry for entry in programme.rounds if entry.period_id == period_id]
    lives = (
        (entry, target)
        for entry in named or reversed(programme.rounds)
        for target in judged_targets(snapshot, programme.programme_id, entry)
        if target.target_id == target_id
    )
    return next(lives, None)


def _series(snapshot: Snapshot, target_id: str, programme: Programme, chosen: Round) -> tuple[SeriesPoint, ...]:
    """The figures of a target; in an earlier round than the last, those of its time alone: the rest was yet to come."""
    points = values(SeriesPoint, snapshot.rows("target_series", target_id=target_id))
    is_last = chosen == programme.rounds[-1]
    return tuple(point for point in points if is_last or point.period_ends_on <= chosen.ends_on)


def _task(rows: list[Row]) -> TargetTask:
    """The task of one row per responsible unit."""
    seats = [(row["role"] == "lead", UnitName.from_row(row)) for row in rows]
    leads, others = (tuple(name for is_lead, name in seats if is_lead is wanted) for wanted in (True, False))
    return value(TargetTask, rows[0], lead_units=leads, support_units=others)
