"""Annual reports of technology innovation centres: how one stands, its data beside last year's, its way to filing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from metrics.rules.annual_reports import Standing
from metrics.sentences import Bilingual, say
from metrics.views.centre import CentreLine, CentreVerdict
from metrics.views.words import MeasureUnit, Row, fields

# States in which a report is there.
REPORTED = ("submitted", "forwarded", "filed", "returned")


@dataclass(frozen=True)
class ReportStanding:
    """One centre × year: the state of its report, the version that counts with its texts, who asks for it."""

    centre_id: str
    centre_name: str
    programme_id: str
    year: int
    state: str
    is_nil: bool | None
    version: int | None
    version_count: int
    counted_version: int | None
    returned_count: int
    submitted_on: date | None
    received_on: date | None
    receipt_day_by: str | None
    receipt_day_reason: str | None
    forwarded_by: str | None
    filed_by: str | None
    last_reason: str | None
    document_id: str | None
    title: Bilingual | None
    article: str | None
    phrase: str | None
    through: Bilingual | None
    filed_with: Bilingual | None
    progress: str | None
    problems: str | None
    next_steps: str | None
    provenance: str

    @classmethod
    def from_row(cls, row: Row) -> ReportStanding:
        """The standing of one row of `centre_report_years`."""
        names = {"title", "through", "filed_with"}
        own = [name for name in cls.__dataclass_fields__ if name not in names]
        return cls(
            **fields(row, *own), title=_pair(row, "title"), through=_pair(row, "through"),
            filed_with=_pair(row, "filed_with"),
        )  # fmt: skip

    @property
    def is_reported(self) -> bool:
        """Whether a report is there, whatever became of it."""
        return self.state in REPORTED

    @property
    def standing(self) -> Standing:
        """The same for the rules: enough to say which steps may be taken."""
        return Standing.seen(self.state, self.version)

    @property
    def needs_forwarding(self) -> bool:
        """Whether the document in force at the end of the year sends the report through somebody first."""
        return self.through is not None

    @property
    def state_words(self) -> Bilingual:
        """The state in words."""
        return say(f"centre_report_state.{self.state}")


def _pair(row: Row, name: str) -> Bilingual | None:
    return Bilingual.from_row(row, name) if row[f"{name}_zh"] else None


@dataclass(frozen=True)
class ReportDatum:
    """One datum of the report that counts, beside last year's; without a rate, `growth_reason` says why."""

    centre_id: str
    year: int
    item_id: str
    name: Bilingual
    definition: Bilingual
    part_of: str | None
    unit: MeasureUnit
    actual_value: Decimal | None
    last_year_value: Decimal | None
    difference_value: Decimal | None
    growth_pct: Decimal | None
    growth_reason: str | None
    note: str | None
    provenance: str

    @classmethod
    def from_row(cls, row: Row) -> ReportDatum:
        """The datum of one row of `centre_report_data`."""
        own = [name for name in cls.__dataclass_fields__ if name not in ("name", "definition", "unit")]
        name, definition = (Bilingual.from_row(row, key) for key in ("name", "definition"))
        return cls(**fields(row, *own), name=name, definition=definition, unit=MeasureUnit.from_row(row))

    @property
    def growth_words(self) -> Bilingual | None:
        """Why there is no rate; None where there is one."""
        return say(f"centre_growth.{self.growth_reason}") if self.growth_reason else None


@dataclass(frozen=True)
class ReportStep:
    """One step of a version: handed in, forwarded, filed or returned; `happened_at` is UTC."""

    year: int
    version: int
    event: str
    actor: str | None
    reason: str | None
    happened_at: datetime
    provenance: str

    @classmethod
    def from_row(cls, row: Row) -> ReportStep:
        """The step of one row of `centre_report_path`."""
        return cls(**fields(row, *cls.__dataclass_fields__))

    @property
    def event_words(self) -> Bilingual:
        """The step in words."""
        return say(f"centre_report_state.{self.event}")


@dataclass(frozen=True)
class AnnualReport:
    """All of one centre's report on one year."""

    standing: ReportStanding
    data: tuple[ReportDatum, ...]
    steps: tuple[ReportStep, ...]


@dataclass(frozen=True)
class CentreRound:
    """The centres of one programme in one year: where each stands, how its report stands, what was judged."""

    year: int
    lines: tuple[CentreLine, ...]
    standings: tuple[ReportStanding, ...]
    verdicts: tuple[CentreVerdict, ...]

    def named(self, *states: str) -> tuple[ReportStanding, ...]:
        """The standings in one of these states."""
        return tuple(entry for entry in self.standings if entry.state in states)
