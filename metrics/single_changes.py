"""The single changes that a form on the page makes, as web and clerk have agreed on them: `single_changes.yml`.

The web draws a form by its declaration, the clerk reads what was filled in by the same one; neither knows the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from metrics.yaml_file import read_yaml

TARGET, UNIT, TASK = SUBJECTS = ("target", "unit", "task")
# What a field takes: words, a day, an amount, or one of what is declared.
TEXT, LINE, DAY, AMOUNT = "text", "line", "day", "amount"
DOCUMENT, PART, OTHER_TARGET, ONE_UNIT, ROLE = CHOICES = ("document", "part", "target", "unit", "role")
ROLES = ("lead", "carries_out", "support")
LONGEST_TEXT = 1000
# What is said of a document that makes a change: which it is, or what registers it; then where it says so.
_NEW_DOCUMENT = ("document_title", "document_number", "document_issuer", "document_issued_on")
_QUOTED = ("section", "phrase", "reason")
NEW_DOCUMENT = "document_"


@dataclass(frozen=True)
class Field:
    """One field of a form: its name, what it takes, and whether it must be filled."""

    name: str
    takes: str
    is_required: bool = False

    @property
    def is_choice(self) -> bool:
        """Whether it is one of what is declared."""
        return self.takes in CHOICES


@dataclass(frozen=True)
class SingleChange:
    """One kind of change: what it is about (`target`, `unit` or `task`), and its fields in order.

    Where a document makes it (`is_by_document`), either `document` is given or the fields that register it.
    """

    kind: str
    subject: str
    fields: tuple[Field, ...]
    is_by_document: bool = False

    def field(self, name: str) -> Field | None:
        """The field of that name, None where the form has none."""
        return next((one for one in self.fields if one.name == name), None)


@cache
def single_changes() -> Mapping[str, SingleChange]:
    """Every kind of change, in the order in which they are offered."""
    declared: dict[str, Any] = read_yaml(Path(__file__).with_suffix(".yml"))
    return {kind: _change(kind, said, declared["fields"]) for kind, said in declared["changes"].items()}


def changes_of(subject: str) -> list[SingleChange]:
    """The changes that are about a target, a unit or a task.

    >>> [change.kind for change in changes_of(UNIT)]
    ['renamed', 'taken_over', 'dissolved']
    """
    return [change for change in single_changes().values() if change.subject == subject]


def _change(kind: str, said: Mapping[str, Any], takes: Mapping[str, str]) -> SingleChange:
    return SingleChange(kind, said["of"], tuple(_fields(said, takes)), bool(said.get("by_document")))


def _fields(said: Mapping[str, Any], takes: Mapping[str, str]) -> Iterator[Field]:
    asked = said["asks"]
    names = {*asked, *said.get("takes", ())}
    if said.get("by_document"):
        names |= {"document", *_NEW_DOCUMENT, *_QUOTED}
        asked = [*asked, *_QUOTED]
    # In the order in which they are declared, so that every form asks alike.
    yield from (Field(name, kind, name in asked) for name, kind in takes.items() if name in names)
