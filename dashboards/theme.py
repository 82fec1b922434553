"""The one place of colours, type and chart template.

The hues are those of Okabe and Ito, darkened until each keeps a contrast of 4.5:1 on white; a status is never
told by colour alone, so that the pages read the same in grey.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import plotly.graph_objects as go

FONT_STACK = '"Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "Noto Sans SC", sans-serif'

INK = "#12263f"
INK_SOFT = "#4a5a70"
BRAND = "#14406e"
BRAND_SOFT = "#e8eef6"
LINE = "#dbe2ea"
LINE_STRONG = "#b4c0ce"
PAPER = "#ffffff"
GROUND = "#f4f6f9"
TRACK = "#e6ebf1"
NOTICE = "#fff6df"
NOTICE_LINE = "#e3b94d"
FOCUS = "#b3470a"
THEMES = ("light", "dark")


@dataclass(frozen=True)
class StatusLook:
    """How a status is drawn: its hue (also the text on its tint) and the tint behind it."""

    hue: str
    tint: str


STATUS_LOOKS: dict[str, StatusLook] = {
    "achieved": StatusLook("#0b4f8a", "#e6eff8"),
    "on_track": StatusLook("#00735a", "#e2f3ee"),
    "slightly_behind": StatusLook("#8f5a00", "#fdf1d8"),
    "behind": StatusLook("#b54708", "#fdebdf"),
    "missed": StatusLook("#8c1d3f", "#fae6ec"),
    "no_data": StatusLook("#56637a", "#eef1f5"),
    "not_yet_due": StatusLook("#56637a", "#f4f6f9"),
    "not_judged": StatusLook("#56637a", "#f4f6f9"),
    "withdrawn": StatusLook("#56637a", "#f4f6f9"),
}

PROVENANCE_HUES: dict[str, tuple[str, str]] = {
    "policy": ("#14406e", "#e8eef6"),
    "published": ("#0a5c52", "#e2f2ef"),
    "reported": ("#5b3a86", "#f0eaf7"),
    "evidence": ("#3f4f63", "#eaeef3"),
    "sample": ("#7a4b00", "#fff3d6"),
}


# The same names after dark. Text on a tint keeps 4.5:1 here too; tests/dashboards/test_theme.py measures it.
DARK: dict[str, str] = {
    "ink": "#e8edf4",
    "ink-soft": "#a9b6c6",
    "brand": "#8ab8ea",
    "brand-soft": "#1d2c40",
    "line": "#2b3848",
    "line-strong": "#4f6177",
    "paper": "#17212f",
    "ground": "#0f1722",
    "track": "#2a3645",
    "notice": "#33290f",
    "notice-line": "#8a6d1f",
    "focus": "#ffa366",
    "header": "#0b1320",
    "on-header": "#ffffff",
}
DARK_STATUS_LOOKS: dict[str, StatusLook] = {
    "achieved": StatusLook("#6fb1f0", "#14304d"),
    "on_track": StatusLook("#4cc9a6", "#103a31"),
    "slightly_behind": StatusLook("#e8b04a", "#3d2e0c"),
    "behind": StatusLook("#f58d5a", "#43210f"),
    "missed": StatusLook("#f08aa8", "#451627"),
    "no_data": StatusLook("#a9b6c6", "#222d3b"),
    "not_yet_due": StatusLook("#a9b6c6", "#17212f"),
    "not_judged": StatusLook("#a9b6c6", "#17212f"),
    "withdrawn": StatusLook("#a9b6c6", "#17212f"),
}
DARK_PROVENANCE_HUES: dict[str, tuple[str, str]] = {
    "policy": ("#9cc4f2", "#16304d"),
    "published": ("#63cdbc", "#0f3833"),
    "reported": ("#c3a5ee", "#2f2145"),
    "evidence": ("#b6c3d3", "#263242"),
    "sample": ("#f0c06a", "#3d2e0c"),
}


def custom_properties() -> str:
    """The colours and fonts as CSS custom properties, light and dark, for the style sheet to use by name.

    Without a choice of the reader the system's preference decides; paper is always light.
    """
    dark = _properties(DARK, DARK_STATUS_LOOKS, DARK_PROVENANCE_HUES)
    light = _properties({**_light(), "font": FONT_STACK}, STATUS_LOOKS, PROVENANCE_HUES)
    chosen, unchosen = ":root[data-theme=dark]", ":root:not([data-theme=light])"
    return (
        f":root{{color-scheme:light;{light}}}"
        f"@media screen{{{chosen}{{color-scheme:dark;{dark}}}{_chart_colours(chosen)}}}"
        f"@media screen and (prefers-color-scheme:dark){{{unchosen}{{color-scheme:dark;{dark}}}"
        f"{_chart_colours(unchosen)}}}"
    )


def _properties(names: dict[str, str], statuses: dict[str, StatusLook], provenances: dict[str, tuple[str, str]]) -> str:
    values = dict(names)
    for status, look in statuses.items():
        values[f"status-{status}"], values[f"status-{status}-tint"] = look.hue, look.tint
    for provenance, (hue, tint) in provenances.items():
        values[f"class-{provenance}"], values[f"class-{provenance}-tint"] = hue, tint
    return "".join(f"--{name}:{value};" for name, value in values.items())


def _chart_colours(root: str) -> str:
    """Charts are drawn once, in light colours; after dark each of those is shown as its counterpart."""
    # The header shares two colours with the charts, and keeps or changes them in its own way.
    pairs = {value: DARK[name] for name, value in _light().items() if not name.endswith("header")}
    pairs.update({look.hue: DARK_STATUS_LOOKS[status].hue for status, look in STATUS_LOOKS.items()})
    rules = []
    for light, dark in pairs.items():
        red, green, blue = (int(light[place : place + 2], 16) for place in (1, 3, 5))
        for name in ("fill", "stroke"):
            drawn = f"{name}: rgb({red}, {green}, {blue})"
            rules.append(f'{root} .js-plotly-plot [style*="{drawn}"]{{{name}:{dark} !important}}')
    return "".join(rules)


def _light() -> dict[str, str]:
    return {
        "ink": INK,
        "ink-soft": INK_SOFT,
        "brand": BRAND,
        "brand-soft": BRAND_SOFT,
        "line": LINE,
        "line-strong": LINE_STRONG,
        "paper": PAPER,
        "ground": GROUND,
        "track": TRACK,
        "notice": NOTICE,
        "notice-line": NOTICE_LINE,
        "focus": FOCUS,
        "header": BRAND,
        "on-header": PAPER,
    }


@cache
def by_name(colour: str) -> str:
    """A colour of the light theme as the custom property that carries it, so that it follows the reader's theme.

    >>> by_name(TRACK)
    'var(--track)'
    """
    statuses = {look.hue: f"status-{status}" for status, look in STATUS_LOOKS.items()}
    names = statuses | {value: name for name, value in _light().items()}
    return f"var(--{names[colour]})"


def chart_template() -> go.layout.Template:
    """The lean house template: Plotly's default one weighs 6.6 KB per chart."""
    return go.layout.Template(
        layout={
            "font": {"family": FONT_STACK, "size": 13, "color": INK},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "showlegend": False,
            "xaxis": {"showgrid": False, "linecolor": LINE_STRONG, "ticks": "outside", "fixedrange": True},
            "yaxis": {"gridcolor": LINE, "zeroline": False, "rangemode": "tozero", "fixedrange": True},
            "margin": {"l": 48, "r": 16, "t": 32, "b": 32},
        }
    )


def status_hue(status: str) -> str:
    """The hue of a status; unknown ones are drawn as no data."""
    return STATUS_LOOKS.get(status, STATUS_LOOKS["no_data"]).hue
