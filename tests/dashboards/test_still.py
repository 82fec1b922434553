"""The plain tree that is sent instead of Dash's wrappers: the same content, and live parts left alone."""

from dash import dcc, html

from dashboards.still import Still, stilled

from .conftest import HOSTILE, components


def texts(tree):
    if isinstance(tree, str):
        return [tree]
    return [text for child in tree[2] for text in texts(child)]


def test_elements_texts_and_attributes_stay_as_they_are():
    made = stilled(html.P([HOSTILE, html.A("x", href="/y", **{"data-copy": "z"})], className="note", tabIndex=-1))
    assert isinstance(made, Still)
    link = ["a", {"href": "/y", "data-copy": "z"}, ["x"]]
    assert made.tree == ["p", {"className": "note", "tabIndex": -1}, [HOSTILE, link]]


def test_what_calls_back_stays_live_and_its_neighbours_are_still():
    made = stilled(html.Div([html.P("a"), dcc.Graph(id="g"), html.P("b")]))
    assert [type(node).__name__ for node in made.children] == ["Still", "Graph", "Still"]


def test_a_zero_and_an_empty_place_are_told_apart():
    assert stilled(html.Td(0)).tree == ["td", {}, ["0"]]
    assert stilled(html.Td()).tree == ["td", {}, []]


def test_a_page_says_the_same_before_and_after(page_of, pieces_of):
    before = [piece.text for piece in pieces_of(page_of("/tasks").content) if piece.text]
    after = stilled(page_of("/tasks").content)
    assert texts(after.tree) == before
    assert [type(node).__name__ for node in components(after)] == ["Still"]
