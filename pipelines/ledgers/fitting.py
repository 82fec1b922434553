"""Whether the ledgers that an office declares fit its catalog, and whether their SELECTs can be used."""

from __future__ import annotations

from metrics.catalog.faults import problem
from metrics.catalog.measures import ADDED
from metrics.catalog.models import Catalog
from metrics.sentences import Bilingual
from pipelines.ledgers.counting import counting_faults
from pipelines.ledgers.shape import Count, InvalidShape, Shape, counting_file, shape_file


def check_shapes(shapes: tuple[Shape, ...], catalog: Catalog) -> None:
    """Holds the shapes against the catalog.

    Raises:
        InvalidShape: when a counted indicator or measure unit is not declared, they do not convert into each other,
            or the indicator is a share, mean, index, rate or rank, which no count gives; when the SELECT beside the
            shape reads more than the ledger and the names of units, or does not run on the ledger.
    """
    problems = [
        problem(shape_file(shape), count.indicator_id, "said", detail=said)
        for shape in shapes
        for count in shape.counts
        if (said := _misfit(count, catalog))
    ]
    problems += [
        problem(counting_file(shape_file(shape)), "-", "said", detail=said)
        for shape in shapes
        for said in counting_faults(shape)
    ]
    if problems:
        raise InvalidShape(problems)


def _misfit(count: Count, catalog: Catalog) -> Bilingual | None:
    indicator = next((one for one in catalog.indicators if one.id == count.indicator_id), None)
    dimensions = {unit.code: unit.dimension for unit in catalog.measure_units}
    if indicator is None:
        return Bilingual("没有登记这一指标", "no indicator of the definitions has that id")
    if indicator.measure_type not in ADDED:
        return Bilingual(
            f"{indicator.measure_type} 类的指标不能靠计数得出", f"a {indicator.measure_type} cannot be counted"
        )
    unit, wanted = count.measure_unit, indicator.measure_unit
    if dimensions.get(unit) != dimensions[wanted]:
        return Bilingual(f"{unit} 不能换算为 {wanted}", f"{unit} does not convert into {wanted}")
    return None
