"""A verdict: what was judged, under which document and clause, on which day, and the arithmetic behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from metrics.catalog.centre_rules import Clause
from metrics.centres.rule_book import RuleBook
from metrics.digits import amount
from metrics.sentences import Bilingual, load_sentences, say

# The worst first: what a reader should see before the rest.
VERDICTS = ("broken", "attention", "unknown", "not_covered", "met")


@dataclass(frozen=True)
class Verdict:
    """One judgement. Amounts are in 万元; without a document there is no clause, and the sentence says why."""

    topic: str
    verdict: str
    judged_on: date
    reason: str
    sentence: Bilingual
    document_id: str | None = None
    rule_id: str | None = None
    article: str | None = None
    phrase: str | None = None
    working: Bilingual | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    cap_value: Decimal | None = None
    used_value: Decimal | None = None
    left_value: Decimal | None = None
    record_ids: tuple[str, ...] = ()
    # Which records it was made from, beside those of the centre itself.
    rests_on: str = "centre"


def words(code: str, /, **values: object) -> Bilingual:
    """The sentence `code`, with its values; one that is itself bilingual goes into each language as such.

    >>> words("centre_verdict.name_met", name="四川省甲技术创新中心").zh
    '名称“四川省甲技术创新中心”符合规定形式。'
    """
    return say(code, **values)


def term_words(family: str, term: str) -> Bilingual:
    """A term of the data in both languages; one that only some document knows stands as it is written.

    >>> term_words("centre_value", "全职").en, term_words("centre_value", "招待费").en
    ('full-time', '招待费')
    """
    return load_sentences().get(f"{family}.{term}") or Bilingual(term, term)


def money(value: Decimal) -> str:
    """An amount in 万元 to the 分, without needless zeros.

    >>> money(Decimal("500.000001")), money(Decimal("30.500000")), money(Decimal("-0.000001"))
    ('500.000001', '30.5', '-0.000001')
    """
    return amount(value)


def under(book: RuleBook, rule: Clause, verdict: str, day: date, reason: str, /, **values: object) -> Verdict:
    """A verdict by one rule of one document; its sentence is `centre_verdict.<reason>`."""
    return Verdict(
        topic=rule.topic,
        verdict=verdict,
        judged_on=day,
        reason=reason,
        sentence=words(f"centre_verdict.{reason}", **values),
        document_id=book.document_id,
        rule_id=rule.id,
        article=rule.article,
        phrase=rule.phrase,
    )


def type_unknown(book: RuleBook, rule: Clause, day: date) -> Verdict:
    """That nobody can say whether a rule applies: it speaks of some types only, and the centre's is not on record."""
    types = [term_words("centre_type", name) for name in rule.centre_types]
    told = Bilingual("、".join(one.zh for one in types), " or ".join(one.en for one in types))
    return under(book, rule, "unknown", day, "type_unknown", day=day, document=book.title, types=told)


def uncovered(topic: str, day: date, reason: str, /, **values: object) -> Verdict:
    """The verdict that no rule in force covers a topic on a day."""
    return Verdict(topic, "not_covered", day, reason, words(f"centre_verdict.{reason}", **values))
