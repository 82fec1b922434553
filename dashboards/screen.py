"""What a page is given and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dash.development.base_component import Component

from dashboards.address import Address
from dashboards.words import LANGUAGES, Words
from metrics.reading.programme import Programme, Round
from metrics.sentences import Bilingual


@dataclass(frozen=True)
class Screen:
    """The reader's language and place, and the office's languages; every component draws itself from it."""

    words: Words
    address: Address
    languages: tuple[str, ...] = LANGUAGES

    @property
    def language(self) -> str:
        """`zh` or `en`."""
        return self.words.language

    def name(self, text: Bilingual) -> str:
        """The words of `text` in the reader's language."""
        return text.in_language(self.language)

    def at(self, programme: Programme, chosen: Round | None) -> Screen:
        """The same screen with programme and period settled, so that every link carries them."""
        period_id = chosen.period_id if chosen else None
        address = replace(self.address, programme_id=programme.programme_id, period_id=period_id)
        return replace(self, address=address)


@dataclass(frozen=True)
class Page:
    """A page ready to be framed: its title, its content, and what the pickers offer."""

    title: str
    content: Component
    screen: Screen
    programmes: tuple[Programme, ...] = ()
    programme: Programme | None = None
    picker_path: str = "/"
    is_found: bool = True
