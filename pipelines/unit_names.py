"""Whom a name in a definition or a report means: the unit that bore it when it was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from metrics.catalog import Catalog
from metrics.catalog.units import Bearer, bearers
from pipelines.lookup import find_name
from pipelines.readers.table import Row
from pipelines.readers.typed import day_in


class UnitNames:
    """The names of a catalog's units, by day."""

    def __init__(self, catalog: Catalog) -> None:
        self._issued = {policy.id: policy.issued_on for policy in catalog.policies}
        self._borne: dict[str, list[Bearer]] = {}
        for bearer in bearers(catalog.units):
            self._borne.setdefault(bearer.name, []).append(bearer)

    def unit_id(self, name: object, day: date | None = None) -> str | None:
        """The unit that a name, written just so, means on a day; without one, on the last of all."""
        at = day or date.max
        borne = self._borne.get(str(name), ())
        return next((bearer.unit_id for bearer in borne if bearer.taken_from <= at <= bearer.taken_until), None)

    def unit_id_in_any_spacing(self, text: str, day: date | None = None) -> str | None:
        """The same, however the name is spaced."""
        at = day or date.max
        borne = [bearer for of_name in self._borne.values() for bearer in of_name]
        return find_name({b.name: b.unit_id for b in borne if b.taken_from <= at <= b.taken_until}, text)

    def written_on(self, row: Row) -> date | None:
        """The day of the document that a target or task rests on; else the first day of the target."""
        issued = self._issued.get(str(row["document_id"]))
        return issued or day_in(row.get("starts_on"))

    def of_targets(self, rows: Iterable[Row], targets: Iterable[Row]) -> Iterator[tuple[str, Row]]:
        """Each row about a target and a unit, with that unit; one that names nobody known is passed over."""
        days = {target["target_id"]: self.written_on(target) for target in targets}
        for row in rows:
            unit_id = self.unit_id(row["unit_name"], days.get(row["target_id"]))
            if unit_id is not None:
                yield unit_id, row

    def responsible(self, target: Row) -> list[str]:
        """The units that a target itself names as responsible."""
        said = str(target.get("responsible_unit") or "").replace("、", ";").split(";")
        found = (self.unit_id(name.strip(), self.written_on(target)) for name in said if name.strip())
        return list(dict.fromkeys(unit_id for unit_id in found if unit_id))
