"""Figures with their unit of measurement as people read them, in Chinese and English.

Chinese groups whole things by 万; English, which has no 万 and no 亿, multiplies such units out and gives money in
millions and billions of its own currency. A unit is printed by its own name and never by another's. Nothing here knows
where a number comes from, and a missing one is None, never a text: callers say "no data" themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from metrics.reading.rows import MeasureUnit

TEN_THOUSAND = Decimal(10_000)
WORDS = {"billion": Decimal(10) ** 9, "million": Decimal(10) ** 6}
MULTIPLES = {"thousand": Decimal(10) ** 3, **WORDS, "trillion": Decimal(10) ** 12}
MOST_DECIMALS = 6
# A sign that stands at its number without a space.
SIGNS = ("%", "‰")
# RMB 100 million, 10,000 tonnes: a name that says how many of what.
_COUNTED = re.compile(
    r"(?:(?P<before>\D*\S) )?(?P<number>\d[\d,]*)(?: (?P<word>thousand|million|billion|trillion))?(?: (?P<after>\D.*))?"
)
# GBP million, £ million, RMB: money by code or sign, which English puts before the number.
_MONEY = re.compile(r"(?P<before>[A-Z]{2,3}|[A-Z]{0,3}[^\w\s]+) ?(?P<word>thousand|million|billion|trillion)?")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_CHINESE_MULTIPLES = tuple("千万亿")
# A bare 个 counts what the indicator's name says already.
_UNSAID = ("in number",)


@dataclass(frozen=True)
class Scale:
    """How numbers of one unit are written beside each other: each times `multiplier`, between two words."""

    multiplier: Decimal = Decimal(1)
    before: str = ""
    behind: str = ""

    @property
    def name(self) -> str:
        """The unit of measurement of the numbers, where they stand without it."""
        return " ".join(f"{self.before}{self.behind}".split())


def scale(value: Decimal, unit: MeasureUnit, language: str) -> Scale:
    """The scale in which a value is read, for it and for whatever stands beside it.

    >>> yi = MeasureUnit("亿元", "RMB 100 million", 2, is_currency=True)
    >>> scale(Decimal(700), yi, "en").name, scale(Decimal(700), yi, "zh").name
    ('RMB billion', '亿元')
    """
    return _english(value, unit) if language == "en" else _chinese(value, unit)


def _chinese(value: Decimal, unit: MeasureUnit) -> Scale:
    name = str(unit.name_zh)
    if name in SIGNS:
        return Scale(behind=name)
    is_grouped = unit.is_count and _CHINESE.match(name) and not name.startswith(_CHINESE_MULTIPLES)
    if is_grouped and abs(value) >= TEN_THOUSAND:
        return Scale(1 / TEN_THOUSAND, behind=f" 万{name}")
    return Scale(behind=f" {name}")


def _english(value: Decimal, unit: MeasureUnit) -> Scale:
    name = unit.name_en
    if name in SIGNS:
        return Scale(behind=name)
    counted, money = _COUNTED.fullmatch(name), _MONEY.fullmatch(name) if unit.is_currency else None
    if counted and counted["before"] and not unit.is_currency:
        counted = None
    if money and money["word"]:
        return Scale(before=_beside(money["before"]), behind=f" {money['word']}")
    if money:
        return _of_money(value, money["before"], Decimal(1))
    if counted is None:
        return Scale(behind="" if name in _UNSAID else f" {name}")
    multiple = Decimal(counted["number"].replace(",", "")) * MULTIPLES.get(counted["word"] or "", Decimal(1))
    if counted["before"]:
        return _of_money(value, counted["before"], multiple)
    after = counted["after"]
    return Scale(multiple, behind="" if after is None or after in _UNSAID else f" {after}")


def _of_money(value: Decimal, before: str, multiple: Decimal) -> Scale:
    total = abs(value * multiple)
    word = next((word for word, size in WORDS.items() if total >= size), None)
    size = WORDS[word] if word else Decimal(1)
    return Scale(multiple / size, _beside(before), f" {word}" if word else "")


def _beside(money: str) -> str:
    return f"{money} " if money[-1].isalnum() else money


def amount(value: Decimal, unit: MeasureUnit, language: str) -> str:
    """A value with its measure unit.

    >>> yi = MeasureUnit("亿元", "RMB 100 million", 2, is_currency=True)
    >>> amount(Decimal("996.7"), yi, "zh"), amount(Decimal("1211.95"), yi, "en")
    ('996.70 亿元', 'RMB 121.195 billion')
    >>> pounds = MeasureUnit("GBP million", "GBP million", 1, is_currency=True)
    >>> amount(Decimal(610), pounds, "en"), amount(Decimal(610), pounds, "zh")
    ('GBP 610.0 million', '610.0 GBP million')
    >>> people = MeasureUnit("人", "people", 0, is_count=True, is_whole=True)
    >>> amount(Decimal(100000), people, "zh"), amount(Decimal(100000), people, "en")
    ('10 万人', '100,000 people')
    >>> firms = MeasureUnit("万家", "10,000 organisations", 2, is_count=True, is_whole=True)
    >>> amount(Decimal("2.7"), firms, "zh"), amount(Decimal("2.7"), firms, "en")
    ('2.7 万家', '27,000 organisations')
    >>> amount(Decimal("30"), MeasureUnit("%", "%", 1), "zh")
    '30.0%'
    """
    if unit.is_rank:
        return rank(value, unit, language)
    used = scale(value, unit, language)
    return f"{used.before}{number(value, unit, language, used)}{used.behind}"


def rank(value: Decimal, unit: MeasureUnit, language: str) -> str:
    """A place in an order.

    >>> place = MeasureUnit("位", "place", 0, is_whole=True, is_rank=True)
    >>> rank(Decimal(3), place, "zh"), rank(Decimal(3), place, "en"), rank(Decimal(12), place, "en")
    ('第3位', '3rd', '12th')
    """
    shown = _plain(value)
    if language == "zh":
        return f"第{shown.replace(',', '')}{'位' if '位' in str(unit.name_zh) else '名'}"
    if not shown.isdigit():
        return shown
    ending = "th" if shown[-2:-1] == "1" else {"1": "st", "2": "nd", "3": "rd"}.get(shown[-1], "th")
    return f"{shown}{ending}"


def span(low: Decimal, high: Decimal, unit: MeasureUnit, language: str) -> str:
    """Two values with their measure unit, in the scale of the greater one.

    >>> span(Decimal(50), Decimal(70), MeasureUnit("亿元", "RMB 100 million", 0, is_currency=True), "en")
    'RMB 5–7 billion'
    """
    used = scale(max(low, high, key=abs), unit, language)
    numbers = "–".join(number(value, unit, language, used) for value in (low, high))
    return f"{used.before}{numbers}{used.behind}"


def number(value: Decimal, unit: MeasureUnit, language: str, used: Scale | None = None) -> str:
    """A value without its unit's name: in its own unit with the decimals of it, or in the scale of another value.

    A count is never rounded, and has no decimals where it is whole.

    >>> number(Decimal("1244.59"), MeasureUnit("亿元", "RMB 100 million", 2, is_currency=True), "en")
    '1,244.59'
    >>> number(Decimal("34.5"), MeasureUnit("家", "firms", 0, is_count=True), "zh")
    '34.5'
    """
    exact = value if unit.is_count else value.quantize(Decimal(1).scaleb(-unit.decimals), ROUND_HALF_UP)
    multiplier = used.multiplier if used else Decimal(1)
    text = f"{exact:,f}" if multiplier == 1 and not unit.is_count else _plain(exact * multiplier)
    return text if language == "en" else text.replace(",", "")


def _plain(value: Decimal) -> str:
    text = f"{value.quantize(Decimal(1).scaleb(-MOST_DECIMALS), ROUND_HALF_UP):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def unit_name(unit: MeasureUnit, language: str) -> str:
    """The unit of measurement by name, for numbers in it that stand without it.

    >>> unit_name(MeasureUnit("亿元", "RMB 100 million", 2), "en")
    'RMB 100 million'
    """
    return str(unit.name_zh) if language == "zh" else unit.name_en


def has_original_beside(unit: MeasureUnit) -> bool:
    """Whether the English view gives the Chinese figure beside its own: of money that is printed in Chinese."""
    return unit.is_currency and bool(_CHINESE.search(str(unit.name_zh)))


def as_stated(value: Decimal, unit: MeasureUnit) -> MeasureUnit:
    """The unit with the decimals that a text gives to a value: 700亿元, not 700.00.

    >>> as_stated(Decimal("700.000000"), MeasureUnit("亿元", "RMB 100 million", 2)).decimals
    0
    """
    exponent = value.normalize().as_tuple().exponent
    return replace(unit, decimals=max(0, -exponent) if isinstance(exponent, int) else unit.decimals)


def told_apart(value: Decimal, others: Iterable[Decimal | None], unit: MeasureUnit) -> MeasureUnit:
    """The unit with as many decimals more as tell a value from those beside it, which it does not equal.

    >>> told_apart(Decimal("699.996"), [Decimal(700)], MeasureUnit("亿元", "RMB 100 million", 2)).decimals
    3
    """
    different = [other for other in others if other is not None and other != value]
    for decimals in range(unit.decimals, MOST_DECIMALS):
        step = Decimal(1).scaleb(-decimals)
        if all(value.quantize(step, ROUND_HALF_UP) != other.quantize(step, ROUND_HALF_UP) for other in different):
            return replace(unit, decimals=decimals)
    return replace(unit, decimals=MOST_DECIMALS)
