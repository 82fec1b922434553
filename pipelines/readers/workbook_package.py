"""The package that an .xlsx file is: its parts as XML, how they refer to each other, the file with some changed."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
# No larger part is taken apart in the memory that the child has.
MOST_BYTES = 16 * 1024 * 1024
_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)


class NotMarked(ValueError):
    """The file is built in a way in which no mark is laid for certain."""


@dataclass
class WorkbookParts:
    """The parts of a workbook as they came, and those that were changed, by their names."""

    held: dict[str, bytes]
    changed: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, content: bytes) -> WorkbookParts:
        """The parts of an .xlsx file."""
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return cls({info.filename: archive.read(info) for info in archive.infolist()})

    def tree(self, name: str) -> Any:
        """A part as XML, which is written anew.

        Raises:
            NotMarked: when it is not there, is too large or is no XML.
        """
        if name not in self.changed:
            content = self.held.get(name)
            if content is None or len(content) > MOST_BYTES:
                raise NotMarked(name)
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
            try:
                self.changed[name] = etree.fromstring(content, parser)
            except etree.XMLSyntaxError as error:
                raise NotMarked(f"{name}: {error}") from None
        return self.changed[name]

    def relations(self, name: str) -> Any:
        """The relations of a part, of which there may be none yet."""
        folder, _, stem = name.rpartition("/")
        place = f"{folder}/_rels/{stem}.rels"
        if place not in self.held and place not in self.changed:
            self.changed[place] = etree.Element(f"{{{RELATIONS}}}Relationships", nsmap={None: RELATIONS})
        return self.tree(place)

    def target(self, name: str, kind: str) -> str | None:
        """The part of a kind that another one refers to."""
        folder, _, stem = name.rpartition("/")
        if not {f"{folder}/_rels/{stem}.rels"} & {*self.held, *self.changed}:
            return None
        for one in self.relations(name):
            if str(one.get("Type")).rpartition("/")[2] == kind:
                return place_of(name, str(one.get("Target")))
        return None

    def add(self, name: str, tree: Any, kind: str, beside: str) -> str:
        """Adds a part that another one refers to; gives the id of the relation."""
        self.changed[name] = tree
        relations = self.relations(beside)
        number = 1 + max((int(n) for one in relations for n in re.findall(r"\d+", one.get("Id") or "0")), default=0)
        target = posixpath.relpath(name, posixpath.dirname(beside))
        etree.SubElement(
            relations, f"{{{RELATIONS}}}Relationship", Id=f"rId{number}", Type=f"{LINKS}/{kind}", Target=target
        )
        return f"rId{number}"

    def declare(self, name: str, content_type: str) -> None:
        """Says of which type an added part is."""
        types = self.tree("[Content_Types].xml")
        if name.endswith(".vml"):
            if not any(one.get("Extension", "").lower() == "vml" for one in types):
                types.insert(0, etree.Element(f"{{{TYPES}}}Default", Extension="vml", ContentType=content_type))
        else:
            etree.SubElement(types, f"{{{TYPES}}}Override", PartName=f"/{name}", ContentType=content_type)

    def free(self, pattern: str) -> str:
        """A name with a number in it that no part has."""
        number = 1
        while pattern.format(number) in self.held or pattern.format(number) in self.changed:
            number += 1
        return pattern.format(number)

    def content(self) -> bytes:
        """The file with what was changed in it."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in [*self.held, *(name for name in self.changed if name not in self.held)]:
                content = self.held.get(name, b"")
                if name in self.changed:
                    content = etree.tostring(
                        self.changed[name], xml_declaration=True, encoding="UTF-8", standalone=True
                    )
                info = zipfile.ZipInfo(name, _FIRST_MOMENT)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, content)
        return target.getvalue()


def place_of(beside: str, target: str) -> str:
    """The name of the part that a relation of another one names."""
    joined = target.lstrip("/") if target.startswith("/") else posixpath.join(posixpath.dirname(beside), target)
    return posixpath.normpath(joined)
