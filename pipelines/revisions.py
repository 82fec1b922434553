"""What holds of each target and part on a day: the changes of targets applied to what was entered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from metrics.catalog import Catalog
from metrics.rules.revisions import Aim, Change, Span, of_parts, span_on, spans
from pipelines.makeup import breakdown
from pipelines.readers.table import Row
from pipelines.readers.typed import day_in, number_in
from pipelines.unit_names import UnitNames

TABLE = "target_change"
SPAN_COLUMNS = ("target_id", "unit_id", "valid_from", "valid_to", "target_value", "target_low", "target_high", "due_on",
                "original_target_value", "original_target_low", "original_target_high", "original_due_on", "is_revised",
                "ended_kind")  # fmt: skip


@dataclass(frozen=True)
class Revisions:
    """The spans of every target (None) and part that was ever changed, by target and unit id."""

    spans: Mapping[tuple[str, str | None], tuple[Span, ...]] = field(default_factory=dict)

    def row_on(self, row: Row, day: date) -> Row | None:
        """The row of a target with what holds on a day in the place of what was entered; None once it has ended."""
        span = self.on(str(row["target_id"]), None, day)
        if span is None:
            return row
        if span.ended:
            return None
        aim = {"target_value": span.aim.value, "target_low": span.aim.low, "target_high": span.aim.high}
        texts: Row = {name: None if value is None else f"{value}" for name, value in aim.items()}
        return row | texts | {"due_on": span.aim.due_on.isoformat()}

    @property
    def as_first_set(self) -> dict[tuple[str, str | None], Decimal]:
        """What documents first set, of a range its lower edge, by target and unit: corrections of entry applied."""
        originals = {key: found[-1].original for key, found in self.spans.items()}
        values = {key: aim.low if aim.value is None else aim.value for key, aim in originals.items()}
        return {key: value for key, value in values.items() if value is not None}

    def on(self, target_id: str, unit_id: str | None, day: date) -> Span | None:
        """The span that holds on a day; None where nothing was ever changed."""
        found = self.spans.get((target_id, unit_id))
        return span_on(found, day) if found else None


def read_revisions(catalog: Catalog, tables: Mapping[str, Sequence[Row]]) -> Revisions:
    """The spans of all targets and parts; a row with a cell that cannot be read is left to its suite.

    Args:
        catalog: names of units, units of measurement.
        tables: rows as text of those that `pipelines.makeup` reads, and of the changes.
    """
    names, targets = UnitNames(catalog), tables["target"]
    changed = _by_subject(tables[TABLE], names)
    if not changed:
        return Revisions()
    due = {str(row["target_id"]): aim.due_on for row in targets if (aim := _aim(row, row["due_on"]))}
    of_subject: dict[tuple[str, str | None], tuple[Span, ...]] = {}
    for row in targets:
        key = str(row["target_id"]), None
        aim = _aim(row, row["due_on"])
        if aim and key in changed:
            of_subject[key] = spans(aim, changed[key])
    for unit_id, row in names.of_targets(breakdown(catalog, tables), targets):
        target_id = str(row["target_id"])
        own = [*of_parts(changed.get((target_id, None), ())), *changed.get((target_id, unit_id), ())]
        if own and target_id in due:
            of_subject[target_id, unit_id] = spans(Aim(number_in(row["target_value"]), due[target_id]), own)
    # A unit that took over from others may be given a part only then.
    for (target_id, changed_unit), own_changes in changed.items():
        if changed_unit is not None and (target_id, changed_unit) not in of_subject and target_id in due:
            whole = of_parts(changed.get((target_id, None), ()))
            of_subject[target_id, changed_unit] = spans(Aim(None, due[target_id]), [*whole, *own_changes])
    return Revisions(of_subject)


def span_rows(revisions: Revisions) -> Iterator[dict[str, object]]:
    """The spans as rows of `stage.target_span`."""
    for (target_id, unit_id), of_subject in revisions.spans.items():
        ends = [*(span.valid_from for span in of_subject[1:]), None]
        for span, valid_to in zip(of_subject, ends, strict=True):
            aims = [value for aim in (span.aim, span.original) for value in (aim.value, aim.low, aim.high, aim.due_on)]
            ended_kind = span.ended.kind if span.ended else None
            values = (target_id, unit_id, span.valid_from, valid_to, *aims, span.is_revised, ended_kind)
            yield dict(zip(SPAN_COLUMNS, values, strict=True))


def _by_subject(rows: Iterable[Row], names: UnitNames) -> dict[tuple[str, str | None], Sequence[Change]]:
    by_subject: dict[tuple[str, str | None], list[Change]] = {}
    for row in rows:
        valid_from, unit_name = day_in(row["valid_from"]), row["unit_name"]
        unit_id = None if unit_name is None else names.unit_id(unit_name, valid_from or names.written_on(row))
        if unit_id is None and unit_name is not None:
            continue
        change = Change(
            str(row["change_kind"]),
            valid_from,
            number_in(row["target_value"]),
            number_in(row["target_low"]),
            number_in(row["target_high"]),
            day_in(row["due_on"]),
            str(row["merged_into"]) if row["merged_into"] else None,
        )
        by_subject.setdefault((str(row["target_id"]), unit_id), []).append(change)
    return dict(by_subject)


def _aim(row: Row, due_on: str | int | None) -> Aim | None:
    day = day_in(due_on)
    if day is None:
        return None
    return Aim(number_in(row["target_value"]), day, number_in(row["target_low"]), number_in(row["target_high"]))
