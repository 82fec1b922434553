"""Looks into a workbook before anything reads it: what it may not carry, and what its cells are shown as.

Formulas, macros, links, entities, and claims about size are refused here, with the place where there is one.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from pipelines.readers.number_formats import Look

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


class Refused(Exception):
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
class SheetLook:
    """How one sheet shows its cells: numbers in a look of their own, error values, and what is hidden.

    Looks and errors stand by (row, column) from 0. Hidden rows are counted from 1, hidden columns from 0.
    """

    looks: dict[tuple[int, int], Look] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def inspect(path: str) -> dict[str, SheetLook]:
    """Looks into the workbook at `path`; how each sheet shows its cells, by name.

    Raises:
        Refused: for anything that a report has no use for, or that would not open.
    """
    content = Path(path).read_bytes()
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        from pipelines.readers.old_workbook import inspect_old

        return inspect_old(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return _inspect_parts(parts)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, OSError, ValueError) as error:
        rule = "file.protected" if "password" in str(error) else "file.broken"
        raise Refused(rule, detail=str(error)) from None
    except ParseError as error:
        raise Refused("file.broken", detail=f"XML: {error}") from None
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        raise Refused("file.broken", detail=str(error)) from None


def _inspect_parts(parts: zipfile.ZipFile) -> dict[str, SheetLook]:
    infos = parts.infolist()
    unpacked = sum(info.file_size for info in infos)
    swollen = any(i.file_size > RATIO_FROM and i.file_size > MOST_RATIO * max(i.compress_size, 1) for i in infos)
    if len(infos) > MOST_PARTS or unpacked > MOST_UNPACKED or swollen:
        raise Refused("file.bomb", unpacked=f"{unpacked / 2**20:.0f}")
    names = {info.filename for info in infos}
    if len({name.lower() for name in names}) < len(infos):
        raise Refused("file.broken", detail="a part stands twice")
    for name in sorted(names):
        for pattern, rule in _FORBIDDEN:
            if pattern.search(name):
                raise Refused(rule, detail=name)
        if Path(name).suffix.lower() in {".xml", ".rels", ".vml"}:
            _look_at_xml(name, parts.read(name))
    if "content.xml" in names:
        from pipelines.readers.open_document import inspect_open_document

        return inspect_open_document(parts.read("content.xml"))
    if "xl/workbook.bin" in names:
        from pipelines.readers.binary_workbook import inspect_binary

        return inspect_binary(parts)
    if "xl/workbook.xml" in names:
        from pipelines.readers.xml_workbook import inspect_xml

        return inspect_xml(parts)
    raise Refused("file.kind")


def _look_at_xml(name: str, content: bytes) -> None:
    is_utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:4]
    if is_utf16 or re.search(rb"<!\s*(DOCTYPE|ENTITY)", content, re.I):
        raise Refused("file.entities", detail=name)
    if re.search(rb"TargetMode\s*=\s*[\"']External", content, re.I):
        raise Refused("file.links", detail=name)
    if name == "[Content_Types].xml" and b"macroenabled" in content.lower():
        raise Refused("file.macros", detail=name)
