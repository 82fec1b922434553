"""The styles of an OpenDocument sheet: number formats as codes such as workbooks write, and how letters are set."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from pipelines.readers.letters import BLACK, LOWERED, RAISED, WHITE, Letters, mark_of
from pipelines.readers.number_formats import GENERAL

STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
_FORMATTED = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
FORMATS = {f"{NUMBER}{kind}-style" for kind in ("number", "percentage", "currency", "text")}
_CONDITION = re.compile(r"value\(\)\s*(<=|>=|<>|!=|<|>|=)\s*(-?\d+(?:\.\d+)?)")


@dataclass
class CellLook:
    """What one cell style says: its number format, its letters, the colour behind them, and what it is based on."""

    format_name: str | None = None
    letters: Letters | None = None
    background: str | None = None
    parent: str | None = None


@dataclass
class OpenStyles:
    """The styles of one document by name."""

    cells: dict[str, CellLook] = field(default_factory=dict)
    stretches: dict[str, Letters] = field(default_factory=dict)
    _sections: dict[str, str] = field(default_factory=dict)
    _maps: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    _codes: dict[str, str] = field(default_factory=dict)

    def take(self, element: Element) -> None:
        """Takes in one whole style."""
        name = element.get(f"{STYLE}name", "")
        if element.tag in FORMATS:
            self._sections[name] = _section(element)
            maps = [child for child in element if child.tag == f"{STYLE}map"]
            self._maps[name] = [(part.get(f"{STYLE}condition", ""), part.get(f"{STYLE}apply-style-name", ""))
                                for part in maps]  # fmt: skip
        elif element.tag == f"{STYLE}style" and element.get(f"{STYLE}family") == "text":
            self.stretches[name] = _letters(element) or Letters()
        elif element.tag == f"{STYLE}style" and element.get(f"{STYLE}family") == "table-cell":
            self.cells[name] = CellLook(
                element.get(f"{STYLE}data-style-name"), _letters(element), _background(element),
                element.get(f"{STYLE}parent-style-name"),
            )  # fmt: skip

    def look(self, name: str) -> CellLook:
        """What a cell style says, with what it takes over from those it is based on."""
        whole = CellLook()
        for _ in range(20):
            style = self.cells.get(name)
            if style is None:
                break
            whole.format_name = whole.format_name or style.format_name
            whole.letters = whole.letters or style.letters
            whole.background = whole.background or style.background
            name = style.parent or ""
        return whole

    def code(self, format_name: str | None) -> str:
        """The number format of this name as a code."""
        if not format_name or format_name not in self._sections:
            return GENERAL
        if format_name not in self._codes:
            self._codes[format_name] = self._code(format_name)
        return self._codes[format_name]

    def mark(self, style: str, stretches: list[str]) -> str:
        """How the letters of a cell are set: by its style, and by those of stretches of its text ("" has none)."""
        look = self.look(style)
        own = look.letters or Letters()
        letters = [self.stretches.get(name, own) if name else own for name in stretches] or [own]
        return mark_of(letters, look.background or WHITE)

    def _code(self, name: str) -> str:
        base, maps = self._sections[name], self._maps[name]
        conditions = [_CONDITION.fullmatch(condition.strip()) for condition, _ in maps]
        if not maps:
            return base
        sections = [self._sections.get(applied, "") for _, applied in maps]
        said = ["".join(match.groups()) if match else "" for match in conditions]
        if said in ([">=0"], [">0", "<0"], [">0", "<0", "=0"]):
            return ";".join([*sections, base])
        if "" in said:
            return ""  # A condition that nobody here knows: the format counts as one that shows nothing.
        return ";".join([*(f"[{c}]{section}" for c, section in zip(said, sections, strict=True)), base])


def _section(style: Element) -> str:
    code = ""
    for part in style:
        kind = part.tag.removeprefix(NUMBER)
        if kind == "text":
            text = part.text or ""
            code += text if style.tag == f"{NUMBER}percentage-style" and text == "%" else _quoted(text)
        elif kind == "currency-symbol":
            code += "[$¤]" if not part.text else f"[${part.text}]"
        elif kind == "number":
            code += _digits(part)
        elif kind == "text-content":
            code += "@"
        elif kind in ("scientific-number", "fraction"):
            code += "0.00E+00" if kind == "scientific-number" else "# ?/?"
    return code


def _quoted(text: str) -> str:
    words = text.replace('"', "")
    return f'"{words}"' if words.strip() else " "


def _digits(number: Element) -> str:
    decimals = number.get(f"{NUMBER}decimal-places")
    whole = number.get(f"{NUMBER}min-integer-digits")
    if decimals is None and whole in (None, "1") and not len(number):
        return GENERAL + _thousands(number)
    least = number.get(f"{NUMBER}min-decimal-places", decimals or "0")
    shown = "0" * int(least) + "#" * (int(decimals or 0) - int(least))
    digits = ("0" * int(whole or 0) or "#") + (f".{shown}" if shown else "")
    # Words that stand among the digits.
    return digits + _thousands(number) + ('"x"0' if len(number) else "")


def _thousands(number: Element) -> str:
    factor = number.get(f"{NUMBER}display-factor", "1")
    return "" if factor == "1" else ","


def _letters(style: Element) -> Letters | None:
    looks = next((child for child in style if child.tag == f"{STYLE}text-properties"), None)
    if looks is None:
        return None
    lines = {looks.get(f"{STYLE}text-line-through-{name}", "none") for name in ("style", "type")}
    position = looks.get(f"{STYLE}text-position", "").split(" ")[0]
    raised = position == "super" or re.fullmatch(r"[1-9]\d*%", position)
    lowered = position == "sub" or re.fullmatch(r"-[1-9]\d*%", position)
    size = looks.get(f"{_FORMATTED}font-size", "")
    return Letters(
        is_struck=lines != {"none"},
        position=RAISED if raised else LOWERED if lowered else "",
        color=_color(looks.get(f"{_FORMATTED}color")),
        is_hidden=re.fullmatch(r"[01](\.\d+)?pt", size) is not None
        or looks.get("{urn:oasis:names:tc:opendocument:xmlns:text:1.0}display") == "none",
    )


def _background(style: Element) -> str | None:
    looks = next((child for child in style if child.tag == f"{STYLE}table-cell-properties"), None)
    color = looks.get(f"{_FORMATTED}background-color") if looks is not None else None
    return None if color in (None, "transparent") else _color(color)


def _color(text: str | None) -> str:
    match = re.fullmatch(r"#([0-9A-Fa-f]{6})", text or "")
    return match[1].upper() if match else BLACK
