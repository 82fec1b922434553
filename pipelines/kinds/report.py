"""A unit's report on a round: what is asked of it, what its rules need to know, what stands in its template."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from metrics.periods import FORMS_EN, FORMS_ZH, Period
from metrics.rules.contributions import ANOTHER_REPORTS, NOT_IN_BREAKDOWN
from metrics.rules.standing import Standing
from metrics.sentences import Bilingual, say_each, what_there_is
from pipelines.kinds.behaviour import NO_WORDS, AskedItem, Behaviour, Place, Sheet
from pipelines.kinds.facts import Facts
from pipelines.kinds.report_facts import NUMBERS, facts_of
from pipelines.lookup import Item, UnknownName
from pipelines.readers.dates import read_period
from pipelines.readers.grid import Cell
from pipelines.readers.table import Row
from pipelines.records import Step
from pipelines.register import INDICATOR, TASK, Register
from pipelines.reports.completeness import LeftOut, left_out
from pipelines.reports.history import History
from pipelines.reports.report import ReceivedReport

OPEN_STATES = ("missing", "draft", "returned")
# The columns that a clerk fills in, by kind of item; a ratio has its parts as well.
OPEN_COLUMNS = {
    INDICATOR: ("actual_value", "progress", "problems", "next_steps", "evidence"),
    TASK: ("task_status", "completion_pct", "progress", "problems", "next_steps", "evidence"),
}
RATIO_COLUMNS = ("numerator_value", "denominator_value")
_SIGNS = {">=": Bilingual("≥", "≥"), ">": Bilingual(">", ">"), "<=": Bilingual("≤", "≤"),
          "annual_floor": Bilingual("每年≥", "each year ≥"), "expectation": Bilingual("预计", "expected ")}  # fmt: skip
ILLUSTRATIVE, OWN = Bilingual("示意分解", "illustrative"), Bilingual("本单位", "own part")
OF_PROGRAMME = Bilingual("方案总目标", "programme")
# What others report, and would count nowhere from a unit, is not asked of it; it may say it all the same.
OTHERS_SPEAK = {ANOTHER_REPORTS, NOT_IN_BREAKDOWN}


class UnitReport(Behaviour):
    """The report of a responsible unit on a round."""

    numbers = NUMBERS

    def place(self, register: Register, programme: str | None, period: str, subject: str | None) -> Place:
        unit_id = register.named(subject) if subject is not None else None
        if subject is not None and unit_id is None:
            zh, en = what_there_is(f"{unit.name} ({unit.id})" for unit in register.catalog.units)
            raise UnknownName(repr(subject), f"没有这一单位;{zh}", f"no such unit; {en}")
        read = read_period(Cell(period), register.year_begins)
        if read is None:
            raise UnknownName(repr(period), f"请写成 {FORMS_ZH}", f"write the round as {FORMS_EN}")
        if programme is None:
            return Place(_only_programme(register, unit_id or "", read.period_id), read.period_id, unit_id)
        programme_id = register.programme_id(programme)
        if programme_id is None:
            zh, en = what_there_is(register.rounds)
            raise UnknownName(repr(programme), f"没有这一方案;{zh}", f"no such programme; {en}")
        if read.period_id not in register.rounds[programme_id]:
            rounds = ", ".join(register.rounds[programme_id])
            zh, en = f"该方案没有这一期,报告期有 {rounds}", f"the programme has no such round: {rounds}"
            raise UnknownName(repr(period), zh, en)
        return Place(programme_id, read.period_id, unit_id)

    def facts(self, report: ReceivedReport, register: Register, past: list[History], today: date) -> list[Facts]:
        return facts_of(report, register, past, today)

    def references(self, register: Register) -> dict[str, list[str]]:
        return {
            "unit_names": sorted(register.unit_ids),
            "programme_ids": list(register.rounds),
            "programme_rounds": [f"{p} {period}" for p, rounds in register.rounds.items() for period in rounds],
            "item_ids": list(register.items),
            "measure_units": [unit.code for unit in register.catalog.measure_units],
        }

    def left_out(self, report: ReceivedReport, register: Register) -> LeftOut | None:
        return left_out(report, register)

    def after_step(self, register: Register, step: Step, standings: Mapping[str, Standing]) -> Bilingual:
        # Whoever closes a round learns at once whom it leaves without an accepted report.
        said, leads = NO_WORDS, register.owing(str(step.programme_id), str(step.period_id))
        for state in OPEN_STATES:
            owing = [register.subject_words(u) for u, its in standings.items() if its.state == state and u in leads]
            if owing:
                names = Bilingual("、".join(unit.zh for unit in owing), "; ".join(unit.en for unit in owing))
                more = say_each(f"round_open.{state}", {"units": names}, count=len(owing))
                said = Bilingual(said.zh + more.zh, f"{said.en} {more.en}".strip())
        return said

    def sheet(self, register: Register, place: Place, history: History) -> Sheet:
        period, unit = register.period(place.period_id), place.subject_id or ""
        programme = next(one for one in register.catalog.programmes if one.id == place.programme_id)
        asked = [
            item
            for item in register.items_of_unit(unit, programme.id, period)
            if item.kind == TASK
            or register.counts_nowhere(unit, programme.id, period, item.item_id) not in OTHERS_SPEAK
        ]
        if not asked:
            raise _no_round(register, unit, place.period_id)
        words, named = programme.short_name, register.subject_words(unit, place.period_id)
        return Sheet(
            Bilingual(
                f"{words.zh}{period.name('zh')} {named.zh}反馈表",
                f"{words.en} {period.name('en')} report" + ("" if named.zh != named.en else f": {named.en}"),
            ),
            [_asked(register, item, place, period, history) for item in asked],
        )


def _only_programme(register: Register, unit_id: str, period_id: str) -> str:
    taking_part = register.programmes_of_unit(unit_id, period_id)
    possible = [p.id for p in register.catalog.programmes if p.id in taking_part and period_id in register.rounds[p.id]]
    if len(possible) == 1:
        return possible[0]
    if not possible:
        raise _no_round(register, unit_id, period_id)
    names = ", ".join(possible)
    raise UnknownName(
        f"{register.subject_name(unit_id)}, {period_id}", f"请用 --programme 指明方案: {names}",
        f"say which with --programme: {names}",
    )  # fmt: skip


def _no_round(register: Register, unit_id: str, period_id: str) -> UnknownName:
    gone = register.why_gone(unit_id, period_id)
    if gone:
        return UnknownName(f"{register.subject_name(unit_id)}, {period_id}", gone.zh, gone.en)
    taking_part = register.programmes_of_unit(unit_id, period_id)
    rounds = "; ".join(
        f"{p.id}: {' '.join(register.rounds[p.id])}" for p in register.catalog.programmes if p.id in taking_part
    )
    return UnknownName(
        f"{register.subject_name(unit_id)}, {period_id}", f"该单位没有这一报告期,可用 {rounds or '-'}",
        f"the unit has no such round. There are: {rounds or '-'}",
    )  # fmt: skip


def _asked(register: Register, item: Item, place: Place, period: Period, history: History) -> AskedItem:
    last = history.before(place.period_id, item.item_id)
    columns = OPEN_COLUMNS[item.kind] + (RATIO_COLUMNS if item.measure_type == "ratio" else ())
    target, target_of = _target(register, item, place, period)
    return AskedItem(item, last[1] if last else None, columns, target, target_of)


def _target(register: Register, item: Item, place: Place, period: Period) -> tuple[Bilingual | None, Bilingual]:
    living = register.targets_of_round(place.programme_id, period)
    targets = [row for row in living if row["indicator_id"] == item.item_id]
    parts = (register.part_of(place.subject_id or "", str(row["target_id"]), period) for row in targets)
    own = next((part for part in parts if part), None)
    if own:
        return Bilingual(own.target_value, own.target_value), ILLUSTRATIVE if own.is_illustrative else OWN
    said = [[_aim(row, language) for row in targets] for language in ("zh", "en")]
    return (Bilingual(*map("; ".join, said)), OF_PROGRAMME) if targets else (None, NO_WORDS)


def _aim(row: Row, language: str) -> str:
    if row["comparator"] == "range":
        return f"{row['target_low']}–{row['target_high']}"
    return f"{_SIGNS[str(row['comparator'])].in_language(language)}{row['target_value']}"


BEHAVIOUR = UnitReport()
