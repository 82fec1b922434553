"""Components made without Dash's check are the same components."""

import subprocess
import sys

from .conftest import PROJECT

SAME = """
from dash import dcc, html
import dash_bootstrap_components as dbc
from dashboards.light import lighten
def made():
    return [
        html.Div([html.P("x", className="y", **{"aria-label": "z"}), dcc.Link("a", href="/")], id="d").to_plotly_json(),
        html.Td(0).to_plotly_json(), html.Td().to_plotly_json(), html.Ul([]).to_plotly_json(),
        html.Button("b", disabled=True, **{"data-copy": "c"}).to_plotly_json(),
        dbc.Input(type="text", name="n", maxLength=3).to_plotly_json(), dcc.Graph(figure={}).to_plotly_json(),
    ]
before = str(made())
try:
    html.Span(nonsense=1)
    raise SystemExit("the check should be in force until it is left out")
except TypeError:
    pass
lighten()
html.Span(nonsense=1)
assert str(made()) == before
"""


def test_without_the_check_the_same_components_come_out():
    done = subprocess.run([sys.executable, "-c", SAME], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
