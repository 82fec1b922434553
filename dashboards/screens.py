"""Screens as drawn: a page at an address, framed, as HTML, and kept while its build is in force."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from dashboards.address import Address
from dashboards.components.frame import frame
from dashboards.markup import Place, markup
from dashboards.pages import page_at, page_without_snapshot
from dashboards.screen import Page, Screen
from dashboards.words import load_words
from metrics import clock
from metrics.warehouse import Build, NoSnapshot, Warehouse

KEPT_SCREENS = 256


@dataclass(frozen=True)
class Drawn:
    """The body of a document, what Dash must draw in it, and the title for its head."""

    body: str
    places: tuple[Place, ...]
    title: str


class Screens:
    """Every screen is made of an address, a build and today's date alone: the last few hundred are kept as drawn."""

    def __init__(self, warehouse: Warehouse, bound: Collection[str]) -> None:
        """`bound` names the ids of components that callbacks speak of."""
        self._warehouse = warehouse
        self._bound = bound
        self._build_id: str | None = None
        self._draw = lru_cache(maxsize=KEPT_SCREENS)(self._drawn)

    def drawn(self, address: Address) -> Drawn:
        """The screen at an address."""
        try:
            build_id = self._warehouse.snapshot().build.build_id
        except NoSnapshot:
            return self._drawn(address, clock.today())
        if build_id != self._build_id:
            self._draw.cache_clear()
            self._build_id = build_id
        return self._draw(address, clock.today())

    def _drawn(self, address: Address, _: date) -> Drawn:
        page, build = page_and_build(self._warehouse, address)
        body, places = markup(frame(page, build), self._bound)
        return Drawn(body, tuple(places), f"{page.title} · {page.screen.words('brand')}")


def page_and_build(warehouse: Warehouse, address: Address) -> tuple[Page, Build | None]:
    """The page at an address, with the build it was drawn from; without a snapshot, what to do about it."""
    screen = Screen(load_words(address.language), address)
    try:
        snapshot = warehouse.snapshot(address.as_of)
    except NoSnapshot:
        return page_without_snapshot(screen), None
    return page_at(screen, snapshot), snapshot.build
