"""A screen is kept for the snapshot it was drawn from, and for no other."""

from types import SimpleNamespace

import pytest
from dash import html

from dashboards.address import Address
from dashboards.web import screens

HERE = Address.parse("/", "")


class Opened:
    """A snapshot of a build."""

    def __init__(self, build_id):
        self.build = SimpleNamespace(build_id=build_id)


class Moving:
    """A warehouse whose pointer moves when it is told to."""

    def __init__(self):
        self.now = Opened("old")

    def snapshot(self, as_of=None):
        return self.now


@pytest.fixture
def told(monkeypatch):
    """What is done while a screen is being drawn, by the build it is drawn from."""
    while_drawing = {}

    def page_and_build(snapshot, address, languages):
        while_drawing.pop(snapshot.build.build_id, lambda: None)()
        return SimpleNamespace(title=snapshot.build.build_id, screen=SimpleNamespace(words=lambda _: "")), None

    monkeypatch.setattr(screens, "page_and_build", page_and_build)
    monkeypatch.setattr(screens, "menu", lambda snapshot: {})
    monkeypatch.setattr(screens, "spoken", lambda snapshot, warehouse: ("zh", "en"))
    monkeypatch.setattr(screens, "frame", lambda page, build, menu, period_id: html.P(page.title))
    return while_drawing


def test_a_screen_that_was_being_drawn_when_a_load_published_is_not_kept_as_the_new_one(told):
    warehouse = Moving()
    kept = screens.Screens(warehouse)

    def another_reader_meets_the_new_build():
        warehouse.now = Opened("new")
        assert "new" in kept.drawn(Address.parse("/units", "")).body

    told["old"] = another_reader_meets_the_new_build
    assert "old" in kept.drawn(HERE).body
    assert "new" in kept.drawn(HERE).body


def test_a_screen_of_yesterday_is_drawn_anew(told):
    warehouse = Moving()
    kept = screens.Screens(warehouse)
    first = kept.drawn(HERE)
    assert kept.drawn(HERE) is first
    warehouse.now = Opened("old")
    assert kept.drawn(HERE) is not first
