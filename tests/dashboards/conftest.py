"""A small book of literal rows in the shape of a published snapshot, and ways to read the pages drawn from it."""

import datetime as dt
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, groupby
from pathlib import Path

import duckdb
import pytest
from dash.development.base_component import Component

from dashboards.address import Address
from dashboards.web.screens import page_and_build
from dashboards.web.shell import create_dash
from metrics.marts.office_year import create_office_year
from metrics.marts.weakest import create_weakest
from metrics.queries import queries_hash
from metrics.warehouse import NoSnapshot, Warehouse, current_build_path
from tests.always_there import make_always_there

PROJECT = Path(__file__).parents[2]
PROGRAMME, LAST = "cdm-zone-2018", "2020H2"
CHROMIUM = "/usr/bin/chromium"
PICTURES = PROJECT / "screenshots"
SIZES = {"desktop": (1366, 900), "phone": (375, 812)}
HOSTILE = '<script>alert("对标")</script>'
END_2020 = dt.date(2020, 12, 31)


class Book:
    """An empty snapshot with the tables of a real one; rows are added by column name."""

    def __init__(self, folder, pattern):
        self.folder = folder
        (folder / "warehouse").mkdir(parents=True)
        self.connection = duckdb.connect(str(folder / "warehouse" / "duibiao-literal.duckdb"))
        self.connection.execute(f"attach '{pattern}' as real (read_only)")
        tables = self.connection.execute(
            "select table_schema, table_name from information_schema.tables where table_catalog = 'real'"
        ).fetchall()
        for schema, name in tables:
            self.connection.execute(f"create schema if not exists {schema}")
            self.connection.execute(f"create table {schema}.{name} as from real.{schema}.{name} limit 0")
        self.connection.execute("detach real")
        create_weakest(self.connection)
        create_office_year(self.connection)

    def add(self, table, *rows):
        for names, alike in groupby(rows, key=tuple):
            values = [list(row.values()) for row in alike]
            marks = ", ".join([f"({', '.join('?' * len(names))})"] * len(values))
            self.connection.execute(f"insert into {table} ({', '.join(names)}) values {marks}", list(chain(*values)))

    def publish(self):
        make_always_there(self.connection)
        # Views are literal rows too: a document is in force as is stated of it.
        self.connection.execute("insert into mart.document from dim.document")
        self.connection.close()
        (self.folder / "warehouse" / "CURRENT").write_text("duibiao-literal.duckdb", encoding="utf-8")
        return Warehouse(self.folder)


def both(name, zh, en):
    return {f"{name}_zh": zh, f"{name}_en": en}


def judged(target_id, period_id, ends_on, **changes):
    row = {
        "programme_id": PROGRAMME, "target_id": target_id, "indicator_id": target_id, "scope_id": "zone",
        "level": "programme", "period_id": period_id, "period_ends_on": ends_on, "due_on": END_2020,
        "starts_on": dt.date(2018, 9, 25), "measure_type": "cumulative", "comparator": ">=", "target_value": 100,
        "measure_unit": "项", "qualifier": "exact", "target_provenance": "policy", "part_count": 0,
        "part_missing_count": 0, "status": "no_data", "status_reason": "no_report", "rule_version": "2026-01",
    }  # fmt: skip
    return {**row, **changes}


HALF_YEARS = {"2020H1": dt.date(2020, 6, 30), LAST: END_2020}
REPORTED = {
    "actual_value": 143, "actual_period_label": LAST, "actual_ends_on": END_2020, "provenance": "reported",
    "judgement_provenance": "reported", "attainment_pct": 143.0, "plain_pct": 143.0, "expected_value": 100.0, "is_met": True, "status": "achieved",
    "status_reason": "met",
}  # fmt: skip


def fill(book):
    """One programme, two rounds, two units, three targets: one exceeded, one without data, one only just missed."""
    # Of a day to come: the marts of a build of today or later are shown as they stand in it.
    book.add("meta.build", {
        "build_id": "literal", "built_at": "2999-01-02 03:04:05+00", "inputs_hash": "0", "has_sample": True,
        "row_count": 1, "time_zone": "Asia/Shanghai", "queries_hash": queries_hash(),
    })  # fmt: skip
    book.add("dim.office", {
        **both("name", "机构", "Office"), "languages": ["zh", "en"], "time_zone": "Asia/Shanghai", "currency": "CNY",
        "year_begins": 1, "samples": True, "acceptance": "checks", "letter": "gbt9704",
    })  # fmt: skip
    book.add(
        "meta.threshold",
        {"rule_version": "2026-01", "on_track_ratio": 0.95, "slightly_behind_ratio": 0.8},
    )
    for order, (programme_id, zh, en) in enumerate(
        [(PROGRAMME, "示范区", "Zone"), ("sichuan-centres", "中心", "Centres")]
    ):
        book.add("dim.programme", {
            "programme_id": programme_id, "sort_order": order, **both("name", zh, en),
            **both("short_name", zh, en), "starts_on": dt.date(2018, 9, 25), "ends_on": END_2020,
            "reporting_cycle": "half_year", "step_months": 6, "grace_days": 0,
            **both("cycle_note", "每半年一报", "Every half-year"),
        })  # fmt: skip
        book.add("dim.document", {
            "document_id": programme_id, "programme_id": programme_id, **both("title", "方案", "Plan"),
            "document_number": "川办函〔2018〕87号", **both("issuer", "办公厅", "Office"), "validity": "repealed",
            **both("validity_note", "失效", "Marked 失效"), "source_file": "x",
        })  # fmt: skip
    for order, (period_id, ends_on) in enumerate(HALF_YEARS.items()):
        book.add("dim.period", {"period_id": period_id, "kind": "half_year", "ends_on": ends_on, "year": 2020})
        book.add(
            "dim.round",
            {
                "programme_id": PROGRAMME,
                "period_id": period_id,
                "sort_order": order,
                "due_on": ends_on,
                "ends_on": ends_on,
                "is_open": True,
            },
        )
        book.add("mart.round", {
            "programme_id": PROGRAMME, "period_id": period_id, "sort_order": order, "due_on": ends_on,
            "in_time_until": ends_on, "is_open": True,
        })  # fmt: skip
    for order, (unit_id, zh, en) in enumerate([("lead", "牵头厅", "Lead Department"), ("city", HOSTILE, HOSTILE)]):
        book.add("dim.unit", {
            "unit_id": unit_id, "unit_name": zh, "unit_name_en": en, "kind": "department", "sort_order": order,
        })  # fmt: skip
    book.add("dim.unit_alias", {"alias_name": "旧名", "unit_id": "lead", **both("note", "曾用名", "former name")})
    book.add("dim.scope", {"scope_id": "zone", **both("name", "示范区", "Zone"), "kind": "zone"})
    for code, english, dimension, factor, decimals in [
        ("项", "items", "项", 1, 0),
        ("亿元", "RMB 100 million", "CNY", 100_000_000, 2),
    ]:
        book.add("dim.measure_unit", {
            "measure_unit": code, **both("name", code, english), "dimension": dimension, "factor": factor,
            "decimals": decimals, "is_currency": decimals == 2, "is_count": decimals == 0, "is_whole": decimals == 0,
        })  # fmt: skip
    names = {"above": ("超额目标", "Exceeded"), "empty": ("无数目标", "Without data"), "near": ("临界", "Near")}
    for order, (target_id, (zh, en)) in enumerate(names.items()):
        book.add("dim.indicator", {
            "indicator_id": target_id, **both("name", zh, en), "measure_type": "cumulative", "measure_unit": "项",
            "decimals": 0, "is_whole": True, "direction": "up",
            **both("definition", "定义", "Definition"), **both("basis", "口径", "Basis"),
        })  # fmt: skip
        book.add("fact.target", {
            "target_id": target_id, "programme_id": PROGRAMME, "document_id": PROGRAMME,
            "indicator_id": target_id, "scope_id": "zone", "level": "programme", "comparator": ">=",
            "target_value": 100, "measure_unit": "项", "starts_on": dt.date(2018, 9, 25), "due_on": END_2020,
            "section": "一、(二)", "phrase": f"{zh}100项", "value_as_printed": "100项", "sort_order": order,
        })  # fmt: skip
        book.add("fact.target_task", {"target_id": target_id, "task_id": "t1"})
    book.add("fact.task", {
        "task_id": "t1", "programme_id": PROGRAMME, "document_id": PROGRAMME, "sort_order": 1,
        **both("group", "组", "Group"), "task_number": "(一)1", **both("name", "任务一", "Task one"),
    })  # fmt: skip
    for seat, (unit_id, role) in enumerate([("lead", "lead"), ("city", "support")], start=1):
        book.add("fact.responsibility", {
            "programme_id": PROGRAMME, "task_id": "t1", "seat": seat, "unit_id": unit_id, "unit_name": unit_id,
            "role": role, "is_ambiguous": False,
        })  # fmt: skip
    for period_id in HALF_YEARS:
        for seat, (unit_id, role) in enumerate([("lead", "lead"), ("city", "support")], start=1):
            place = {"programme_id": PROGRAMME, "period_id": period_id, "unit_id": unit_id}
            book.add("mart.round_responsibility", {**place, "task_id": "t1", "seat": seat, "role": role,
                                                   "owes_report": role == "lead", "is_ambiguous": False})  # fmt: skip
            book.add("mart.obliged_unit", {**place, "is_lead": role == "lead", "is_owed": role == "lead"})
            for target_id in names:
                book.add("mart.answering_unit", {**place, "target_id": target_id, "role": role, "is_named": False,
                                                 "task_count": 1})  # fmt: skip
    for period_id, ends_on in HALF_YEARS.items():
        book.add("mart.attainment", judged("above", period_id, ends_on, **REPORTED))
        book.add("mart.attainment", judged("empty", period_id, ends_on))
        book.add("mart.attainment", judged("near", period_id, ends_on, **{
            **REPORTED, "actual_value": 99.97, "attainment_pct": 99.97, "plain_pct": 99.97, "is_met": False,
            "status": "missed" if period_id == LAST else "on_track", "status_reason": "due_unmet",
        }))  # fmt: skip
    book.add("mart.attainment", judged("above", LAST, END_2020, **{
        **REPORTED, "unit_id": "lead", "target_provenance": "sample", "judgement_provenance": "sample",
        "target_value": 60,
    }))  # fmt: skip
    book.add("mart.series", {
        "target_id": "empty", "observation_id": "o1", **both("indicator_name", "近似数", "A near figure"),
        "period_label": "2021-12", "period_ends_on": dt.date(2021, 12, 31), "actual_value": 432,
        "measure_unit": "项", "qualifier": "ge", "provenance": "published", "basis_match": "different",
        **both("basis_reason", "范围不同", "Another scope"), "issuer": "统计局", "source_title": HOSTILE,
        "scope_name": "全省", "scope_name_en": "Province",
    })  # fmt: skip
    counts = dict.fromkeys(("version_count", "returned_count", "task_count", "evidence_count"), 0)
    state = {"programme_id": PROGRAMME, "is_nil": False, "is_closed": False, **counts}
    for period_id, ends_on in HALF_YEARS.items():
        book.add("mart.report_round", {
            **state, "period_id": period_id, "unit_id": "lead", "is_lead": True, "is_owed": True, "due_on": ends_on,
            "state": "missing", "ladder": "overdue",
        })  # fmt: skip
        book.add("mart.report_round", {
            **state, "period_id": period_id, "unit_id": "city", "is_lead": False, "is_owed": False, "due_on": ends_on,
            "state": "returned", "version": 1, "version_count": 1, "returned_count": 1, "submitted_on": ends_on, "days_late": 1,
            "last_reason": HOSTILE, "ladder": "late", "provenance": "sample",
        })  # fmt: skip
    book.add("mart.task_progress", {
        "programme_id": PROGRAMME, "period_id": LAST, "task_id": "t1", "unit_id": "lead", "role": "lead",
        "task_status": "in_progress", "progress": HOSTILE, "provenance": "sample", "submission_id": "s",
    })  # fmt: skip


@pytest.fixture(scope="session")
def warehouse(village, tmp_path_factory):
    """The warehouse over the literal book."""
    book = Book(tmp_path_factory.mktemp("literal"), current_build_path(village / "warehouse"))
    fill(book)
    return book.publish()


@pytest.fixture(scope="session")
def server(warehouse):
    """The Flask server over the literal book."""
    return create_dash(warehouse).server


@dataclass(frozen=True)
class Piece:
    """A text on a page, with the language it is marked as and the classes around it."""

    text: str
    language: str | None
    classes: tuple[str, ...]


def pieces(node, language=None, classes=()):
    """Every text below a component, in order."""
    if node is None:
        return
    if isinstance(node, str | int | float):
        yield Piece(str(node), language, classes)
        return
    if isinstance(node, list | tuple):
        for child in node:
            yield from pieces(child, language, classes)
        return
    assert isinstance(node, Component), node
    language = getattr(node, "lang", None) or language
    classes = (*classes, *str(getattr(node, "className", "") or "").split())
    yield from pieces(getattr(node, "children", None), language, classes)


def components(node):
    """Every component below a component, itself included."""
    if isinstance(node, list | tuple):
        for child in node:
            yield from components(child)
    elif isinstance(node, Component):
        yield node
        yield from components(getattr(node, "children", None))


@pytest.fixture(scope="session")
def page_of(warehouse):
    """Draws the page at an address over the literal book, or over another warehouse."""

    def draw(path, search="", source=warehouse):
        try:
            snapshot = source.snapshot()
        except NoSnapshot:
            snapshot = None
        return page_and_build(snapshot, Address.parse(path, search))[0]

    return draw


@pytest.fixture(scope="session")
def text_of():
    """All words of a page in one string."""
    return lambda page: " ".join(piece.text for piece in pieces(page.content))


@pytest.fixture(scope="session")
def pieces_of():
    """All words of a page, each with its language and classes."""
    return lambda node: list(pieces(node))


@pytest.fixture(scope="session")
def is_english():
    """Whether a Chinese text holds an English word, other than names that Chinese offices use as they are."""
    names = re.compile(r"\b(JavaScript|Word|PDF|Excel|WPS|CSV|Parquet)\b", re.ASCII)
    return lambda text: bool(re.search("[A-Za-z]{2,}", names.sub("", text)))


@pytest.fixture(scope="session")
def components_of():
    """All components of a page."""
    return lambda node: list(components(node))


@pytest.fixture(scope="session")
def served():
    """Runs `duibiao serve` over a data folder; gives the address and the process, and interrupts it at the end.

    Where there is no office yet (`is_new`) nothing is healthy: an answer is enough.
    """

    @contextmanager
    def run(folder, is_new=False, **settings):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"http://127.0.0.1:{free.getsockname()[1]}"
        environment = {**os.environ, "DUIBIAO_DATA": str(folder), **settings}
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "serve", "--port", address.rpartition(":")[2], "--workers", "1"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, encoding="utf-8",
        )  # fmt: skip
        try:
            _wait_until_healthy(address, process, is_new)
            yield address, process
        finally:
            process.send_signal(signal.SIGINT)
            process.output, _ = process.communicate(timeout=60)

    return run


def _wait_until_healthy(address, process, is_new):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, process.stdout.read()
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
                assert answer.status == 200
                return
        except OSError as error:
            if is_new and getattr(error, "code", None) == 503:
                return
            time.sleep(0.2)
    raise AssertionError("the server did not answer within a minute")


@pytest.fixture(scope="session")
def address(served, shipped):
    """Where the application over the shipped data is served for these tests."""
    with served(shipped) as (where, _):
        yield where


@pytest.fixture(scope="session")
def browser():
    """Chromium of the system; nothing is downloaded."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, address):
    """Opens pages in a fresh context and fails the test on any complaint or any request to another host."""
    contexts, complaints = [], []

    def visit(path, size="desktop", language="zh", theme="light", where=address):
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        contexts.append(context)
        page = context.new_page()
        page.wait_for_function = partial(wait_until, page)
        page.on("console", lambda message: message.type in ("error", "warning") and complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: request.url.startswith((f"{where}/", "data:", "blob:")) or complaints.append(request.url),
        )
        page.goto(f"{where}{path}{'&' if '?' in path else '?'}lang={language}")
        settle(page)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not complaints


def settle(page):
    page.wait_for_selector("main h1")
    wait_until(
        page,
        "[...document.querySelectorAll('.place')].every(place => place.dataset.live && place.firstElementChild) && "
        "[...document.querySelectorAll('.dash-graph')].every(graph => graph.querySelector('svg.main-svg'))",
    )


def wait_until(page, expression):
    """Waits for a condition without `eval` in the page, which Playwright's own way needs and our policy forbids."""
    # Between two documents what it asks about is not there: it does not hold yet.
    caught = "catch (gone) { if (gone instanceof TypeError) { return false; } throw gone; }"
    tried = f"(() => {{ try {{ return {expression}; }} {caught} }})()"
    deadline = time.monotonic() + 30
    while not holds(page, tried):
        assert time.monotonic() < deadline, expression
        page.wait_for_timeout(50)


def holds(page, expression):
    from playwright.sync_api import Error as PlaywrightError

    try:
        return page.evaluate(expression)
    except PlaywrightError as error:
        if "context was destroyed" not in str(error):
            raise
        return False
