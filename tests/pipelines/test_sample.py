"""The sample: reproducible to the byte, complete but for declared gaps, legal in every state, and labelled."""

import csv
import io
import re
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from app import main
from metrics.periods import Period
from pipelines.sample.draw import Draw
from pipelines.sample.figures import flawed_figures, part_figures
from pipelines.sample.generate import (
    DEFAULT_SEED,
    NotASampleFolder,
    sample_files,
    write_sample,
)
from pipelines.sample.inputs import read_inputs
from pipelines.sample.narrative import STATUS_WORDS
from pipelines.sample.scenario import Case, Flaws, Part, load_scenario
from pipelines.sample.timeline import report_versions
from tests.shipped import RAW

ZONE, JOINT = "cdm-zone-2018", "chuanyu-institutes-2023"
FOLLOWS = {
    "": {"submitted"},
    "submitted": {"returned", "accepted"},
    "returned": set(),
    "accepted": {"locked"},
    "locked": {"reopened"},
    "reopened": set(),
}


@pytest.fixture(scope="module")
def inputs(scenario):
    return read_inputs(RAW, scenario.tasks)


@pytest.fixture(scope="module")
def scenario():
    return load_scenario()


@pytest.fixture(scope="module")
def files(inputs, scenario):
    return sample_files(inputs, scenario, DEFAULT_SEED)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


@pytest.fixture(scope="module")
def reports(files, inputs):
    """(programme, period, unit id, version) → rows of that file."""
    found = {}
    for name, content in files.items():
        if name.startswith("reports/"):
            _, programme_id, period_id, file = name.split("/")
            unit_id, version = re.fullmatch(r"(.+)\.v(\d+)\.csv", file).groups()
            found[programme_id, period_id, unit_id, int(version)] = rows(content)
    return found


@pytest.fixture(scope="module")
def journal(files, inputs):
    """(programme, period, unit id) → events in the order of the file."""
    told = defaultdict(list)
    for row in rows(files["journal.csv"]):
        unit_id = inputs.unit_by_name[row["unit_name"]].id
        told[row["programme_id"], row["period_id"], unit_id].append(row)
    return told


@pytest.fixture(scope="module")
def latest(reports):
    """The highest version of each report."""
    newest = {}
    for key, content in sorted(reports.items(), key=lambda item: item[0][3]):
        newest[key[:3]] = content
    return newest


def series(latest, inputs, programme_id):
    """(unit id, indicator id) → reported figures, one per round, None where there is none."""
    found = defaultdict(dict)
    for (programme, period_id, unit_id), content in latest.items():
        for row in content:
            if programme == programme_id and row["类别"] == "指标":
                value = Decimal(row["数值"]) if row["数值"] else None
                found[unit_id, row["编码"]][period_id] = value
    rounds = inputs.rounds(programme_id)
    return {key: [values.get(period) for period in rounds] for key, values in found.items()}


# --- reproducible


def test_same_seed_rewrites_the_committed_files_byte_for_byte(tmp_path, monkeypatch):
    monkeypatch.setenv("DUIBIAO_DATA", str(RAW.parent))
    out = tmp_path / "sample"
    result = CliRunner().invoke(main, ["sample", "--seed", str(DEFAULT_SEED), "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert contents(out) == contents(RAW / "sample")


def test_another_seed_tells_other_figures_but_the_same_story(files, inputs, scenario):
    other = sample_files(inputs, scenario, DEFAULT_SEED + 1)
    assert other.keys() == files.keys()
    assert other != files
    assert other["targets/unit_breakdown.csv"] == files["targets/unit_breakdown.csv"]


def test_draws_do_not_change_with_python():
    draw = Draw(20180925, "a", "b")
    assert [draw.between(1, 100) for _ in range(6)] == [95, 100, 82, 62, 28, 64]


def test_sample_stays_small(files):
    assert sum(map(len, files.values())) < 1_000_000


def test_every_file_is_utf8_without_mark_and_with_plain_line_ends(files):
    for name, content in files.items():
        content.decode("utf-8")
        assert not content.startswith(b"\xef\xbb\xbf"), name
        assert b"\r" not in content, name
        assert content.endswith(b"\n"), name


def test_a_task_that_the_scenario_has_no_words_for_is_passed_over(inputs, scenario):
    fewer = read_inputs(RAW, scenario.tasks.keys() - {"cdm-t21"})
    assert {task.task_id for task in inputs.tasks} - {task.task_id for task in fewer.tasks} == {"cdm-t21"}
    content = sample_files(fewer, scenario, DEFAULT_SEED)["reports/cdm-zone-2018/2018H2/sc-kjt.v1.csv"].decode()
    assert "cdm-t20," in content and "cdm-t21," not in content


# --- the illustrative breakdown


def test_parts_sum_to_their_target(files, inputs):
    sums = defaultdict(Decimal)
    for row in rows(files["targets/unit_breakdown.csv"]):
        sums[row["target_id"]] += Decimal(row["target_value"])
    assert sums == {t.target_id: t.target_value for t in inputs.targets if t.target_id in sums}


def test_parts_use_the_targets_measure_unit_and_say_that_they_are_illustrative(files, inputs):
    measure_units = {target.target_id: target.measure_unit for target in inputs.targets}
    for row in rows(files["targets/unit_breakdown.csv"]):
        assert row["measure_unit"] == measure_units[row["target_id"]]
        assert row["note_zh"] == "示意分解，非官方附件"
        assert row["note_en"] == "Illustrative breakdown, not the official annex"


def test_stocks_have_a_baseline_and_cumulative_counts_have_none(files, inputs):
    indicator_ids = {target.target_id: target.indicator_id for target in inputs.targets}
    for row in rows(files["targets/unit_breakdown.csv"]):
        measure_type = inputs.indicators[indicator_ids[row["target_id"]]].measure_type
        if measure_type == "stock":
            assert row["baseline_value"], row
        if measure_type == "cumulative":
            assert not row["baseline_value"], row


def test_units_carry_parts_only_of_programmes_in_which_they_have_tasks(files, inputs):
    programmes = {target.target_id: target.programme_id for target in inputs.targets}
    for row in rows(files["targets/unit_breakdown.csv"]):
        assert row["unit_name"] in inputs.unit_names(programmes[row["target_id"]])


# --- reports


def test_every_unit_and_round_has_a_report_or_a_declared_gap(latest, inputs, scenario):
    gaps = {(programme, period, inputs.unit_by_name[name].id) for programme, period, name in scenario.rounds.gaps()}
    expected = {
        (programme_id, period_id, inputs.unit_by_name[name].id)
        for programme_id in (ZONE, JOINT)
        for period_id in inputs.rounds(programme_id)
        for name in inputs.unit_names(programme_id)
    }
    assert gaps < expected
    assert set(latest) == expected - gaps


def test_one_unit_is_missing_twice_in_a_row(scenario):
    gaps = Counter(name for _, _, name in scenario.rounds.gaps())
    assert gaps.most_common(1) == [("省国资委", 2)]


def test_every_case_names_a_real_round_and_unit(inputs, scenario):
    for told in scenario.rounds.files:
        for case in told.cases:
            assert case.period in inputs.rounds(told.programme_id)
            assert case.unit in inputs.unit_names(told.programme_id)


def test_a_report_lists_the_units_own_indicators_and_all_its_tasks(latest, inputs, files):
    parts = defaultdict(set)
    indicator_ids = {target.target_id: (target.programme_id, target.indicator_id) for target in inputs.targets}
    for row in rows(files["targets/unit_breakdown.csv"]):
        programme_id, indicator_id = indicator_ids[row["target_id"]]
        parts[programme_id, inputs.unit_by_name[row["unit_name"]].id].add(indicator_id)
    for (programme_id, _, unit_id), content in latest.items():
        if content[0]["零报告"] == "是":
            continue
        seats = {
            task.task_id
            for task in inputs.tasks_of(programme_id)
            if unit_id in {inputs.unit_by_name[name].id for name, _ in task.seats}
        }
        assert {row["编码"] for row in content if row["类别"] == "指标"} == parts[programme_id, unit_id]
        assert {row["编码"] for row in content if row["类别"] == "任务"} == seats


def test_a_nil_report_is_one_row_of_a_unit_without_figures(latest, files, inputs):
    carriers = {inputs.unit_by_name[row["unit_name"]].id for row in rows(files["targets/unit_breakdown.csv"])}
    nils = {key: content for key, content in latest.items() if content[0]["零报告"] == "是"}
    assert nils
    for (_, _, unit_id), content in nils.items():
        assert unit_id not in carriers
        assert len(content) == 1
        assert content[0]["类别"] == content[0]["编码"] == ""


def test_counts_are_whole_and_the_ratio_has_one_decimal(reports):
    for content in reports.values():
        for row in content:
            if row["计量单位"] in ("项", "家", "个", "人", "件") and row["数值"]:
                assert row["数值"].isdigit(), row
            if row["计量单位"] == "%" and row["数值"]:
                assert re.fullmatch(r"\d+\.\d", row["数值"]), row


def test_cumulative_figures_never_fall_within_latest_versions(latest, inputs):
    for programme_id in (ZONE, JOINT):
        for (unit_id, indicator_id), values in series(latest, inputs, programme_id).items():
            if inputs.indicators[indicator_id].measure_type == "cumulative":
                known = [value for value in values if value is not None]
                assert known == sorted(known), (unit_id, indicator_id)


def test_exactly_one_correction_restates_a_cumulative_figure_downwards(reports, journal, inputs):
    restated = []
    for (programme_id, period_id, unit_id, version), content in reports.items():
        events = {row["event"] for row in journal[programme_id, period_id, unit_id] if row["version"] == "1"}
        if version != 2 or "accepted" not in events:
            continue
        first = {row["编码"]: row["数值"] for row in reports[programme_id, period_id, unit_id, 1]}
        for row in content:
            cumulative = row["类别"] == "指标" and inputs.indicators[row["编码"]].measure_type == "cumulative"
            if cumulative and Decimal(row["数值"]) < Decimal(first[row["编码"]]):
                restated.append((period_id, unit_id, row["编码"]))
    assert restated == [("2019H1", "sc-mianyang", "civil-military-transfers")]


def test_a_task_never_goes_back_to_an_earlier_status(latest, inputs):
    order = list(STATUS_WORDS.values())
    reached = defaultdict(list)
    for (_, _, unit_id), content in sorted(latest.items()):
        for row in content:
            if row["类别"] == "任务":
                reached[unit_id, row["编码"]].append(order.index(row["任务状态"]))
    assert all(steps == sorted(steps) for steps in reached.values())
    assert {step for steps in reached.values() for step in steps} == {0, 1, 2}


def test_led_tasks_come_with_progress_problems_and_next_steps(latest, inputs):
    leads = {(task.task_id, inputs.unit_by_name[name].id) for task in inputs.tasks for name in task.leads}
    for (_, _, unit_id), content in latest.items():
        for row in content:
            if row["类别"] == "任务":
                assert row["进展情况"]
                if (row["编码"], unit_id) in leads:
                    assert row["存在问题"]
                    assert row["下一步工作"]


def test_no_sample_speaks_to_a_target_that_official_figures_answer(latest):
    """Turnover has a published series: a made-up one beside it could be taken for real."""
    items = {row["编码"] for rows in latest.values() for row in rows}
    assert "civil-military-smes" in items
    assert "technology-contract-turnover" not in items


# --- the journal


def test_every_version_goes_through_legal_states_only(journal):
    for events in journal.values():
        state = defaultdict(str)
        for event in events:
            version = int(event["version"])
            assert event["event"] in FOLLOWS[state[version]], event
            if event["event"] == "submitted" and version > 1:
                # A closed round takes nothing in until it is reopened.
                assert state[version - 1] in {"returned", "accepted", "reopened"}, event
            state[version] = event["event"]


def test_events_stand_in_the_order_of_time(files):
    moments = [datetime.fromisoformat(row["happened_at"]) for row in rows(files["journal.csv"])]
    assert moments == sorted(moments)
    assert all(moment.weekday() < 5 for moment in moments)


def test_journal_and_files_name_the_same_versions_and_days(journal, reports):
    submitted = {
        (*key, int(event["version"])): event["happened_at"][:10]
        for key, events in journal.items()
        for event in events
        if event["event"] == "submitted"
    }
    assert {key: content[0]["报送日期"] for key, content in reports.items()} == submitted


def test_a_return_and_a_later_version_have_a_reason(journal):
    for events in journal.values():
        for event in events:
            is_later = event["event"] == "submitted" and event["version"] != "1"
            assert bool(event["reason"]) == (event["event"] in {"returned", "reopened"} or is_later)


def test_accepted_reports_are_locked_when_a_round_closes_and_the_last_round_is_open(journal, inputs):
    for (programme_id, period_id, _), events in journal.items():
        accepted = {event["version"] for event in events if event["event"] == "accepted"}
        locked = {event["version"] for event in events if event["event"] == "locked"}
        is_last = period_id == inputs.rounds(programme_id)[-1]
        assert locked == (set() if is_last else accepted)


def test_last_round_has_pending_and_returned_reports(journal):
    ends = Counter(events[-1]["event"] for key, events in journal.items() if key[1] == "2020H2")
    assert ends == {"accepted": 19, "submitted": 3, "returned": 1}


@pytest.mark.parametrize("period_id", ["2018H2", "2019H1", "2019H2", "2020H1", "2020H2"])
def test_three_to_four_fifths_of_a_zone_round_are_smooth(journal, inputs, period_id):
    due = Period.parse(period_id).ends_on.isoformat()
    smooth = 0
    for key, events in journal.items():
        if key[:2] == (ZONE, period_id):
            steps = [event["event"] for event in events if event["event"] != "locked"]
            smooth += steps == ["submitted", "accepted"] and events[0]["happened_at"][:10] <= due
    assert 0.75 <= smooth / len(inputs.unit_names(ZONE)) <= 0.85


def test_late_reports_are_days_to_six_weeks_late(journal):
    lateness = [
        (date.fromisoformat(events[0]["happened_at"][:10]) - Period.parse(key[1]).ends_on).days
        for key, events in journal.items()
    ]
    late = sorted(days for days in lateness if days > 0)
    assert late[0] <= 7
    assert 35 <= late[-1] <= 42


# --- centres


def annual(files):
    return [(name, content) for name, content in files.items() if name.startswith("centres/annual_reports/")]


def test_centre_names_say_that_they_are_samples(files):
    centres = rows(files["centres/centres.csv"])
    assert Counter(row["programme_id"] for row in centres) == {"tianjin-centres-2018": 8, "sichuan-centres": 9}
    assert all(row["name"].endswith("（样例）") for row in centres)
    assert len({row["field"] for row in centres}) == len(centres)


def test_comprehensive_centres_make_sense_against_the_tianjin_ranges(files):
    started = [row["started_on"] for row in rows(files["centres/centres.csv"]) if row["centre_type"] == "综合性"]
    assert sum(day <= "2018-12-31" for day in started) == 1
    assert sum(day <= "2020-12-31" for day in started) == 3


def test_centres_report_every_year_but_for_one_missing_and_one_late_each(files, inputs):
    first = [(name.split("/"), rows(content)[0]) for name, content in annual(files) if name.endswith(".v1.csv")]
    reported = {(parts[2], parts[3][:4]): row for parts, row in first}
    expected = {
        (row["centre_id"], year)
        for row in rows(files["centres/centres.csv"])
        for year in inputs.rounds(row["programme_id"])
        if year >= row["started_on"][:4]
    }
    removed = {("sample-sc-07", year) for year in ("2023", "2024", "2025")}
    assert expected - reported.keys() == {("sample-sc-03", "2024"), ("sample-tj-05", "2019")} | removed
    late = {key for key, row in reported.items() if row["submitted_on"] > f"{key[1]}-12-31"}
    assert late == {("sample-sc-02", "2023"), ("sample-tj-03", "2020")}


# --- labels


def test_nothing_looks_real_without_a_label(files, reports):
    assert all(row["actor"].startswith("样例") for row in rows(files["journal.csv"]))
    for content in reports.values():
        for row in content:
            assert not row["佐证材料"] or row["佐证材料"].startswith("样例")
    assert "made up" in files["README.md"].decode()


def test_narratives_name_no_firm_school_or_amount(files, reports):
    told = [
        row[column]
        for content in reports.values()
        for row in content
        for column in ("进展情况", "存在问题", "下一步工作")
    ]
    told += [row[column] for _, content in annual(files) for row in rows(content) for column in ("statement",)]
    for text in told:
        assert not re.search(r"公司|集团|大学|学院|\d|[{}]", text), text
        assert not text or text.endswith("。"), text


# --- the pieces


def test_missing_report_has_no_version(scenario):
    case = Case(period="2019H1", unit="甲", missing=True)
    due = date(2019, 6, 30)
    assert report_versions(case, scenario.rounds, due, False, "补正", Draw(1)) == ()


def test_a_late_report_comes_within_its_days_and_is_locked_at_the_close(scenario):
    case = Case(period="2019H2", unit="甲", late_days=(37, 40))
    (version,) = report_versions(case, scenario.rounds, date(2019, 12, 31), False, "补正", Draw(1))
    assert 37 <= (version.submitted_at.date() - date(2019, 12, 31)).days <= 42
    assert version.outcome == "accepted"
    assert version.locked_at > version.decided_at


def test_two_returns_make_three_versions(scenario):
    case = Case(period="2020H1", unit="甲", returned=("一", "二"))
    versions = report_versions(case, scenario.rounds, date(2020, 6, 30), True, "补正", Draw(1))
    assert [(v.number, v.outcome, v.decide_reason) for v in versions] == [
        (1, "returned", "一"),
        (2, "returned", "二"),
        (3, "accepted", ""),
    ]
    assert [v.submit_reason for v in versions] == ["", "补正", "补正"]


def test_curve_ends_exactly_at_its_end_point_and_never_falls(scenario):
    part = Part(unit="甲", target=Decimal(9), baseline=Decimal(3), curve="late", end=Decimal(8))
    for seed in range(50):
        figures = part_figures(part, scenario.breakdown, 0, Draw(seed))
        assert figures[-1] == 8
        assert list(figures) == sorted(figures)


def test_a_flawed_version_differs_only_in_its_flaws():
    figures = {"a": Decimal(5), "b": Decimal(7), "c": None}
    flaws = Flaws(blank=("b",), add={"a": Decimal(2), "c": Decimal(1)})
    assert flawed_figures(figures, flaws) == {"a": Decimal(7), "b": None, "c": None}


def test_a_part_must_go_one_way():
    with pytest.raises(ValueError, match="either values, or curve and end"):
        Part(unit="甲", target=Decimal(1), curve="late", end=Decimal(1), values=(Decimal(1),))


def test_an_earlier_sample_is_replaced_whole(tmp_path):
    folder = tmp_path / "sample"
    write_sample({"README.md": b"`duibiao sample --seed 1`\n", "old.csv": b"x\n"}, folder)
    write_sample({"README.md": b"`duibiao sample --seed 2`\n", "a/new.csv": b"y\n"}, folder)
    assert contents(folder) == {"README.md": b"`duibiao sample --seed 2`\n", "a/new.csv": b"y\n"}
    assert list(tmp_path.iterdir()) == [folder]


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "mine.csv").write_bytes(b"keep\n")
    with pytest.raises(NotASampleFolder):
        write_sample({"README.md": b"new\n"}, tmp_path)
    assert contents(tmp_path) == {"mine.csv": b"keep\n"}


def test_command_says_what_to_do_about_a_wrong_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DUIBIAO_DATA", str(RAW.parent))
    (tmp_path / "mine.csv").write_bytes(b"keep\n")
    refused = CliRunner().invoke(main, ["sample", "--out", str(tmp_path)])
    monkeypatch.setenv("DUIBIAO_DATA", str(tmp_path))
    lost = CliRunner().invoke(main, ["sample"])
    assert (refused.exit_code, lost.exit_code) == (1, 1)
    assert "name another folder" in refused.output
    assert "DUIBIAO_DATA" in lost.output


def test_command_says_in_one_line_what_it_wrote(tmp_path, monkeypatch):
    monkeypatch.setenv("DUIBIAO_DATA", str(RAW.parent))
    result = CliRunner().invoke(main, ["sample", "--out", str(tmp_path / "sample")])
    assert len(result.output.splitlines()) == 1
    assert "已生成样例数据" in result.output
    assert "Wrote" in result.output


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_a_place_that_cannot_be_written_is_named_without_a_traceback(tmp_path):
    from click.testing import CliRunner

    (tmp_path / "file").write_text("x")
    answer = CliRunner().invoke(main, ["sample", "--out", str(tmp_path / "file" / "sample")])
    assert (answer.exit_code, type(answer.exception)) == (1, SystemExit)
    assert str(tmp_path / "file") in answer.output


def on_another_cycle(inputs, **more):
    """The inputs with the rounds of the zone not listed, but following from a cycle."""
    programmes = [p.model_copy(update={"rounds": (), **more}) if p.id == ZONE else p for p in inputs.catalog.programmes]
    return replace(inputs, catalog=replace(inputs.catalog, programmes=tuple(programmes)))


def test_rounds_that_follow_from_the_cycle_are_told_like_those_that_are_listed(inputs, scenario, files):
    follows = on_another_cycle(inputs, first_period="2018H2", last_period="2020H2")
    assert sample_files(follows, scenario, DEFAULT_SEED) == files


@pytest.mark.parametrize(
    ("cycle", "first", "due_days", "periods"),
    [
        ("quarter", "2018Q4", 10, ["2018Q4", "2019Q1", "2019Q2", "2019Q3", "2019Q4", "2020Q1", "2020Q2", "2020Q3"]),
        ("month", "2020M06", 0, ["2020M06", "2020M07", "2020M08", "2020M09", "2020M10"]),
        ("year", "2018", 20, ["2018", "2019"]),
    ],
)
def test_rounds_that_roll_on_are_told_up_to_the_last_that_is_over(inputs, scenario, cycle, first, due_days, periods):
    more = {"reporting_cycle": cycle, "first_period": first, "last_period": None, "ends_on": None, "due_days": due_days}
    rolling = replace(on_another_cycle(inputs, **more), today=date(2020, 11, 15))
    made = sample_files(rolling, scenario, DEFAULT_SEED)
    found = {name.split("/")[2] for name in made if name.startswith(f"reports/{ZONE}/")}
    assert sorted(found) == periods
    happened = [row for row in rows(made["journal.csv"]) if row["programme_id"] == ZONE]
    sent = {}
    for row in happened:
        if row["event"] == "submitted" and row["version"] == "1":
            sent.setdefault(row["period_id"], []).append(datetime.fromisoformat(row["happened_at"]).date())
    for period_id, days in sent.items():
        due_on = Period.parse(period_id).ends_on + timedelta(days=due_days)
        assert min(days) >= due_on - timedelta(days=scenario.rounds.early_days[1] + 3), period_id
        assert sorted(days)[len(days) // 2] <= due_on, "most are in time"
    # What adds up never falls from one round to the next, whatever the cycle.
    transfers = [
        [int(row["数值"]) for row in rows(made[f"reports/{ZONE}/{period}/sc-kjt.v1.csv"])
         if row["编码"] == "civil-military-transfers" and row["数值"]]
        for period in periods if f"reports/{ZONE}/{period}/sc-kjt.v1.csv" in made
    ]  # fmt: skip
    assert transfers == sorted(transfers)


def test_the_figures_of_a_cycle_are_those_of_the_half_year_in_which_its_round_ends(inputs, scenario, files):
    more = {"reporting_cycle": "quarter", "first_period": "2018Q4", "last_period": "2020Q4"}
    made = sample_files(on_another_cycle(inputs, **more), scenario, DEFAULT_SEED)

    def figures(files, period):
        found = {}
        for name, content in files.items():
            if name.startswith(f"reports/{ZONE}/{period}/") and name.endswith(".v1.csv"):
                found[name.rsplit("/", 1)[1]] = [row["数值"] for row in rows(content) if row["类别"] == "指标"]
        return found

    # A unit without a case of its own in either says the same in both.
    told = {case.unit for of in scenario.rounds.files for case in of.cases if case.period == "2019H1"}
    ordinary = {f"{unit.id}.v1.csv" for name, unit in inputs.unit_by_name.items() if not {name, unit.name} & told}
    by_half, by_quarter = figures(files, "2019H1"), figures(made, "2019Q2")
    both = ordinary & by_half.keys() & by_quarter.keys()
    assert len(both) > 5 and {name: by_half[name] for name in both} == {name: by_quarter[name] for name in both}
