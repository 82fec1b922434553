"""What the pages of centres show: rows of the snapshot, gathered and named; nothing is judged here."""

from __future__ import annotations

from metrics.views import centre as views
from metrics.warehouse import Snapshot


def centre_lines(snapshot: Snapshot) -> tuple[views.CentreLine, ...]:
    """Every centre with where it stands, by province and city."""
    return tuple(map(views.CentreLine.from_row, snapshot.rows("centre_lines", centre_id=None)))


def centre_verdicts(snapshot: Snapshot) -> tuple[views.CentreVerdict, ...]:
    """Every judgement on every centre, the worst first."""
    return tuple(map(views.CentreVerdict.from_row, snapshot.rows("centre_verdicts", centre_id=None)))


def rule_documents(snapshot: Snapshot) -> tuple[views.RuleDocument, ...]:
    """The documents with rules on centres."""
    return tuple(map(views.RuleDocument.from_row, snapshot.rows("centre_documents")))


def centre_view(snapshot: Snapshot, centre_id: str) -> views.CentreView | None:
    """All of one centre; None if there is none of that id."""
    found = snapshot.rows("centre_lines", centre_id=centre_id)
    if not found:
        return None
    line = views.CentreLine.from_row(found[0])
    members = snapshot.rows("centre_members", centre_id=centre_id)
    changes = snapshot.rows("centre_changes", centre_id=centre_id)
    return views.CentreView(
        line=line,
        members=tuple((row["unit_name"], row["role"]) for row in members),
        changes=tuple((row["fact_id"], row["fact_value"], row["changed_on"]) for row in changes),
        steps=tuple(map(views.CentreStep.from_row, snapshot.rows("centre_steps", centre_id=centre_id))),
        verdicts=tuple(map(views.CentreVerdict.from_row, snapshot.rows("centre_verdicts", centre_id=centre_id))),
        limits=tuple(map(views.CentreLimit.from_row, snapshot.rows("centre_limits", centre_id=centre_id))),
        entries=tuple(map(views.CentreEntry.from_row, snapshot.rows("centre_entries", centre_id=centre_id))),
        documents=tuple(
            document
            for document in rule_documents(snapshot)
            if line.province in document.provinces.split(";") and line.level == "provincial"
        ),
    )
