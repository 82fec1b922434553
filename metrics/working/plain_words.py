"""A target and its judgement in plain sentences, Chinese and English: what is asked, how it counts, how it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from metrics.digits import amount
from metrics.sentences import Bilingual, say, say_each

Row = Mapping[str, Any]


def requirement(row: Row) -> Bilingual:
    """What the wording asks for, with its value and unit of measurement as printed in the catalog.

    >>> from decimal import Decimal
    >>> facts = dict(comparator=">", target_value=Decimal(700), target_low=None, target_high=None, measure_unit="亿元",
    ...              measure_type="annual_flow")
    >>> requirement(facts).en
    'more than 700 亿元 (reaching it exactly does not meet it)'
    >>> edges = dict(comparator="range", target_low=Decimal(3), target_high=Decimal(5), measure_unit="家")
    >>> requirement(facts | edges).zh
    '在3家至5家之间（含两端）'
    """
    unit = row["measure_unit"]
    numbers = {"target": row["target_value"], "low": row["target_low"], "high": row["target_high"]}
    # A ceiling is kept all along; what is to fall may start above where it is to end; a rank is a place, not so many.
    is_own = row["measure_type"] in ("reduction", "rank") and row["comparator"] == "<="
    code = f"comparator.{row['measure_type'] if is_own else row['comparator']}"
    if row["measure_type"] == "rank":
        unit = ""
    zh = say(code, **{name: f"{amount(value)}{unit}" for name, value in numbers.items()}).zh
    en = say(code, **{name: f"{amount(value)} {unit}".strip() for name, value in numbers.items()}).en
    return Bilingual(zh, en)


def measure(row: Row) -> Bilingual:
    """How figures of this measure type add up over time."""
    return say(f"measure.{row['measure_type']}")


def verdict(row: Row) -> Iterator[Bilingual]:
    """Why the status is what it is, and why there is no attainment where there is none.

    >>> [words.en for words in verdict(dict(status_reason="below_start", attainment_reason=None))]
    ['The target asks to hold a level, and the figure no longer does.']
    """
    if row.get("taken_over_zh"):
        yield say_each("unit_part.taken_over", {"units": Bilingual(row["taken_over_zh"], row["taken_over_en"])})
    yield say(f"status.{row['status_reason']}")
    if row.get("limits_source_zh"):
        limits = {name: f"{100 * row[f'{name}_ratio']:g}" for name in ("on_track", "slightly_behind")}
        source = Bilingual(row["limits_source_zh"], row["limits_source_en"])
        yield say_each("working.own_limits", {"source": source}, **limits)
    if row["attainment_reason"] and row["attainment_reason"] != "no_figure":
        yield say(f"attainment.{row['attainment_reason']}")
