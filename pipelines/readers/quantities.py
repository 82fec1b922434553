"""Reads one number exactly, with the unit it is written in, or says why it cannot be read for certain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from pipelines.readers.grid import DATE, MONEY, MOST_DECIMALS, NUMBER, OTHER, PERCENT, UNCLEAR, Cell

MOST_DIGITS = 15
# No number with its unit is longer; what is would only keep the patterns busy.
MOST_CHARACTERS = 64
# Full-width forms of ASCII, the ideographic space and the minus sign; nothing else is taken for a digit or a sign.
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2212: 0x2D, 0x00A0: 0x20}

_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_PARTS = re.compile(r"(?P<number>[+-]?[\d.,]+)\s*(?P<unit>\D*)", re.ASCII)
_APPROXIMATE = re.compile(
    r"约|近|超|逾|多|余|左右|上下|以上|以下|不足|不到|突破|预计|大概|几|数[十百千万]|[~≈±≥≤<>]|\d\s*\+"
)
_DATE_LIKE = re.compile(r"\d{1,4}\s*[-/年.]\s*\d{1,2}\s*([-/月.]\s*\d{0,4}\s*日?)?|\d{1,2}月(\d{1,2}日)?")
_SCIENTIFIC = re.compile(r"[+-]?\d+(\.\d+)?[eE][+-]?\d+")
_CHINESE_DIGITS = re.compile("[〇零一二两三四五六七八九十百千]")
_MULTIPLES = {"万亿": Decimal(10) ** 12, "亿": Decimal(10) ** 8, "万": Decimal(10) ** 4}
_SAME_COUNT = {"名": "人"}


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


def read_quantity(cell: Cell, measure_unit: str | None) -> Quantity | Unreadable:
    """The number in `cell`, expressed in `measure_unit`.

    A unit may stand behind the number; it is converted where both count the same thing (3500万元 is 0.35 亿元) and
    refused where they do not.
    """
    if cell.kind == DATE:
        return Unreadable("number.date")
    if cell.kind == UNCLEAR:
        return Unreadable("number.format")
    if cell.kind == MONEY:
        return Unreadable("number.format", (("said_as", "number.money"),))
    if cell.kind == OTHER:
        return Unreadable("number.other")
    if cell.kind == PERCENT:
        if measure_unit != "%":
            return Unreadable("number.unit", (("found", "%"), ("unit", measure_unit or "-")))
        return _bounded(Decimal(cell.text) * 100, ("percent",))
    if cell.kind == NUMBER:
        value = Decimal(cell.text)
        return _bounded(value, ())
    return _from_text(cell.text, measure_unit)


def read_in_unit(cell: Cell, stated: str | None, wanted: str | None) -> Quantity | Unreadable:
    """The number in `cell` in the unit `wanted`, where its row or header states the unit `stated`.

    Without a stated unit the number must carry one of its own; a number without any unit is not placed by guessing.
    """
    read = read_quantity(cell, stated or wanted)
    if isinstance(read, Unreadable):
        return read
    if stated is None and wanted is not None and "unit" not in read.how and not _carries_unit(cell):
        return Unreadable("number.no_unit")
    if stated is None or wanted is None or stated == wanted:
        return read
    factor = conversion(stated, wanted)
    if factor is None:
        return Unreadable("number.unit", (("found", stated), ("unit", wanted)))
    return _bounded(read.value * factor, (*read.how, "unit"))


def _carries_unit(cell: Cell) -> bool:
    parts = _PARTS.fullmatch(cell.text.translate(FULL_WIDTH).strip())
    return cell.kind == PERCENT or bool(parts and parts["unit"].strip())


def _from_text(raw: str, measure_unit: str | None) -> Quantity | Unreadable:
    text = raw.translate(FULL_WIDTH).strip()
    if len(text) > MOST_CHARACTERS:
        return Unreadable("number.not_one")
    how = ("full_width",) if text != raw.strip() else ()
    parts = _PARTS.fullmatch(text)
    if not parts:
        return Unreadable(_reason(text))
    digits, unit = parts["number"], parts["unit"].strip()
    if _GROUPED.fullmatch(digits):
        digits, how = digits.replace(",", ""), (*how, "grouped")
    elif not _PLAIN.fullmatch(digits):
        return Unreadable(_reason(text))
    if re.fullmatch(r"[+-]?0\d.*", digits):
        return Unreadable("number.leading_zero")
    if not unit:
        return _bounded(Decimal(digits), how)
    if _reason(text) == "number.approximate":
        return Unreadable("number.approximate")
    factor = conversion(unit, measure_unit)
    if factor is None:
        rule = "number.unit" if is_known_unit(unit) else _reason(text)
        return Unreadable(rule, (("found", unit), ("unit", measure_unit or "-")) if rule == "number.unit" else ())
    return _bounded(Decimal(digits) * factor, (*how, "unit") if factor != 1 or unit != measure_unit else how)


def conversion(found: str, wanted: str | None) -> Decimal | None:
    """What a number in `found` is multiplied by to stand in `wanted`; None where they do not count the same thing.

    >>> conversion("万元", "亿元"), conversion("万", "名"), conversion("家", "项"), conversion("万", "万件")
    (Decimal('0.0001'), Decimal('10000'), None, None)
    """
    if wanted is None:
        return None
    found_factor, found_stem = split_unit(found)
    wanted_factor, wanted_stem = split_unit(wanted)
    if not found_stem and found_factor != 1:
        # 3万 in a column of 万件 could mean either; in a column of 件 it can mean one thing only.
        return found_factor if wanted_factor == 1 and wanted_stem != "%" else None
    return found_factor / wanted_factor if found_stem == wanted_stem else None


def split_unit(unit: str) -> tuple[Decimal, str]:
    """The multiple and what is counted: 万元 → (10000, 元); 名 and 人 both count persons, as 人."""
    for word, factor in _MULTIPLES.items():
        if unit.startswith(word):
            return factor, _SAME_COUNT.get(unit[len(word) :], unit[len(word) :])
    return Decimal(1), _SAME_COUNT.get(unit, unit)


def is_known_unit(unit: str) -> bool:
    """Whether `unit` is one that numbers are written in, such as 亿元 or 家; words of multitude alone are none."""
    return split_unit(unit)[1] in {"", "元", "项", "家", "个", "人", "件", "份", "台/套", "台(套)", "%", "百分点", "倍"}


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
