"""Units against targets in one round: who carries a part, how it stands, and who serves through a task."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from metrics.reading.counts import KindCounts
from metrics.reading.judged_target import JudgedTarget
from metrics.reading.overview import overview
from metrics.reading.programme import Programme, Round, Thresholds
from metrics.reading.rows import UnitName, value
from metrics.reading.unit import unit_lines
from metrics.rules.bounds import share_qualifier
from metrics.warehouse import Snapshot


@dataclass(frozen=True)
class Cell:
    """One unit and one target: the status of its own part, or only the tasks through which it serves."""

    status: str | None
    attainment_pct: float | None
    qualifier: str | None
    measure_type: str | None
    comparator: str | None
    target_value: Decimal | None
    baseline_value: Decimal | None
    target_provenance: str | None
    provenance: str | None
    leads: bool
    task_count: int

    @property
    def share_qualifier(self) -> str:
        """The mark of the attainment: a bound or an estimate like its actual."""
        return share_qualifier(
            self.qualifier, self.measure_type or "", self.comparator or "", self.target_value, self.baseline_value
        )


@dataclass(frozen=True)
class TargetMatrix:
    """Every unit of a programme against every target, as judged in one round."""

    programme: Programme
    round: Round | None
    units: tuple[UnitName, ...]
    targets: tuple[JudgedTarget, ...]
    cells: dict[tuple[str, str], Cell]
    counts: dict[str, KindCounts]
    thresholds: Thresholds | None


def target_matrix(snapshot: Snapshot, programme: Programme, period_id: str | None) -> TargetMatrix:
    """The matrix of a programme in the round `period_id`, or in its last one."""
    view, chosen = overview(snapshot, programme, period_id), programme.round_of(period_id)
    place = {"programme_id": programme.programme_id, "period_id": chosen.period_id if chosen else ""}
    rows = snapshot.rows("matrix_cells", **place) if chosen else []
    cells = {(row["unit_id"], row["target_id"]): value(Cell, row) for row in rows}
    units = tuple(line.unit for line in unit_lines(snapshot, programme, period_id))
    return TargetMatrix(programme, chosen, units, view.targets, cells, view.counts, view.thresholds)
