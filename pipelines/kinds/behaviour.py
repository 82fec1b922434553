"""What a kind of report does: whose report is meant, what its rules need to know, what stands in its template."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from metrics.rules.standing import Standing
from metrics.sentences import Bilingual
from pipelines.kinds.facts import Facts
from pipelines.lookup import Item
from pipelines.records import Step
from pipelines.register import Register
from pipelines.reports.completeness import LeftOut
from pipelines.reports.history import History
from pipelines.reports.report import ReceivedReport

NO_WORDS = Bilingual("", "")


class Place(NamedTuple):
    """A report as the journal names it: programme, period, and who sends it (None: everybody)."""

    programme_id: str
    period_id: str
    subject_id: str | None


@dataclass(frozen=True)
class AskedItem:
    """An item that a template asks: what is prefilled in its row, what is left open, and what it means.

    `target_of` says whose the target is.
    """

    item: Item
    last_value: Decimal | None
    open_columns: tuple[str, ...]
    target: Bilingual | None = None
    target_of: Bilingual = NO_WORDS
    meaning: Bilingual | None = None


@dataclass(frozen=True)
class Sheet:
    """What a template asks, under its title; `facts` are what is known of whoever reports, shown above the table."""

    title: Bilingual
    items: list[AskedItem]
    facts: tuple[tuple[Bilingual, str], ...] = ()


class Behaviour(ABC):
    """One kind of report; what most kinds do alike is done here.

    Its suite is called `received_<kind>`; `numbers` are the facts that are numbers to it.
    """

    numbers: tuple[str, ...] = ()

    @abstractmethod
    def place(self, register: Register, programme: str | None, period: str, subject: str | None) -> Place:
        """The report that three texts mean; without a `subject`, those of the whole round.

        Raises:
            UnknownName: for what means nothing here, with what would do.
        """

    def resembles(self, register: Register, subject: str) -> bool:
        """Whether a name that nobody bears reads like that of one who sends reports of this kind."""
        return False

    @abstractmethod
    def facts(self, report: ReceivedReport, register: Register, past: list[History], today: date) -> list[Facts]:
        """Every row of a report with what the rules need to know beside it."""

    @abstractmethod
    def references(self, register: Register) -> dict[str, list[str]]:
        """The accepted values that the suite refers to."""

    def left_out(self, report: ReceivedReport, register: Register) -> LeftOut | None:
        """What a report leaves out of that which was asked; None where nobody asks item by item."""
        return None

    def conditions(self, register: Register, place: Place) -> set[str]:
        """The conditions of the path's bars that hold for one report."""
        return set()

    def after_step(self, register: Register, step: Step, standings: Mapping[str, Standing]) -> Bilingual:
        """What is said behind a step that was taken; `standings` are those of a whole round, if it is of one."""
        return NO_WORDS

    @abstractmethod
    def sheet(self, register: Register, place: Place, history: History) -> Sheet:
        """What a template asks; `history` is what was reported before.

        Raises:
            UnknownName: when nothing is asked of them for that period.
        """
