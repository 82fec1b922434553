"""The pages, in the order of the menu, and which of them an address means."""

from __future__ import annotations

from types import ModuleType

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

from dashboards.pages import missing, overview, target, unit, units
from dashboards.screen import Page, Screen
from metrics.warehouse import Snapshot

PAGES: tuple[ModuleType, ...] = (overview, units, unit, target)


RULES = Map([Rule(page.PATH, endpoint=page) for page in PAGES], strict_slashes=False)


def page_at(screen: Screen, snapshot: Snapshot) -> Page:
    """The page that the address means, or the friendly one for an unknown address."""
    try:
        page, arguments = RULES.bind("localhost").match(screen.address.path)
    except HTTPException:
        return missing.layout(screen, snapshot)
    built: Page = page.layout(screen, snapshot, **arguments)
    return built


def is_known(path: str) -> bool:
    """Whether some page answers to this path."""
    return RULES.bind("localhost").test(path)
