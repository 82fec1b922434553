"""What stands behind each screen: plain functions over the published snapshot, each running named queries.

Nothing is computed here that a mart has not judged already: rows are gathered, ordered and given names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import Any

from metrics import views
from metrics.views import Bilingual, UnitName
from metrics.warehouse import Snapshot

Row = dict[str, Any]


def programmes(snapshot: Snapshot) -> tuple[views.Programme, ...]:
    """Every programme with its rounds, in the order of the catalog."""
    rounds = snapshot.rows("rounds")
    return tuple(_programme(row, rounds) for row in snapshot.rows("programmes"))


def chosen_programme(known: tuple[views.Programme, ...], programme_id: str | None, default_id: str) -> views.Programme:
    """The programme asked for, else the default one, else the first of `known` (never empty)."""
    by_id = {entry.programme_id: entry for entry in known}
    return by_id.get(programme_id or "", by_id.get(default_id, known[0]))


def overview(snapshot: Snapshot, programme: views.Programme, period_id: str | None) -> views.Overview:
    """One programme in the round `period_id`, or in its last one."""
    chosen = programme.round_of(period_id)
    programme_id = programme.programme_id
    return views.Overview(
        programme=programme,
        round=chosen,
        documents=tuple(map(_document, snapshot.rows("programme_documents", programme_id=programme_id))),
        document_facts=tuple(map(_document_fact, snapshot.rows("document_facts", programme_id=programme_id))),
        targets=_judged_targets(snapshot, programme_id, chosen, None),
        previous_targets=_judged_targets(snapshot, programme_id, programme.round_before(chosen), None),
        reports=report_states(snapshot, programme_id, chosen),
        centres=tuple(map(_centre, snapshot.rows("programme_centres", programme_id=programme_id))),
        thresholds=_thresholds(snapshot),
    )


def unit_lines(snapshot: Snapshot, programme: views.Programme, period_id: str | None) -> tuple[views.UnitLine, ...]:
    """One line per unit of a programme: its roles, its own targets by status, its report of the round."""
    chosen, programme_id = programme.round_of(period_id), programme.programme_id
    reports = {report.unit.unit_id: report for report in report_states(snapshot, programme_id, chosen)}
    counts: dict[str, dict[str, int]] = {}
    sources: dict[str, set[str]] = {}
    if chosen:
        rows = snapshot.rows("unit_target_statuses", programme_id=programme_id, period_id=chosen.period_id)
        for row in rows:
            counts.setdefault(row["unit_id"], {})[row["status"]] = row["target_count"]
            sources.setdefault(row["unit_id"], set()).add(row["target_provenance"])
    return tuple(
        views.UnitLine(
            unit=_unit_name(row),
            kind=row["kind"],
            lead_count=row["lead_count"],
            support_count=row["support_count"],
            status_counts=counts.get(row["unit_id"], {}),
            target_provenance=max(sources.get(row["unit_id"], ()), default=None),
            report=reports.get(row["unit_id"]),
        )
        for row in snapshot.rows("programme_units", programme_id=programme_id)
    )


def unit_scorecard(
    snapshot: Snapshot, unit_id: str, programme_id: str | None, period_id: str | None
) -> views.UnitScorecard | None:
    """One unit in a programme (its first one when it takes no part in `programme_id`); None if unknown."""
    found = snapshot.rows("unit", unit_id=unit_id)
    own = {row["programme_id"] for row in snapshot.rows("unit_programmes", unit_id=unit_id)}
    known = programmes(snapshot)
    # A unit of the catalog that no programme names yet still has its page.
    candidates = [entry for entry in known if entry.programme_id in own] or list(known)
    if not found:
        return None
    programme = next((entry for entry in candidates if entry.programme_id == programme_id), candidates[0])
    chosen, key = programme.round_of(period_id), {"programme_id": programme.programme_id, "unit_id": unit_id}
    served = {row["target_id"] for row in snapshot.rows("unit_served_targets", **key)}
    shared = _judged_targets(snapshot, programme.programme_id, chosen, None)
    tasks = snapshot.rows("unit_tasks", period_id=chosen.period_id if chosen else "", **key)
    return views.UnitScorecard(
        unit=_unit_name(found[0]),
        kind=found[0]["kind"],
        aliases=tuple(map(_unit_alias, snapshot.rows("unit_aliases", unit_id=unit_id))),
        programme_ids=tuple(entry.programme_id for entry in candidates),
        programme=programme,
        round=chosen,
        own_targets=_judged_targets(snapshot, programme.programme_id, chosen, unit_id),
        served_targets=tuple(target for target in shared if target.target_id in served),
        tasks=tuple(map(_unit_task, tasks)),
        reports=tuple(map(_report_state, snapshot.rows("report_states", period_id=None, **key))),
        thresholds=_thresholds(snapshot),
    )


def target_view(snapshot: Snapshot, target_id: str, period_id: str | None) -> views.TargetView | None:
    """One target as judged in the round `period_id` (the last one by default); None if unknown."""
    found = snapshot.rows("target_clause", target_id=target_id)
    if not found:
        return None
    programme = next(p for p in programmes(snapshot) if p.programme_id == found[0]["programme_id"])
    chosen = programme.round_of(period_id)
    if chosen is None:
        return None
    judged = _judged_targets(snapshot, programme.programme_id, chosen, None)
    target = next((entry for entry in judged if entry.target_id == target_id), None)
    if target is None:
        return None
    clause = found[0]
    parts = snapshot.rows("target_unit_parts", target_id=target_id, period_id=chosen.period_id)
    siblings = snapshot.rows("indicator_siblings", indicator_id=clause["indicator_id"])
    return views.TargetView(
        target=target,
        programme=programme,
        round=chosen,
        clause=_clause(clause),
        definition=_bilingual(clause, "definition"),
        basis=_bilingual(clause, "basis"),
        siblings=tuple(views.Sibling(_bilingual(row, "name"), _bilingual(row, "difference")) for row in siblings),
        series=tuple(map(_series_point, snapshot.rows("target_series", target_id=target_id))),
        parts=tuple(views.UnitPart(_unit_name(row), _part(row, target)) for row in parts),
        tasks=_target_tasks(snapshot.rows("target_tasks", target_id=target_id)),
        thresholds=_thresholds(snapshot),
    )


def _judged_targets(
    snapshot: Snapshot, programme_id: str, chosen: views.Round | None, unit_id: str | None
) -> tuple[views.JudgedTarget, ...]:
    if chosen is None:
        return ()
    leads: dict[str, list[UnitName]] = {}
    for row in snapshot.rows("target_lead_units", programme_id=programme_id):
        leads.setdefault(row["target_id"], []).append(_unit_name(row))
    rows = snapshot.rows("judged_targets", programme_id=programme_id, period_id=chosen.period_id, unit_id=unit_id)
    return tuple(_judged_target(row, tuple(leads.get(row["target_id"], ()))) for row in rows)


def report_states(snapshot: Snapshot, programme_id: str, chosen: views.Round | None) -> tuple[views.ReportState, ...]:
    """How the report of every unit stands in one round."""
    if chosen is None:
        return ()
    rows = snapshot.rows("report_states", programme_id=programme_id, period_id=chosen.period_id, unit_id=None)
    return tuple(map(_report_state, rows))


def _thresholds(snapshot: Snapshot) -> views.Thresholds | None:
    rows = snapshot.rows("thresholds")
    return views.Thresholds(**rows[0]) if rows else None


def _bilingual(row: Row, name: str) -> Bilingual:
    return Bilingual(row[f"{name}_zh"] or "", row[f"{name}_en"] or "")


def _fields(row: Row, *names: str) -> Row:
    return {name: row[name] for name in names}


def _unit_name(row: Row) -> UnitName:
    return UnitName(row["unit_id"], Bilingual(row["unit_name"], row["unit_name_en"]))


def _decimal(value: float | None) -> Decimal | None:
    # Expected values come from a division and are doubles; six decimals are the precision of the values.
    return None if value is None else Decimal(str(round(value, 6)))


def _measure_unit(row: Row) -> views.MeasureUnit:
    code = row["measure_unit"] or ""
    return views.MeasureUnit(
        code=code,
        name_en=row["measure_unit_name_en"] or code,
        dimension=row["dimension"] or "count",
        decimals=row["decimals"] or 0,
        factor=row["factor"] or Decimal(1),
    )


def _programme(row: Row, rounds: Iterable[Row]) -> views.Programme:
    return views.Programme(
        name=_bilingual(row, "name"),
        short_name=_bilingual(row, "short_name"),
        cycle_note=_bilingual(row, "cycle_note"),
        rounds=tuple(
            views.Round(**_fields(entry, "period_id", "ends_on", "due_on"))
            for entry in rounds
            if entry["programme_id"] == row["programme_id"]
        ),
        **_fields(row, "programme_id", "starts_on", "ends_on", "reporting_cycle"),
    )


def _document(row: Row) -> views.Document:
    return views.Document(
        title=_bilingual(row, "title"),
        issuer=_bilingual(row, "issuer"),
        validity_note=_bilingual(row, "validity_note"),
        **_fields(row, "document_id", "document_number", "issued_on", "in_force_on", "expires_on", "validity"),
    )


def _document_fact(row: Row) -> views.DocumentFact:
    return views.DocumentFact(
        text=_bilingual(row, "text"), **_fields(row, "kind", "fact_value", "measure_unit", "phrase")
    )


_JUDGEMENT = (
    "unit_id",
    "comparator",
    "measure_type",
    "target_value",
    "target_low",
    "target_high",
    "actual_value",
    "qualifier",
    "provenance",
    "target_provenance",
    "baseline_value",
    "attainment_pct",
    "plain_pct",
    "status",
    "status_reason",
)


def _judged_target(row: Row, lead_units: tuple[UnitName, ...]) -> views.JudgedTarget:
    return views.JudgedTarget(
        name=_bilingual(row, "name"),
        scope_name=_bilingual(row, "scope_name"),
        measure_unit=_measure_unit(row),
        expected_value=_decimal(row["expected_value"]),
        part_count=row["part_count"] or 0,
        part_missing_count=row["part_missing_count"] or 0,
        lead_units=lead_units,
        **_fields(row, *_JUDGEMENT),
        **_fields(
            row,
            "target_id",
            "scope_id",
            "level",
            "starts_on",
            "due_on",
            "actual_period_label",
            "actual_ends_on",
            "pace_ratio",
            "is_met",
            "first_met_on",
            "different_basis_count",
        ),
    )


def _part(row: Row, whole: views.JudgedTarget) -> views.JudgedTarget:
    return replace(
        whole,
        measure_unit=_measure_unit(row),
        expected_value=_decimal(row["expected_value"]),
        is_met=None,
        first_met_on=None,
        part_count=0,
        part_missing_count=0,
        **_fields(row, *_JUDGEMENT),
    )


def _report_state(row: Row) -> views.ReportState:
    return views.ReportState(
        unit=_unit_name(row),
        is_lead=bool(row["is_lead"]),
        is_nil=bool(row["is_nil"]),
        version_count=row["version_count"] or 0,
        **_fields(
            row,
            "period_id",
            "due_on",
            "state",
            "version",
            "submitted_on",
            "days_late",
            "last_reason",
            "ladder",
            "provenance",
            "task_count",
            "evidence_count",
            "counted_version",
            "returned_count",
            "accepted_by",
            "is_automatic",
            "is_correction",
            "is_closed",
            "finding_count",
            "last_contact_at",
            "last_contact_by",
            "last_contact_kind",
        ),
    )


def _centre(row: Row) -> views.Centre:
    return views.Centre(
        **_fields(
            row,
            "centre_id",
            "centre_name",
            "city",
            "field",
            "lead_unit",
            "approved_text",
            "started_on",
            "provenance",
            "source_title",
        )
    )


def _unit_alias(row: Row) -> views.UnitAlias:
    return views.UnitAlias(row["alias_name"], _bilingual(row, "note"))


def _unit_task(row: Row) -> views.UnitTask:
    return views.UnitTask(
        group=_bilingual(row, "group"),
        name=_bilingual(row, "name"),
        note=_bilingual(row, "note"),
        is_ambiguous=bool(row["is_ambiguous"]),
        **_fields(
            row,
            "task_id",
            "task_number",
            "role",
            "task_status",
            "progress",
            "problems",
            "next_steps",
            "evidence",
            "provenance",
        ),
    )


def _series_point(row: Row) -> views.SeriesPoint:
    return views.SeriesPoint(
        name=_bilingual(row, "name"),
        scope_name=_bilingual(row, "scope_name"),
        measure_unit=_measure_unit(row),
        basis_reason=_bilingual(row, "basis_reason"),
        **_fields(
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
            "note",
        ),
    )


def _clause(row: Row) -> views.Clause:
    return views.Clause(
        document=_document(row),
        note=_bilingual(row, "note"),
        **_fields(
            row,
            "programme_id",
            "section",
            "phrase",
            "value_as_printed",
            "baseline_value",
            "baseline_on",
            "baseline_source",
        ),
    )


def _target_tasks(rows: list[Row]) -> tuple[views.TargetTask, ...]:
    tasks = []
    for task_id, group in groupby(rows, key=lambda row: row["task_id"]):
        members = list(group)
        tasks.append(
            views.TargetTask(
                task_id,
                members[0]["task_number"],
                _bilingual(members[0], "name"),
                tuple(_unit_name(row) for row in members if row["role"] == "lead"),
                tuple(_unit_name(row) for row in members if row["role"] == "support"),
            )
        )
    return tuple(tasks)
