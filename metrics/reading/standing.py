"""How the reports of any one kind stand: a value a report, and the question."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.kinds.table import Kind, kind
from metrics.reading.rows import values
from metrics.rules.standing import Standing
from metrics.sentences import Bilingual
from metrics.warehouse import Snapshot


@dataclass(frozen=True)
class SentReport:
    """One report, whoever sends it, and how it stands."""

    kind_id: str
    programme_id: str
    period_id: str
    subject_id: str
    sender: Bilingual
    state: str
    version: int | None
    counted_version: int | None
    is_closed: bool
    decided_by: str | None
    provenance: str | None

    @property
    def kind(self) -> Kind:
        """The kind of report that it is."""
        return kind(self.kind_id)

    @property
    def standing(self) -> Standing:
        """The same for the rules that say which steps may be taken."""
        return Standing.seen(self.kind.path, self.state, self.version, self.is_closed, self.decided_by)


def sent_reports(snapshot: Snapshot, of: Kind) -> tuple[SentReport, ...]:
    """How every report of a kind stands, the latest period first."""
    return values(SentReport, snapshot.rows("report_standings", kind_id=of.kind_id))
