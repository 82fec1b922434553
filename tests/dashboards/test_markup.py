"""Pages as HTML: the same content as the components, text that stays text, and places for what is live."""

import re
from html.parser import HTMLParser
from pathlib import Path

import dash_bootstrap_components as dbc
import pytest
from dash import dcc, html

import dashboards
from dashboards.components.aria import aria, dressed
from dashboards.components.frame import frame
from dashboards.markup import Pictured, Shape, markup
from dashboards.pages.directory import menu

from .conftest import HOSTILE

ASSETS = Path(dashboards.__file__).parent / "assets"


class Reader(HTMLParser):
    """What a browser would make of a document: its texts and its tags, each closed by its like."""

    def __init__(self, text):
        super().__init__()
        self.texts, self.tags, self.open = [], [], []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in ("input", "br", "hr", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def test_elements_texts_and_attributes_stay_as_they_are():
    node = html.P([HOSTILE, html.A("x", href='/y?a="1"&b', **{"data-copy": "z"})], className="note", tabIndex=-1)
    read = Reader(markup(node)[0])
    assert read.texts == [HOSTILE, "x"]
    assert read.tags == [("p", {"class": "note", "tabindex": "-1"}), ("a", {"href": '/y?a="1"&b', "data-copy": "z"})]


@pytest.mark.parametrize("place", ["title", "href", "className", "id", "lang", "data-x", "aria-label"])
def test_no_attribute_lets_markup_out(place):
    read = Reader(markup(html.A("y", **{place: f'"><b>{HOSTILE}'}))[0])
    assert [tag for tag, _ in read.tags] == ["a"]
    assert f'"><b>{HOSTILE}' in read.tags[0][1].values()


def test_a_zero_and_an_empty_place_are_told_apart():
    assert markup([html.Td(0), html.Td()])[0] == "<td>0</td><td></td>"


def test_bootstraps_fields_are_plain_fields():
    options = [{"label": "<a>", "value": "a"}, {"label": "b", "value": "b"}]
    text, places = markup([dbc.Input(name="x", maxLength=9, class_name="y"), dbc.Select(options=options, value="b")])
    read = Reader(text)
    assert not places
    assert read.tags[0] == ("input", {"class": "form-control y", "name": "x", "maxlength": "9"})
    assert [attributes for tag, attributes in read.tags if tag == "option"] == [
        {"value": "a"}, {"value": "b", "selected": None},
    ]  # fmt: skip
    assert read.texts == ["<a>", "b"]


@pytest.mark.parametrize(("kind", "tag", "classes"), [
    (dbc.Badge, "span", "badge x"), (dbc.Button, "button", "button x"), (dbc.Card, "div", "card x"),
    (dbc.Form, "form", "x"), (dbc.Label, "label", "form-label x"), (dbc.Table, "table", "table x"),
    (dbc.Textarea, "textarea", "form-control x"),
])  # fmt: skip
def test_a_component_of_bootstraps_is_drawn_as_its_element_with_what_it_is_dressed_in(kind, tag, classes):
    node = dressed(kind(className="x"), **aria(label=HOSTILE))
    assert Reader(markup(node)[0]).tags == [(tag, {"class": classes, "aria-label": HOSTILE})]


OF_BOOTSTRAP = {"card", "chip", "badge-class", "form-control", "form-select", "table"}


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/units",
        "/unit/lead",
        "/target/above",
        "/tasks",
        "/matrix",
        "/round",
        "/upload",
        "/data/reports",
        "/centres",
    ],
)
def test_cards_badges_tables_and_forms_are_bootstraps_components(page_of, components_of, path):
    for node in components_of(frame(page_of(path), None, menu(None))):
        kind, classes = type(node), str(getattr(node, "className", "") or "").split()
        assert kind not in (html.Form, html.Table, html.Label, html.Textarea, html.Select), path
        # One of Bootstrap's radios is a list that only a browser draws.
        tag = vars(node)["_tag"] if kind is Shape and getattr(node, "type", "") != "radio" else ""
        assert tag not in ("input", "textarea", "select", "form"), path
        if OF_BOOTSTRAP & set(classes):
            # A door that looks like a badge is a link all the same.
            assert kind.__module__.startswith("dash_bootstrap_components") or kind is dcc.Link, (path, classes)


def test_a_drawing_keeps_the_names_of_its_attributes():
    assert markup(Shape("svg", [Shape("path", d="M0 0")], viewBox="0 0 1 1"))[0] == (
        '<svg viewBox="0 0 1 1"><path d="M0 0"></path></svg>'
    )


def test_what_lives_in_the_browser_gets_a_place_of_its_size_and_its_neighbours_are_there():
    graph = dcc.Graph(className="history-graph")
    text, places = markup(html.Div([html.P("a"), graph, html.P("b")]))
    assert text == (
        '<div><p>a</p><div id="place-0" class="place"><div class="history-graph"></div></div><p>b</p></div>'
    )
    assert [(place.target, place.children) for place in places] == [("place-0", graph)]


def test_a_live_part_that_the_server_draws_too_is_there_from_the_start():
    graph = dcc.Graph()
    text, places = markup(html.Div(Pictured(graph, Shape("svg", className="gauge"))))
    assert text == '<div><div id="place-0" class="place is-pictured"><svg class="gauge"></svg></div></div>'
    assert [(place.target, place.children) for place in places] == [("place-0", graph)]


@pytest.mark.parametrize("path", ["/", "/units", "/unit/city", "/target/above", "/tasks", "/matrix", "/data/reports"])
def test_a_page_says_the_same_as_components_and_as_html(page_of, pieces_of, path):
    page = page_of(path)
    read = Reader(markup(page.content)[0])
    assert "".join(read.texts) == "".join(piece.text for piece in pieces_of(page.content))
    assert not {"script", "iframe", "style"} & {tag for tag, _ in read.tags}
    names = [
        attributes["id"]
        for _, attributes in Reader(markup(frame(page, None, menu(None)))[0]).tags
        if "id" in attributes
    ]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("script", sorted(ASSETS.glob("*.js")), ids=lambda script: script.name)
def test_no_script_of_ours_builds_what_the_server_can_draw(script):
    text = script.read_text("utf-8")
    assert set(re.findall(r"createElement\(\"?(\w+)", text)) <= {"template"}
    assert not re.search(r"dataset\.(words|names)|insertAdjacentHTML|document\.write|outerHTML =", text)
