"""The bullet bar: one target on one line, drawn with plain boxes so that it prints and scales."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from dash import html
from dash.development.base_component import Component

from dashboards.components.aria import aria
from dashboards.phrases.bars import bar_text, share_of_axis
from dashboards.screen import Screen
from metrics.reading.judged_target import JudgedTarget


def bullet(screen: Screen, target: JudgedTarget) -> Component:
    """Bar = actual, thick tick = target, thin tick = expected by now; hatched where there is no figure."""
    marks: list[Component] = []
    if target.target_low is not None and target.target_high is not None:
        left, right = (share_of_axis(target, value) for value in (target.target_low, target.target_high))
        marks.append(
            html.Span(className="bullet-range", style={"left": f"{left:.2f}%", "width": f"{right - left:.2f}%"})
        )
    if target.actual_value is not None:
        ends = sorted(share_of_axis(target, value) for value in (Decimal(0), target.actual_value))
        place = {"width": f"{ends[1] - ends[0]:.2f}%"} | ({"left": f"{ends[0]:.2f}%"} if ends[0] else {})
        marks.append(html.Span(className=f"bullet-actual fill-{target.status}", style=place))
    if target.expected_by_now is not None:
        marks.append(_tick("bullet-expected", share_of_axis(target, target.expected_by_now)))
    if target.target_value is not None:
        marks.append(_tick("bullet-target", share_of_axis(target, target.target_value)))
    marks.extend(_forecast(target))
    kind = "bullet" if target.actual_value is not None else "bullet bullet-empty"
    return html.Div(marks, className=kind, role="img", **aria(label=bar_text(screen, target)))


def _forecast(target: JudgedTarget) -> list[Component]:
    """A hollow diamond where the target is heading, with a thin line from the low to the high end."""
    if target.forecast_value is None:
        return []
    marks: list[Component] = []
    if target.interval_low is not None and target.interval_high is not None:
        left, right = (share_of_axis(target, value) for value in (target.interval_low, target.interval_high))
        place = {"left": f"{left:.2f}%", "width": f"{right - left:.2f}%"}
        marks.append(html.Span(className="bullet-interval", style=place))
    return [*marks, _tick("bullet-forecast", share_of_axis(target, target.forecast_value))]


def key(screen: Screen, targets: Sequence[JudgedTarget] = ()) -> Component:
    """How to read the bars; the diamond only where one of `targets` has a forecast."""
    names = ["actual", "target", "expected", "empty"]
    if any(target.forecast_value is not None for target in targets):
        names.insert(3, "forecast")
    return html.Ul(
        [html.Li([html.Span(className=f"key-mark key-{mark}"), screen.words(f"bullet.key.{mark}")]) for mark in names],
        className="bullet-key",
    )


def _tick(name: str, left: float) -> Component:
    return html.Span(className=name, style={"left": f"{left:.2f}%"})
