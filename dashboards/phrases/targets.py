"""A target in words: what it asks, what was reached, what time that speaks of, and why it stands as it does."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Protocol

from dashboards import amounts, formats
from dashboards.phrases.figures import amount_text, band_numbers, computed_text, stated_text, stated_unit
from dashboards.screen import Screen
from metrics.reading.judged_target import JudgedTarget
from metrics.reading.rows import MeasureUnit


class Shared(Protocol):
    """What has an attainment: a target as judged, or a unit's part in the matrix."""

    @property
    def attainment_pct(self) -> float | None:
        """In percent."""
        ...

    @property
    def share_qualifier(self) -> str:
        """The mark of a bound or an estimate."""
        ...


class Aimed(Protocol):
    """What asks for something: a target as judged, or as it is declared."""

    @property
    def comparator(self) -> str:
        """How it is compared."""
        ...

    @property
    def target_value(self) -> Decimal | None:
        """The value that it asks for."""
        ...

    @property
    def target_low(self) -> Decimal | None:
        """The lower edge of a range."""
        ...

    @property
    def target_high(self) -> Decimal | None:
        """The upper edge of a range."""
        ...

    @property
    def measure_unit(self) -> MeasureUnit:
        """What it is counted in."""
        ...


def actual_text(screen: Screen, target: JudgedTarget) -> str:
    """What was reached, exact enough not to read like a target that it is not."""
    return amount_text(screen, target.actual_value, actual_unit(target), target.qualifier)


def actual_unit(target: JudgedTarget) -> MeasureUnit:
    """The unit with the decimals that tell what was reached from the target."""
    value, unit = target.actual_value, target.measure_unit
    return unit if value is None else amounts.told_apart(value, target.edges, unit)


def aim_text(screen: Screen, target: Aimed) -> str:
    """What the target asks for: the wording's comparator and its value as the text states it."""
    low, high, unit = target.target_low, target.target_high, target.measure_unit
    if low is not None and high is not None:
        finest = max((stated_unit(edge, unit) for edge in (low, high)), key=lambda entry: entry.decimals)
        return amounts.span(low, high, finest, screen.language)
    comparator = screen.words(f"comparator.{comparator_key(target)}")
    return f"{comparator}{stated_text(screen, target.target_value, unit)}"


def comparator_key(target: Aimed) -> str:
    """Under which key the words of the target's comparator stand."""
    keys = {">=": "at_least", ">": "more_than", "<=": "at_most", "range": "range"}
    return "place" if target.measure_unit.is_rank else keys.get(target.comparator, target.comparator)


def attainment_number(screen: Screen, of: Shared) -> str:
    """The attainment as a number: of a bound a bound; a dash where there is none."""
    if of.attainment_pct is None:
        return screen.words("dash")
    return f"{screen.words(f'qualifier.{of.share_qualifier}')}{formats.percent(of.attainment_pct)}"


def plain_number(screen: Screen, target: JudgedTarget) -> str:
    """The share of the target itself as a number: of a bound a bound."""
    assert target.plain_pct is not None  # noqa: S101 - whoever asks has looked
    mark = screen.words(f"qualifier.{target.qualifier or 'exact'}")
    return f"{mark}{formats.percent(target.plain_pct)}"


def share_texts(screen: Screen, target: JudgedTarget) -> list[str]:
    """Attainment in words; a level with a starting point has two shares, of the target and of the way to it."""
    if target.counts_from_baseline and target.plain_pct is not None:
        plain = screen.words("share_of_target", percent=plain_number(screen, target))
        return [plain, *from_baseline_text(screen, target)]
    if target.attainment_pct is None:
        return []
    return [screen.words("attainment", percent=attainment_number(screen, target))]


def from_baseline_text(screen: Screen, target: JudgedTarget) -> list[str]:
    """The share of the way from the starting point, with that point; nothing for other targets."""
    if not target.counts_from_baseline or target.attainment_pct is None:
        return []
    start = stated_text(screen, target.baseline_value, target.measure_unit)
    return [screen.words("from_baseline", start=start, percent=attainment_number(screen, target))]


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
    label = screen.label(target.actual_period_label)
    if target.carried_from_label is None:
        return screen.words("year_to_date", label=label) if target.is_year_to_date else label
    since = screen.label(target.carried_from_label)
    told = screen.words("carried_from", label=since)
    if target.period_value is None:
        return told
    own = amount_text(screen, target.period_value, target.measure_unit)
    return told + screen.words("carried_beside", value=own)


def reason_text(screen: Screen, target: JudgedTarget) -> str:
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
    return sentence + revised_text(screen, target)


def revised_text(screen: Screen, target: JudgedTarget) -> str:
    """How a target that documents changed stands by the original and by the changed one; empty while none has."""
    original = target.original
    if original is None:
        return ""
    words = screen.words
    return words(
        "revised.both",
        original=aim_text(screen, original),
        original_due=formats.day(original.due_on, screen.language),
        original_status=words(f"revised.{original.status}"),
        target=aim_text(screen, target),
        due=formats.day(target.due_on, screen.language),
        status=words(f"revised.{target.status}"),
    )


def _reason_key(target: JudgedTarget) -> str:
    # "More than 800" is not met by 800: said outright, or the page would seem to contradict itself.
    if target.status == "missed" and target.comparator == ">" and target.actual_value == target.target_value:
        return "equal_not_above"
    if target.status_reason in ("parts_missing", "parts_not_whole") and target.actual_value is None:
        return "parts_reported"
    if target.status_reason == "pace" and target.expected_basis not in (None, "line"):
        return f"pace_{target.expected_basis}"
    return target.status_reason or "none"


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


def remarks(screen: Screen, target: JudgedTarget) -> list[str]:
    """What must be said beside a figure: met early, or only part of the units in it."""
    if target.comparator == "annual_floor" and target.worst_year_value is not None:
        worst = amount_text(screen, target.worst_year_value, target.measure_unit)
        return [screen.words("worst_year", value=worst)]
    if target.actual_value is not None and target.part_missing_count:
        parts = {"missing": target.part_missing_count, "parts": target.part_count}
        return [screen.words("parts_missing", **parts)]
    return met_early(screen, target)


def met_early(screen: Screen, target: JudgedTarget) -> list[str]:
    """The sentence on a target first met years before it fell due, if it was."""
    if target.first_met_on is None or target.years_early < 1:
        return []
    return [screen.words("met_early", year=target.first_met_on.year, count=target.years_early)]
