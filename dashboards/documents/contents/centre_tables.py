"""The tables of documents on centres: facts, steps, the way of a report, data, verdicts, caps."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from dashboards import amounts, formats
from dashboards.documents.contents.wording import Wording
from dashboards.documents.typesetting.paper import Table
from dashboards.phrases.centres import wan_text, window_text
from metrics import clock
from metrics.reading.annual_report import ReportDatum, ReportStanding, ReportStep
from metrics.reading.centre import CentreLimit, CentreStep, CentreVerdict, CentreView
from metrics.sentences import Bilingual, load_sentences


def _term(wording: Wording, name: str | None) -> str:
    known = load_sentences().get(f"centre_value.{name}") if name else None
    return wording.told(known) if known else name or wording.screen.words("not_stated")


def facts_table(wording: Wording, view: CentreView) -> Table:
    """What is on record of the centre, two facts a row; what the source does not state is said so."""
    words, line, unknown = wording.screen.words, view.line, wording.screen.words("not_stated")
    leads = [name for name, role in view.members if role == "lead"] or ([line.lead_unit] if line.lead_unit else [])
    members = [name for name, role in view.members if role == "member"]
    kind = words(f"centre.type.{line.centre_type}") if line.centre_type else ""
    level = words(f"centre.level.{line.level}") if line.level else unknown
    post = f"{line.director_name}{wording.say('source', source=_term(wording, line.director_post))}"
    facts = [
        (wording.say("centre_fact.level"), wording.join(filter(None, (level, kind)))),
        (wording.say("centre_fact.place"), _place(line.province, line.city) or unknown),
        (words("centre.fact.field"), line.field or unknown),
        (words("centre.fact.started"), formats.day(line.started_on, wording.language) if line.started_on else unknown),
        (words("centre.fact.lead_unit"), wording.join(leads) or unknown),
        (words("centre.fact.member_units"), wording.join(members) or unknown),
        (words("centre.fact.legal_form"), _term(wording, line.legal_form)),
        (words("centre.fact.director"), post if line.director_name else unknown),
        (words("centre.fact.board"), _term(wording, line.board)),
        (words("centre.fact.separate_ledger"), _term(wording, line.separate_ledger)),
    ]
    rows = tuple((*facts[n], *facts[n + 1]) for n in range(0, len(facts), 2))
    heads = (wording.say("centre_column.fact"), wording.say("centre_column.entry")) * 2
    source = words(f"provenance.{line.provenance}.name")
    return Table(wording.say("centre_table.facts", source=source), heads, (0.17, 0.33, 0.17, 0.33), rows)


def _place(province: str | None, city: str | None) -> str:
    # A municipality is its own city.
    return "".join(filter(None, (province, city if city and city not in (province or "") else None)))


def steps_table(wording: Wording, steps: Sequence[CentreStep]) -> Table:
    """The steps of the centre's life, each with its clause."""
    words = wording.screen.words
    rows = tuple(
        (
            formats.day(step.happened_on, wording.language),
            wording.told(load_sentences()[f"centre_event.{step.event}"])
            + (wording.say("source", source=_term(wording, step.grade)) if step.grade else ""),
            words(f"centre.state.{step.state}") if step.state else words("dash"),
            _clause(wording, step.title, step.article),
        )
        for step in steps
    )
    heads = tuple(wording.say(f"centre_column.{name}") for name in ("day", "step", "state", "clause"))
    return Table(wording.say("centre_table.steps"), heads, (0.2, 0.2, 0.18, 0.42), rows)


def _clause(wording: Wording, title: Bilingual | None, article: str | None) -> str:
    if title is None:
        return wording.say("centre_rules.no_document")
    document = wording.say("document", title=wording.screen.name(title), number="")
    return wording.say("centre_column.clause_of", document=document, article=article) if article else document


def path_table(wording: Wording, steps: Sequence[ReportStep]) -> Table:
    """The way of the report, version by version."""
    words = wording.screen.words
    rows = tuple(
        (
            str(step.version),
            wording.told(step.event_words) + (wording.provenance("sample") if step.provenance == "sample" else ""),
            formats.day(clock.day_of(step.happened_at), wording.language),
            step.actor or words("dash"),
            step.reason or words("dash"),
        )
        for step in steps
    )
    heads = tuple(wording.say(f"centre_column.{name}") for name in ("version", "step", "day", "actor", "reason"))
    return Table(wording.say("centre_table.path"), heads, (0.09, 0.21, 0.2, 0.2, 0.3), rows)


def data_table(wording: Wording, data: Sequence[ReportDatum], year: int) -> Table:
    """Every datum beside last year's, with the rate or why there is none."""
    rows = tuple(
        (
            _datum(wording, datum) + (wording.provenance("sample") if datum.provenance == "sample" else ""),
            wording.screen.words("missing")
            if datum.actual_value is None
            else _amount(wording, datum, datum.actual_value),
            wording.screen.words("dash")
            if datum.last_year_value is None
            else _amount(wording, datum, datum.last_year_value),
            _difference(wording, datum),
            _growth(wording, datum),
        )
        for datum in data
    )
    heads = (
        wording.say("centre_column.datum"), wording.say("centre_column.in_year", year=year),
        wording.say("centre_column.in_year", year=year - 1), wording.say("centre_column.difference"),
        wording.say("centre_column.growth"),
    )  # fmt: skip
    return Table(wording.say("centre_table.data"), heads, (0.29, 0.15, 0.15, 0.15, 0.26), rows)


def _datum(wording: Wording, datum: ReportDatum) -> str:
    name = wording.screen.name(datum.name)
    return wording.say("centre_column.money_datum", name=name) if datum.unit.is_currency else name


def _amount(wording: Wording, datum: ReportDatum, value: Decimal) -> str:
    # Money keeps the unit of the report, which its name states: a small centre is no fraction of a billion.
    if datum.unit.is_currency:
        return amounts.number(value, datum.unit, wording.language)
    return wording.set(amounts.amount(value, datum.unit, wording.language))


def _difference(wording: Wording, datum: ReportDatum) -> str:
    value = datum.difference_value
    if value is None:
        return wording.screen.words("dash")
    return ("+" if value > 0 else "") + _amount(wording, datum, value)


def _growth(wording: Wording, datum: ReportDatum) -> str:
    if datum.growth_pct is not None:
        return f"{datum.growth_pct:+.1f}%" if datum.growth_pct else "0.0%"
    return wording.told(datum.growth_words) if datum.growth_words else wording.screen.words("dash")


def verdicts_table(wording: Wording, verdicts: Sequence[CentreVerdict]) -> Table:
    """Every verdict with its clause and arithmetic, for the annex."""
    words = wording.screen.words
    rows = tuple(
        (
            str(number),
            words(f"topic.{verdict.topic}"),
            words(f"centre_verdict.{verdict.verdict}"),
            "\n".join(filter(None, (wording.told(verdict.sentence), wording.told(verdict.working)))),
            _clause(wording, verdict.title, verdict.article)
            if verdict.title
            else wording.say("centre_rules.no_clause"),
            formats.day(verdict.judged_on, wording.language),
        )
        for number, verdict in enumerate(verdicts, start=1)
    )
    heads = (wording.say("column.index"), *(wording.say(f"centre_column.{name}")
             for name in ("topic", "verdict", "told", "clause", "day")))  # fmt: skip
    return Table(wording.say("centre_table.verdicts"), heads, (0.05, 0.1, 0.09, 0.4, 0.22, 0.14), rows)


def limits_table(wording: Wording, limits: Sequence[CentreLimit]) -> Table:
    """Each cap in its window_text with what is used and left, in 万元."""
    dash = wording.screen.words("dash")
    rows = tuple(
        (
            window_text(wording.screen, limit),
            dash if limit.cap_value is None else wan_text(limit.cap_value),
            wan_text(limit.used_value),
            dash if limit.left_value is None else wan_text(limit.left_value),
            wording.screen.words("centre.binding") if limit.is_binding else dash,
            _clause(wording, limit.title, limit.article),
        )
        for limit in limits
    )
    heads = tuple(wording.say(f"centre_column.{name}") for name in ("window", "cap", "used", "left", "binds", "clause"))
    return Table(wording.say("centre_table.limits"), heads, (0.22, 0.13, 0.14, 0.14, 0.11, 0.26), rows)


def standings_table(wording: Wording, standings: Sequence[ReportStanding]) -> Table:
    """The annual reports of several centres: state, day, who forwarded and filed."""
    words = wording.screen.words
    rows = tuple(
        (
            entry.centre_name,
            wording.told(entry.state_words)
            + (wording.say("source", source=words("nil_report")) if entry.is_nil else "")
            + (wording.provenance("sample") if entry.is_reported and entry.provenance == "sample" else ""),
            formats.day(entry.received_on, wording.language) if entry.received_on else words("dash"),
            entry.forwarded_by or words("dash"),
            entry.filed_by or words("dash"),
            _clause(wording, entry.title, entry.article),
        )
        for entry in standings
    )
    heads = (words("column.centre"), *(wording.say(f"centre_column.{name}")
             for name in ("state", "submitted", "forwarded_by", "filed_by", "clause")))  # fmt: skip
    return Table(wording.say("centre_table.standings"), heads, (0.27, 0.13, 0.15, 0.13, 0.1, 0.22), rows)
