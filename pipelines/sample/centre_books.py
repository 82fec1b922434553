"""The sample register of technology innovation centres: members, steps, changes, projects and money."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from pipelines.sample.centre_scenario import Book, CentreBooks, CentreSketch, ToldEntry
from pipelines.sample.draw import Draw
from pipelines.sample.scenario import Scenario
from pipelines.sample.timeline import working_day

Row = tuple[str, ...]

HEADERS: dict[str, Row] = {
    "centres": (
        "centre_id", "name", "programme_id", "level", "centre_type", "province", "city", "field", "lead_unit",
        "legal_form", "director_name", "director_post", "separate_ledger", "board", "expert_committee",
        "started_on", "recorded_on",
    ),
    "members": ("centre_id", "unit_name", "role", "joined_on", "left_on"),
    "events": ("centre_id", "event", "happened_on", "grade", "decided_by", "note", "recorded_on"),
    "changes": ("centre_id", "fact", "value", "changed_on", "note", "recorded_on"),
    "projects": (
        "project_id", "centre_id", "name", "approved_on", "total_investment", "measure_unit", "recorded_on",
    ),
    "money": (
        "entry_id", "centre_id", "booked_on", "kind", "funder", "purpose", "category", "project_id", "amount",
        "measure_unit", "note", "recorded_on",
    ),
}  # fmt: skip
PROVINCES = {"sichuan-centres": "四川省", "tianjin-centres-2018": "天津市"}
ORDINARY = Book(story="一切如常")


def centre_files(scenario: Scenario, seed: int) -> Iterator[tuple[str, Row, list[Row]]]:
    """Every book of the sample centres: its name, its header, its rows."""
    makers = {
        "centres": _register, "members": _members, "events": _events, "changes": _changes,
        "projects": _projects, "money": _money,
    }  # fmt: skip
    for name, rows_of in makers.items():
        yield (
            name,
            HEADERS[name],
            [row for centre in scenario.centres.centres for row in rows_of(centre, scenario, seed)],
        )


def _book(centre: CentreSketch, scenario: Scenario) -> Book:
    return scenario.centre_books.books.get(centre.centre_id, ORDINARY)


def _register(centre: CentreSketch, scenario: Scenario, seed: int) -> Iterator[Row]:
    book, told = _book(centre, scenario), scenario.centre_books
    number = Draw(seed, "director", centre.centre_id).between(1, 99)
    started_on = centre.started_on.isoformat()
    # Every name ends in the mark that says it is a sample.
    yield (
        centre.centre_id, centre.name + scenario.labels.centre_mark, centre.programme_id, "provincial",
        centre.centre_type, PROVINCES[centre.programme_id], centre.city, centre.field,
        told.lead_unit.format(field=centre.field), book.legal_form, told.director.format(number=number),
        book.director_post, book.separate_ledger, "是", "是", started_on, started_on,
    )  # fmt: skip


def _members(centre: CentreSketch, scenario: Scenario, seed: int) -> Iterator[Row]:
    told, draw = scenario.centre_books, Draw(seed, "members", centre.centre_id)
    joined_on = centre.started_on.isoformat()
    yield centre.centre_id, told.lead_unit.format(field=centre.field), "牵头", joined_on, ""
    first = draw.below(len(told.members))
    for place in range(draw.between(2, 3)):
        yield centre.centre_id, told.members[(first + place) % len(told.members)], "参建", joined_on, ""


def _events(centre: CentreSketch, scenario: Scenario, seed: int) -> Iterator[Row]:
    told, draw = scenario.centre_books, Draw(seed, "events", centre.centre_id)
    steps = [
        ("提出意向", working_day(centre.started_on - timedelta(draw.between(*told.intention_before_days)), -1), ""),
        ("方案论证", working_day(centre.started_on - timedelta(draw.between(*told.argued_before_days)), -1), ""),
        ("启动建设", centre.started_on, ""),
        *((event.event, event.happened_on, event.grade) for event in _book(centre, scenario).events),
    ]
    for event, day, grade in steps:
        decided_by = "" if event in ("提出意向", "中途退出") else told.decided_by[centre.programme_id]
        yield centre.centre_id, event, day.isoformat(), grade, decided_by, "样例", day.isoformat()


def _changes(centre: CentreSketch, scenario: Scenario, seed: int) -> Iterator[Row]:
    for change in _book(centre, scenario).changes:
        day = change.changed_on.isoformat()
        yield centre.centre_id, change.fact, change.value, day, change.note, day


def _projects(centre: CentreSketch, scenario: Scenario, seed: int) -> Iterator[Row]:
    for project in _book(centre, scenario).projects:
        day = project.approved_on.isoformat()
        yield project.project_id, centre.centre_id, project.name, day, f"{project.total_investment:f}", "万元", day


def _money(centre: CentreSketch, scenario: Scenario, seed: int) -> Iterator[Row]:
    """The told entries, with matching funds and spending drawn behind each grant, in the order of their days."""
    told, book = scenario.centre_books, _book(centre, scenario)
    entries = list(book.money)
    for number, grant in enumerate(entry for entry in book.money if entry.kind == "拨款"):
        draw = Draw(seed, "money", centre.centre_id, str(number))
        entries += _spending(grant, told, draw)
        if not book.no_matching and grant.purpose != "评估奖励":
            entries.append(_matching(grant, told, told.matching_funder[centre.programme_id], draw))
    entries = sorted((entry for entry in entries if entry.booked_on <= told.ends_on), key=lambda entry: entry.booked_on)
    for number, entry in enumerate(entries, start=1):
        day = entry.booked_on.isoformat()
        yield (
            f"{centre.centre_id}-m{number:02d}", centre.centre_id, day, entry.kind, entry.funder, entry.purpose,
            entry.category, entry.project_id, f"{entry.amount:f}", "万元", "样例", day,
        )  # fmt: skip


def _spending(grant: ToldEntry, told: CentreBooks, draw: Draw) -> Iterator[ToldEntry]:
    whole = grant.amount * draw.between(*told.spending_share_permille) / 1000
    for part, category in enumerate(told.spending_categories):
        amount = (whole * (5 - 2 * part) / 9).quantize(Decimal("0.1"))
        day = _later(grant.booked_on, draw.between(*told.spending_after_days))
        yield ToldEntry(booked_on=day, kind="支出", funder=grant.funder, category=category, amount=amount)


def _matching(grant: ToldEntry, told: CentreBooks, funder: str, draw: Draw) -> ToldEntry:
    amount = (grant.amount * draw.between(*told.matching_share_permille) / 1000).quantize(Decimal(1))
    day = _later(grant.booked_on, draw.between(*told.matching_after_days))
    return ToldEntry(booked_on=day, kind="配套", funder=funder, purpose="配套支持", amount=amount)


def _later(day: date, days: int) -> date:
    return working_day(day + timedelta(days), 1)
