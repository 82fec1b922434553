"""One target with its history, clause, parts and definition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from metrics.sentences import Bilingual
from metrics.views.contributor import Contributor
from metrics.views.judged_target import JudgedTarget
from metrics.views.programme import Document, Programme, Round, Thresholds
from metrics.views.words import MeasureUnit, Row, UnitName, fields


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

    @classmethod
    def from_row(cls, row: Row) -> SeriesPoint:
        """The figure of one row."""
        return cls(
            name=Bilingual.from_row(row, "name"),
            scope_name=Bilingual.from_row(row, "scope_name"),
            measure_unit=MeasureUnit.from_row(row),
            basis_reason=Bilingual.from_row(row, "basis_reason"),
            **fields(
                row,
                "period_label",
                "period_ends_on",
                "actual_value",
                "qualifier",
                "provenance",
                "basis_match",
                "issuer",
                "source_title",
                "source_date_text",
                "published_on",
                "is_met",
                "is_year_to_date",
                "note",
            ),
        )


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

    @classmethod
    def from_row(cls, row: Row, document: Document) -> Clause:
        """The clause of one row, in its document."""
        return cls(
            document=document,
            note=Bilingual.from_row(row, "note"),
            **fields(
                row,
                "programme_id",
                "section",
                "phrase",
                "value_as_printed",
                "baseline_value",
                "baseline_source",
            ),
        )


@dataclass(frozen=True)
class Sibling:
    """A statistic easily taken for the indicator, and how it differs."""

    name: Bilingual
    difference: Bilingual

    @classmethod
    def from_row(cls, row: Row) -> Sibling:
        """The sibling of one row."""
        return cls(Bilingual.from_row(row, "name"), Bilingual.from_row(row, "difference"))


@dataclass(frozen=True)
class UnitPart:
    """The part of a target that one unit carries."""

    unit: UnitName
    target: JudgedTarget


@dataclass(frozen=True)
class TargetTask:
    """A task that serves a target, with the units responsible for it."""

    task_id: str
    task_number: str
    name: Bilingual
    lead_units: tuple[UnitName, ...]
    support_units: tuple[UnitName, ...]

    @classmethod
    def from_rows(cls, rows: list[Row]) -> TargetTask:
        """The task of one row per responsible unit."""
        return cls(
            rows[0]["task_id"],
            rows[0]["task_number"],
            Bilingual.from_row(rows[0], "name"),
            tuple(UnitName.from_row(row) for row in rows if row["role"] == "lead"),
            tuple(UnitName.from_row(row) for row in rows if row["role"] == "support"),
        )


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
