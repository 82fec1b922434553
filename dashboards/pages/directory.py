"""The directory of pages: every module of this room with an address of its own (`PATH`).

A page that stands in the menu says where by `MENU_PLACE`; its words there are `menu.<name of the module>`. One that is
about a programme says so by `IS_OF_PROGRAMME`; one that has something to show in some offices only, by `has_content`.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

from dashboards.pages import first_steps, missing, programmes
from dashboards.screen import Page, Screen
from metrics.reading.programme import all_programmes
from metrics.warehouse import Snapshot

_MODULES = [import_module(f"dashboards.pages.{entry.name}") for entry in iter_modules([str(Path(__file__).parent)])]
PAGES: tuple[ModuleType, ...] = tuple(module for module in _MODULES if hasattr(module, "PATH"))
_LISTED = sorted((page for page in PAGES if hasattr(page, "MENU_PLACE")), key=lambda page: page.MENU_PLACE)
START = "/"


def menu(snapshot: Snapshot | None) -> dict[str, str]:
    """Address → the key of its words, from left to right: what has something behind it in this build."""
    shown = [page for page in _LISTED if snapshot is None or page.PATH == START or _has_content(page, snapshot)]
    return {page.PATH: f"menu.{page.__name__.rpartition('.')[2]}" for page in shown}


def _has_content(page: ModuleType, snapshot: Snapshot) -> bool:
    if getattr(page, "IS_OF_PROGRAMME", False) and not all_programmes(snapshot):
        return False
    return not hasattr(page, "has_content") or bool(page.has_content(snapshot))


def paths(page: ModuleType) -> tuple[str, ...]:
    """Every address that a page answers to, its own first."""
    known: tuple[str, ...] = getattr(page, "PATHS", (page.PATH,))
    return known


RULES = Map([Rule(path, endpoint=page) for page in PAGES for path in paths(page)], strict_slashes=False)


def page_at(screen: Screen, snapshot: Snapshot) -> Page:
    """The page that the address means, or the friendly one for an unknown address."""
    found = _match(screen.address.path)
    if found is None:
        return missing.layout(screen, snapshot)
    page, arguments = found
    if getattr(page, "IS_OF_PROGRAMME", False) and not all_programmes(snapshot):
        return first_steps.layout(screen, snapshot, programmes.PATH)
    built: Page = page.layout(screen, snapshot, **arguments)
    return built


def page_without_snapshot(screen: Screen) -> Page:
    """The page of an address while nothing is published: what to do about it, but for a page that needs no data."""
    found = _match(screen.address.path)
    if found is not None and hasattr(found[0], "without_snapshot"):
        built: Page = found[0].without_snapshot(screen)
        return built
    return missing.no_snapshot(screen)


def is_known(path: str, snapshot: Snapshot | None) -> bool:
    """Whether some page answers to this path, and what it names (a unit, a target, a table) is there."""
    found = _match(path)
    if found is None:
        return False
    page, arguments = found
    return snapshot is None or not hasattr(page, "is_there") or bool(page.is_there(snapshot, **arguments))


def _match(path: str) -> tuple[ModuleType, dict[str, str]] | None:
    try:
        page, arguments = RULES.bind("localhost").match(path)
    except HTTPException:
        return None
    return page, dict(arguments)
