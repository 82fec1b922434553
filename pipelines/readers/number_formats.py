"""What a workbook shows for a number or an error value: plain digits, a percentage, words beside it, something else.

A sheet stores 3500 and shows 3500万元, 35 % or 0.35. What the clerk saw is what the clerk meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

PLAIN, PERCENT, UNCLEAR = "plain", "percent", "unclear"
GENERAL = "General"
_DASHED = '_ * "-"_ ;_ @_ '
# Formats without a code of their own in the file, where they are not plain. 5–8, 42 and 44 show a currency sign.
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    37: "#,##0_ ;(#,##0)", 38: "#,##0_ ;(#,##0)", 39: "#,##0.00_ ;(#,##0.00)", 40: "#,##0.00_ ;(#,##0.00)",
    41: f"_ * #,##0_ ;_ * -#,##0_ ;{_DASHED}", 43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
} | dict.fromkeys((5, 6, 7, 8, 42, 44), "¥0")  # fmt: skip

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|\[(?P<bracket>[^\]]*)\]?|[_*].|(?P<general>General|G/通用格式)|'
    r"(?P<exponent>[Ee][+-])|(?P<digit>[0-9#?.,]+)|(?P<percent>%)|(?P<sign>[-+ ()@/])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_SECTION = re.compile(r'((?:"[^"]*"?|[\\!_*].|\[[^\]]*\]?|[^;])*)(;?)', re.DOTALL)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class Look:
    """How a number is shown: its kind, the words in front of it and behind it, and how many decimals (None: all)."""

    kind: str = PLAIN
    before: str = ""
    after: str = ""
    decimals: int | None = None


@lru_cache(maxsize=4096)
def look_of(code: str, value: Decimal) -> Look:
    r"""The look that the format `code` gives to the number `value`.

    >>> look_of("#,##0.00", Decimal(5)).kind, look_of('0"%"', Decimal(5)).after, look_of("0.0%", Decimal(5)).kind
    ('plain', '%', 'percent')
    >>> look_of("0,", Decimal(5)).kind, look_of(";;;", Decimal(5)).kind, look_of("[>9]0", Decimal(5)).kind
    ('unclear', 'unclear', 'unclear')
    >>> look_of("0.0;-0.0;", Decimal(5)).kind, look_of("0.0;-0.0;", Decimal(0)).kind, look_of("0;0", Decimal(-5)).kind
    ('plain', 'unclear', 'unclear')
    """
    section, is_signed = _section(code, value)
    if section is None:
        return Look(UNCLEAR)
    parts = list(_TOKEN.finditer(section))
    digits = "".join(_placeholder(part) for part in parts)
    percents = sum(part["percent"] is not None for part in parts)
    words = [(number, word) for number, part in enumerate(parts) if (word := _word(part))]
    places = [number for number, part in enumerate(parts) if _placeholder(part)]
    # A comma behind the last digit divides by a thousand; words among the digits move the point; no digit hides all.
    inside = any(places[0] < number < places[-1] for number, _ in words) if places else True
    if inside or percents > 1 or re.search(r"[0#?],+(?:\.|$)", digits):
        return Look(UNCLEAR)
    decimals = _decimals(parts, digits, percents)
    if "0" not in digits and _shows_zero(value, decimals):
        return Look(UNCLEAR)
    before = "".join(word for number, word in words if number < places[0])
    after = "".join(word for number, word in words if number > places[-1])
    if words and any(map(_condition, _sections(code))):
        return Look(UNCLEAR)
    signless = _without_sign(before, after, value, is_signed)
    if signless is None or (percents and any(signless)):
        return Look(UNCLEAR)
    return Look(PERCENT if percents else PLAIN, *signless, decimals)


def built_in_code(number: int) -> str:
    """The code of a format that a file names only by its number."""
    return _BUILT_IN.get(number, GENERAL)


def error_text(code: int) -> str:
    """The words of an error value that binary files keep as a number."""
    return _ERRORS.get(code, "#ERROR!")


def shows_time(code: str) -> bool:
    """Whether a format of days shows the time of day, too.

    >>> shows_time("yyyy/m/d h:mm"), shows_time('yyyy"年"m"月"d"日"'), shows_time("[$-F400]h:mm AM/PM")
    (True, False, True)
    """
    return any((part["other"] or "") in "hHsS时" for part in _TOKEN.finditer(code) if part["other"])


def _section(code: str, value: Decimal) -> tuple[str | None, bool]:
    """The section of `code` that shows `value`, and whether it writes the sign of a negative number itself."""
    sections = list(_sections(code))
    conditions = [_condition(section) for section in sections[:2]]
    if not any(conditions):
        if value < 0 and len(sections) > 1:
            return sections[1], True
        return sections[2 if value == 0 and len(sections) > 2 else 0], False
    for number, (section, condition) in enumerate(zip(sections, conditions, strict=False)):
        # A second section without a condition of its own is for negative numbers where a third one takes the rest.
        is_meant = condition(value) if condition else number == 0 or len(sections) < 3 or value < 0
        if is_meant:
            return section, value < 0
    return (sections[2], value < 0) if len(sections) > 2 else (None, False)


def _sections(code: str) -> Sequence[str]:
    sections, position = [], 0
    while position <= len(code):
        match = _SECTION.match(code, position)
        assert match is not None  # noqa: S101 - it matches an empty section, too
        sections.append(match[1])
        if not match[2]:
            break
        position = match.end()
    return sections


def _condition(section: str) -> _Condition | None:
    for part in _TOKEN.finditer(section):
        if part["bracket"] and (match := _CONDITION.fullmatch(part["bracket"].strip())):
            return _Condition(match[1], Decimal(match[2]))
    return None


@dataclass(frozen=True)
class _Condition:
    sign: str
    limit: Decimal

    def __call__(self, value: Decimal) -> bool:
        found = {"<"} if value < self.limit else {">"} if value > self.limit else {"="}
        return any(sign in self.sign for sign in found)


def _decimals(parts: Sequence[re.Match[str]], digits: str, percents: int) -> int | None:
    if any(part["general"] or part["exponent"] or part["sign"] in ("@", "/") for part in parts):
        return None
    return len(digits.partition(".")[2].replace(",", "")) + 2 * percents


def _shows_zero(value: Decimal, decimals: int | None) -> bool:
    return value == 0 if decimals is None else round(value, decimals) == 0


def _without_sign(before: str, after: str, value: Decimal, is_signed: bool) -> tuple[str, str] | None:
    """The words beside the digits without the sign among them; None where that is not the sign of `value`."""
    is_bracketed = before.endswith("(") and after.startswith(")")
    is_negative = is_bracketed or before.startswith("-") or before.endswith("-")
    if is_bracketed:
        before, after = before[:-1], after[1:]
    if is_negative != (is_signed and value < 0):
        return None
    return before.strip("- "), after.strip()


def _placeholder(part: re.Match[str]) -> str:
    if part["general"] or (part["sign"] or "") in ("@", "/"):
        return "0"
    return part["digit"] or ""


def _word(part: re.Match[str]) -> str:
    bracket = part["bracket"] or ""
    currency = bracket[1:].partition("-")[0] if bracket.startswith("$") else ""
    sign = part["sign"] if part["sign"] in ("-", "+", "(", ")") else ""
    return (part["quoted"] or part["escaped"] or part["other"] or sign or currency or "").strip()
