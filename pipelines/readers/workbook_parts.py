"""Looks into a workbook before anything reads it: what it may not carry, and what its cells are shown as.

Formulas, macros, links, entities, and claims about size are refused here, with the place where there is one.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError, iterparse

MOST_PARTS = 2_000
MOST_UNPACKED = 150 * 1024 * 1024
MOST_RATIO = 150
RATIO_FROM = 4 * 1024 * 1024
MOST_CELLS = 200_000
MOST_CLAIMED = 10_000_000
_FORBIDDEN = (
    (re.compile(r"vbaproject|macrosheets|dialogsheets|activex|(^|/)basic/|(^|/)scripts/", re.I), "file.macros"),
    (re.compile(r"externallinks|embeddings|connections\.xml|querytables|(^|/)object \d", re.I), "file.links"),
)
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_PERCENT_FORMATS = {9, 10}


class Refused(ValueError):
    """A workbook that is not read: the rule, the place and facts for the sentence."""

    def __init__(self, rule_id: str, sheet: str | None = None, row_number: int | None = None,
                 column: str | None = None, **facts: Any) -> None:  # fmt: skip
        self.rule_id, self.sheet, self.row_number, self.column, self.facts = rule_id, sheet, row_number, column, facts
        super().__init__(rule_id)

    def as_dict(self) -> dict[str, Any]:
        """The refusal as the child process hands it over."""
        facts = {name: str(value) for name, value in self.facts.items()}
        return {"rule_id": self.rule_id, "sheet": self.sheet, "row_number": self.row_number,
                "column": self.column, "facts": facts}  # fmt: skip


@dataclass
class Inspected:
    """What reading needs to know: which cells are shown as percentages, by sheet, and whether that could be seen."""

    percents: dict[str, set[tuple[int, int]]] = field(default_factory=dict)
    knows_percent: bool = False


def inspect(path: str) -> Inspected:
    """Looks into the workbook at `path`.

    Raises:
        Refused: for anything that a report has no use for, or that would not open.
    """
    content = Path(path).read_bytes()
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        from pipelines.readers.old_workbook import inspect_old

        inspect_old(content)
        return Inspected()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return _inspect_parts(parts)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, OSError, UnicodeError) as error:
        rule = "file.protected" if "password" in str(error) else "file.broken"
        raise Refused(rule, detail=str(error)) from None
    except ParseError as error:
        raise Refused("file.broken", detail=f"XML: {error}") from None
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        raise Refused("file.broken", detail=str(error)) from None


def _inspect_parts(parts: zipfile.ZipFile) -> Inspected:
    infos = parts.infolist()
    unpacked = sum(info.file_size for info in infos)
    swollen = any(i.file_size > RATIO_FROM and i.file_size > MOST_RATIO * max(i.compress_size, 1) for i in infos)
    if len(infos) > MOST_PARTS or unpacked > MOST_UNPACKED or swollen:
        raise Refused("file.bomb", unpacked=f"{unpacked / 2**20:.0f}")
    names = {info.filename for info in infos}
    if len(names) < len(infos):
        raise Refused("file.broken", detail="a part stands twice")
    for name in sorted(names):
        for pattern, rule in _FORBIDDEN:
            if pattern.search(name):
                raise Refused(rule, detail=name)
        if Path(name).suffix.lower() in {".xml", ".rels", ".vml"}:
            _look_at_xml(name, parts.read(name))
    if "content.xml" in names:
        from pipelines.readers.open_document import inspect_open_document

        return Inspected(inspect_open_document(parts.read("content.xml")), knows_percent=True)
    if "xl/workbook.bin" in names:
        from pipelines.readers.binary_workbook import inspect_binary

        inspect_binary(parts)
        return Inspected()
    if "xl/workbook.xml" in names:
        return _inspect_sheets(parts, names)
    raise Refused("file.kind")


def _look_at_xml(name: str, content: bytes) -> None:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or re.search(rb"<!\s*(DOCTYPE|ENTITY)", content, re.I):
        raise Refused("file.entities", detail=name)
    if re.search(rb"TargetMode\s*=\s*[\"']External", content, re.I):
        raise Refused("file.links", detail=name)
    if name == "[Content_Types].xml" and b"macroenabled" in content.lower():
        raise Refused("file.macros", detail=name)


def _inspect_sheets(parts: zipfile.ZipFile, names: set[str]) -> Inspected:
    percent_styles = _percent_styles(parts.read("xl/styles.xml")) if "xl/styles.xml" in names else set()
    inspected = Inspected(knows_percent=True)
    for sheet, part in _sheet_parts(parts):
        if part in names:
            with parts.open(part) as stream:
                inspected.percents[sheet] = _inspect_sheet(stream, sheet, percent_styles)
    return inspected


def _sheet_parts(parts: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    targets = {}
    for relation in _elements(io.BytesIO(parts.read("xl/_rels/workbook.xml.rels")), {"Relationship"}):
        target = relation.get("Target", "")
        targets[relation.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    for sheet in _elements(io.BytesIO(parts.read("xl/workbook.xml")), {"sheet"}):
        relation_id = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        yield sheet.get("name", ""), targets.get(relation_id, "")


def _inspect_sheet(stream: Any, sheet: str, percent_styles: set[int]) -> set[tuple[int, int]]:
    percents: set[tuple[int, int]] = set()
    row = column = seen = 0
    for element in _elements(stream, {"dimension", "c", "row"}):
        tag = element.tag.rpartition("}")[2]
        if tag == "dimension":
            _look_at_dimension(sheet, element.get("ref", ""))
            continue
        if tag == "row":
            column = 0
            continue
        seen += 1
        place = _REFERENCE.fullmatch(element.get("r", ""))
        if place:
            row, column = int(place[2]), letters_number(place[1])
        if seen > MOST_CELLS or row * column > MOST_CLAIMED:
            raise Refused("file.dimension", sheet)
        if any(child.tag.endswith("}f") for child in element):
            raise Refused("file.formula", sheet, row or None, place[1] if place else None)
        if int(element.get("s") or 0) in percent_styles:
            percents.add((row - 1, column - 1))
    return percents


def _look_at_dimension(sheet: str, claim: str) -> None:
    ends = [(letters_number(letters), int(number)) for letters, number in _REFERENCE.findall(claim)]
    if ends and (ends[-1][0] - ends[0][0] + 1) * (ends[-1][1] - ends[0][1] + 1) > MOST_CLAIMED:
        raise Refused("file.dimension", sheet)


def _percent_styles(content: bytes) -> set[int]:
    own: set[int] = set(_PERCENT_FORMATS)
    styles: set[int] = set()
    for element in _elements(io.BytesIO(content), {"numFmt", "cellXfs"}):
        if element.tag.endswith("}numFmt"):
            # A quoted or escaped % is only a character that is shown.
            code = re.sub(r'"[^"]*"|\\.', "", element.get("formatCode", ""))
            if "%" in code:
                own.add(int(element.get("numFmtId", -1)))
        else:
            styles = {number for number, xf in enumerate(element) if int(xf.get("numFmtId") or 0) in own}
    return styles


def letters_number(letters: str) -> int:
    """The number of a column from 1: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


def _elements(stream: Any, tags: set[str]) -> Iterator[Element]:
    # Memory stays flat: what has been looked at is dropped, the children of wanted elements after their parent.
    for _, element in iterparse(stream):  # noqa: S314 - documents with a DTD were refused before
        tag = element.tag.rpartition("}")[2]
        if tag in tags:
            yield element
            element.clear()
        elif tag in {"sheetData", "sst"}:
            element.clear()
