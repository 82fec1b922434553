"""The shapes of a document's rules on centres: a few general kinds, so that a new document is data and no code.

Every rule names its place in the text and the shortest phrase that carries it. What a rule asks is in its kind and
its parameters; `metrics.centres` applies them without knowing any document.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from metrics.catalog.refusal import refusal
from metrics.sentences import Bilingual

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Level = Literal["provincial", "joint", "national"]
CentreType = Literal["综合性", "专业性"]
Fact = Literal["legal_form", "director_post", "separate_ledger", "board", "expert_committee"]
Effect = Literal["recommended", "award", "project_support", "next_cycle", "rectifying", "removed", "decision"]
Event = Literal["intention", "argued", "started", "evaluated"]

OUTCOMES = ("any", "absent", "withdrew", "rectified", "not_rectified")
YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


class Told(BaseModel):
    """A piece of the rules: immutable, and with no key beyond the declared ones."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Body(Told):
    """Who acts, in both languages."""

    zh: Words
    en: Words


class Clause(Told):
    """What every rule has: its id, its place, its phrase, and the types of centre that it speaks of (all if none)."""

    id: Identifier
    article: Words
    phrase: Phrase
    centre_types: tuple[CentreType, ...] = ()

    @property
    @abstractmethod
    def topic(self) -> str:
        """What the rule is about: rules of two documents on one topic are compared by it."""

    def speaks_of(self, centre_type: str | None) -> bool:
        """Whether the rule applies to a centre of this type; a type that is not known is of none."""
        return not self.centre_types or centre_type in self.centre_types

    def is_open_for(self, centre_type: str | None) -> bool:
        """Whether nobody can say if the rule applies: it speaks of some types only, and the centre's is not known."""
        return bool(self.centre_types) and centre_type is None


class NamePattern(Clause):
    """The form of the name, as a regular expression over the whole name."""

    kind: Literal["name_pattern"]
    pattern: Words

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            raise refusal(f"不是正则表达式:{error}", f"not a regular expression: {error}") from error
        return pattern

    @property
    def topic(self) -> str:
        """The name."""
        return "name"


class Requirement(Clause):
    """A fact that must, should in principle, or is encouraged to have one of the accepted values."""

    kind: Literal["requirement"]
    fact: Fact
    accepts: tuple[Words, ...] = Field(min_length=1)
    strength: Literal["must", "in_principle", "encouraged"] = "must"
    # Accepted for the time being, where the text says what holds until then, and for how long if it says so.
    meanwhile: tuple[Words, ...] = ()
    meanwhile_until: Literal["build_period"] | None = None

    @model_validator(mode="after")
    def _until_goes_with_meanwhile(self) -> Requirement:
        if self.meanwhile_until and not self.meanwhile:
            raise refusal(
                "meanwhile_until 须与 meanwhile 同写:它说明那些值可用到何时",
                "`meanwhile_until` goes with `meanwhile`: it says for how long those values are accepted",
            )
        return self

    @property
    def topic(self) -> str:
        """The fact."""
        return self.fact


class Period(Clause):
    """How long something lasts, in whole years."""

    kind: Literal["period"]
    of: Literal["build", "evaluation", "rectification"]
    years: int = Field(gt=0)

    @property
    def topic(self) -> str:
        """The period."""
        return f"{self.of}_period"


class Step(Clause):
    """A step of the procedure and who takes it."""

    kind: Literal["step"]
    step: Event
    by: Body

    @property
    def topic(self) -> str:
        """The step."""
        return self.step


class Grades(Clause):
    """The grades that an evaluation may give."""

    kind: Literal["grades"]
    grades: tuple[Words, ...] = Field(min_length=1)

    @property
    def topic(self) -> str:
        """The grades."""
        return "grades"


class Consequence(Clause):
    """What a grade or outcome leads to."""

    kind: Literal["consequence"]
    # Grades, or `any` of them, or what happened instead: one of OUTCOMES.
    when: tuple[Words, ...] = Field(min_length=1)
    leads_to: tuple[Effect, ...] = Field(min_length=1)

    @property
    def topic(self) -> str:
        """The consequences of an evaluation."""
        return "consequence"


class MoneyClause(Clause):
    """A rule on money names whose money it speaks of, and of grants, for what."""

    funders: tuple[Words, ...] = Field(min_length=1)
    purposes: tuple[Words, ...] = ()

    @property
    def topic(self) -> str:
        """Grants."""
        return "grant"


class Cap(MoneyClause):
    """An upper limit on grants in a window; with a grade, on what one evaluation may bring."""

    kind: Literal["cap"]
    amount: Decimal = Field(gt=0)
    measure_unit: Literal["元", "万元", "亿元"]
    per: Literal["build_period", "year", "evaluation", "total"]
    grade: Words | None = None

    @model_validator(mode="after")
    def _grade_goes_with_evaluation(self) -> Cap:
        if (self.per == "evaluation") != (self.grade is not None):
            raise refusal("grade 只与 per: evaluation 同写", "`grade` goes with `per: evaluation`, and only with it")
        return self

    @property
    def amount_wan(self) -> Decimal:
        """The limit in 万元."""
        return self.amount * YUAN[self.measure_unit] / YUAN["万元"]


class ShareCap(MoneyClause):
    """An upper limit on grants for a project, as a share of its total investment."""

    kind: Literal["share_cap"]
    share_pct: Decimal = Field(gt=0, le=100)
    of: Literal["project_investment"]


class YearsCap(MoneyClause):
    """The number of consecutive years in which a project may be granted money."""

    kind: Literal["years_cap"]
    years: int = Field(gt=0)


class ForbiddenUse(MoneyClause):
    """What money must never be spent on."""

    kind: Literal["forbidden_use"]
    categories: tuple[Words, ...] = Field(min_length=1)

    @property
    def topic(self) -> str:
        """Spending."""
        return "use"


class Matching(MoneyClause):
    """Support that others shall add, without a number."""

    kind: Literal["matching"]

    @property
    def topic(self) -> str:
        """Matching support."""
        return "matching"


class ReportDue(Clause):
    """The yearly report: through whom, to whom. Where the text names no day, the end of the year is our arrangement."""

    kind: Literal["report"]
    through: Body | None = None
    to: Body

    @property
    def topic(self) -> str:
        """The yearly report."""
        return "report"


Rule = Annotated[
    NamePattern
    | Requirement
    | Period
    | Step
    | Grades
    | Consequence
    | Cap
    | ShareCap
    | YearsCap
    | ForbiddenUse
    | Matching
    | ReportDue,
    Field(discriminator="kind"),
]


class CentreRules(Told):
    """The rules of one document, and the centres that they govern."""

    provinces: tuple[Words, ...] = Field(min_length=1)
    levels: tuple[Level, ...] = ("provincial",)
    # Only for a text that states no day of its own: from when it is followed.
    followed_from: date | None = None
    rules: tuple[Rule, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _hangs_together(self) -> CentreRules:
        problems = list(self._problems())
        if problems:
            raise refusal("；".join(zh for zh, _ in problems), "; ".join(en for _, en in problems))
        return self

    def _problems(self) -> Iterator[Bilingual]:
        ids = [rule.id for rule in self.rules]
        for name in sorted({name for name in ids if ids.count(name) > 1}):
            yield Bilingual(f"条款 {name} 写了两次", f"rule {name} stands twice")
        builds = any(isinstance(rule, Period) and rule.of == "build" for rule in self.rules)
        grades = {grade for rule in self.rules if isinstance(rule, Grades) for grade in rule.grades}
        for rule in self.rules:
            if isinstance(rule, Cap) and rule.per == "build_period" and not builds:
                yield Bilingual(
                    f"条款 {rule.id}: 按建设期的上限需要 kind: period、of: build 的条款",
                    f"rule {rule.id}: a cap per build_period needs a rule of kind period with `of: build`",
                )
            if isinstance(rule, Requirement) and rule.meanwhile_until and not builds:
                yield Bilingual(
                    f"条款 {rule.id}: meanwhile_until: build_period 需要 kind: period、of: build 的条款",
                    f"rule {rule.id}: `meanwhile_until: build_period` needs a rule of kind period with `of: build`",
                )
            if isinstance(rule, Consequence) and grades:
                known = grades | set(OUTCOMES)
                for name in rule.when:
                    if name not in known:
                        yield Bilingual(
                            f"条款 {rule.id}: {name} 不在等次之中", f"rule {rule.id}: {name} is not among the grades"
                        )
