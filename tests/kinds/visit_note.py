"""A made-up kind of report: what a unit notes of its visits in a round."""

from metrics.sentences import Bilingual
from pipelines.kinds.behaviour import AskedItem, Behaviour, Sheet
from pipelines.kinds.report import BEHAVIOUR as OF_UNITS
from pipelines.register import TASK


class VisitNote(Behaviour):
    numbers = ("length",)

    def place(self, register, programme, period, subject):
        return OF_UNITS.place(register, programme, period, subject)

    def facts(self, report, register, past, today):
        return [{**row, "length": len(str(row["statement"] or ""))} for row in report.rows]

    def references(self, register):
        return {"unit_names": sorted(register.unit_ids)}

    def sheet(self, register, place, history):
        tasks = [item for item in register.items.values() if item.kind == TASK]
        title = Bilingual(f"走访记录 {place.period_id}", f"Visits {place.period_id}")
        return Sheet(title, [AskedItem(item, None, ("statement",)) for item in tasks])


BEHAVIOUR = VisitNote()
