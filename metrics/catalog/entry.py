"""What every entry of the catalog is made of: words in two languages, names for files and addresses, no unknown key."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Entry(BaseModel):
    """A catalog entry: immutable, and with no key beyond the declared ones."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def in_both(given: object) -> object:
    """Words for both languages out of a bare text or those of one language: what is said once is said for both.

    >>> in_both("Flood risk"), in_both({"zh": "防洪"})
    ({'zh': 'Flood risk', 'en': 'Flood risk'}, {'zh': '防洪', 'en': '防洪'})
    """
    said = {"zh": given} if isinstance(given, str) else given
    if not isinstance(said, dict):
        return given
    word = said.get("zh") or said.get("en")
    return said if word is None else {**said, "zh": said.get("zh") or word, "en": said.get("en") or word}


class Said(Entry):
    """Something with words of its own in Chinese and English; an office of one language gives those of that."""

    zh: Word
    en: Word

    _in_both = model_validator(mode="before")(in_both)


class Bilingual(Said):
    """The same words in Chinese and English, neither empty; a bare text stands for both."""
