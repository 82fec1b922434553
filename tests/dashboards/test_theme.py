"""Every text colour keeps the contrast that WCAG AA asks for."""

import itertools

import pytest

from dashboards import theme
from metrics.rules.statuses import STATUSES


def luminance(colour):
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


GROUNDS = (theme.PAPER, theme.GROUND, theme.BRAND_SOFT)


@pytest.mark.parametrize(("text", "ground"), list(itertools.product((theme.INK, theme.INK_SOFT, theme.BRAND), GROUNDS)))
def test_text_is_legible(text, ground):
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_is_legible_on_paper_ground_and_tint(status):
    look = theme.STATUS_LOOKS[status]
    for ground in (theme.PAPER, theme.GROUND, look.tint):
        assert contrast(look.hue, ground) >= 4.5, ground


@pytest.mark.parametrize("provenance", theme.PROVENANCE_HUES)
def test_every_badge_is_legible(provenance):
    assert contrast(*theme.PROVENANCE_HUES[provenance]) >= 4.5


def test_the_house_template_is_lean():
    assert len(theme.chart_template().to_plotly_json()["layout"]) < 12


@pytest.mark.parametrize("name", ["ink", "brand", "paper", "track", "line-strong", "focus"])
def test_each_colour_of_a_chart_turns_into_its_own_dark_one(name):
    light = {"ink": theme.INK, "brand": theme.BRAND, "paper": theme.PAPER, "track": theme.TRACK,
             "line-strong": theme.LINE_STRONG, "focus": theme.FOCUS}[name]  # fmt: skip
    red, green, blue = (int(light[place : place + 2], 16) for place in (1, 3, 5))
    rule = f'[style*="stroke: rgb({red}, {green}, {blue})"]{{stroke:'
    found = {part[: len("#000000")] for part in theme.custom_properties().split(rule)[1:]}
    assert found == {theme.DARK[name]}
