"""What was received or done and no longer finds what it names: it stops the load by name instead of falling away."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from expectations.result import Finding
from metrics.catalog import Catalog
from metrics.kinds.table import kinds
from pipelines.journal.book import STEP_FILE, kind_of_step, sender_of
from pipelines.loading.parsed import ParsedRows
from pipelines.readers.wording import reading_finding
from pipelines.records import STATISTICS, Receipt, Step
from pipelines.register import INDICATOR, TASK, Register

_Known = tuple[str | None, Container[str]]
_ITEMS = "select distinct _sha256, item_kind, item_id, _row from {table} order by all"


@dataclass(frozen=True)
class Names:
    """Everything that a receipt or step may name, as declared now; `sample_centres` are there with samples only."""

    catalog: Catalog
    rounds: dict[str, tuple[str, ...]]
    units: frozenset[str]
    centres: frozenset[str]
    sample_centres: frozenset[str]
    tasks: frozenset[str]

    @property
    def senders(self) -> dict[str, tuple[str, Container[str]]]:
        """Register → what its reporters are called in a finding, and their ids."""
        return {"units": ("unit", self.units), "centres": ("centre", self.centres)}

    @classmethod
    def declared(cls, register: Register, every_centre: Iterable[str]) -> Names:
        """Those of a register; `every_centre` names the centres of samples too, wanted or not."""
        centres = frozenset(register.centres.centres)
        return cls(
            register.catalog, dict(register.rounds), frozenset(unit.id for unit in register.catalog.units), centres,
            frozenset(every_centre) - centres,
            frozenset(item.item_id for item in register.items.values() if item.kind == TASK),
        )  # fmt: skip


def orphaned_receipts(names: Names, receipts: Iterable[Receipt]) -> Iterator[Finding]:
    """An error for each accepted file whose unit, centre, round, programme or indicator is declared no more."""
    for receipt in receipts:
        for what, (name, known) in _named(names, receipt).items():
            if name is None or name in known:
                continue
            found = _finding(receipt, f"orphan.{what}", name)
            is_left_out = what == "centre" and name in names.sample_centres
            yield replace(_finding(receipt, "orphan.sample_centre", name), severity="warn") if is_left_out else found


def orphaned_steps(names: Names, steps: Iterable[Step]) -> Iterator[Finding]:
    """An error for each step whose unit, centre, round or programme is declared no more."""
    for number, step in enumerate(steps, start=1):
        of = kind_of_step(step)
        # What was done to the rounds themselves may name one that is no more.
        has_rounds = of is None or (of.is_of_programme and step.step not in of.path.schedule_steps)
        rounds = names.rounds.get(str(step.programme_id), (str(step.period_id),))
        named: dict[str, _Known] = {
            "programme": (step.programme_id, names.rounds),
            "round": (step.period_id if has_rounds else None, rounds),
            "unit": (step.unit_id, names.units),
            "centre": (step.centre_id, names.centres | names.sample_centres),
        }
        for what, (name, known) in named.items():
            if name is not None and name not in known:
                yield reading_finding(
                    "orphan.step", STEP_FILE, number, what, value=name, step=step.step, by=step.by,
                    recorded_at=step.recorded_at[:10], period=step.period_id or "-",
                )  # fmt: skip


def orphaned_rows(
    names: Names, receipts: Iterable[Receipt], kept: ParsedRows, connection: duckdb.DuckDBPyConnection
) -> Iterator[Finding]:
    """An error for each row of an accepted report whose indicator, task or datum is gone."""
    of_hash: dict[str, Receipt] = {receipt.sha256: receipt for receipt in receipts}
    catalog = names.catalog
    items: dict[str, Container[str]] = {
        INDICATOR: {indicator.id for indicator in catalog.indicators}, TASK: names.tasks,
    }  # fmt: skip
    data = {item.id for item in catalog.centre_items}
    kept.write_to(connection, "kept_rows")
    rows = connection.execute(_ITEMS.format(table="kept_rows")).fetchall()
    connection.execute("drop table kept_rows")
    for sha256, item_kind, item_id, row_number in rows:
        receipt = of_hash.get(sha256)
        if receipt is None or not item_id:
            continue
        if item_id not in items.get(item_kind, data):
            what = "task" if item_kind == TASK else "indicator" if item_kind == INDICATOR else "datum"
            yield _finding(receipt, f"orphan.{what}", item_id, row_number)


def _named(names: Names, receipt: Receipt) -> dict[str, _Known]:
    if receipt.kind == STATISTICS:
        return {"statistic": (receipt.indicator_id, {indicator.id for indicator in names.catalog.indicators})}
    of = next((one for one in kinds() if one.kind_id == receipt.kind), None)
    if of is None:
        return {}
    what, known = names.senders[of.register]
    named: dict[str, _Known] = {"programme": (receipt.programme_id, names.rounds)}
    if of.is_of_programme:
        # Of a programme that is gone its rounds are not missed one by one.
        named["round"] = receipt.period_id, names.rounds.get(str(receipt.programme_id), (str(receipt.period_id),))
    return named | {what: (sender_of(receipt), known)}


def _finding(receipt: Receipt, rule_id: str, name: str, row_number: int | None = None) -> Finding:
    facts: dict[str, Any] = {
        "programme": receipt.programme_id or "-", "period": receipt.period_id or "-",
        "subject": receipt.unit_id or receipt.centre_id or "-", "version": receipt.version or 1, "name": receipt.name,
        "by": receipt.by or "-", "received_on": receipt.received_at[:10],
    }  # fmt: skip
    place = f"archive/{receipt.sha256[:2]}/{receipt.sha256}"
    return reading_finding(rule_id, place, row_number, value=name, **facts)
