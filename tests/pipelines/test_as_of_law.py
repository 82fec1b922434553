"""The law of time: whatever comes in later, through the real doors, no view of an earlier day changes."""

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.warehouse import Snapshot, current_build_path
from pipelines.archive import Archive
from pipelines.build import load
from pipelines.receive import Desk
from pipelines.rounds.steps import StepRequest, take_step
from pipelines.statistics_import import import_statistics
from tests.pipelines.conftest import COUNT, report_text
from tests.pipelines.test_statistics_import import EXPORT, INDICATORS, UNITS

DATA = Path(__file__).parents[2] / "data"
FIRST_DAY = date(2025, 3, 1)
SAMPLES_END = date(2021, 2, 1)
QUESTION = (
    "select cast(actual_value as double) as v, provenance from mart.attainment "
    "where target_id = $target and unit_id is not distinct from $unit and period_id = $period"
)


class Office:
    """A data folder into which things come one a day, at ten in the morning."""

    def __init__(self, folder, patch, register):
        self.folder, self.register = folder, register
        self.day = FIRST_DAY - timedelta(days=1)
        shutil.copytree(DATA / "raw", folder / "raw", ignore=shutil.ignore_patterns("archive"))
        # The clock of the archive is the only one that says when something came.
        patch.setattr(Archive, "next_moment", lambda *_: f"{self.day}T10:00:00.000000+00:00")
        # What is wrong with files is other tests' matter.
        patch.setattr("pipelines.build.run_suites", lambda *_: [])
        self.raw = folder / "raw"

    def take(self, action):
        """One action on the next day; what the rules refuse changes nothing, and is an action too."""
        self.day += timedelta(days=1)
        kind, *rest = action
        getattr(self, kind)(*rest)

    def report(self, period_id, value):
        path = self.folder / "报告.csv"
        path.write_text(report_text(COUNT | {"数值": str(value)}, 报告期=period_id), encoding="utf-8")
        with Desk(self.raw, with_sample=True) as desk:
            desk.receive(path)

    def statistic(self, value):
        path = self.folder / "分省年度数据.csv"
        path.write_text(EXPORT.replace("1951.59", str(value)), encoding="utf-8")
        outcome = import_statistics(Archive(self.raw), path, INDICATORS["technology-contract-turnover"], UNITS)
        assert outcome.verdict in ("accepted", "already_received")

    def step(self, step, period_id, unit_id):
        request = StepRequest(step, "cdm-zone-2018", period_id, unit_id, "张三", "请补充佐证")
        take_step(Archive(self.raw), self.register, request, with_sample=True)

    def seen(self, days):
        """Everything that views of those days hold, by day and table."""
        outcome = load(self.folder, with_sample=True)
        assert outcome.state in ("published", "unchanged")
        latest = self.latest()
        return {(day, table): rows for day in days for table, rows in everything(latest.as_of(day)).items()}

    def latest(self):
        """The build in force."""
        return Snapshot(current_build_path(self.folder / "warehouse"))


def everything(view):
    """Every row of every table that says what was known."""
    view.cursor().close()
    names = view.select(
        "select distinct table_schema || '.' || table_name as name from information_schema.tables "
        "where table_catalog in ('memory') and table_schema in ('fact', 'past', 'mart') order by 1"
    )
    assert len(names) > 40
    return {name["name"]: repr(view.select(f"select * from {name['name']} order by all")) for name in names}


@pytest.fixture(scope="module")
def office(register):
    made = []
    with pytest.MonkeyPatch.context() as patch:

        def build():
            made.append(tempfile.TemporaryDirectory())
            return Office(Path(made[-1].name), patch, register)

        yield build
    for folder in made:
        folder.cleanup()


ROUNDS = st.sampled_from(["2019H1", "2020H1"])
ACTIONS = st.one_of(
    st.tuples(st.just("report"), ROUNDS, st.integers(400, 900)),
    st.tuples(st.just("statistic"), st.sampled_from(["1951.59", "1960.5", "1970"])),
    st.tuples(st.just("step"), st.sampled_from(["accept", "return", "reopen"]), ROUNDS, st.just("sc-kjt")),
)


@pytest.mark.slow
@given(before=st.lists(ACTIONS, max_size=3), later=st.lists(ACTIONS, min_size=1, max_size=3))
@settings(max_examples=4, deadline=None, derandomize=True)
def test_nothing_that_comes_in_later_changes_an_earlier_view(office, before, later):
    desk = office()
    for action in before:
        desk.take(action)
    days = sorted({date(2019, 7, 31), SAMPLES_END, max(desk.day - timedelta(days=1), SAMPLES_END), desk.day})
    known = desk.seen(days)
    for action in later:
        desk.take(action)
    again = desk.seen(days)
    assert [key for key in known if known[key] != again[key]] == []


@pytest.mark.slow
def test_a_sample_and_an_older_statistic_stand_until_the_day_that_supersedes_them(office):
    desk = office()
    desk.take(("step", "reopen", "2019H1", "sc-kjt"))
    desk.take(("report", "2019H1", 777))
    desk.take(("statistic", "1960.5"))
    desk.take(("statistic", "1970"))
    desk.take(("step", "return", "2019H1", "sc-kjt"))
    days = [FIRST_DAY + timedelta(days=number) for number in range(5)]
    desk.seen([])
    latest = desk.latest()
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
