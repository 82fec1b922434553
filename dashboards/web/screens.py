"""Screens as drawn: a page at an address, framed, as HTML, and kept while its build is in force."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from dashboards.address import Address
from dashboards.components.frame import frame
from dashboards.markup import Place, markup
from dashboards.pages import office
from dashboards.pages.directory import menu, page_at, page_without_snapshot
from dashboards.pages.missing import no_snapshot
from dashboards.screen import ANY_CYCLE, Page, Screen
from dashboards.web.languages import spoken
from dashboards.words import LANGUAGES, load_words
from metrics.office import is_blank
from metrics.reading.programme import all_programmes, chosen_programme
from metrics.warehouse import Build, NoSnapshot, Snapshot, Warehouse

KEPT_SCREENS = 256


@dataclass(frozen=True)
class Drawn:
    """The body of a document, what Dash must draw in it, and the title for its head."""

    body: str
    places: tuple[Place, ...]
    title: str


class Screens:
    """Every screen is made of an address and a snapshot of the day alone: the last few hundred are kept as drawn."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse
        self._snapshot: Snapshot | None = None
        self._draw = lru_cache(maxsize=KEPT_SCREENS)(self._drawn)

    def address(self, path: str | None, search: str | None, remembered: str | None) -> Address:
        """What is asked for, in a language of the office."""
        return Address.parse(path, search, remembered, spoken(self._now(), self._warehouse))

    def _now(self) -> Snapshot | None:
        try:
            return self._warehouse.snapshot()
        except NoSnapshot:
            return None

    def drawn(self, address: Address) -> Drawn:
        """The screen at an address."""
        snapshot = self._now()
        if snapshot is not self._snapshot:
            self._draw.cache_clear()
            self._snapshot = snapshot
        return self._draw(address, snapshot) if snapshot else self._drawn(address, None)

    def _drawn(self, address: Address, snapshot: Snapshot | None) -> Drawn:
        # Of the snapshot that is its key: a screen that takes long must not be kept as one of a newer build.
        languages = spoken(snapshot, self._warehouse)
        if snapshot is None and is_blank(folder := self._warehouse.folder.parent):
            page = office.to_be_made(Screen(load_words(address.language), address, languages), folder.name)
            build, shown = None, {}
        else:
            try:
                page, build = page_and_build(snapshot, address, languages)
            except NoSnapshot:  # The records that the page lists are not beside the build.
                screen = Screen(load_words(address.language), address, languages)
                page, build = no_snapshot(screen, is_part=True), None
            shown = menu(snapshot)
        body, places = markup(frame(page, build, shown, address.period_id))
        return Drawn(body, tuple(places), f"{page.title} · {page.screen.words('brand')}")


def page_and_build(
    snapshot: Snapshot | None, address: Address, languages: tuple[str, ...] = LANGUAGES
) -> tuple[Page, Build | None]:
    """The page at an address, with the build it was drawn from; without a snapshot, what to do about it."""
    if snapshot is None:
        return page_without_snapshot(Screen(load_words(address.language), address, languages)), None
    programmes = all_programmes(snapshot)
    cycle = chosen_programme(programmes, address.programme_id).reporting_cycle if programmes else ANY_CYCLE
    screen = Screen(load_words(address.language), address, languages, snapshot.build.year_begins, cycle)
    return page_at(screen, snapshot.as_of(address.as_of)), snapshot.build
