"""A figure in words: with its unit, as stated, as computed, beside others that it must be told from."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from dashboards import amounts
from dashboards.screen import Screen
from metrics.reading.rows import MeasureUnit


def amount_text(screen: Screen, value: Decimal | None, unit: MeasureUnit, qualifier: str | None = None) -> str:
    """A value with measure unit and qualifier; missing says so and is never zero."""
    if value is None:
        return screen.words("missing")
    prefix = screen.words(f"qualifier.{qualifier or 'exact'}")
    return f"{prefix}{amounts.amount(value, unit, screen.language)}"


def stated_text(screen: Screen, value: Decimal | None, unit: MeasureUnit) -> str:
    """A value of a document as it is stated there: neither rounded nor filled up with zeros."""
    return amount_text(screen, value, stated_unit(value, unit))


def stated_unit(value: Decimal | None, unit: MeasureUnit) -> MeasureUnit:
    """The unit with the decimals of a value as a document states it."""
    return unit if value is None else amounts.as_stated(value, unit)


def computed(value: float | Decimal, unit: MeasureUnit) -> Decimal:
    """A computed value with the decimals of its indicator; what counts whole things comes out whole."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-unit.decimals), ROUND_HALF_UP)


def computed_text(screen: Screen, value: float | Decimal | None, unit: MeasureUnit, *beside: Decimal | None) -> str:
    """A computed value in words, exact enough to be told from those beside it; of whole things, whole."""
    if value is None:
        return amount_text(screen, None, unit)
    exact = Decimal(str(round(value, amounts.MOST_DECIMALS)))
    is_count_of_ones = unit.is_whole and unit.decimals == 0
    fine = unit if is_count_of_ones else amounts.told_apart(exact, beside, unit)
    return amount_text(screen, computed(exact, fine), fine)


def band_numbers(
    screen: Screen, value: float | Decimal, low: float | Decimal, high: float | Decimal, unit: MeasureUnit
) -> dict[str, str]:
    """The ends of an interval as bare numbers, in the scale of the value that they stand beside."""
    used = amounts.scale(computed(value, unit), unit, screen.language)
    edges = {"low": computed(low, unit), "high": computed(high, unit)}
    return {name: amounts.number(edge, unit, screen.language, used) for name, edge in edges.items()}
