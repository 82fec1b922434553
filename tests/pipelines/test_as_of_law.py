"""The law of time: whatever comes in later, through the real doors, no view of an earlier day changes."""

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics import clock
from metrics.catalog.units import current_names
from metrics.database import connect
from metrics.marts.as_of import open_as_of
from metrics.office import load_office
from metrics.rules.status import Thresholds
from metrics.warehouse import Snapshot, current_build_path
from pipelines.archive import Archive
from pipelines.definitions.files import definitions_in_force
from pipelines.journal.steps import StepRequest, take_step
from pipelines.ledgers.reader import list_ledger_files
from pipelines.ledgers.shape import load_shapes
from pipelines.ledgers.staging import stage_ledgers
from pipelines.loading.definition_versions import versions_of
from pipelines.loading.intake import read_intake
from pipelines.loading.received import read_received
from pipelines.loading.tables import Inputs, build_facts, stage_sources
from pipelines.receiving.desk import Desk
from pipelines.receiving.statistics import import_statistics
from pipelines.register import read_register
from pipelines.statistics.steps import StepRequest as StatisticStep
from pipelines.statistics.steps import take_step as take_statistic_step
from tests.pipelines.conftest import COUNT, report_text
from tests.pipelines.test_statistics_import import EXPORT, INDICATORS, MEASURES
from tests.published import load, published
from tests.shipped import RAW, shipped_catalog, shipped_office

pytestmark = [pytest.mark.slow, pytest.mark.longest]

FIRST_DAY = date(2025, 3, 1)
SAMPLES_END = date(2021, 2, 1)
CENTRE, CENTRE_YEAR = "sample-tj-04", 2020
CENTRE_REPORT = RAW / "sample" / "centres" / "annual_reports" / CENTRE / f"{CENTRE_YEAR}.v1.csv"
QUESTION = (
    "select cast(actual_value as double) as v, provenance from mart.attainment "
    "where target_id = $target and unit_id is not distinct from $unit and period_id = $period"
)


class Ground:
    """All that the archive has no part in, staged once; and the desks, which need not read it anew."""

    def __init__(self, folder, patch):
        self.path, self.raw = folder / "ground.duckdb", RAW
        self.catalog, shapes = shipped_catalog(), load_shapes(definitions_in_force(RAW))
        self.register = read_register(self.raw, definitions_in_force(RAW), with_sample=True)
        intake = read_intake(self.raw, definitions_in_force(RAW), with_sample=True)
        files = list(list_ledger_files(self.raw, shapes, True))
        ledgers = stage_ledgers(folder / "warehouse", files, current_names(self.catalog.units))
        with connect(self.path) as connection:
            stage_sources(
                connection,
                Inputs(
                    load_office(RAW.parent),
                    self.catalog,
                    intake,
                    read_received(RAW, folder / "warehouse", definitions_in_force(RAW), with_sample=True),
                    shapes,
                    ledgers,
                    clock.today(),
                    RAW,
                    versions_of(Archive(RAW)),
                ),
                Thresholds.load(),
            )
        patch.setattr("pipelines.office.read_register", lambda *_: self.register)
        patch.setattr("pipelines.loading.received.read_register", lambda *_: self.register)
        # What is wrong with files is other tests' matter.
        patch.setattr("pipelines.receiving.turns.check_reports", lambda reports, *_: [[] for _ in reports])
        patch.setattr("pipelines.loading.making.run_suites", lambda *_: [])


class Office:
    """A data folder into which things come one a day, at ten in the morning, a tick between two records."""

    def __init__(self, folder, patch, ground):
        self.folder, self.ground = folder, ground
        self.day = FIRST_DAY - timedelta(days=60)
        # The clock of the archive is the only one that says when something came.
        self.clock_error, self.ticks = timedelta(0), 0
        patch.setattr(Archive, "next_moment", lambda *_: self.moment())
        shipped_office(folder, "archive")
        published(folder)
        self.day = FIRST_DAY - timedelta(days=1)
        self.raw = folder / "raw"

    def moment(self):
        self.ticks += 1
        return f"{self.day + self.clock_error}T10:00:00.{self.ticks:06}+00:00"

    def take(self, action):
        """One action on the next day; what the rules refuse changes nothing, and is an action too."""
        self.day += timedelta(days=1)
        kind, *rest = action
        return getattr(self, kind)(*rest)

    def report(self, period_id, value):
        return self.hand_in("报告.csv", report_text(COUNT | {"数值": str(value)}, 报告期=period_id))

    def annual_report(self, spending):
        text = CENTRE_REPORT.read_text(encoding="utf-8").replace(",1181,", f",{spending},")
        return self.hand_in("年度报告.csv", text)

    def hand_in(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        with Desk(self.raw, with_sample=True) as desk:
            return desk.receive(path).verdict

    def statistic(self, value):
        path = self.folder / "分省年度数据.csv"
        path.write_text(EXPORT.replace("1951.59", str(value)), encoding="utf-8")
        indicator = INDICATORS["technology-contract-turnover"]
        outcome = import_statistics(Archive(self.raw), path, indicator, MEASURES)
        if outcome.verdict == "held":  # Far from what it displaces: a person takes it.
            taken = StatisticStep("take", outcome.receipt.sha256, "张三", "已核对")
            assert take_statistic_step(Archive(self.raw), taken).state == "done"
        return outcome.verdict

    def step(self, step, period_id, unit_id):
        request = StepRequest("report", step, "cdm-zone-2018", period_id, unit_id, "张三", "请补充佐证")
        return take_step(Archive(self.raw), self.ground.register, request, with_sample=True).state

    def centre_step(self, step):
        request = StepRequest("centre_report", step, None, str(CENTRE_YEAR), CENTRE, "李四", "口径不符")
        return take_step(Archive(self.raw), self.ground.register, request, with_sample=True).state

    def build(self):
        """A build of everything that has come in, without the marts of today."""
        path = self.folder / f"{self.day}.duckdb"
        shutil.copy(self.ground.path, path)
        received = read_received(self.raw, self.folder / "warehouse", definitions_in_force(RAW), with_sample=True)
        assert received.findings == []
        with connect(path) as connection:
            build_facts(connection, received)
        return path

    def loaded(self):
        """The latest view of a real load."""
        assert load(self.folder, with_sample=True).state == "published"
        return Snapshot(current_build_path(self.folder / "warehouse"))


def everything(path, day, with_marts=True):
    """Every table that says what was known at the end of a day, as the number of its rows and the sum of their hashes."""
    connection, marts = open_as_of(path, day)
    with connection:
        if with_marts:
            marts.make_all()
        return sums(connection)


def undated(snapshot):
    """The tables in which some row shows in every view, because it has no day: only published centres have none."""
    tables = snapshot.select(
        "select distinct schema_name || '.' || table_name as name from duckdb_columns() "
        "where schema_name in ('fact', 'past') and column_name = 'recorded_at'"
    )
    names = [table["name"] for table in tables]
    assert len(names) > 25
    return {name for name in names if snapshot.select(f"select 1 from {name} where recorded_at is null limit 1")}


def sums(connection):
    names = connection.execute(
        "select table_schema || '.' || table_name from information_schema.tables "
        "where table_catalog = current_catalog() and table_schema in ('dim', 'fact', 'past', 'quality', 'mart')"
    ).fetchall()
    assert len(names) > 50
    questions = [f"select '{name}', count(*), sum(cast(hash(row) as hugeint)) from {name} as row" for (name,) in names]
    return {name: told for name, *told in connection.execute(" union all ".join(questions)).fetchall()}


@pytest.fixture(scope="module")
def office():
    made = []
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as common:
        ground = Ground(Path(common), patch)

        def opened():
            made.append(tempfile.TemporaryDirectory())
            return Office(Path(made[-1].name), patch, ground)

        yield opened
    for folder in made:
        folder.cleanup()


ROUNDS = st.sampled_from(["2019H1", "2020H1"])
ACTIONS = st.one_of(
    st.tuples(st.just("report"), ROUNDS, st.integers(400, 900) | st.just("许多")),
    st.tuples(st.just("statistic"), st.sampled_from(["1951.59", "1960.5", "1970"])),
    st.tuples(st.just("step"), st.sampled_from(["accept", "return", "reopen", "contact"]), ROUNDS, st.just("sc-kjt")),
    st.tuples(st.just("step"), st.just("close"), ROUNDS, st.none()),
    st.tuples(st.just("annual_report"), st.integers(1000, 2000)),
    st.tuples(st.just("centre_step"), st.sampled_from(["file", "return"])),
)
# Every kind of thing that takes the place of another, or is a step on what gave way.
CROWDED = [
    ("step", "reopen", "2019H1", "sc-kjt"),
    ("report", "2019H1", 777),
    ("statistic", "1960.5"),
    ("centre_step", "return"),
    ("annual_report", 1200),
    ("statistic", "1970"),
    ("step", "return", "2019H1", "sc-kjt"),
    ("report", "2020H1", "许多"),
    ("report", "2019H1", 778),
    ("step", "close", "2019H1", None),
]


@pytest.mark.parametrize(
    "actions", [CROWDED[:5], pytest.param(CROWDED, marks=pytest.mark.journey)], ids=["some", "all"]
)
def test_what_takes_the_place_of_another_changes_no_earlier_view(office, actions):
    hold_the_law(office, actions)


@pytest.mark.journey
@given(actions=st.lists(ACTIONS, min_size=3, max_size=3))
@settings(max_examples=6, deadline=None, derandomize=True)
def test_nothing_that_comes_in_later_changes_an_earlier_view(office, actions):
    hold_the_law(office, actions)


def hold_the_law(office, actions):
    desk = office()
    # What is computed from equal tables for one day is equal: the marts, which cost most, are held on some of the days.
    path, told, judged = desk.build(), {}, {date(2019, 7, 31), SAMPLES_END}
    if actions == CROWDED[: len(actions)]:
        judged |= {FIRST_DAY + timedelta(days=number) for number in (2, 5)}
    for day in (date(2019, 7, 31), SAMPLES_END, desk.day):
        told[day] = everything(path, day, day in judged)
    for action in actions:
        desk.take(action)
        path = desk.build()
        told[desk.day] = everything(path, desk.day, desk.day in judged)
    again = {day: everything(path, day, day in judged) for day in told}
    assert [(day, table) for day in told for table in told[day] if told[day][table] != again[day][table]] == []


@pytest.mark.parametrize(
    ("number", "error"),
    [(2, timedelta(days=3653)), pytest.param(0, timedelta(days=-40), marks=pytest.mark.journey)],
    ids=["ahead", "back"],
)
def test_once_set_right_every_view_is_as_if_the_clock_had_never_been_wrong(office, number, error):
    """A time set right is the one exception to the law: the line moves to its true day, and nothing else does."""
    actions, days = CROWDED[:3], [FIRST_DAY + timedelta(days=n) for n in range(3)]
    told = []
    for is_wrong in (False, True):
        desk = office()
        for taken, action in enumerate(actions):
            desk.clock_error = error if is_wrong and taken == number else timedelta(0)
            before = set(Archive(desk.raw).recorded())
            desk.take(action)
            if desk.clock_error:
                wrong = set(Archive(desk.raw).recorded()) - before
                times = {line: clock.instant(f"{desk.day}{line[10:]}") for line in wrong}
                with mock.patch("metrics.clock.now", return_value=clock.instant(f"{desk.day}T11:00:00+00:00")):
                    Archive(desk.raw).mend_clock(times, "王芳", "服务器电池没电")
        path = desk.build()
        told.append({day: everything(path, day, with_marts=day == days[-1]) for day in days})
    for day in days:
        assert told[0][day] == told[1][day], day


def test_a_sample_and_an_older_statistic_stand_until_the_day_that_supersedes_them(office):
    desk = office()
    desk.take(("step", "reopen", "2019H1", "sc-kjt"))
    desk.take(("report", "2019H1", 777))
    desk.take(("statistic", "1960.5"))
    desk.take(("statistic", "1970"))
    desk.take(("step", "return", "2019H1", "sc-kjt"))
    days = [FIRST_DAY + timedelta(days=number) for number in range(5)]
    latest = desk.loaded()
    brokers = {"target": "cdm-technology-brokers", "unit": "sc-kjt", "period": "2019H1"}
    figures = [latest.as_of(day).select(QUESTION, **brokers)[0] for day in days]
    assert figures[0]["provenance"] == "sample"
    assert figures[1:4] == [{"v": 777.0, "provenance": "reported"}] * 3
    # Once a real report has come, the sample stays away, even while the real one is sent back.
    assert figures[4]["provenance"] != "sample"
    assert latest.select(QUESTION, **brokers)[0] == figures[4]
    states = [
        view.select(
            "select state, version, provenance from mart.report_round where unit_id = 'sc-kjt' and period_id = '2019H1'"
        )
        for view in map(latest.as_of, days)
    ]
    assert [state[0]["provenance"] for state in states] == ["sample", *["reported"] * 4]
    assert states[0][0]["state"] == "reopened"
    assert states[4][0]["state"] == "returned"
    turnover = (
        "select cast(actual_value as double) as v from fact.observation where indicator_name_zh = '技术市场成交额' "
        "and scope_name = '四川省' and period_label = '2023'"
    )
    assert [view.select(turnover) for view in map(latest.as_of, days)] == [
        [{"v": 1942.15}], [{"v": 1942.15}], [{"v": 1960.5}], [{"v": 1970.0}], [{"v": 1970.0}],
    ]  # fmt: skip
    restated = (
        "select old_value::double as old, new_value::double as new, cast(restated_at as date) as day, scope_id "
        "from mart.restatement where provenance = 'published' and scope_id = 'sichuan' and period_id = '2023' order by restated_at, old"
    )
    expected = [
        {"old": 1942.15, "new": 1960.5, "day": days[2], "scope_id": "sichuan"},
        {"old": 1960.5, "new": 1970.0, "day": days[3], "scope_id": "sichuan"},
    ]
    assert latest.select(restated) == expected
    assert latest.as_of(days[2]).select(restated) == expected[:1]
    assert undated(latest) == {"fact.centre", "fact.centre_alias", "fact.centre_event", "fact.centre_member"}
    # Nothing of the sample is left where the real report stands, and the view of today is the latest one.
    lines = latest.rows("submission_figures", submission_id="cdm-zone-2018/2019H1/sc-kjt/v1")
    assert [(line["value_text"], line["source_file"][:8]) for line in lines] == [("777", "archive/")]
    steps = latest.select(
        "select event from fact.report_event where kind_id = 'report' and programme_id = 'cdm-zone-2018' and period_id = '2019H1' and subject_id = 'sc-kjt' and version = 1 order by recorded_at, sort_order"
    )
    assert [step["event"] for step in steps] == ["submitted", "accepted", "returned"]
    with latest.cursor() as cursor:
        assert everything(latest.path, latest.seen_on) == sums(cursor)
