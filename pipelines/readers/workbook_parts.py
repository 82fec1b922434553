"""Looks into a workbook before anything reads it: what it may not carry, and what its cells are shown as.

Macros, links to other data, entities, and claims about size are refused here, with the place where there is one.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from xml.etree.ElementTree import ParseError

from pipelines.readers.binary_workbook import inspect_binary
from pipelines.readers.old_workbook import inspect_old
from pipelines.readers.open_document import inspect_open_document, is_encrypted
from pipelines.readers.sheet_look import Refused, SheetLook
from pipelines.readers.xml_styles import elements
from pipelines.readers.xml_workbook import inspect_xml, is_hyperlink

MOST_PARTS = 2_000
MOST_UNPACKED = 150 * 1024 * 1024
MOST_RATIO = 150
RATIO_FROM = 4 * 1024 * 1024
_SHEET_RELATIONS = re.compile(r"xl/worksheets/_rels/[^/]+\.rels", re.I)
_FORBIDDEN = (
    (re.compile(r"vbaproject|macrosheets|dialogsheets|activex|(^|/)basic/|(^|/)scripts/", re.I), "file.macros"),
    (re.compile(r"externallinks|embeddings|connections\.xml|querytables|(^|/)object \d", re.I), "file.links"),
)


def inspect(path: str) -> dict[str, SheetLook]:
    """Looks into the workbook at `path`; how each sheet shows its cells, by name.

    Raises:
        Refused: for anything that a report has no use for, or that would not open.
    """
    content = Path(path).read_bytes()
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return inspect_old(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return _inspect_parts(parts)
    # NotImplementedError is what zipfile says of a compression that it does not know.
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
    if len(infos) > MOST_PARTS:
        raise Refused("file.bomb", said_as="file.bomb.parts", count=len(infos), most=MOST_PARTS)
    if unpacked > MOST_UNPACKED or swollen:
        raise Refused("file.bomb", unpacked=f"{unpacked / 2**20:.0f}")
    names = {info.filename for info in infos}
    if len({name.lower() for name in names}) < len(infos):
        raise Refused("file.broken", detail="a part stands twice")
    if "META-INF/manifest.xml" in names and is_encrypted(parts.read("META-INF/manifest.xml")):
        raise Refused("file.protected")
    for name in sorted(names):
        for pattern, rule in _FORBIDDEN:
            if pattern.search(name):
                raise Refused(rule, detail=name)
        if Path(name).suffix.lower() in {".xml", ".rels", ".vml"}:
            _look_at_xml(name, parts.read(name))
    if "content.xml" in names:
        return inspect_open_document(parts)
    if "xl/workbook.bin" in names:
        looks = inspect_binary(parts)
    elif "xl/workbook.xml" in names:
        looks = inspect_xml(parts)
    else:
        raise Refused("file.kind", detail=_kind_of(names))
    for name in sorted(names):
        if name.lower().endswith(".rels"):
            _look_at_relations(name, parts.read(name))
    return looks


def _kind_of(names: set[str]) -> str:
    if "word/document.xml" in names:
        return "Word"
    return "PowerPoint" if "ppt/presentation.xml" in names else "压缩包 an archive of files"


def _look_at_relations(name: str, content: bytes) -> None:
    # The hyperlink of a cell is an address that nobody follows; whatever else lies outside would be fetched.
    for relation in elements(io.BytesIO(content), {"Relationship"}):
        is_outside = relation.get("TargetMode", "").strip().lower() == "external"
        if is_outside and not (is_hyperlink(relation) and _SHEET_RELATIONS.fullmatch(name)):
            raise Refused("file.links", detail=name)


def _look_at_xml(name: str, content: bytes) -> None:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:4]:
        raise Refused("file.entities", said_as="file.entities.utf16", detail=name)
    if re.search(rb"<!\s*(DOCTYPE|ENTITY)", content, re.I):
        raise Refused("file.entities", detail=name)
    if name == "[Content_Types].xml" and b"macroenabled" in content.lower():
        raise Refused("file.macros", detail=name)
