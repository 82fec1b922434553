"""What a bound or an estimate makes of the share that is computed from it."""

from __future__ import annotations

from decimal import Decimal

from metrics.catalog.models import LEVELS

# Of a way down, at least so much left is at most so much done.
_TURNED = {"ge": "le", "le": "ge", "lt": "gt", "est_ge": "est_le"}


def share_qualifier(
    qualifier: str | None, measure_type: str, comparator: str, target: Decimal | None, baseline: Decimal | None
) -> str:
    """The mark of an attainment (完成率): that of its actual, turned round where a lower actual is a larger share.

    Args:
        qualifier: of the actual: `exact`, `ge`, `le`, `lt`, `est` or `est_ge`; None as `exact`.
        measure_type: of the indicator.
        comparator: of the target.
        target: in the unit of the baseline.
        baseline: where the way starts; None where the share is actual ÷ target.

    >>> share_qualifier("ge", "cumulative", ">=", Decimal(100), None)
    'ge'
    >>> share_qualifier("ge", "reduction", "<=", Decimal(80), Decimal(120))
    'le'
    """
    is_way = measure_type in LEVELS or measure_type == "reduction" or comparator == "<="
    said = qualifier or "exact"
    if is_way and target is not None and baseline is not None and target < baseline:
        return _TURNED.get(said, said)
    return said
