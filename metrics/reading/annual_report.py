"""Annual reports of technology innovation centres: how one stands, its data beside last year's, its way to filing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from metrics.centres.names import name_key, nearest_ids
from metrics.kinds.table import Kind, kind
from metrics.reading.centre import CentreLine, CentreVerdict, centre_lines, centre_verdicts
from metrics.reading.rows import MeasureUnit, Row, values
from metrics.rules.standing import Standing
from metrics.sentences import Bilingual, say
from metrics.warehouse import Snapshot


@dataclass(frozen=True)
class ReportStanding:
    """One centre × year: the state of its report, the version that counts with its texts, who asks for it."""

    kind_id: str
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

    @property
    def is_reported(self) -> bool:
        """Whether a report is there, whatever became of it."""
        return bool(self.version)

    @property
    def standing(self) -> Standing:
        """The same for the rules: enough to say which steps may be taken."""
        return Standing.seen(self.kind.path, self.state, self.version)

    @property
    def kind(self) -> Kind:
        """The kind of report that it is."""
        return kind(self.kind_id)

    @property
    def conditions(self) -> tuple[str, ...]:
        """Whether the document in force at the end of the year sends the report through somebody first."""
        return ("needs_forwarding",) if self.through is not None else ()

    @property
    def state_words(self) -> Bilingual:
        """The state in words."""
        return self.kind.in_state(self.state)


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

    @property
    def growth_words(self) -> Bilingual | None:
        """Why there is no rate; None where there is one."""
        return say(f"centre_growth.{self.growth_reason}") if self.growth_reason else None


@dataclass(frozen=True)
class ReportStep:
    """One step of a version: handed in, forwarded, filed or returned; `happened_at` is UTC."""

    kind_id: str
    year: int
    version: int
    event: str
    actor: str | None
    reason: str | None
    happened_at: datetime
    provenance: str

    @property
    def event_words(self) -> Bilingual:
        """The step in words."""
        return kind(self.kind_id).in_state(self.event)


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


def report_standings(
    snapshot: Snapshot, centre_id: str | None = None, programme_id: str | None = None, year: int | None = None
) -> tuple[ReportStanding, ...]:
    """How the annual reports stand of one centre or all, of one programme or all, on one year or all."""
    rows = snapshot.rows("centre_report_years", centre_id=centre_id, programme_id=programme_id, year=year)
    return values(ReportStanding, rows)


def annual_report(snapshot: Snapshot, centre_id: str, year: int) -> AnnualReport | None:
    """The report of one centre on one year; None for a year that is none of its life."""
    standings = report_standings(snapshot, centre_id, year=year)
    if not standings:
        return None
    data = snapshot.rows("centre_report_data", centre_id=centre_id, year=year)
    steps = snapshot.rows("centre_report_path", centre_id=centre_id, year=year)
    return AnnualReport(standings[0], values(ReportDatum, data), values(ReportStep, steps))


def report_data(snapshot: Snapshot, centre_id: str) -> tuple[ReportDatum, ...]:
    """Every datum of every report of one centre that counts."""
    rows = snapshot.rows("centre_report_data", centre_id=centre_id, year=None)
    return values(ReportDatum, rows)


def centre_id_of(snapshot: Snapshot, text: str) -> tuple[str | None, list[str]]:
    """The centre that an id or a name means or, where none does, the nearest names with their ids."""
    rows = snapshot.rows("centre_names")
    names = _names(rows)
    ids_by_name = {name_key(row["alias_name"]): row["centre_id"] for row in rows}
    wanted = name_key(text)
    if wanted in names:
        return wanted, []
    if wanted in ids_by_name:
        return ids_by_name[wanted], []
    return None, [f"{names[centre_id]} ({centre_id})" for centre_id in nearest_ids(text, ids_by_name)]


def _names(rows: list[Row]) -> dict[str, str]:
    return {str(row["centre_id"]): str(row["centre_name"]) for row in rows}


def centre_round(snapshot: Snapshot, programme_id: str, period_id: str | None) -> CentreRound | None:
    """The centres of a programme in a year; None for a programme without centres, or a round that is no year."""
    if period_id is None or not period_id.isdigit():
        return None
    lines = tuple(line for line in centre_lines(snapshot) if line.programme_id == programme_id)
    if not lines:
        return None
    ids = {line.centre_id for line in lines}
    verdicts = tuple(verdict for verdict in centre_verdicts(snapshot) if verdict.centre_id in ids)
    standings = report_standings(snapshot, programme_id=programme_id, year=int(period_id))
    return CentreRound(int(period_id), lines, standings, verdicts)
