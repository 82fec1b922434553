"""What is shown of centres' annual reports: rows of the snapshot, gathered and named; nothing is judged here."""

from __future__ import annotations

from metrics.centres.names import name_key, nearest_ids
from metrics.reading.centre_register import centre_lines, centre_verdicts
from metrics.views.annual_report import AnnualReport, CentreRound, ReportDatum, ReportStanding, ReportStep
from metrics.views.words import Row
from metrics.warehouse import Snapshot


def report_standings(
    snapshot: Snapshot, centre_id: str | None = None, programme_id: str | None = None, year: int | None = None
) -> tuple[ReportStanding, ...]:
    """How the annual reports stand of one centre or all, of one programme or all, on one year or all."""
    rows = snapshot.rows("centre_report_years", centre_id=centre_id, programme_id=programme_id, year=year)
    return tuple(map(ReportStanding.from_row, rows))


def annual_report(snapshot: Snapshot, centre_id: str, year: int) -> AnnualReport | None:
    """The report of one centre on one year; None for a year that is none of its life."""
    found = report_standings(snapshot, centre_id, year=year)
    if not found:
        return None
    data = snapshot.rows("centre_report_data", centre_id=centre_id, year=year)
    steps = snapshot.rows("centre_report_path", centre_id=centre_id, year=year)
    return AnnualReport(found[0], tuple(map(ReportDatum.from_row, data)), tuple(map(ReportStep.from_row, steps)))


def report_data(snapshot: Snapshot, centre_id: str) -> tuple[ReportDatum, ...]:
    """Every datum of every report of one centre that counts."""
    rows = snapshot.rows("centre_report_data", centre_id=centre_id, year=None)
    return tuple(map(ReportDatum.from_row, rows))


def centre_names(snapshot: Snapshot) -> dict[str, str]:
    """The name of every centre by its id."""
    return _names(snapshot.rows("centre_names"))


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
