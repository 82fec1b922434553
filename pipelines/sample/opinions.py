"""What people set and believe in the sample: weights of targets, and ratings of delivery confidence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from metrics.periods import Period
from pipelines.sample.draw import Draw
from pipelines.sample.inputs import Inputs
from pipelines.sample.scenario import Scenario
from pipelines.sample.timeline import working_day

Row = tuple[str, ...]

CONFIDENCE_HEADER = (
    "programme_id", "target_id", "unit_name", "period_id", "rating", "rater", "rated_on", "reason", "is_independent",
)  # fmt: skip
WEIGHT_HEADER = ("programme_id", "target_id", "weight", "set_by", "note_zh", "note_en")


def confidence_rows(scenario: Scenario, inputs: Inputs, seed: int) -> Iterator[Row]:
    """A row for each rating, in the order of the scenario; the day is a working day after the round's due day."""
    told = scenario.confidence
    programmes = {target.target_id: target.programme_id for target in inputs.targets}
    for rating in told.ratings:
        draw = Draw(seed, "confidence", rating.target_id, rating.unit, rating.period, rating.by)
        days = timedelta(days=draw.between(*told.rated_after_days))
        rated_on = working_day(Period.parse(rating.period).ends_on + days, 1)
        yield (
            programmes[rating.target_id], rating.target_id, rating.unit, rating.period, rating.rating,
            told.raters[rating.by], rated_on.isoformat(), rating.reason,
            "true" if rating.by == "independent" else "false",
        )  # fmt: skip


def weight_rows(scenario: Scenario) -> Iterator[Row]:
    """A row for each weight."""
    told = scenario.weights
    for target_id, weight in told.weights.items():
        yield told.programme_id, target_id, str(weight), told.set_by, told.note["zh"], told.note["en"]
