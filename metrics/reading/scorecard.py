"""What stands behind each screen: plain functions over the published snapshot, each running named queries.

Nothing is computed here that a mart has not judged already: rows are gathered, ordered and given names.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter

from metrics import views
from metrics.rules.classes import weakest
from metrics.sentences import Bilingual
from metrics.views import UnitName
from metrics.warehouse import Snapshot


def programmes(snapshot: Snapshot) -> tuple[views.Programme, ...]:
    """Every programme with its rounds, in the order of the catalog."""
    rounds = snapshot.rows("rounds")
    return tuple(views.Programme.from_row(row, rounds, snapshot.seen_on) for row in snapshot.rows("programmes"))


def chosen_programme(known: tuple[views.Programme, ...], programme_id: str | None) -> views.Programme:
    """The programme asked for, else the first with targets, else the first of `known` (never empty)."""
    by_id = {entry.programme_id: entry for entry in known}
    first = next((entry for entry in known if entry.has_targets), known[0])
    return by_id.get(programme_id or "", first)


def overview(snapshot: Snapshot, programme: views.Programme, period_id: str | None) -> views.Overview:
    """One programme in the round `period_id`, or in its last one."""
    chosen = programme.round_of(period_id)
    programme_id = programme.programme_id
    facts = snapshot.rows("document_facts", programme_id=programme_id)
    targets = _judged_targets(snapshot, programme_id, chosen, None)
    return views.Overview(
        programme=programme,
        round=chosen,
        documents=tuple(
            _document(snapshot, row) for row in snapshot.rows("programme_documents", programme_id=programme_id)
        ),
        document_facts=tuple(map(views.DocumentFact.from_row, facts)),
        targets=targets,
        previous_targets=_judged_targets(snapshot, programme_id, programme.round_before(chosen), None),
        reports=report_states(snapshot, programme_id, chosen),
        centres=tuple(map(views.Centre.from_row, snapshot.rows("programme_centres", programme_id=programme_id))),
        thresholds=views.Thresholds.from_rows(snapshot.rows("thresholds")),
        parts=_unit_parts(snapshot, programme_id, chosen, targets),
        uncounted=tuple(line for line in _contributors(snapshot, programme_id, chosen) if line.reason),
        stated=() if chosen else _stated_targets(snapshot, programme_id),
        seen_on=snapshot.seen_on,
    )


def unit_lines(snapshot: Snapshot, programme: views.Programme, period_id: str | None) -> tuple[views.UnitLine, ...]:
    """One line per unit of a programme: its roles, its own targets by status, its report of the round."""
    chosen, programme_id = programme.round_of(period_id), programme.programme_id
    reports = {report.unit.unit_id: report for report in report_states(snapshot, programme_id, chosen)}
    counts: dict[str, dict[str, int]] = {}
    sources: dict[str, set[str]] = {}
    classes: dict[str, list[str | None]] = {}
    if chosen:
        rows = snapshot.rows("unit_target_statuses", programme_id=programme_id, period_id=chosen.period_id)
        for row in rows:
            counts.setdefault(row["unit_id"], {})[row["status"]] = row["target_count"]
            sources.setdefault(row["unit_id"], set()).add(row["target_provenance"])
            classes.setdefault(row["unit_id"], []).extend(row["provenances"])
    return tuple(
        views.UnitLine(
            unit=UnitName.from_row(row),
            kind=row["kind"],
            lead_count=row["lead_count"],
            support_count=row["support_count"],
            status_counts=counts.get(row["unit_id"], {}),
            target_provenance=max(sources.get(row["unit_id"], ()), default=None),
            report=reports.get(row["unit_id"]),
            provenance=weakest(classes.get(row["unit_id"], ())),
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
        unit=UnitName.from_row(found[0]),
        kind=found[0]["kind"],
        aliases=tuple(map(views.UnitAlias.from_row, snapshot.rows("unit_aliases", unit_id=unit_id))),
        programme_ids=tuple(entry.programme_id for entry in candidates),
        programme=programme,
        round=chosen,
        own_targets=_judged_targets(snapshot, programme.programme_id, chosen, unit_id),
        served_targets=tuple(target for target in shared if target.target_id in served),
        tasks=tuple(map(views.UnitTask.from_row, tasks)),
        reports=tuple(map(views.ReportState.from_row, snapshot.rows("report_states", period_id=None, **key))),
        thresholds=views.Thresholds.from_rows(snapshot.rows("thresholds")),
        uncounted=tuple(
            line
            for line in _contributors(snapshot, programme.programme_id, chosen)
            if line.reason and line.unit.unit_id == unit_id
        ),
    )


def target_view(snapshot: Snapshot, target_id: str, period_id: str | None) -> views.TargetView | None:
    """One target as judged in the round `period_id`, or in the last one that it lives in; None if there is none."""
    found = snapshot.rows("target_clause", target_id=target_id)
    if not found:
        return None
    programme = next(p for p in programmes(snapshot) if p.programme_id == found[0]["programme_id"])
    named = [entry for entry in programme.rounds if entry.period_id == period_id]
    lives = (
        (entry, target)
        for entry in named or reversed(programme.rounds)
        for target in _judged_targets(snapshot, programme.programme_id, entry, None)
        if target.target_id == target_id
    )
    chosen, target = next(lives, (None, None))
    if chosen is None or target is None:
        return None
    clause = found[0]
    tasks = groupby(snapshot.rows("target_tasks", target_id=target_id), key=itemgetter("task_id"))
    siblings = snapshot.rows("indicator_siblings", indicator_id=clause["indicator_id"])
    return views.TargetView(
        target=target,
        programme=programme,
        round=chosen,
        clause=views.Clause.from_row(clause, _document(snapshot, clause)),
        definition=Bilingual.from_row(clause, "definition"),
        basis=Bilingual.from_row(clause, "basis"),
        siblings=tuple(map(views.Sibling.from_row, siblings)),
        series=_series(snapshot, target_id, programme, chosen),
        parts=_unit_parts(snapshot, programme.programme_id, chosen, (target,)),
        tasks=tuple(views.TargetTask.from_rows(list(group)) for _, group in tasks),
        thresholds=views.Thresholds.from_rows(snapshot.rows("thresholds")),
        contributors=tuple(
            line
            for line in _contributors(snapshot, programme.programme_id, chosen)
            if line.target_id == target_id and line.actual_value is not None
        ),
    )


def _contributors(snapshot: Snapshot, programme_id: str, chosen: views.Round | None) -> tuple[views.Contributor, ...]:
    if chosen is None:
        return ()
    rows = snapshot.rows("contributors", programme_id=programme_id, period_id=chosen.period_id)
    return tuple(map(views.Contributor.from_row, rows))


def _judged_targets(
    snapshot: Snapshot, programme_id: str, chosen: views.Round | None, unit_id: str | None
) -> tuple[views.JudgedTarget, ...]:
    if chosen is None:
        return ()
    leads: dict[str, list[UnitName]] = {}
    for row in snapshot.rows("target_lead_units", programme_id=programme_id):
        leads.setdefault(row["target_id"], []).append(UnitName.from_row(row))
    place = {"programme_id": programme_id, "period_id": chosen.period_id, "seen_on": snapshot.seen_on}
    rows = snapshot.rows("judged_targets", unit_id=unit_id, **place)
    return tuple(views.JudgedTarget.from_row(row, tuple(leads.get(row["target_id"], ()))) for row in rows)


def _series(
    snapshot: Snapshot, target_id: str, programme: views.Programme, chosen: views.Round
) -> tuple[views.SeriesPoint, ...]:
    """The figures of a target; in an earlier round than the last, those of its time alone: the rest was yet to come."""
    points = map(views.SeriesPoint.from_row, snapshot.rows("target_series", target_id=target_id))
    is_last = chosen == programme.rounds[-1]
    return tuple(point for point in points if is_last or point.period_ends_on <= chosen.ends_on)


def _document(snapshot: Snapshot, row: views.Row) -> views.Document:
    return views.Document.from_row(row, snapshot.seen_on, is_looking_back=snapshot.as_of_on is not None)


def _stated_targets(snapshot: Snapshot, programme_id: str) -> tuple[views.StatedTarget, ...]:
    rows = snapshot.rows("stated_targets", programme_id=programme_id)
    return tuple(views.StatedTarget(views.JudgedTarget.stated(row), row["first_due_on"]) for row in rows)


def _unit_parts(
    snapshot: Snapshot, programme_id: str, chosen: views.Round | None, targets: tuple[views.JudgedTarget, ...]
) -> tuple[views.UnitPart, ...]:
    """What units carry of these targets, target by target."""
    if chosen is None:
        return ()
    parts: dict[str, list[views.Row]] = {}
    place = {"programme_id": programme_id, "period_id": chosen.period_id, "seen_on": snapshot.seen_on}
    for row in snapshot.rows("unit_parts", **place):
        parts.setdefault(row["target_id"], []).append(row)
    return tuple(
        views.UnitPart(UnitName.from_row(row), target.part(row))
        for target in targets
        for row in parts.get(target.target_id, ())
    )


def report_states(snapshot: Snapshot, programme_id: str, chosen: views.Round | None) -> tuple[views.ReportState, ...]:
    """How the report of every unit stands in one round."""
    if chosen is None:
        return ()
    rows = snapshot.rows("report_states", programme_id=programme_id, period_id=chosen.period_id, unit_id=None)
    return tuple(map(views.ReportState.from_row, rows))
