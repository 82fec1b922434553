"""What a page is given and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from dash.development.base_component import Component

from dashboards import formats
from dashboards.address import Address
from dashboards.words import LANGUAGES, Words
from metrics.periods import Period
from metrics.reading.programme import Programme, Round
from metrics.sentences import Bilingual

# No programme is chosen, or there is none.
ANY_CYCLE = "none"


@dataclass(frozen=True)
class Screen:
    """The reader's language and place, the office's languages and years; every component draws itself from it."""

    words: Words
    address: Address
    languages: tuple[str, ...] = LANGUAGES
    year_begins: int = 1
    cycle: str = ANY_CYCLE

    @property
    def language(self) -> str:
        """`zh` or `en`."""
        return self.words.language

    @property
    def reporting(self) -> str:
        """What reporting is called in the programme's cycle, as menu and heading of its rounds say it."""
        return self.words(f"reporting.{self.cycle}")

    def period(self, period_id: str) -> str:
        """A period in words."""
        return Period.parse(period_id, self.year_begins).name(self.language)

    def period_until(self, period_id: str, cut_off: date | None = None) -> str:
        """A period with the day up to which it is known."""
        return formats.period(Period.parse(period_id, self.year_begins), self.language, cut_off)

    def label(self, text: str) -> str:
        """The time label of a figure, a period's id among them, in words."""
        return formats.label(text, self.language, self.year_begins)

    def name(self, text: Bilingual) -> str:
        """The words of `text` in the reader's language."""
        return text.in_language(self.language)

    def at(self, programme: Programme, chosen: Round | None) -> Screen:
        """The same screen with programme and period settled, so that every link carries them."""
        period_id = chosen.period_id if chosen else None
        address = replace(self.address, programme_id=programme.programme_id, period_id=period_id)
        return replace(self, address=address, cycle=programme.reporting_cycle or ANY_CYCLE)


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
