"""The shapes of the catalog's YAML files, as pydantic models that refuse what they do not know."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from metrics.catalog.centre_rules import CentreRules
from metrics.catalog.refusal import refusal
from metrics.periods import FORMS_EN, FORMS_ZH, MONTHS_OF, InvalidPeriod, Period

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
# One address in printable ASCII, without what would begin another header or recipient.
MAIL_ADDRESS = r"[!#$%&'*+/=?^_`{|}~A-Za-z0-9.-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]

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


class Entry(BaseModel):
    """A catalog entry: immutable, and with no key beyond the declared ones."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def in_both(given: object) -> object:
    """Words for both languages out of a bare text or those of one language: what is said once is said for both.

    >>> in_both("Flood risk"), in_both({"zh": "防洪"})
    ({'zh': 'Flood risk', 'en': 'Flood risk'}, {'zh': '防洪', 'en': '防洪'})
    """
    said = {"zh": given} if isinstance(given, str) else given
    if not isinstance(said, dict):
        return given
    word = said.get("zh") or said.get("en")
    return said if word is None else {**said, "zh": said.get("zh") or word, "en": said.get("en") or word}


class Said(Entry):
    """Something with words of its own in Chinese and English; an office of one language gives those of that."""

    zh: Word
    en: Word

    _in_both = model_validator(mode="before")(in_both)


class Bilingual(Said):
    """The same words in Chinese and English, neither empty; a bare text stands for both."""


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


class Alias(Entry):
    """Another name under which a unit's reports may come in."""

    name: Word
    note: Bilingual


class Successor(Entry):
    """The unit that took over, from which day, and which source says so."""

    id: Identifier
    from_day: date
    source: Word

    @model_validator(mode="before")
    @classmethod
    def _day_under_its_own_key(cls, given: object) -> object:
        # YAML reads a bare `on` as true.
        if isinstance(given, dict) and given.keys() & {True, "on"}:
            raise refusal(
                "接替的日期写在 from_day 下,不写在 on 下",
                "the day on which a unit took over stands under from_day, not under on",
            )
        return given


class UnitKind(Entry):
    """What sort of unit it is, in the office's own words; a bare text is the same word in both languages.

    `code` is what exports say; by default the word itself.
    """

    code: Word
    zh: Word
    en: Word

    @model_validator(mode="before")
    @classmethod
    def _coded(cls, given: object) -> object:
        said = in_both(given)
        return {"code": said.get("zh")} | said if isinstance(said, dict) else said


class Renaming(Entry):
    """Another name that a unit bears from a day on, and the source that says so."""

    name: Word
    name_en: Word
    from_day: date
    source: Word | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_language(cls, given: object) -> object:
        return {"name_en": given.get("name")} | given if isinstance(given, dict) else given


class Unit(Entry):
    """A responsible unit (责任单位), with the days on which it is there and bears its names.

    `name` is the one it began with, `names` those that came later, each from a day; `parent` the unit above it, which
    its figures are a part of. It is there from `starts_on` to `ends_on`, both included: always, where they are not
    said. Who takes over from it does so from a day; without `ends_on` it ends the day before. Several successors are
    a unit that is split.
    """

    id: Identifier
    name: Word
    name_en: Word
    kind: UnitKind
    parent: Identifier | None = None
    aliases: tuple[Alias, ...] = ()
    names: tuple[Renaming, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    successor: tuple[Successor, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _completed(cls, given: object) -> object:
        if not isinstance(given, dict):
            return given
        successor = given.get("successor")
        listed = successor if isinstance(successor, list | tuple) else [] if successor is None else [successor]
        return {"name_en": given.get("name")} | given | {"successor": listed}

    @model_validator(mode="after")
    def _days_in_order(self) -> Unit:
        days = [renaming.from_day for renaming in self.names]
        if days != sorted(set(days)):
            raise refusal("名称须按日期先后排列,一天一个", "names stand in the order of their days, one a day")
        taken_over = [successor.from_day for successor in self.successor]
        if self.ends_on and taken_over and min(taken_over) <= self.ends_on:
            raise refusal(
                "ends_on 是最后一天,须早于接替单位的起始日",
                "ends_on is its last day: before the day on which its successor takes over",
            )
        if self.starts_on and self.last_day and self.last_day < self.starts_on:
            raise refusal("结束日早于开始日", "it ends before it starts")
        return self

    @property
    def last_day(self) -> date | None:
        """The last day on which it is there; None where no end is known."""
        taken_over = [successor.from_day for successor in self.successor]
        return self.ends_on or (min(taken_over) - timedelta(days=1) if taken_over else None)


class Contact(Entry):
    """Whom to call at a unit: a person or an office, with the days on which they are the one to call.

    These are personal data: pages and letters of the office use them, no export and no public field holds them.
    """

    unit: Identifier
    name: Word
    telephone: Word | None = None
    mail: Word | None = None
    from_day: date | None = None
    to_day: date | None = None

    @field_validator("mail")
    @classmethod
    def _is_an_address(cls, given: str | None) -> str | None:
        if given is not None and not re.fullmatch(MAIL_ADDRESS, given):
            raise refusal(
                "不是一个邮箱地址,请写成 someone@example.org", "is no one mail address: write someone@example.org"
            )
        return given

    @model_validator(mode="after")
    def _days_in_order(self) -> Contact:
        if self.from_day and self.to_day and self.to_day < self.from_day:
            raise refusal("截止日期早于起始日期", "the last day lies before the first")
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
