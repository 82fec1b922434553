"""Sample ledgers: records that add up to what the scenario says of each unit and round, beside its reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from metrics.periods import Period
from pipelines.sample.draw import Draw
from pipelines.sample.inputs import Inputs, Target
from pipelines.sample.reports import Reporter
from pipelines.sample.scenario import LedgerStory, Scenario

Row = tuple[str, ...]

LEDGER_HEADERS: dict[str, Row] = {
    "contracts": (
        "合同编号", "合同名称", "责任单位", "卖方类别", "合同类别", "合同金额(万元)", "登记日期", "注销日期",
    ),
    "transfers": ("转化编号", "成果名称", "责任单位", "转化方向", "转化方式", "转化日期"),
    "enterprises": ("企业编号", "企业名称", "责任单位", "企业类别", "入库日期", "退出日期"),
    "platforms": ("平台编号", "平台名称", "责任单位", "平台类别", "建成日期"),
}  # fmt: skip
ENTERPRISE_KINDS = {"civil-military-smes": "军民融合中小微", "biomedical-firms": "生物医药"}
PLATFORM_KINDS = {"co-built-platforms": "协同创新平台", "new-rd-institutions": "新型研发机构"}
LONG_BEFORE = date(2008, 1, 1)  # since when the members of a starting stock may have been there
CENTS = 100


@dataclass(frozen=True)
class _Teller:
    """One unit's records in one ledger."""

    told: LedgerStory
    target: Target
    scenario: Scenario
    draw: Draw
    measure_type: str
    halves: tuple[Period, ...]
    levels: tuple[Decimal, ...]
    starts_on: date

    def rows(self) -> Iterator[Row]:
        """The records without their numbers: they are given once all are in the order of time."""
        match self.told.ledger:
            case "contracts":
                yield from self._contracts()
            case "transfers":
                words = self.scenario.evidence.words
                for day in self._days():
                    yield (
                        day.isoformat(),
                        self.told.unit,
                        self.draw.pick(words["transfer_direction"]),
                        self.draw.pick(words["transfer_mode"]),
                    )
            case "platforms":
                for day in self._days():
                    yield day.isoformat(), self.told.unit, PLATFORM_KINDS[self.target.indicator_id]
            case "enterprises":
                yield from self._enterprises()

    def _span(self, position: int) -> tuple[date, date]:
        period = self.halves[position]
        return max(period.starts_on, self.starts_on), period.ends_on

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.draw.below((last - first).days + 1))

    def _days(self) -> Iterator[date]:
        """One day for each new member of a cumulative count, in the round in which the count rose."""
        before = 0
        for position, level in enumerate(self.levels):
            for _ in range(int(level) - before):
                yield self._day(*self._span(position))
            before = int(level)

    def _enterprises(self) -> Iterator[Row]:
        kind = ENTERPRISE_KINDS[self.target.indicator_id]
        if self.measure_type == "cumulative":
            for day in self._days():
                yield day.isoformat(), self.told.unit, kind, ""
            return
        members = [self._day(LONG_BEFORE, self.starts_on - timedelta(days=1)) for _ in range(int(self.levels[0]))]
        left: list[tuple[date, date]] = []
        for position in range(len(self.levels)):
            first, last = self._span(position)
            leavers = self.scenario.evidence.stock_leavers
            wanted = int(self.levels[position])
            leavers = max(leavers, len(members) - wanted)
            for _ in range(leavers):
                left.append((members.pop(self.draw.below(len(members))), self._day(first, last)))
            members += [self._day(first, last) for _ in range(wanted - len(members))]
        for day in members:
            yield day.isoformat(), self.told.unit, kind, ""
        for day, end in left:
            yield day.isoformat(), self.told.unit, kind, end.isoformat()

    def _contracts(self) -> Iterator[Row]:
        counted = Decimal(0)
        for position, level in enumerate(self.levels):
            period = self.halves[position]
            is_first_of_year = position == 0 or self.halves[position - 1].year != period.year
            counted = Decimal(0) if is_first_of_year else counted
            # The year to date: the first report of a programme speaks for the whole of its year.
            first = period.year_starts_on if is_first_of_year else period.starts_on
            # 亿元 into hundredths of 万元.
            for cents in self._parts(int((level - counted) * 10_000 * CENTS)):
                yield self._contract(first, period.ends_on, "科研机构", cents)
            for _ in range(self.scenario.evidence.uncounted_contracts):
                seller = self.draw.pick(self.scenario.evidence.words["other_seller"])
                yield self._contract(first, period.ends_on, seller, self.draw.between(500, 90_000))
            cancelled = self._contract(first, first + timedelta(days=60), "科研机构", self.draw.between(500, 90_000))
            yield (*cancelled[:-1], (first + timedelta(days=90)).isoformat())
            counted = level

    def _contract(self, first: date, last: date, seller_kind: str, cents: int) -> Row:
        kind = self.draw.pick(self.scenario.evidence.words["contract_kind"])
        amount = str(Decimal(cents) / CENTS)
        return self._day(first, last).isoformat(), self.told.unit, seller_kind, kind, amount, ""

    def _parts(self, cents: int) -> list[int]:
        """Amounts of some contracts, all above zero, that sum to `cents` exactly."""
        weights = [self.draw.between(20, 400) for _ in range(self.scenario.evidence.contract_halves)]
        parts = [cents * weight // sum(weights) for weight in weights]
        return [*parts[:-1], cents - sum(parts[:-1])]


def ledger_files(inputs: Inputs, scenario: Scenario, reporter: Reporter) -> Iterator[tuple[str, Row, Iterable[Row]]]:
    """Each sample ledger: its id, header and records in the order of time."""
    for ledger_id, header in LEDGER_HEADERS.items():
        told = [story for story in scenario.evidence.series if story.ledger == ledger_id]
        rows = sorted(row for story in told for row in _teller(inputs, scenario, reporter, story).rows())
        name = scenario.evidence.names[ledger_id]
        yield ledger_id, header, (_numbered(ledger_id, name, number, row) for number, row in enumerate(rows, start=1))


def _numbered(ledger_id: str, name: str, number: int, row: Row) -> Row:
    # The day comes first while they are sorted; in the file it stands where the header says.
    day, unit, *rest = row
    head = (f"样例-{number:05}", f"{name}{number:05}", unit)
    if ledger_id in ("contracts", "enterprises"):
        return (*head, *rest[:-1], day, rest[-1])
    return (*head, *rest, day)


def _teller(inputs: Inputs, scenario: Scenario, reporter: Reporter, told: LedgerStory) -> _Teller:
    target = next(entry for entry in inputs.targets if entry.target_id == told.target_id)
    figures = reporter.true_figures(told.target_id, told.unit)
    if None in figures or len(figures) != len(told.beside):
        raise ValueError(f"{told.target_id}, {told.unit}: a ledger needs a figure and a difference for every round")
    programme = next(entry for entry in inputs.catalog.programmes if entry.id == target.programme_id)
    if programme.starts_on is None:
        raise ValueError(f"{programme.id}: records need a day from which they count")
    return _Teller(
        told=told,
        target=target,
        scenario=scenario,
        draw=Draw(reporter.seed, "evidence", told.ledger, told.target_id, told.unit),
        measure_type=inputs.indicators[target.indicator_id].measure_type,
        halves=inputs.halves(programme.id, len(figures)),
        levels=tuple(
            figure + beside for figure, beside in zip(figures, told.beside, strict=True) if figure is not None
        ),
        starts_on=programme.starts_on,
    )
