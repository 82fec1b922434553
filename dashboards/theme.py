"""The one place of colours, type and chart template.

The hues are those of Okabe and Ito, darkened until each keeps a contrast of 4.5:1 on white; a status is never
told by colour alone, so that the pages read the same in grey.
"""

from __future__ import annotations

from dataclasses import dataclass

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
}

PROVENANCE_HUES: dict[str, tuple[str, str]] = {
    "policy": ("#14406e", "#e8eef6"),
    "published": ("#0a5c52", "#e2f2ef"),
    "reported": ("#5b3a86", "#f0eaf7"),
    "evidence": ("#3f4f63", "#eaeef3"),
    "sample": ("#7a4b00", "#fff3d6"),
}


def custom_properties() -> str:
    """The colours and fonts as CSS custom properties, for the style sheet to use by name."""
    names = {
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
        "font": FONT_STACK,
    }
    for status, look in STATUS_LOOKS.items():
        names[f"status-{status}"], names[f"status-{status}-tint"] = look.hue, look.tint
    for provenance, (hue, tint) in PROVENANCE_HUES.items():
        names[f"class-{provenance}"], names[f"class-{provenance}-tint"] = hue, tint
    return ":root{" + "".join(f"--{name}:{value};" for name, value in names.items()) + "}"


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
