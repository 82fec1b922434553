"""What a workbook shows for a number or an error value: plain digits, a percentage, words beside it, something else.

A sheet stores 3500 and shows 3500万元, 35 % or 0.35. What the clerk saw is what the clerk meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

PLAIN, PERCENT, UNCLEAR = "plain", "percent", "unclear"
# Formats without a code of their own in the file, where they are not plain. 5–8, 42 and 44 show a currency sign.
_BUILT_IN = {9: "0%", 10: "0.00%"} | dict.fromkeys((5, 6, 7, 8, 42, 44), "¥0")

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|\[(?P<bracket>[^\]]*)\]?|[_*].|(?P<general>General|G/通用格式)|'
    r"(?P<exponent>[Ee][+-])|(?P<digit>[0-9#?.,]+)|(?P<percent>%)|(?P<sign>[-+ ()@/])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_SECTION = re.compile(r'(?:"[^"]*"?|[\\!_*].|\[[^\]]*\]?|[^;])*', re.DOTALL)


@dataclass(frozen=True)
class Look:
    """How a number is shown: its kind, and the words in front of it and behind it."""

    kind: str = PLAIN
    before: str = ""
    after: str = ""


def look_of(code: str) -> Look:
    r"""The look that the format `code` gives to a number that is not negative.

    >>> look_of("#,##0.00").kind, look_of('0"%"').after, look_of("0.0%").kind, look_of('0.00"亿元"').after
    ('plain', '%', 'percent', '亿元')
    >>> look_of("0,").kind, look_of('0!.0,"万"').kind, look_of(";;;").kind, look_of("[>9]0").kind
    ('unclear', 'unclear', 'unclear', 'unclear')
    """
    first = _SECTION.match(code)
    parts = list(_TOKEN.finditer(first[0] if first else ""))
    if any(re.match("[<>=]", part["bracket"] or "") for part in parts):
        return Look(UNCLEAR)
    digits = "".join(_placeholder(part) for part in parts)
    percents = sum(part["percent"] is not None for part in parts)
    words = [(number, word) for number, part in enumerate(parts) if (word := _word(part))]
    places = [number for number, part in enumerate(parts) if _placeholder(part)]
    # A comma behind the last digit divides by a thousand; words among the digits move the point; no digit hides all.
    inside = any(places[0] < number < places[-1] for number, _ in words) if places else True
    if inside or percents > 1 or re.search(r"[0#?],+(?:\.|$)", digits):
        return Look(UNCLEAR)
    before = "".join(word for number, word in words if number < places[0])
    after = "".join(word for number, word in words if number > places[-1])
    if percents:
        return Look(UNCLEAR if before or after else PERCENT)
    return Look(PLAIN, before, after)


def built_in_code(number: int) -> str:
    """The code of a format that a file names only by its number."""
    return _BUILT_IN.get(number, "General")


def error_text(code: int) -> str:
    """The words of an error value that binary files keep as a number."""
    return _ERRORS.get(code, "#ERROR!")


def _placeholder(part: re.Match[str]) -> str:
    if part["general"] or (part["sign"] or "") in ("@", "/"):
        return "0"
    return part["digit"] or ""


def _word(part: re.Match[str]) -> str:
    bracket = part["bracket"] or ""
    currency = bracket[1:].partition("-")[0] if bracket.startswith("$") else ""
    return (part["quoted"] or part["escaped"] or part["other"] or currency).strip("-+() ")
