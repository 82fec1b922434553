"""Names ↔ ids: whom or what a cell means, and the id of what is new."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping

from pipelines.definitions.amounts import read_edge
from pipelines.definitions.forms import tables
from pipelines.definitions.things import Key, Things, programme_of
from pipelines.readers.grid import Cell
from pipelines.readers.keys import name_key

LONGEST_ID = 40
# What a new id without Latin letters begins with.
_PREFIXES = {"programme": "p", "policy": "d", "unit": "u", "scope": "s", "indicator": "i", "task": "t", "target": "g"}
# A name and what stands in brackets behind it.
BRACKETS = re.compile(r"^(.*?)\s*[（(]([^（()）]*)[)）]\s*$")
_SEPARATORS = re.compile(r"[、；;\n]+")
_COMMAS = re.compile(r"[，,]+")
# 各乡镇, all areas: every unit of a kind.
_EVERY = re.compile(r"(?:各|all\s+)(.+)", re.IGNORECASE)
# Punctuation of names that letters have in ASCII too.
_DASHES = str.maketrans({"–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "…": " "})


class Names:
    """What things are called: every name and alias by table, as people may space and write them.

    A name that several bear means the one that bore it alone `before`, where that is said: a workbook that was taken
    out does not become ambiguous by what is added to it.
    """

    def __init__(self, things: Things, before: Names | None = None) -> None:
        self._before = before
        self._ids: dict[str, dict[str, list[str]]] = {}
        self._shown: dict[str, dict[str, str]] = {}
        self._of_kind: dict[str, list[str]] = {}
        for key in things:
            for name in names_of(key, things):
                ids = self._ids.setdefault(key[0], {}).setdefault(name_key(name), [])
                if key[1] not in ids:
                    ids.append(key[1])
                self._shown.setdefault(key[0], {}).setdefault(name_key(name), name)
            if key[0] == "unit":
                for word in _kind_words(things[key].get("kind")):
                    self._of_kind.setdefault(name_key(word), []).append(str(things[key].get("name")))

    def ids(self, table: str, text: str) -> list[str]:
        """The ids that a name may mean: one as a rule, none where nobody bears it."""
        found = self._ids.get(table, {}).get(name_key(text), [])
        if not found and (spelt := _with_day(text)):
            found = self._ids.get(table, {}).get(name_key(spelt), [])
        if len(found) > 1 and self._before and len(alone := self._before.ids(table, text)) == 1:
            return alone
        return found

    def near(self, table: str, text: str) -> list[str]:
        """Up to three names like `text`, each of something else."""
        known, ids = self._shown.get(table, {}), self._ids.get(table, {})
        close = difflib.get_close_matches(name_key(text), known, n=len(known) or 1, cutoff=0.5)
        first = {tuple(ids[key]): known[key] for key in reversed(close)}
        return list(reversed(first.values()))[:3]

    def split(self, table: str, text: str) -> list[str]:
        """The names in a cell that lists several.

        >>> Names({}).split("unit", "甲、乙；丙")
        ['甲', '乙', '丙']
        """
        pieces = [piece.strip() for piece in _SEPARATORS.split(text) if piece.strip()]
        parts = [part for piece in pieces for part in self._at_commas(table, piece)]
        return [name for part in parts for name in self._every(table, part)]

    def _every(self, table: str, part: str) -> list[str]:
        """The units of a kind where a part says all of them, else the part itself."""
        match = _EVERY.fullmatch(part) if table == "unit" and not self.ids(table, part) else None
        words = (match[1], match[1].removesuffix("s")) if match else ()
        found = next((self._of_kind[name_key(word)] for word in words if name_key(word) in self._of_kind), None)
        return list(dict.fromkeys(found)) if found else [part]

    def _at_commas(self, table: str, piece: str) -> list[str]:
        # A name may hold a comma itself.
        parts = [part.strip() for part in _COMMAS.split(piece) if part.strip()]
        return [piece] if self.ids(table, piece) or len(parts) < 2 else parts


def _kind_words(kind: object) -> set[str]:
    words = kind.values() if isinstance(kind, dict) else [kind]
    return {str(word) for word in words if word}


def _with_day(text: str) -> str | None:
    """A name with a day in brackets, the day as it stands in names; None for any other.

    >>> _with_day("Homes (31 March 2026)"), _with_day("住房（2025年底）"), _with_day("Homes (rural)")
    ('Homes(2026-03-31)', '住房(2025-12-31)', None)
    """
    match = BRACKETS.match(text)
    day = read_edge(Cell(match[2]), "last") if match else None
    return f"{match[1]}({day})" if match and day else None


def names_of(key: Key, things: Things) -> Iterator[str]:
    """Every name under which a thing may stand in a cell."""
    table, fields = key[0], things[key]
    if table == "target":
        yield from _target_names(key, things)
        return
    declared = tables()[table].name
    if declared is None:
        return
    stem = declared.removesuffix(".zh").removesuffix("_zh")
    for name in (declared, f"{stem}.en", f"{stem}_en", "short_name.zh", "short_name.en", "document_number", "number"):
        if fields.get(name) and not (name in ("short_name.zh", "short_name.en") and table != "programme"):
            yield str(fields[name])
    if table in ("unit", "measure_unit"):
        yield from (alias["name"] if isinstance(alias, dict) else str(alias) for alias in fields.get("aliases", ()))
        yield from (str(one["name"]) for one in fields.get("names", ()) if isinstance(one, dict) and "name" in one)


def _target_names(key: Key, things: Things) -> Iterator[str]:
    """A target by its indicator, with its due day in brackets, and with its territory too."""
    fields = things[key]
    for name in (
        names_of(("indicator", str(fields.get("indicator_id"))), things)
        if (("indicator", str(fields.get("indicator_id"))) in things)
        else ()
    ):
        due = str(fields.get("due_on", ""))
        scope = things.get(("scope", str(fields.get("scope_id"))), {})
        yield name
        yield f"{name}({due})"
        yield f"{name}({due[:4]})"
        yield f"{name}({due[:4]}年)"
        for place in filter(None, (scope.get("name.zh"), scope.get("name.en"))):
            yield f"{name}({place})"
            yield f"{name}({place},{due})"


def target_label(key: Key, things: Things, language: str = "zh") -> str:
    """What a target is called on the sheets: its indicator, with as much in brackets as tells it from others."""
    fields = things[key]
    indicator = things.get(("indicator", str(fields.get("indicator_id"))), {})
    name = indicator.get(f"name.{language}") or indicator.get("name.zh") or key[1]
    alike = [one for one in things if one[0] == "target" and one != key
             and things[one].get("indicator_id") == fields.get("indicator_id")
             and programme_of(one, things) == programme_of(key, things)]  # fmt: skip
    if not alike:
        return str(name)
    due, scope = fields.get("due_on", ""), things.get(("scope", str(fields.get("scope_id"))), {})
    if all(things[one].get("due_on") != due for one in alike):
        return f"{name}({due})"
    return f"{name}({scope.get(f'name.{language}') or scope.get('name.zh') or fields.get('scope_id')},{due})"


def new_id(table: str, taken: Collection[str], words: str | None, stem: str = "") -> str:
    """A readable id that is not taken: of Latin words where there are any, else a short number.

    >>> new_id("unit", {"yorkshire-area"}, "Yorkshire Area"), new_id("unit", {"u-001"}, "鼓楼区")
    ('yorkshire-area-2', 'u-002')
    >>> new_id("programme", set(), "Housing for All – a plan")
    'housing-for-all-a-plan'
    >>> new_id("programme", set(), "空气质量", "2025"), new_id("target", set(), None, "p-2025-01")
    ('p-2025-01', 'p-2025-01-g01')
    """
    if slug := _slug(words or ""):
        return _free(slug, taken)
    prefix = _PREFIXES[table]
    if table in ("task", "target"):
        head, width = f"{stem}-{prefix}", 2
    elif stem:
        head, width = f"{prefix}-{stem}-", 2
    else:
        head, width = f"{prefix}-", 3
    number = 1
    while f"{head}{number:0{width}}" in taken:
        number += 1
    return f"{head}{number:0{width}}"


def _slug(words: str) -> str:
    # Names in Chinese characters have no letters of their own to make an id of, nor have those that mix both.
    plain = unicodedata.normalize("NFKD", words.translate(_DASHES))
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    if not plain.isascii() or not re.search("[A-Za-z]", plain):
        return ""
    slug = re.sub("[^a-z0-9]+", "-", plain.lower()).strip("-")
    return slug if len(slug) <= LONGEST_ID else slug[:LONGEST_ID].rpartition("-")[0] or slug[:LONGEST_ID]


def _free(slug: str, taken: Collection[str]) -> str:
    number, found = 2, slug
    while found in taken:
        found, number = f"{slug}-{number}", number + 1
    return found


def taken_ids(things: Mapping[Key, object], table: str) -> set[str]:
    """The ids of a table that are in use."""
    return {key[1] for key in things if key[0] == table}
