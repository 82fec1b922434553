"""Parts of a page that never call back, sent as one plain tree and drawn by `still.js` without Dash's wrappers.

Dash wraps every element in a component that watches the store; on a page of two thousand elements that takes longer
than drawing it. Links behave as `dcc.Link` does. Text stays text: the tree is made into elements, never into markup.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc
from dash.development.base_component import Component

NAMESPACE = "duibiao_still"
LINK = "link"
UNSENT = ("children", "color", "available_properties", "available_wildcard_properties")
# Bootstrap's components that are an element with a class and no more.
BOOTSTRAP_TAGS = {dbc.Badge: ("span", "badge"), dbc.Table: ("table", "table")}


class Still(Component):
    """A tree of elements as `[tag, attributes, children]`, texts as they are."""

    _namespace = NAMESPACE
    _type = "Still"

    def __init__(self, tree: Any) -> None:
        self._children_props = []
        self._base_nodes = ["children"]
        self._prop_names = ["tree"]
        self._valid_wildcard_attributes = []
        self.available_properties = ["tree"]
        self.available_wildcard_properties = []
        super().__init__(tree=tree)


def stilled(node: Any) -> Any:
    """The same content with every part that never calls back made still; live parts stay Dash's own."""
    tree = _tree(node)
    if tree is not None:
        return Still(tree) if isinstance(tree, list) else tree
    if isinstance(node, list | tuple):
        return [stilled(child) for child in node]
    children = getattr(node, "children", None)
    if children is not None:
        node.children = stilled(children)
    return node


def _tree(node: Any) -> Any:
    """The plain tree of a component, or None when something live is in it."""
    if node is None:
        return ""
    if isinstance(node, str | int | float):
        return str(node)
    if not isinstance(node, Component):
        return None
    kind = _tag(type(node))
    if kind is None:
        return None
    children = getattr(node, "children", None)
    inner = []
    for child in children if isinstance(children, list | tuple) else (children,):
        tree = _tree(child)
        if tree is None:
            return None
        inner.append(tree)
    tag, base_class = kind
    # Dash sets an attribute for each property given and no other; its own begin with an underscore.
    attributes = {name: value for name, value in vars(node).items() if name[0] != "_" and name not in UNSENT}
    if base_class:
        attributes["className"] = f"{base_class} {attributes.get('className', '')}".strip()
    return [tag, attributes, [entry for entry in inner if entry != ""]]


@cache
def _tag(kind: type[Component]) -> tuple[str, str] | None:
    if kind is dcc.Link:
        return LINK, ""
    if kind in BOOTSTRAP_TAGS:
        return BOOTSTRAP_TAGS[kind]
    return (kind.__name__.lower(), "") if kind.__module__.startswith("dash.html") else None
