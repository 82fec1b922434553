"""Reads one number exactly, with the unit it is written in, or says why it cannot be read for certain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from metrics.catalog.measures import Measures, split_multiple
from pipelines.readers.grid import DATE, MOST_DECIMALS, NUMBER, OTHER, PERCENT, UNCLEAR, Cell

MOST_DIGITS = 15
# No number with its unit is longer; what is would only keep the patterns busy.
MOST_CHARACTERS = 64
# Full-width forms of ASCII, the ideographic space and the minus sign; nothing else is taken for a digit or a sign.
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2212: 0x2D, 0x00A0: 0x20}

_POINT_FIRST = re.compile(r"[+-]?\.\d+", re.ASCII)
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
# A unit may hold digits (CO2e, m3), and what stands for money may come first, behind the sign: -£1.5m.
_PARTS = re.compile(
    r"(?:(?P<sign>[+-]?)(?P<before>[^\d\s.,+-][^\d.,+-]*))?(?P<number>[+-]?[\d.,]+)\s*(?P<unit>[^\d\s].*)?", re.ASCII
)
_APPROXIMATE = re.compile(
    r"约|近|超|逾|多|余|左右|上下|以上|以下|不足|不到|突破|预计|大概|几|数[十百千万]|[~≈±≥≤<>]|\d\s*\+"
)
_DATE_LIKE = re.compile(r"\d{1,4}\s*[-/年.]\s*\d{1,2}\s*([-/月.]\s*\d{0,4}\s*日?)?|\d{1,2}月(\d{1,2}日)?")
_SCIENTIFIC = re.compile(r"[+-]?\d+(\.\d+)?[eE][+-]?\d+")
_CHINESE_DIGITS = re.compile("[〇零一二两三四五六七八九十百千]")


@dataclass(frozen=True)
class Quantity:
    """A number read for certain: its value in the unit asked for, and what was done to get there (empty = nothing)."""

    value: Decimal
    how: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unreadable:
    """Why a cell is not a number for certain: the rule that names it."""

    rule_id: str
    facts: tuple[tuple[str, str], ...] = ()


def read_quantity(cell: Cell, measure_unit: str | None, measures: Measures) -> Quantity | Unreadable:
    """The number in `cell`, expressed in `measure_unit`.

    A unit may stand behind the number, one of money before it (£610m); it is converted where both count the same thing
    (3500万元 is 0.35 亿元) and refused where they do not.
    """
    if cell.kind == DATE:
        return Unreadable("number.date")
    if cell.kind == UNCLEAR:
        return Unreadable("number.format")
    if cell.kind == OTHER:
        return Unreadable("number.other")
    if cell.kind == PERCENT:
        factor = measures.conversion("%", measure_unit)
        if factor is None:
            return Unreadable("number.unit", (("found", "%"), ("unit", measure_unit or "-")))
        return _bounded(Decimal(cell.text) * 100 * factor, ("percent",))
    if cell.kind == NUMBER:
        value = Decimal(cell.text)
        return _bounded(value, ())
    return _from_text(cell.text, measure_unit, measures)


def read_in_unit(cell: Cell, stated: str | None, wanted: str | None, measures: Measures) -> Quantity | Unreadable:
    """The number in `cell` in the unit `wanted`, where its row or header states the unit `stated`.

    Without a stated unit the number must carry one of its own; a number without any unit is not placed by guessing.
    """
    read = read_quantity(cell, stated or wanted, measures)
    if isinstance(read, Unreadable):
        return read
    if stated is None and wanted is not None and "unit" not in read.how and not _carries_unit(cell):
        return Unreadable("number.no_unit")
    if stated is None or wanted is None or stated == wanted:
        return read
    factor = measures.conversion(stated, wanted)
    if factor is None:
        return Unreadable("number.unit", (("found", stated), ("unit", wanted)))
    if factor == 1:
        return read
    return _bounded(read.value * factor, (*read.how, "unit"))


def _carries_unit(cell: Cell) -> bool:
    parts = _PARTS.fullmatch(cell.text.translate(FULL_WIDTH).strip())
    return cell.kind == PERCENT or bool(parts and (parts["unit"] or parts["before"]))


def _from_text(raw: str, measure_unit: str | None, measures: Measures) -> Quantity | Unreadable:
    text = raw.translate(FULL_WIDTH).strip()
    if len(text) > MOST_CHARACTERS:
        return Unreadable("number.not_one")
    how = ("full_width",) if text != raw.strip() else ()
    parts = _PARTS.fullmatch(text)
    if not parts:
        return Unreadable(_reason(text))
    digits, unit = (parts["sign"] or "") + parts["number"], _unit_around(parts, measures)
    if unit is None:
        return Unreadable(_reason(text))
    if _POINT_FIRST.fullmatch(digits):
        digits, how = digits.replace(".", "0."), (*how, "point_first")
    if _GROUPED.fullmatch(digits):
        digits, how = digits.replace(",", ""), (*how, "grouped")
    elif not _PLAIN.fullmatch(digits):
        return Unreadable(_reason(text))
    if re.fullmatch(r"[+-]?0\d.*", digits):
        return Unreadable("number.leading_zero")
    if not unit:
        return _bounded(Decimal(digits), how)
    factor = measures.conversion(unit, measure_unit)
    if factor is None:
        rule = "number.unit" if _is_unit(unit, measures) else _reason(text)
        return Unreadable(rule, (("found", unit), ("unit", measure_unit or "-")) if rule == "number.unit" else ())
    if parts["before"] and not parts["unit"] and factor != 1:
        # The sign of a currency in a column of millions: decoration, or a unit of its own.
        return Unreadable("number.money", (("unit", measure_unit or "-"),))
    return _bounded(Decimal(digits) * factor, (*how, "unit") if factor != 1 or unit != measure_unit else how)


def _unit_around(parts: re.Match[str], measures: Measures) -> str | None:
    """The unit before and behind a number as one word, empty without any; None where they are not one."""
    before, behind = (parts["before"] or "").strip(), (parts["unit"] or "").strip()
    if not before:
        return behind
    for joined in (f"{before} {behind}", f"{behind}{before}"):
        if measures.is_currency(joined):
            return joined
    # ￥3500万元 says twice what it is; what says two things is no number for certain.
    is_same = measures.is_currency(before) and measures.conversion(before, behind) is not None
    return behind if is_same else None


def _is_unit(text: str, measures: Measures) -> bool:
    multiple, rest = split_multiple(text)
    return measures.is_known(text) or (multiple != 1 and not rest)


def _reason(text: str) -> str:
    if _APPROXIMATE.search(text):
        return "number.approximate"
    if _SCIENTIFIC.fullmatch(text):
        return "number.scientific"
    if _DATE_LIKE.fullmatch(text):
        return "number.date"
    if _CHINESE_DIGITS.search(text) or re.search(r"\d[万亿]\d", text):
        return "number.words"
    if re.search(r"\d[oOlI]|[oOlI]\d", text):
        return "number.letters"
    if len(re.findall(r"\d+(?:[.,]\d+)*", text)) > 1:
        return "number.several"
    written = re.findall(r"[\d.,]*\d[\d.,]*", text)
    if re.fullmatch(r"[+-]?\d+\.", text):
        return "number.point_last"
    if re.match("[+-]{2}", text):
        return "number.not_one"
    if len(written) == 1 and (_PLAIN.fullmatch(written[0]) or _GROUPED.fullmatch(written[0])):
        return "number.beside"
    if re.search(r"\d[.,]\d|\d[.,]|[.,]\d", text):
        return "number.separators"
    return "number.not_one"


def _bounded(value: Decimal, how: tuple[str, ...]) -> Quantity | Unreadable:
    value = value.normalize() if value else Decimal(0)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > MOST_DECIMALS:
        return Unreadable("number.decimals")
    if abs(value) >= Decimal(10) ** MOST_DIGITS:
        return Unreadable("number.digits")
    return Quantity(value, how)


def plain(value: Decimal) -> str:
    """The number in plain digits: no exponent, no trailing zeros.

    >>> plain(Decimal("1.50E+3")), plain(Decimal("0.350"))
    ('1500', '0.35')
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
