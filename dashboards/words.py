"""The words of the screens: `text/zh.yml` and `text/en.yml`, flattened to dotted keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from metrics.sentences import LANGUAGES as LANGUAGES
from metrics.yaml_file import read_yaml

TEXT_FOLDER = Path(__file__).parent / "text"


class UnknownWord(LookupError):
    """A key without words; the message names the file in which it is missing."""


def document_language(language: str) -> str:
    """A language as HTML and mail name it.

    >>> document_language("zh"), document_language("en")
    ('zh-CN', 'en')
    """
    return "zh-CN" if language == "zh" else language


@dataclass(frozen=True)
class Words:
    """The words of one language; a missing key is an error, never an empty place on a page."""

    language: str
    entries: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The words under `key` with `values` filled in; `count` chooses between `key.one` and `key.other`."""
        if "count" in values and f"{key}.other" in self.entries:
            key = f"{key}.one" if values["count"] == 1 else f"{key}.other"
        if key not in self.entries:
            raise UnknownWord(f"{self.language}.yml: {key!r} is not among the words: it must stand in each language")
        return self.entries[key].format(**values)


@cache
def load_words(language: str, folder: Path = TEXT_FOLDER) -> Words:
    """The words of `zh` or `en`: those of the screens, or of another `folder`."""
    content = read_yaml(folder / f"{language}.yml")
    return Words(language, MappingProxyType(dict(_flat(content))))


def _flat(content: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in content.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
