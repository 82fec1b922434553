"""The shapes of what an office declares of responsible units: their names and days, who takes over, whom to call."""

from __future__ import annotations

import re
from datetime import date, timedelta

from pydantic import field_validator, model_validator

from metrics.catalog.entry import Bilingual, Entry, Identifier, Word, in_both
from metrics.catalog.refusal import refusal

# One address in printable ASCII, without what would begin another header or recipient.
MAIL_ADDRESS = r"[!#$%&'*+/=?^_`{|}~A-Za-z0-9.-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"


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
