"""Single figures and marks on a page: amounts, statuses, badges of classes, quoted words, links."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from dashboards import amounts, formats
from dashboards.address import target_path, unit_path
from dashboards.components.aria import aria
from dashboards.phrases.figures import stated_unit
from dashboards.phrases.targets import Aimed, actual_unit, aim_text, comparator_key, share_texts
from dashboards.screen import Screen
from metrics.reading.judged_target import JudgedTarget
from metrics.reading.rows import MeasureUnit, UnitName
from metrics.rules.classes import POLICY, SAMPLE
from metrics.rules.target_kinds import REQUIREMENT

Content = Component | str
CHINESE_RUN = re.compile(r"([\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+)")


def amount(screen: Screen, value: Decimal | None, unit: MeasureUnit, qualifier: str | None = None) -> Component:
    """A value as `amount_text` has it, in the English view with the Chinese figure beside."""
    if value is None:
        return missing(screen)
    prefix = screen.words(f"qualifier.{qualifier or 'exact'}")
    parts: list[Content] = [prefix, amounts.amount(value, unit, screen.language)]
    if screen.language == "en" and amounts.has_original_beside(unit):
        original = f"{prefix}{amounts.amount(value, unit, 'zh')}"
        parts.append(html.Span(original, lang="zh", className="original"))
    return html.Span(parts, className="amount")


def actual(screen: Screen, target: JudgedTarget) -> Component:
    """What was reached, as `actual_text` has it."""
    return amount(screen, target.actual_value, actual_unit(target), target.qualifier)


def in_unit(screen: Screen, name: str) -> Component:
    """What the numbers below are counted in, where they stand without it."""
    return html.P(screen.words("in_unit", unit=name), className="axis-note")


def missing(screen: Screen) -> Component:
    """The words for a figure that nobody has given."""
    return html.Span(screen.words("missing"), className="missing")


def shares(screen: Screen, target: JudgedTarget) -> Component:
    """Attainment in a table cell, or the words for none."""
    texts = share_texts(screen, target)
    if not texts:
        return missing(screen)
    return html.Span([screen.words("separator").join(texts), judgement_badge(screen, target)])


def day(screen: Screen, value: date | None) -> Content:
    """A date in words, or the words for a date not stated."""
    return screen.words("not_stated") if value is None else formats.day(value, screen.language)


def aim(screen: Screen, target: Aimed) -> Component:
    """What the target asks for, as `aim_text` has it."""
    if target.target_low is not None and target.target_high is not None:
        return html.Span(aim_text(screen, target), className="aim")
    value, unit = target.target_value, target.measure_unit
    comparator = screen.words(f"comparator.{comparator_key(target)}")
    return html.Span([comparator, amount(screen, value, stated_unit(value, unit))], className="aim")


def chip(content: Content, kind: str = "", **attributes: str) -> Component:
    """A word in a frame, in the colours of its kind."""
    return dbc.Badge(content, className=f"chip chip-{kind}" if kind else "chip", **attributes)


def _class_badge(text: str, provenance: str, meaning: str) -> Component:
    return dbc.Badge(text, className=f"badge-class class-{provenance}", title=meaning)


def provenance_badge(screen: Screen, provenance: str | None) -> Component:
    """Where a figure comes from, in one word."""
    if provenance is None:
        return html.Span()
    words = screen.words
    return _class_badge(words(f"provenance.{provenance}.name"), provenance, words(f"provenance.{provenance}.meaning"))


def target_badge(screen: Screen, target: JudgedTarget) -> Component:
    """Where the target itself comes from; a unit's part is illustrative and says so."""
    if target.target_provenance != SAMPLE:
        return provenance_badge(screen, target.target_provenance)
    label = _class_badge(screen.words("illustrative.name"), SAMPLE, screen.words("illustrative.meaning"))
    return html.Span([provenance_badge(screen, SAMPLE), label], className="badge-pair")


def kind_chip(screen: Screen, target: JudgedTarget) -> list[Component]:
    """Says of a figure stated inside a task that it is one; goals, and parts under their unit, need no word."""
    return [chip(screen.words("in_task"))] if target.kind == REQUIREMENT else []


def shape(status: str) -> Component:
    """The shape of a status, for the eye only."""
    return html.Span(className=f"shape shape-{status}", **aria(hidden="true"))


def status_mark(screen: Screen, status: str) -> Component:
    """Shape, word and colour of a status."""
    return html.Span([shape(status), screen.words(f"status.{status}")], className=f"status status-{status}")


def judged_mark(screen: Screen, target: JudgedTarget) -> Component:
    """A target's status with the class of the judgement, for where its actual does not stand beside."""
    return html.Span(
        [status_mark(screen, target.status), provenance_badge(screen, target.judged_by)], className="badge-pair"
    )


def judgement_badge(screen: Screen, target: JudgedTarget) -> Component:
    """The class of status and attainment beside an actual of another class; nothing where it is the same."""
    return provenance_badge(screen, target.weaker_judgement)


def within_badge(screen: Screen, provenance: str | None) -> Component:
    """The class of a count or an average: samples anywhere among what is counted are said to be within."""
    if provenance != SAMPLE:
        # Where nothing but targets is known, there is no figure to give a class of.
        return provenance_badge(screen, None if provenance == POLICY else provenance)
    return _class_badge(screen.words("with_sample"), SAMPLE, screen.words(f"provenance.{SAMPLE}.meaning"))


def exceeded_mark(screen: Screen, target: JudgedTarget) -> Component:
    """A mark on what went beyond its target; nothing otherwise."""
    if not target.is_exceeded:
        return html.Span(hidden=True)
    key = "above_range" if target.comparator == "range" else "exceeded"
    return chip(screen.words(key), "exceeded")


def incomplete_mark(screen: Screen, target: JudgedTarget) -> Component:
    """A mark on a total from which some unit's report is missing; nothing otherwise."""
    if target.actual_value is None or not target.part_missing_count:
        return html.Span(hidden=True)
    return chip(screen.words("incomplete"), "basis")


def quoted(screen: Screen, text: str) -> Component:
    """Words of a source or a report, as they stand, marked as Chinese in the English view."""
    if screen.language == "zh":
        return html.Span(text, className="quoted")
    return html.Span(text, className="quoted", lang="zh")


def mixed(screen: Screen, text: str) -> list[Content]:
    """Words that may quote the other language: in the English view, Chinese runs are marked as such."""
    if screen.language == "zh":
        return [text]
    runs = CHINESE_RUN.split(text)
    return [html.Span(run, lang="zh") if index % 2 else run for index, run in enumerate(runs) if run]


def unit_link(screen: Screen, unit: UnitName) -> Component:
    """A door to a unit's page."""
    return dcc.Link(screen.name(unit.name), href=screen.address.to(unit_path(unit.unit_id)))


def unit_links(screen: Screen, units: tuple[UnitName, ...]) -> Component:
    """Doors to several units, separated as the language does."""
    parts: list[Content] = []
    for unit in units:
        parts.extend([unit_link(screen, unit), screen.words("separator")])
    return html.Span(parts[:-1])


def target_link(screen: Screen, target: JudgedTarget) -> Component:
    """A door to a target's page."""
    return dcc.Link(screen.name(target.name), href=screen.address.to(target_path(target.target_id)))
