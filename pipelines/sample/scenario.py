"""The scenario: the YAML files beside this module as checked, immutable objects."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from metrics.yaml_file import read_yaml
from pipelines.sample.centre_scenario import CentreBooks, Centres
from pipelines.sample.told import Days, Lines, Told

SCENARIO_FOLDER = Path(__file__).with_name("scenario")


class Part(Told):
    """One unit's part of a target, and the way its figure goes."""

    unit: str
    target: Decimal
    baseline: Decimal | None = None
    curve: str | None = None
    end: Decimal | None = None
    values: tuple[Decimal | None, ...] = ()

    @model_validator(mode="after")
    def _goes_one_way(self) -> Part:
        if bool(self.values) == (self.curve is not None and self.end is not None):
            raise ValueError("give either values, or curve and end")
        return self


class TargetStory(Told):
    """The parts of one target; `story` says what it is meant to show."""

    target_id: str
    story: str
    parts: tuple[Part, ...]


class Breakdown(Told):
    """Every target's parts, and the curves that they follow (permille of the way, one per half-year)."""

    decimals: Mapping[str, int]
    wobble_permille: int
    curves: Mapping[str, tuple[int, ...]]
    targets: tuple[TargetStory, ...]


class Flaws(Told):
    """What is wrong with a version that is later returned or corrected."""

    blank: Lines = ()
    add: Mapping[str, Decimal] = Field(default_factory=dict)
    without_evidence: bool = False
    stale_tasks: bool = False  # the tasks still say what they said in the round before


class Correction(Told):
    """A new version after acceptance: why, and how many days after the due day."""

    reason: str
    after_due_days: Days


class Case(Told):
    """How one unit's report of one round went, where that was not ordinary."""

    period: str
    unit: str
    missing: bool = False
    nil: bool = False
    late_days: Days | None = None
    returned: Lines = ()
    ends: Literal["accepted", "submitted", "returned"] = "accepted"
    correction: Correction | None = None
    flaws: tuple[Flaws, ...] = ()
    signs_as: str | None = None

    def flaws_of(self, version: int) -> Flaws:
        """What is wrong with that version; nothing beyond those told."""
        return self.flaws[version - 1] if version <= len(self.flaws) else Flaws()


class ProgrammeCases(Told):
    """The cases of one programme."""

    programme_id: str
    cases: tuple[Case, ...]

    def case(self, period: str, unit: str) -> Case:
        """The case of a round and unit; an ordinary one where none is told."""
        told = (case for case in self.cases if (case.period, case.unit) == (period, unit))
        return next(told, Case(period=period, unit=unit))


class Rounds(Told):
    """The pace of the rounds and everything out of the ordinary in them."""

    early_days: Days
    review_days: Days
    rework_days: Days
    close_after_days: int
    task_start_weights: tuple[int, ...]
    task_done_weights: Mapping[int, int]
    pandemic_rounds: Lines
    files: tuple[ProgrammeCases, ...]

    def gaps(self) -> frozenset[tuple[str, str, str]]:
        """The declared gaps: (programme, period, unit) with no report."""
        return frozenset(
            (told.programme_id, case.period, case.unit) for told in self.files for case in told.cases if case.missing
        )


class TaskWords(Told):
    """What reports say about one task."""

    strands: tuple[str, str, str]
    problems: Lines
    next_steps: Lines


class CentrePhrases(Told):
    """Bilingual patterns of the centres' yearly reports."""

    progress: Lines
    first_year: Lines
    problems: Lines
    next_steps: Lines


class Phrases(Told):
    """Bilingual patterns by phase of a task and kind of unit."""

    lead_progress: Mapping[str, Lines]
    joint_lines: Lines
    lead_problems: Mapping[str, Lines]
    lead_next_steps: Mapping[str, Lines]
    support: Mapping[str, Mapping[str, Lines]]
    support_next_steps: Lines
    centre: CentrePhrases


class Actors(Told):
    """Who acts in the journal: obviously nobody in particular."""

    submitter: str
    reviewer: str
    keeper: str
    marks: Lines


class Labels(Told):
    """The words that mark a file, name or row as sample."""

    breakdown_note: Mapping[str, str]
    actors: Actors
    evidence: Mapping[str, Lines]
    centre_mark: str
    resubmitted: str
    readme: str


class LedgerStory(Told):
    """What a ledger holds for one unit's part of a target, against what the unit reports."""

    ledger: Literal["contracts", "transfers", "enterprises", "platforms"]
    target_id: str
    unit: str
    story: str
    beside: tuple[Decimal, ...]  # evidence less report, round by round


class Evidence(Told):
    """The sample ledgers: whom they cover, how records look, and how many there are that count for nothing."""

    contract_halves: int  # contracts a unit registers in a half-year
    uncounted_contracts: int  # of other sellers, or cancelled
    stock_leavers: int  # enterprises that join and leave again, a round
    names: Mapping[str, str]
    words: Mapping[str, Lines]
    series: tuple[LedgerStory, ...]


class Rating(Told):
    """One person's rating of one target in one round; `unit` is empty for the programme's own target."""

    target_id: str
    unit: str = ""
    period: str
    rating: Literal["high", "medium", "low"]
    by: Literal["own", "independent"]
    reason: str


class Confidence(Told):
    """Who rates, how long after the due day, and every rating."""

    rated_after_days: Days
    raters: Mapping[str, str]
    ratings: tuple[Rating, ...]


class Weights(Told):
    """The weights of one programme's targets."""

    programme_id: str
    set_by: str
    note: Mapping[str, str]
    weights: Mapping[str, int]


class Scenario(Told):
    """Everything the sample tells."""

    breakdown: Breakdown
    rounds: Rounds
    tasks: Mapping[str, TaskWords]
    phrases: Phrases
    labels: Labels
    confidence: Confidence
    weights: Weights
    evidence: Evidence
    centres: Centres
    centre_books: CentreBooks


def load_scenario(folder: Path = SCENARIO_FOLDER) -> Scenario:
    """The scenario of `folder`, one file per field of `Scenario`.

    Raises:
        pydantic.ValidationError: naming the key that is unknown, missing or of the wrong kind.
    """
    return Scenario.model_validate({name: read_yaml(folder / f"{name}.yml") for name in Scenario.model_fields})
