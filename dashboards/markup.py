"""A page as HTML: Dash's components drawn on the server, so that it is there before any script runs.

What lives in the browser (a chart, a grid) is left as a place, and Dash draws it there once it has started. Text is
escaped, always: nothing that a file or an address says becomes markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc
from dash.development.base_component import Component

# Bootstrap's components that are one element, with its class; a button's is the house's own, which links share.
BOOTSTRAP_TAGS = {
    dbc.Badge: ("span", "badge"),
    dbc.Button: ("button", "button"),
    dbc.Card: ("div", "card"),
    dbc.Form: ("form", ""),
    dbc.Input: ("input", "form-control"),
    dbc.Label: ("label", "form-label"),
    dbc.Select: ("select", "form-select"),
    dbc.Table: ("table", "table"),
    dbc.Textarea: ("textarea", "form-control"),
}
# Elements that load or run something, or whose tag has another name: Dash draws them, not we.
NOT_PLAIN = ("Script", "Style", "Iframe", "Embed", "ObjectEl", "MapEl")
VOID_TAGS = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
CLASS_NAMES = ("className", "class_name")
NAMES = {"className": "class", "htmlFor": "for", "html_for": "for", "acceptCharset": "accept-charset"}
UNSENT = {"children", "color", "key", "options", "available_properties", "available_wildcard_properties"}
NAMESPACE = "duibiao"
PLACE = "place-"


class Shape(Component):
    """An element that Dash does not know, of a drawing (SVG) or a form, by its name; only ever drawn on the server."""

    def __init__(self, tag: str, children: Any = None, **attributes: Any) -> None:
        # Dash's own way looks for a package of the namespace, each time.
        vars(self).update(_tag=tag, children=children, **attributes)


class Place(Component):
    """A live part of a page: `islands.js` lets Dash draw it at the element with the id `target`."""

    _namespace, _type = NAMESPACE, "Place"

    def __init__(self, children: Any, target: str) -> None:
        self._prop_names = ["children", "target"]
        self._valid_wildcard_attributes: list[str] = []
        vars(self).update(children=children, target=target)


class Pictured(Component):
    """A live part that the server draws too: its picture stands until the live part covers it, and on paper."""

    def __init__(self, children: Component, picture: Component) -> None:
        vars(self).update(children=children, picture=picture)


def markup(node: Any) -> tuple[str, list[Place]]:
    """The HTML of components, and what Dash must draw in it.

    >>> from dash import html
    >>> markup(html.P(["1 < 2 ", dcc.Link("x", href="/?a=1&b=2")], className="note", hidden=False))
    ('<p class="note">1 &lt; 2 <a href="/?a=1&amp;b=2">x</a></p>', [])
    """
    writer = _Writer()
    writer.write(node)
    return "".join(writer.parts), writer.places


class _Writer:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.places: list[Place] = []

    def write(self, node: Any) -> None:
        if node is None:
            return
        if isinstance(node, str):
            self.parts.append(escape(node, quote=False))
        elif isinstance(node, list | tuple):
            for child in node:
                self.write(child)
        elif isinstance(node, Component):
            self._write_component(node)
        else:
            self.parts.append(escape(str(node), quote=False))

    def _write_component(self, node: Component) -> None:
        given = vars(node)
        kind = _tag(type(node))
        if kind is None:
            self._leave_place(node)
            return
        if type(node) is dbc.Select:
            node.children = _options(node)
        tag, base_class = kind
        self._write_element(tag or given["_tag"], base_class, given, is_drawing=not tag)

    def _write_element(self, tag: str, base_class: str, given: Mapping[str, Any], is_drawing: bool) -> None:
        parts = self.parts
        parts.append(f"<{tag}")
        if base_class:
            named = given.get("className") or given.get("class_name") or ""
            parts.append(f' class="{escape(f"{base_class} {named}".strip())}"')
        for name, value in given.items():
            # Dash's own begin with an underscore.
            if name[0] == "_" or name in UNSENT or (base_class and name in CLASS_NAMES):
                continue
            parts.append(attribute(NAMES.get(name) or (name if is_drawing else name.lower()), value))
        parts.append(">")
        if tag not in VOID_TAGS:
            self.write(given.get("children"))
            parts.append(f"</{tag}>")

    def _leave_place(self, node: Component) -> None:
        given, target = vars(node), f"{PLACE}{len(self.places)}"
        live, kind, picture = node, "place", Shape("div", className=given.get("className"), style=given.get("style"))
        if isinstance(node, Pictured):
            live, kind, picture = node.children, "place is-pictured", given["picture"]
        self.places.append(Place(live, target))
        # As large as what will stand there, so that nothing moves when it comes.
        self.write(Shape("div", picture, id=target, className=kind))


def attribute(name: str, value: Any) -> str:
    """One attribute as it stands in a tag, a space before it; nothing for what is not set.

    >>> attribute("style", {"left": "34%", "minWidth": 12}), attribute("hidden", True), attribute("title", None)
    (' style="left:34%;min-width:12px"', ' hidden', '')
    """
    if value is None or value is False:
        return ""
    if value is True:
        return f" {name}"
    if isinstance(value, dict):
        value = ";".join(f"{_dashed(key)}:{_length(entry)}" for key, entry in value.items())
    return f' {name}="{escape(str(value))}"'


def _dashed(name: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)


def _length(value: Any) -> str:
    return str(value) if isinstance(value, str) or value == 0 else f"{value}px"


def _options(node: Component) -> list[Component]:
    """The choices of a select, the one in force marked."""
    return [
        Shape("option", entry["label"], value=entry["value"], selected=entry["value"] == getattr(node, "value", None))
        for entry in vars(node)["options"]
    ]


@cache
def _tag(kind: type[Component]) -> tuple[str, str] | None:
    """Tag and class of a kind of component; None for what lives in the browser; a drawing brings its own tag."""
    if kind is Shape:
        return "", ""
    if kind is dcc.Link:
        return "a", ""
    if kind in BOOTSTRAP_TAGS:
        return BOOTSTRAP_TAGS[kind]
    is_plain = kind.__module__.startswith("dash.html") and kind.__name__ not in NOT_PLAIN
    return (kind.__name__.lower(), "") if is_plain else None
