"""Single figures and marks: amounts, shares, statuses, provenance badges, quoted words, links."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from dashboards import amounts, formats
from dashboards.address import target_path, unit_path
from dashboards.components.aria import aria
from dashboards.screen import Screen
from metrics.rules.classes import POLICY, SAMPLE
from metrics.rules.target_kinds import REQUIREMENT
from metrics.views import JudgedTarget, MeasureUnit, UnitName

Content = Component | str
CHINESE_RUN = re.compile(r"([\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+)")


def amount(screen: Screen, value: Decimal | None, unit: MeasureUnit, qualifier: str | None = None) -> Component:
    """A value with measure unit and qualifier; missing says so and is never zero."""
    if value is None:
        return missing(screen)
    prefix = screen.words(f"qualifier.{qualifier or 'exact'}")
    parts: list[Content] = [prefix, amounts.amount(value, unit, screen.language)]
    if screen.language == "en" and amounts.has_original_beside(unit):
        original = f"{prefix}{amounts.amount(value, unit, 'zh')}"
        parts.append(html.Span(original, lang="zh", className="original"))
    return html.Span(parts, className="amount")


def amount_text(screen: Screen, value: Decimal | None, unit: MeasureUnit, qualifier: str | None = None) -> str:
    """The same as plain text, for summaries read aloud."""
    if value is None:
        return screen.words("missing")
    prefix = screen.words(f"qualifier.{qualifier or 'exact'}")
    return f"{prefix}{amounts.amount(value, unit, screen.language)}"


def actual(screen: Screen, target: JudgedTarget) -> Component:
    """What was reached, exact enough not to read like a target that it is not."""
    return amount(screen, target.actual_value, _actual_unit(target), target.qualifier)


def actual_text(screen: Screen, target: JudgedTarget) -> str:
    """The same as plain text."""
    return amount_text(screen, target.actual_value, _actual_unit(target), target.qualifier)


def _actual_unit(target: JudgedTarget) -> MeasureUnit:
    value, unit = target.actual_value, target.measure_unit
    return unit if value is None else amounts.told_apart(value, target.edges, unit)


def in_unit(screen: Screen, name: str) -> Component:
    """What the numbers below are counted in, where they stand without it."""
    return html.P(screen.words("in_unit", unit=name), className="axis-note")


def missing(screen: Screen) -> Component:
    """The words for a figure that nobody has given."""
    return html.Span(screen.words("missing"), className="missing")


def share_texts(screen: Screen, target: JudgedTarget) -> list[str]:
    """Attainment in words; a level with a starting point has two shares, of the target and of the way to it."""
    if target.counts_from_baseline and target.plain_pct is not None:
        plain = screen.words("share_of_target", percent=formats.percent(target.plain_pct))
        return [plain, *from_baseline_text(screen, target)]
    if target.attainment_pct is None:
        return []
    return [screen.words("attainment", percent=formats.percent(target.attainment_pct))]


def from_baseline_text(screen: Screen, target: JudgedTarget) -> list[str]:
    """The share of the way from the starting point, with that point; nothing for other targets."""
    if not target.counts_from_baseline or target.attainment_pct is None:
        return []
    start = stated_text(screen, target.baseline_value, target.measure_unit)
    return [screen.words("from_baseline", start=start, percent=formats.percent(target.attainment_pct))]


def shares(screen: Screen, target: JudgedTarget) -> Component:
    """The same in a table cell, or the words for none."""
    texts = share_texts(screen, target)
    if not texts:
        return missing(screen)
    return html.Span([screen.words("separator").join(texts), judgement_badge(screen, target)])


def day(screen: Screen, value: date | None) -> Content:
    """A date in words, or the words for a date not stated."""
    return screen.words("not_stated") if value is None else formats.day(value, screen.language)


def aim(screen: Screen, target: JudgedTarget) -> Component:
    """What the target asks for: the wording's comparator and its value as the text states it."""
    if target.target_low is not None and target.target_high is not None:
        return html.Span(aim_text(screen, target), className="aim")
    value, unit = target.target_value, target.measure_unit
    comparator = screen.words(f"comparator.{_comparator_key(target)}")
    return html.Span([comparator, amount(screen, value, _stated_unit(value, unit))], className="aim")


def aim_text(screen: Screen, target: JudgedTarget) -> str:
    """The same as plain text."""
    low, high, unit = target.target_low, target.target_high, target.measure_unit
    if low is not None and high is not None:
        finest = max((_stated_unit(edge, unit) for edge in (low, high)), key=lambda entry: entry.decimals)
        return amounts.span(low, high, finest, screen.language)
    comparator = screen.words(f"comparator.{_comparator_key(target)}")
    return f"{comparator}{stated_text(screen, target.target_value, unit)}"


def stated_text(screen: Screen, value: Decimal | None, unit: MeasureUnit) -> str:
    """A value of a document as it is stated there: neither rounded nor filled up with zeros."""
    return amount_text(screen, value, _stated_unit(value, unit))


def _stated_unit(value: Decimal | None, unit: MeasureUnit) -> MeasureUnit:
    return unit if value is None else amounts.as_stated(value, unit)


def _comparator_key(target: JudgedTarget) -> str:
    keys = {">=": "at_least", ">": "more_than", "<=": "at_most", "range": "range"}
    return "place" if target.measure_unit.is_rank else keys.get(target.comparator, target.comparator)


def provenance_badge(screen: Screen, provenance: str | None) -> Component:
    """Where a figure comes from, in one word."""
    if provenance is None:
        return html.Span()
    return dbc.Badge(
        screen.words(f"provenance.{provenance}.name"),
        color="",
        className=f"badge-class class-{provenance}",
        title=screen.words(f"provenance.{provenance}.meaning"),
    )


def target_badge(screen: Screen, target: JudgedTarget) -> Component:
    """Where the target itself comes from; a unit's part is illustrative and says so."""
    if target.target_provenance != SAMPLE:
        return provenance_badge(screen, target.target_provenance)
    label = dbc.Badge(
        screen.words("illustrative.name"),
        color="",
        className="badge-class class-sample",
        title=screen.words("illustrative.meaning"),
    )
    return html.Span([provenance_badge(screen, SAMPLE), label], className="badge-pair")


def kind_chip(screen: Screen, target: JudgedTarget) -> list[Component]:
    """Says of a figure stated inside a task that it is one; goals, and parts under their unit, need no word."""
    return [html.Span(screen.words("in_task"), className="chip")] if target.kind == REQUIREMENT else []


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
    return dbc.Badge(
        screen.words("with_sample"),
        color="",
        className=f"badge-class class-{SAMPLE}",
        title=screen.words(f"provenance.{SAMPLE}.meaning"),
    )


def exceeded_mark(screen: Screen, target: JudgedTarget) -> Component:
    """A mark on what went beyond its target; nothing otherwise."""
    if not target.is_exceeded:
        return html.Span(hidden=True)
    key = "above_range" if target.comparator == "range" else "exceeded"
    return html.Span(screen.words(key), className="chip chip-exceeded")


def incomplete_mark(screen: Screen, target: JudgedTarget) -> Component:
    """A mark on a total from which some unit's report is missing; nothing otherwise."""
    if target.actual_value is None or not target.part_missing_count:
        return html.Span(hidden=True)
    return html.Span(screen.words("incomplete"), className="chip chip-basis")


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


def _reason_key(target: JudgedTarget) -> str:
    # "More than 800" is not met by 800: said outright, or the page would seem to contradict itself.
    if target.status == "missed" and target.comparator == ">" and target.actual_value == target.target_value:
        return "equal_not_above"
    if target.status_reason in ("parts_missing", "parts_not_whole") and target.actual_value is None:
        return "parts_reported"
    if target.status_reason == "pace" and target.expected_basis not in (None, "line"):
        return f"pace_{target.expected_basis}"
    return target.status_reason or "none"


def computed(value: float | Decimal, unit: MeasureUnit) -> Decimal:
    """A computed value with the decimals of its indicator; what counts whole things comes out whole."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-unit.decimals), ROUND_HALF_UP)


def computed_text(screen: Screen, value: float | Decimal | None, unit: MeasureUnit, *beside: Decimal | None) -> str:
    """A computed value in words, exact enough to be told from those beside it; of whole things, whole."""
    if value is None:
        return amount_text(screen, None, unit)
    exact = Decimal(str(round(value, amounts.MOST_DECIMALS)))
    is_count_of_ones = unit.is_whole and unit.decimals == 0
    fine = unit if is_count_of_ones else amounts.told_apart(exact, beside, unit)
    return amount_text(screen, computed(exact, fine), fine)


def expected_text(screen: Screen, target: JudgedTarget) -> str:
    """What should have been reached by now: of whole things the whole number that the status is held against."""
    return computed_text(screen, target.expected_by_now, target.measure_unit, target.actual_value, *target.edges)


def whole_expected(value: float, target: JudgedTarget) -> Decimal:
    """What a line asks for on a day, of whole things the last whole one that should be there (or the first gone)."""
    exact = Decimal(str(round(value, amounts.MOST_DECIMALS)))
    if not target.measure_unit.is_whole:
        return exact
    step = Decimal(1).scaleb(-target.measure_unit.decimals)
    return exact.quantize(step, ROUND_CEILING if target.falls else ROUND_FLOOR)


def standing_text(screen: Screen, target: JudgedTarget) -> str:
    """What time the actual speaks of: a year so far, an earlier time from which it is carried on; empty without one."""
    if target.actual_value is None or not target.actual_period_label:
        return ""
    label = formats.label(target.actual_period_label, screen.language)
    if target.carried_from_label is None:
        return screen.words("year_to_date", label=label) if target.is_year_to_date else label
    since = formats.label(target.carried_from_label, screen.language)
    told = screen.words("carried_from", label=since)
    if target.period_value is None:
        return told
    own = amount_text(screen, target.period_value, target.measure_unit)
    return told + screen.words("carried_beside", value=own)


def reason(screen: Screen, target: JudgedTarget) -> str:
    """Why the target has its status, in one sentence with its numbers."""
    words = screen.words
    sentence = words(
        f"reason.{_reason_key(target)}",
        actual=actual_text(screen, target),
        target=aim_text(screen, target),
        expected=expected_text(screen, target),
        worst=amount_text(screen, target.worst_year_value, target.measure_unit),
        missing=target.part_missing_count,
        parts=target.part_count,
        reported=target.part_count - target.part_missing_count,
        due=formats.day(target.due_on, screen.language),
    )
    if target.status in ("no_data", "not_yet_due") and target.different_basis_count:
        sentence += words("reason.different_basis", count=target.different_basis_count)
    return sentence


def forecast_text(screen: Screen, target: JudgedTarget) -> str:
    """Where the target is heading by its day, with the interval where one may be given; empty without a forecast."""
    if target.forecast_value is None:
        return ""
    unit = target.measure_unit
    value = computed_text(screen, target.forecast_value, unit, *target.edges)
    if target.interval_low is None or target.interval_high is None:
        return screen.words("forecast.value", value=value)
    band = band_numbers(screen, target.forecast_value, target.interval_low, target.interval_high, unit)
    return screen.words("forecast.band", value=value, **band)


def band_numbers(
    screen: Screen, value: float | Decimal, low: float | Decimal, high: float | Decimal, unit: MeasureUnit
) -> dict[str, str]:
    """The ends of an interval as bare numbers, in the scale of the value that they stand beside."""
    used = amounts.scale(computed(value, unit), unit, screen.language)
    edges = {"low": computed(low, unit), "high": computed(high, unit)}
    return {name: amounts.number(edge, unit, screen.language, used) for name, edge in edges.items()}
