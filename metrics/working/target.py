"""How the judgement of one target came about: methods side by side, the forecast, every formula, the rows behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from metrics.queries import Answers
from metrics.sentences import Bilingual
from metrics.working.judgements import PROGRAMME_LEVEL, FigureWorking, figure_workings


@dataclass(frozen=True)
class Method:
    """One method's value and class; None where it does not apply."""

    method: str
    value: float | None
    method_class: str | None


@dataclass(frozen=True)
class Forecast:
    """Where a target is heading, from how many points, and in how wide a band."""

    on: date
    value: float
    low: float | None
    high: float | None
    level: float | None
    sample_count: int
    provenance: str | None = None


@dataclass(frozen=True)
class PaceLine:
    """Even progress from the starting point to the aim."""

    starts_on: date
    start_value: float
    due_on: date
    aim_value: float


@dataclass(frozen=True)
class PacePoint:
    """A place on the line of seasonal progress."""

    on: date
    value: float


@dataclass(frozen=True)
class PaceRound:
    """Where even and seasonal progress would stand at the end of one round; None where a method does not apply."""

    period_id: str
    ends_on: date
    linear_value: float | None
    seasonal_value: float | None


@dataclass(frozen=True)
class TargetWorking:
    """Everything that shows how a judgement was reached; `figure` is None where there is nothing to judge."""

    figure: FigureWorking | None
    methods: tuple[Method, ...]
    forecast: Forecast | None
    forecast_sentence: Bilingual | None
    pace_line: PaceLine | None
    pace_rounds: tuple[PaceRound, ...] = ()
    # Empty where no first half bends it: it would be the line of even progress once more.
    seasonal_line: tuple[PacePoint, ...] = ()
    first_half_share: float | None = None
    season_source: str | None = None

    @property
    def methods_disagree(self) -> bool:
        """Whether one method calls the target on track and another does not."""
        classes = {method.method_class for method in self.methods if method.method_class}
        return "on_track" in classes and len(classes) > 1


def target_working(snapshot: Answers, target_id: str, period_id: str) -> TargetWorking:
    """The working of a target's programme-level figure in one round."""
    place = {"target_id": target_id, "period_id": period_id}
    figure = next(figure_workings(snapshot, unit_id=PROGRAMME_LEVEL, **place), None)
    forecasts = snapshot.rows("target_forecast", **place)
    methods = snapshot.rows("target_methods", **place)
    paces = snapshot.rows("target_pace", target_id=target_id)
    bent = [row for row in paces if row["first_half_ratio"] is not None]
    this_round = next((row for row in paces if row["period_id"] == period_id), None)
    return TargetWorking(
        figure=figure,
        methods=tuple(Method(row["method"], row["method_value"], row["method_class"]) for row in methods),
        forecast=_forecast(forecasts[0]) if forecasts and _is_ahead(forecasts[0], snapshot.seen_on) else None,
        forecast_sentence=Bilingual(forecasts[0]["sentence_zh"], forecasts[0]["sentence_en"]) if forecasts else None,
        pace_line=_pace_line(figure, this_round) if figure and this_round else None,
        pace_rounds=tuple(map(_pace_round, paces)),
        seasonal_line=_seasonal_line(paces) if bent else (),
        first_half_share=bent[-1]["first_half_ratio"] if bent else None,
        season_source=bent[-1]["first_half_source"] if bent else None,
    )


def _is_ahead(row: dict[str, Any], seen_on: date) -> bool:
    """Whether there is a forecast, and of a day that has not come: afterwards it is no news."""
    return row["forecast_value"] is not None and row["forecast_on"] > seen_on


def _forecast(row: dict[str, Any]) -> Forecast:
    return Forecast(
        row["forecast_on"],
        row["forecast_value"],
        row["interval_low"],
        row["interval_high"],
        row["interval_level"],
        row["sample_count"],
        row["provenance"],
    )


def _pace_line(figure: FigureWorking, row: dict[str, Any]) -> PaceLine | None:
    if figure.working("linear_pace").value is None or row["start_value"] is None or row["aim_value"] is None:
        return None
    return PaceLine(row["start_on"], float(row["start_value"]), row["due_on"], float(row["aim_value"]))


def _pace_round(row: dict[str, Any]) -> PaceRound:
    return PaceRound(row["period_id"], row["period_ends_on"], row["linear_value"], row["seasonal_value"])


def _seasonal_line(rows: list[dict[str, Any]]) -> tuple[PacePoint, ...]:
    points = [(row["period_ends_on"], row["seasonal_value"]) for row in rows]
    first = rows[0]
    if first["start_value"] is not None:
        points.insert(0, (first["start_on"], first["start_value"]))
    if first["aim_value"] is not None and points[-1][0] < first["due_on"]:
        points.append((first["due_on"], first["aim_value"]))
    return tuple(PacePoint(on, float(value)) for on, value in points if value is not None)
