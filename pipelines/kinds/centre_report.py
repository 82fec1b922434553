"""A centre's report on a year: which year of its life, what its rules need to know, what stands in its template."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from metrics.centres.facts import Centre as JudgedCentre
from metrics.centres.reporting import Asking, asking
from metrics.centres.rule_book import rule_books
from metrics.periods import YEAR
from metrics.rules.standing import Standing
from metrics.sentences import Bilingual, say
from pipelines.centre_register import DATA, Centre, CentreRegister
from pipelines.kinds.behaviour import AskedItem, Behaviour, Place, Sheet
from pipelines.kinds.centre_report_facts import NUMBERS, facts_of
from pipelines.kinds.facts import Facts
from pipelines.lookup import UnknownName
from pipelines.readers.dates import read_period
from pipelines.readers.grid import Cell
from pipelines.records import Step
from pipelines.register import Register
from pipelines.reports.history import History
from pipelines.reports.report import ReceivedReport

# The columns that are left open, by kind of item.
OPEN_COLUMNS = {DATA: ("actual_value", "note")}
NARRATIVE_COLUMNS = ("statement", "note")


class CentreReport(Behaviour):
    """The annual report of a technology innovation centre."""

    numbers = NUMBERS

    def place(self, register: Register, programme: str | None, period: str, subject: str | None) -> Place:
        centre = _centre(register.centres, subject or "")
        return Place(centre.programme_id, str(_year(centre, period)), centre.centre_id)

    def resembles(self, register: Register, subject: str) -> bool:
        return register.centres.resembles(subject)

    def facts(self, report: ReceivedReport, register: Register, past: list[History], today: date) -> list[Facts]:
        return facts_of(report, register.centres, past, today)

    def references(self, register: Register) -> dict[str, list[str]]:
        return {
            "programme_ids": register.centres.programme_ids,
            "item_ids": list(register.centres.items),
            "measure_units": [unit.code for unit in register.catalog.measure_units],
        }

    def conditions(self, register: Register, place: Place) -> set[str]:
        asks = _asking(register, place.subject_id, place.period_id)
        return {"needs_forwarding"} if asks and asks.rule.through else set()

    def after_step(self, register: Register, step: Step, standings: Mapping[str, Standing]) -> Bilingual:
        asks = _asking(register, step.centre_id, str(step.period_id))
        if asks is None:
            return say("centre_report_done.no_document", year=step.period_id)
        return say("centre_report_done.clause", document=asks.book.title, article=asks.rule.article)

    def sheet(self, register: Register, place: Place, history: History) -> Sheet:
        centre = register.centres.centres[place.subject_id or ""]
        declared = register.centres.catalog_items
        items = [
            AskedItem(
                item, history.year_before(place.period_id, item.item_id),
                OPEN_COLUMNS.get(item.kind, NARRATIVE_COLUMNS),
                meaning=Bilingual(declared[item.item_id].definition.zh, declared[item.item_id].definition.en),
            )
            for item in register.centres.items.values()
        ]  # fmt: skip
        title = Bilingual(f"{centre.name} {place.period_id}年度报告", f"Annual report {place.period_id}")
        return Sheet(title, items, _facts(centre))


def _centre(register: CentreRegister, text: str) -> Centre:
    centre_id = register.subject_id(text)
    if centre_id is None:
        nearest = "、".join(register.nearest(text)) or "-"
        zh, en = f"不是已登记的技术创新中心,最接近的有 {nearest}", f"is not a known centre; the nearest are: {nearest}"
        raise UnknownName(repr(text), zh, en)
    return register.centres[centre_id]


def _year(centre: Centre, text: str) -> int:
    period = read_period(Cell(text.strip()), year_begins=1)
    if period is None or period.kind != YEAR:
        raise UnknownName(repr(text), "年度报告请写年度,如 2025", "an annual report is for a year: write 2025")
    named, started, removed = f"{centre.name}, {period.year}", centre.started_on, centre.removed_on
    if started and period.year < started.year:
        raise UnknownName(
            named, f"中心于 {started} 启动建设,此前没有年度报告",
            f"the centre was started on {started}: there is no report on an earlier year",
        )  # fmt: skip
    if removed and period.year > removed.year:
        raise UnknownName(named, f"中心已于 {removed} 撤销", f"the centre was removed on {removed}")
    return period.year


def _asking(register: Register, centre_id: str | None, year: str) -> Asking | None:
    centre = register.centres.centres[centre_id or ""]
    judged = JudgedCentre(
        centre_id=centre.centre_id, name=centre.name, province=centre.facts.get("province") or "",
        level=centre.facts.get("level") or "", centre_type=centre.facts.get("centre_type"),
    )  # fmt: skip
    return asking(rule_books(register.catalog), judged, int(year)).decided


def _facts(centre: Centre) -> tuple[tuple[Bilingual, str], ...]:
    named = {("牵头单位", "Lead"): centre.facts.get("lead_unit"), ("所在地", "City"): centre.facts.get("city"),
             ("领域", "Field"): centre.facts.get("field"),
             ("启动建设", "Started"): centre.started_on.isoformat() if centre.started_on else None}  # fmt: skip
    return tuple((Bilingual(*name), value or "—") for name, value in named.items())


BEHAVIOUR = CentreReport()
