"""Units of measurement: what each counts, which words mean it, and what one is in another. No other list of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from metrics.catalog.models import Indicator, MeasureUnit
from metrics.sentences import Bilingual

# Words for a multiple, before what is counted in Chinese (万家), on either side of it in English (GBP million).
CHINESE_MULTIPLES = {
    "万亿": Decimal(10) ** 12,
    "千亿": Decimal(10) ** 11,
    "百亿": Decimal(10) ** 10,
    "十亿": Decimal(10) ** 9,
    "亿": Decimal(10) ** 8,
    "千万": Decimal(10) ** 7,
    "百万": Decimal(10) ** 6,
    "万": Decimal(10) ** 4,
    "千": Decimal(10) ** 3,
}
ENGLISH_MULTIPLES = {
    "thousand": Decimal(10) ** 3,
    "million": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
}
# As in £610m: of money only, since an m by itself is a metre as well.
MONEY_LETTERS = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion", "tn": "trillion"}
# What may be added over units at all; the rest are levels of their own.
ADDED = ("annual_flow", "cumulative", "stock", "reduction")
_NOT_ADDED = "lead_reports, weighted_mean, mean, worst or none"
# Dimensions that name nothing: such a unit counts what its code names beside the multiple.
UNNAMED = ("count", "money")
_CURRENCY_CODE = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True)
class Meaning:
    """What a word for a unit of measurement stands for: a dimension, and its factor to the base of that."""

    dimension: str
    factor: Decimal
    is_currency: bool = False


def split_multiple(text: str) -> tuple[Decimal, str]:
    """The multiple in the name of a unit, and the rest.

    >>> split_multiple("万家"), split_multiple("GBP million"), split_multiple("吨"), split_multiple("万")
    ((Decimal('10000'), '家'), (Decimal('1000000'), 'GBP'), (Decimal('1'), '吨'), (Decimal('10000'), ''))
    """
    for word, factor in CHINESE_MULTIPLES.items():
        if text.startswith(word):
            return factor, text[len(word) :].strip()
    words = text.split()
    for place in (0, -1):
        if words and (multiple := ENGLISH_MULTIPLES.get(words[place].lower())):
            return multiple, " ".join(words[1:] if place == 0 else words[:-1])
    return Decimal(1), text


def resolved(units: Sequence[MeasureUnit]) -> tuple[MeasureUnit, ...]:
    """The units with what their entries leave open: names, the dimension of a count or of money, what is whole."""
    declared = {unit.code: unit for unit in units}
    return tuple(_resolved(unit, declared) for unit in units)


def _resolved(unit: MeasureUnit, declared: dict[str, MeasureUnit]) -> MeasureUnit:
    dimension = _dimension(unit, declared)
    is_count = unit.dimension == "count" or bool(unit.is_whole)
    is_currency, is_whole = unit.is_currency, unit.is_whole
    if is_currency is None:
        is_currency = unit.dimension == "money" or bool(_CURRENCY_CODE.fullmatch(dimension))
    if is_whole is None:
        is_whole = unit.dimension == "count" and unit.factor == 1 and unit.decimals == 0
    is_additive = unit.is_additive
    if is_additive is None:
        # Shares, and what is so much per something, are levels: 微克/立方米, 元/人.
        is_additive = dimension != "share" and not re.search(r"/|每|\bper\b", f"{unit.code} {unit.name_en or ''}")
    names = {"name_zh": unit.name_zh or unit.code, "name_en": unit.name_en or unit.code}
    marks = {"is_count": is_count, "is_currency": is_currency, "is_whole": is_whole, "is_additive": is_additive}
    return unit.model_copy(update={"dimension": dimension, **names, **marks})


def _dimension(unit: MeasureUnit, declared: dict[str, MeasureUnit]) -> str:
    if unit.dimension not in UNNAMED:
        return unit.dimension
    stem = split_multiple(unit.code)[1] or unit.code
    base = declared.get(stem)
    return stem if base is None or base is unit else _dimension(base, declared)


def completed(indicators: Iterable[Indicator], units: Sequence[MeasureUnit]) -> tuple[Indicator, ...]:
    """The indicators with what their entries leave open: decimals are those of the unit of measurement."""
    decimals = {unit.code: unit.decimals for unit in units}
    return tuple(_completed(indicator, decimals.get(indicator.measure_unit)) for indicator in indicators)


def _completed(indicator: Indicator, decimals: int | None) -> Indicator:
    own: dict[str, object] = {}
    if indicator.decimals is None:
        # There is no place between the third and the fourth.
        own["decimals"] = 0 if indicator.measure_type == "rank" else decimals
    if indicator.may_be_negative is None:
        own["may_be_negative"] = indicator.measure_type == "growth_rate"
    return indicator.model_copy(update=own) if own else indicator


def misfits(indicators: Iterable[Indicator], units: Sequence[MeasureUnit]) -> Iterator[tuple[str, str, Bilingual]]:
    """What an indicator says of itself that cannot all hold, as (id, key, sentence); its unit must be declared."""
    is_additive = {unit.code: bool(unit.is_additive) for unit in units}
    for indicator in indicators:
        for key, said in (*_unfit_aggregation(indicator, is_additive[indicator.measure_unit]), *_unfit_rank(indicator)):
            yield indicator.id, key, said


def _unfit_aggregation(indicator: Indicator, is_additive: bool) -> Iterator[tuple[str, Bilingual]]:
    kind, aggregation, unit = indicator.measure_type, indicator.aggregation, indicator.measure_unit
    if aggregation == "sum" and kind not in ADDED:
        en = f"figures of the type {kind} are never added; write {_NOT_ADDED}"
        yield "aggregation", Bilingual(f"{kind} 类的数不相加,请写 {_NOT_ADDED}", en)
    elif aggregation == "sum" and not is_additive:
        yield (
            "aggregation",
            Bilingual(
                f"以{unit}计的数各单位之间不相加,请写 {_NOT_ADDED};可以相加的,写明 is_additive: true",
                f"amounts in {unit} do not add up over units; write {_NOT_ADDED}, or is_additive: true in "
                "measure_units.yml where they do",
            ),
        )
    if aggregation == "ratio_of_sums" and kind != "ratio":
        yield (
            "aggregation",
            Bilingual(
                f"ratio_of_sums 只用于有分子和分母的 ratio,不用于 {kind}",
                f"ratio_of_sums is for a ratio with both its parts, not for {kind}",
            ),
        )


def _unfit_rank(indicator: Indicator) -> Iterator[tuple[str, Bilingual]]:
    if indicator.measure_type != "rank":
        return
    if indicator.aggregation in ("mean", "weighted_mean"):
        yield "aggregation", Bilingual(f"名次没有平均,请写 {_NOT_ADDED}",
                                       f"places in an order have no mean; write {_NOT_ADDED}")  # fmt: skip
    if indicator.direction != "down":
        yield "direction", Bilingual("第一名最好,请写 down", "the first place is the best; write down")
    if indicator.decimals:
        yield "decimals", Bilingual("名次是整数,请写 0", "a place in an order is a whole number; write 0")
    if indicator.may_be_negative:
        yield "may_be_negative", Bilingual("第一名是 1,请写 false", "the first place is 1; write false")


def contradictions(units: Sequence[MeasureUnit]) -> Iterator[tuple[str, Bilingual]]:
    """What resolved units say against each other, as (code, sentence)."""
    declared = {unit.code: unit for unit in units}
    for unit in units:
        multiple, stem = split_multiple(unit.code)
        base = declared.get(stem)
        if base is not None and base.dimension == unit.dimension and unit.factor != multiple * base.factor:
            fitting = f"{multiple * base.factor.normalize():f}"
            zh = f"factor 为 {unit.factor:f},而 {stem} 为 {base.factor:f}:请写 {fitting}"
            en = f"factor: {unit.factor:f}, but {stem} has {base.factor:f}: write {fitting}"
            yield unit.code, Bilingual(zh, en)
    for dimension in dict.fromkeys(unit.dimension for unit in units):
        alike = [unit for unit in units if unit.dimension == dimension]
        if len({unit.factor for unit in alike}) > 1 and all(unit.factor != 1 for unit in alike):
            sizes = ", ".join(f"{unit.code} {unit.factor.normalize():f}" for unit in alike)
            zh = f"量纲“{dimension}”没有基准单位:请使其中一个的 factor 为 1({sizes})"
            en = f"dimension {dimension!r} has no base: write factor 1 for one unit ({sizes})"
            yield alike[0].code, Bilingual(zh, en)
    yield from _ambiguous(units)


def _ambiguous(units: Sequence[MeasureUnit]) -> Iterator[tuple[str, Bilingual]]:
    meanings: dict[str, MeasureUnit] = {_key(unit.code): unit for unit in units}
    for unit in units:
        for alias in unit.aliases:
            other = meanings.setdefault(_key(alias), unit)
            if (other.dimension, other.factor) != (unit.dimension, unit.factor):
                zh = f"别名“{alias}”已指 {other.code},一个词只能指一个单位"
                en = f"alias {alias!r} means {other.code} already; a word may mean one unit only"
                yield unit.code, Bilingual(zh, en)


def smallest_step(unit: MeasureUnit, indicator: Indicator | None = None) -> Decimal | None:
    """The smallest amount of whole things, in the unit itself: 1 家, 0.0001 万家; None for what is measured.

    An indicator that is no amount (a mean, a rate), or has decimals finer than one whole thing (2.2 days on average),
    is measured, whatever its unit; a place in an order is whole.
    """
    if indicator is not None and indicator.measure_type == "rank":
        return Decimal(1)
    if not unit.is_whole or (indicator is not None and indicator.measure_type not in ADDED):
        return None
    decimals = indicator.decimals if indicator is not None else None
    return None if decimals is not None and unit.factor.scaleb(-decimals) < 1 else 1 / unit.factor


class Measures:
    """The words for the units of one catalog."""

    def __init__(self, units: Iterable[MeasureUnit]) -> None:
        self.units = {unit.code: unit for unit in units}
        self._meanings: dict[str, list[Meaning]] = {}
        for unit in self.units.values():
            for word in (unit.code, *unit.aliases):
                self._add(word, unit, unit.factor)
        for unit in self.units.values():
            for name in (unit.name_zh, unit.name_en):
                self._add(name or unit.code, unit, unit.factor)
            multiple, stem = split_multiple(unit.code)
            if multiple != 1 and stem and _key(stem) not in self._meanings:
                self._add(stem, unit, unit.factor / multiple)

    def _add(self, word: str, unit: MeasureUnit, factor: Decimal) -> None:
        meaning = Meaning(unit.dimension, factor, bool(unit.is_currency))
        meanings = self._meanings.setdefault(_key(word), [])
        if meaning not in meanings:
            meanings.append(meaning)

    def meanings(self, text: str) -> list[Meaning]:
        """What a word for a unit may mean, with a multiple before or behind it; empty where it is none."""
        if found := self._meanings.get(_key(text)):
            return found
        multiple, rest = split_multiple(text.strip())
        if multiple == 1:
            multiple, rest = self._money_letter(text.strip())
        known = self._meanings.get(_key(rest), []) if rest and multiple != 1 else []
        return [Meaning(one.dimension, one.factor * multiple, one.is_currency) for one in known]

    def _money_letter(self, text: str) -> tuple[Decimal, str]:
        words = text.split()
        for letters, rest in ((words[-1:], words[:-1]), (words[:1], words[1:])):
            word = MONEY_LETTERS.get(letters[0].lower()) if letters else None
            if word and any(one.is_currency for one in self._meanings.get(_key(" ".join(rest)), [])):
                return ENGLISH_MULTIPLES[word], " ".join(rest)
        return Decimal(1), text

    def is_known(self, text: str) -> bool:
        """Whether `text` is a word for a unit of measurement, such as 亿元 or 家."""
        return bool(self.meanings(text))

    def is_currency(self, text: str) -> bool:
        """Whether `text` is a word for money, which may stand before its number: £, US$, GBP."""
        return any(meaning.is_currency for meaning in self.meanings(text))

    def conversion(self, given: str, wanted: str | None) -> Decimal | None:
        """What a number in `given` is multiplied by to stand in `wanted`; None where they do not count the same thing.

        A bare multiple (3万) converts only into a unit that has none itself: in a column of 万件 it could mean either.
        """
        if wanted is None:
            return None
        multiple, rest = split_multiple(given.strip())
        if multiple != 1 and not rest:
            return multiple if self._takes_multiples(wanted) else None
        for into in self.meanings(wanted):
            for one in self.meanings(given):
                if one.dimension == into.dimension:
                    return one.factor / into.factor
        return None

    def _takes_multiples(self, wanted: str) -> bool:
        unit = self.units.get(wanted)
        return unit is not None and split_multiple(unit.code)[0] == 1 and unit.dimension != "share"


def _key(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
