"""The shapes of the catalog's YAML files, as pydantic models that refuse what they do not know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, get_args

from pydantic import Field, field_validator, model_validator

from metrics.catalog.centre_rules import CentreRules
from metrics.catalog.entry import Bilingual, Entry, Identifier, Said, Word
from metrics.catalog.refusal import refusal
from metrics.catalog.unit_models import Contact, Unit
from metrics.periods import FORMS_EN, FORMS_ZH, MONTHS_OF, InvalidPeriod, Period

# What a figure is in time: what the year brought, what came together since the start, a level, a share, a mean over
# people or days, an index, a rate of growth, a place in an order, a level that is to fall.
MeasureType = Literal[
    "annual_flow", "cumulative", "stock", "ratio", "mean", "index", "growth_rate", "rank", "reduction"
]
MEASURE_TYPES: tuple[str, ...] = get_args(MeasureType)
# Levels that are followed from where they started; a share, a rate and a place in an order are not.
LEVELS = ("stock", "mean", "index")
# How the figures of several units make one of the whole; there is no default, since every one is wrong for some.
Aggregation = Literal["sum", "lead_reports", "ratio_of_sums", "weighted_mean", "mean", "worst", "none"]


class LampLimits(Entry):
    """From which share of the pace a target is on track, and from which slightly behind, with what says so."""

    on_track_ratio: float = Field(gt=0, le=1)
    slightly_behind_ratio: float = Field(gt=0, le=1)
    source: Bilingual

    @model_validator(mode="after")
    def _in_order(self) -> LampLimits:
        if self.slightly_behind_ratio > self.on_track_ratio:
            raise ValueError("slightly_behind_ratio lies above on_track_ratio")
        return self


class Programme(Entry):
    """A policy programme with the rounds in which its units report.

    `acceptance` says what a report that passes the checks is: accepted by them (`automatic`), or submitted until the
    officer accepts it by name (`officer`). `collected_since` is the day from which reports are collected here, or the
    first round that is (then its first day counts); what fell due before is nobody's omission. Without `lamp_limits` of
    its own it is judged by those of all (`metrics/rules/thresholds.yml`).

    Rounds follow from `reporting_cycle`, from `first_period` to `last_period` (by default those of the programme's own
    first and last day; without a last one they roll on), or stand one by one in `rounds`. A report falls due `due_days`
    after the last day of its period, and is late `grace_days` after that. `rounds_open` says whether reports are owed
    without an officer's act: by default where the checks accept them, and where each round is listed.
    """

    id: Identifier
    name: Bilingual
    short_name: Bilingual
    starts_on: date | None
    ends_on: date | None
    reporting_cycle: Literal["month", "quarter", "half_year", "year", "dates", "none"]
    first_period: str | None = None
    last_period: str | None = None
    rounds: tuple[str, ...] = ()
    due_days: Annotated[int, Field(ge=0, le=366)] = 0
    grace_days: Annotated[int, Field(ge=0, le=366)] = 0
    rounds_open: Literal["by_themselves", "by_officer"] | None = None
    cycle_note: Bilingual
    acceptance: Literal["automatic", "officer"] = "automatic"
    collected_since: str | None = None
    lamp_limits: LampLimits | None = None

    @field_validator("collected_since", "first_period", "last_period", mode="before")
    @classmethod
    def _as_written(cls, given: object) -> object:
        # YAML reads a bare year as a number and a bare day as a date.
        return given if given is None else str(given)

    @field_validator("collected_since", "first_period", "last_period")
    @classmethod
    def _is_a_period(cls, given: str | None) -> str | None:
        return given if given is None else _period_id(given)

    @field_validator("rounds")
    @classmethod
    def _are_periods(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(_period_id, given))

    @model_validator(mode="after")
    def _has_rounds(self) -> Programme:
        follows = self.reporting_cycle in MONTHS_OF and not self.rounds
        if follows and self.first_period is None and self.starts_on is None:
            raise refusal("首期无从确定:请写 starts_on 或 first_period",
                          "nothing says which round is the first: write starts_on or first_period")  # fmt: skip
        if self.reporting_cycle == "dates" and not self.rounds:
            raise refusal("周期为 dates 的,请在 rounds 中逐一写明日期,如 2025-06-30",
                          "the cycle dates needs rounds: write each day, such as 2025-06-30")  # fmt: skip
        return self

    @property
    def opens_by_itself(self) -> bool:
        """Whether its reports are owed without the act of an officer."""
        if self.rounds_open is not None:
            return self.rounds_open == "by_themselves"
        return bool(self.rounds) or self.acceptance == "automatic"

    def collected_from(self, year_begins: int) -> date | None:
        """The first day from which reports are collected, where it is said."""
        return Period.parse(self.collected_since, year_begins).starts_on if self.collected_since else None


def _period_id(given: str) -> str:
    # A day is a period too.
    try:
        Period.parse(given)
    except InvalidPeriod:
        raise refusal(f"“{given}”不是报告期,也不是日期:请写 {FORMS_ZH}",
                      f"{given!r} is no period and no day: write {FORMS_EN}") from None  # fmt: skip
    return given


class StartingPoint(Said):
    """A count that a document states as the situation at the start: not a goal."""

    value: Decimal
    measure_unit: Word
    phrase: Word


class BuildingGoal(Said):
    """A goal without a number: something to be built."""

    phrase: Word


class Policy(Entry):
    """A policy document, its validity, and its links: by id those above it, those it replaces, those that go with it.

    A document that another replaces ends the day before that one is in force (`metrics.catalog.documents`).
    """

    id: Identifier
    programme_id: Identifier
    title: Bilingual
    document_number: str | None
    issuer: Bilingual
    issued_on: date | None
    in_force_on: date | None
    expires_on: date | None
    validity: Literal["in_force", "lapsed", "repealed", "not_stated"]
    validity_note: Bilingual
    above: tuple[Identifier, ...] = ()
    replaces: tuple[Identifier, ...] = ()
    beside: tuple[Identifier, ...] = ()
    source_file: Word | None = None
    starting_points: tuple[StartingPoint, ...] = ()
    building_goals: tuple[BuildingGoal, ...] = ()
    centre_rules: CentreRules | None = None

    @model_validator(mode="after")
    def _rules_have_a_first_day(self) -> Policy:
        rules = self.centre_rules
        if rules and (self.in_force_on is None) == (rules.followed_from is None):
            raise refusal(
                "centre_rules.followed_from 用于没有 in_force_on 的文件,且必须写",
                "centre_rules.followed_from is for a text without in_force_on, and needed there",
            )
        return self


class Scope(Entry):
    """The territory that a figure covers. Figures of different scopes are never added."""

    id: Identifier
    name: Bilingual
    kind: Word


class MeasureUnit(Entry):
    """A unit of measurement: what it counts, its factor to the base of that, and how it is written.

    Units of one `dimension` convert into each other; any word names one (mass, days), a currency its code (GBP).
    `count` and `money` name none: the code does, without its multiple (`metrics.catalog.measures`). `aliases` are other
    words for it in cells, before or behind the number; `is_whole` says that only whole ones exist, `is_additive` that
    amounts of several units add up. What an entry leaves open is filled in when the catalog is loaded.
    """

    code: Word
    name_zh: Word | None = None
    name_en: Word | None = None
    dimension: Word
    factor: Annotated[Decimal, Field(gt=0)]
    decimals: Annotated[int, Field(ge=0, le=6)]
    aliases: tuple[Word, ...] = ()
    is_currency: bool | None = None
    is_whole: bool | None = None
    is_count: bool = False
    is_additive: bool | None = None


class Sibling(Entry):
    """A statistic that is easily taken for this one, and the difference: an `indicator` of the office, or a name."""

    indicator: Identifier | None = None
    name: Bilingual | None = None
    difference: Bilingual

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Sibling:
        if (self.indicator is None) == (self.name is None):
            raise refusal("同类指标写 indicator（已登记的指标）或 name（没有登记的统计），二者取一",
                          "a sibling has indicator, one that is declared, or name, one that is not")  # fmt: skip
        return self


class Season(Entry):
    """What the first half of a year made of the whole in another statistic, for want of two full years of one's own."""

    first_half_value: Decimal
    year_value: Decimal
    label: Bilingual
    source: Word


class Indicator(Entry):
    """What is counted, how, on which basis, and what it must not be confused with.

    `aggregation` says how the figures of units make one of the whole: added (`sum`), given by the one unit that speaks
    for it (`lead_reports`), the sum of numerators over that of denominators (`ratio_of_sums`), a mean, weighted or
    not, the worst of them, or not at all. `borrowed_season` is for a statistic whose own first halves are not known.
    `decimals` are those of its figures wherever they are shown, computed ones included; by default its unit's. Figures
    below zero are a mistake unless it `may_be_negative`, as rates of growth may without saying so.
    """

    id: Identifier
    name: Bilingual
    measure_type: MeasureType
    measure_unit: Word
    direction: Literal["up", "down"]
    aggregation: Aggregation
    decimals: Annotated[int | None, Field(ge=0, le=6)] = None
    may_be_negative: bool | None = None
    definition: Bilingual
    basis: Bilingual
    siblings: tuple[Sibling, ...] = ()
    borrowed_season: Season | None = None


class CentreItem(Entry):
    """One datum or text of a technology innovation centre's annual report; `part_of` is the count it is a part of.

    `rarely_above` names another datum that it exceeds in rare years only: that is asked about, not refused.
    """

    id: Identifier
    kind: Literal["data", "narrative"]
    name: Bilingual
    definition: Bilingual
    measure_unit: Word | None = None
    measure_type: Literal["annual_flow", "stock"] | None = None
    part_of: Identifier | None = None
    rarely_above: Identifier | None = None
    is_required: bool = False


@dataclass(frozen=True)
class Catalog:
    """Everything the catalog folder declares, validated, in file order."""

    programmes: tuple[Programme, ...]
    policies: tuple[Policy, ...]
    units: tuple[Unit, ...]
    scopes: tuple[Scope, ...]
    measure_units: tuple[MeasureUnit, ...]
    indicators: tuple[Indicator, ...]
    centre_items: tuple[CentreItem, ...] = ()
    contacts: tuple[Contact, ...] = ()

    def unit_ids_by_name(self) -> dict[str, str]:
        """Every name and alias that a unit bears or bore, mapped to its id; of several, the unit declared last."""
        names = {unit.name: unit.id for unit in self.units}
        for unit in self.units:
            names.update({renaming.name: unit.id for renaming in unit.names})
            names.update({alias.name: unit.id for alias in unit.aliases})
        return names
