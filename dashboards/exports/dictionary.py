"""What the columns of a dataset mean, read from the file beside its SELECT, and their types by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from metrics.queries import EXPORTS_FOLDER
from metrics.sentences import LANGUAGES, Bilingual, load_sentences
from metrics.yaml_file import read_yaml

MEANING = Bilingual("含义", "meaning")
# The beginning of DuckDB's name of a type → the name that Table Schema gives it.
_TYPES = {
    "DECIMAL": "number",
    "DOUBLE": "number",
    "FLOAT": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "HUGEINT": "integer",
    "BIGINT": "integer",
    "INTEGER": "integer",
    "SMALLINT": "integer",
    "TINYINT": "integer",
    "UBIGINT": "integer",
    "UINTEGER": "integer",
}


@dataclass(frozen=True)
class Column:
    """The meaning of a column in both languages; `unit` is its own, `unit_in` the column that gives each row's.

    `codes` names the family of sentences whose codes stand in it.
    """

    zh: str
    en: str
    unit: str | None = None
    unit_in: str | None = None
    codes: str | None = None

    @property
    def measured(self) -> str:
        """The unit, or an arrow to the column that gives each row's; empty for neither."""
        return self.unit or (f"→ {self.unit_in}" if self.unit_in else "")

    def in_language(self, language: str) -> str:
        """The meaning in `zh` or `en`, with every code that may stand in the column and what it says."""
        meaning, colon, comma = (self.zh, "：", "；") if language == "zh" else (self.en, ": ", "; ")
        said = {code: sentence.in_language(language) for code, sentence in load_sentences().items()}
        own = [(code.partition(".")[2], words) for code, words in said.items() if code.partition(".")[0] == self.codes]
        return meaning + colon * bool(own) + comma.join(f"`{code}` {words.rstrip('。.')}" for code, words in own)


@cache
def columns(dataset: str) -> Mapping[str, Column]:
    """The meanings of a dataset's columns by name: what its own file says (or names), then the shared ones."""
    shared, own = shared_columns(), own_columns(dataset)
    return shared | {name: shared[words] if isinstance(words, str) else Column(**words) for name, words in own.items()}


@cache
def shared_columns() -> dict[str, Column]:
    """The meanings that several datasets have, by the name of the column or one that their files call them by."""
    return {name: Column(**words) for name, words in read_yaml(EXPORTS_FOLDER / "shared.yml").items()}


def own_columns(dataset: str) -> dict[str, Any]:
    """What the file of a dataset says of its columns; nothing where all their meanings are shared."""
    path = EXPORTS_FOLDER / f"{dataset.replace('-', '_')}.yml"
    return read_yaml(path) if path.exists() else {}


def dictionary_heads(languages: Sequence[str] = LANGUAGES) -> tuple[str, ...]:
    """The heads of the lines of a dictionary: a meaning in each language.

    >>> dictionary_heads(), dictionary_heads(["en"])
    (('column', 'type', '含义', 'meaning', 'unit'), ('column', 'type', 'meaning', 'unit'))
    """
    return ("column", "type", *(MEANING.in_language(language) for language in languages), "unit")


def described(dataset: str, types: Mapping[str, str], languages: Sequence[str] = LANGUAGES) -> list[tuple[str, ...]]:
    """A line of `dictionary_heads` for each column of `types` (DuckDB's name of its type)."""
    meanings = columns(dataset)
    return [
        (name, schema_type(kind), *(words.in_language(language) for language in languages), words.measured)
        for name, kind in types.items()
        for words in [meanings[name]]
    ]


def schema_type(kind: str) -> str:
    """The Table Schema name of DuckDB's type `kind`; whatever is not listed is written as text.

    >>> schema_type("DECIMAL(24,6)"), schema_type("DATE"), schema_type("VARCHAR")
    ('number', 'date', 'string')
    """
    return next((name for beginning, name in _TYPES.items() if kind.startswith(beginning)), "string")
