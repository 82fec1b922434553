"""Targets that documents change in mid-term: each round by what holds on its last day, both judgements said, all by hand."""

import re

import pytest

from metrics.rules.revisions import CHANGE_KINDS
from tests.offices.office import COLUMNS, Office

pytestmark = pytest.mark.slow

PROGRAMME, ROUNDS = "air", ["2024H2", "2025H1", "2025H2", "2026H1"]
TARGET, DOCUMENT = "air-sites", "air-2025"
# Whole and parts: 35 = 20 + 15. Reported by the end of each round: 14, 22, 34, 36.
REPORTED = {"2024H2": (8, 6), "2025H1": (12, 10), "2025H2": (19, 15), "2026H1": (20, 16)}
DAYS = {"2024H2": "2024-12-30", "2025H1": "2025-06-29", "2025H2": "2025-12-30", "2026H1": "2026-06-29"}


def air(folder):
    """A county with two townships, one target of 35 sites by the end of 2025, and another programme of 2026."""
    office = Office(folder)
    office.scope("county", "全县", "city")
    office.unit("east", "东镇", "city")
    office.unit("west", "西镇", "city")
    office.programme(PROGRAMME, "2024-07-01", "2026-12-31", "half_year", ROUNDS, collected_since="2024-07-01")
    office.document(DOCUMENT, PROGRAMME, "关于调整目标的通知", "2025-03-20")
    office.task("air-1", PROGRAMME, "2025-12-31", "东镇", "西镇", leads=2)
    office.indicator("sites", "监测点", "cumulative", "个", "sum")
    office.indicator("days", "优良天数", "cumulative", "个", "sum")
    office.target(TARGET, PROGRAMME, "sites", "county", ">=", 35, "个", "2024-07-01", "2025-12-31", "air-1")
    office.target("air-days", PROGRAMME, "days", "county", ">=", 10, "个", "2024-07-01", "2026-12-31", "air-1")
    for unit, value in (("东镇", 20), ("西镇", 15)):
        office.part(PROGRAMME, TARGET, unit, value, "个")
    office.write()
    return office


def changed(office, kind, **more):
    """A row of the changes, made by the document of 2025 from 1 April of that year."""
    known = {"target_id": TARGET, "valid_from": "2025-04-01", "change_kind": kind, "document_id": DOCUMENT,
             "section": "一", "phrase": "监测点调整为34个", "reason_zh": "财力所限", "reason_en": "lack of means"}  # fmt: skip
    office.row(f"target_changes/{PROGRAMME}", COLUMNS["target_change"], known | more)
    office.write()


def reported(office, *periods):
    for period in periods:
        for unit, value in zip(("东镇", "西镇"), REPORTED[period], strict=True):
            office.report(unit, period, DAYS[period], {"sites": value}, ("air-1",))


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """Four rounds reported, the first closed before anything was changed, loaded."""
    office = air(tmp_path_factory.mktemp("air"))
    reported(office, "2024H2")
    office.step("close", PROGRAMME, "2024H2", reason="办结")
    reported(office, "2025H1", "2025H2", "2026H1")
    office.load()
    return office


@pytest.fixture(scope="module")
def halfway(tmp_path_factory):
    """Two rounds reported, nothing closed or loaded."""
    office = air(tmp_path_factory.mktemp("halfway"))
    reported(office, "2024H2", "2025H1")
    return office


@pytest.fixture
def office(played, tmp_path):
    return played.copied(tmp_path)


def told(office, period, *columns, unit=""):
    row = office.judged(TARGET, period, unit)
    return [row[column] for column in columns]


BOTH = ("target_value", "status", "original_target_value", "original_status")


def test_each_round_is_judged_by_what_holds_on_its_last_day_and_both_are_said(office):
    closed = office.run("export", "attainment", "--period", "2024H2")
    changed(office, "adjusted", target_value=34)
    office.load()
    # 14 of 35 with a third of the time gone: before the day nothing is changed, and the closed round stays to the byte.
    assert office.run("export", "attainment", "--period", "2024H2") == closed
    assert told(office, "2024H2", *BOTH[2:]) == ["", ""]
    # 364 of 548 days: 22 whole sites of 34 are expected, and 23 of 35; 22 of 23 is 95.7 %.
    assert told(office, "2025H1", *BOTH) == ["34", "on_track", "35", "on_track"]
    assert told(office, "2025H1", "expected_whole") == ["22.0"]
    # 34 on the due day: met by the adjusted target, missed by the original.
    assert told(office, "2025H2", *BOTH) == ["34", "achieved", "35", "missed"]
    # The parts are as the annex has them: nothing was changed of them.
    assert told(office, "2025H2", *BOTH, unit="east") == ["20", "missed", "", ""]
    assert not [row for row in office.export("restatements") if row["target_id"]]


def test_a_correction_of_entry_is_never_called_the_original_and_the_closed_judgement_stays_beside_it(office):
    closed = office.run("export", "attainment", "--period", "2024H2")
    changed(office, "corrected", valid_from="", document_id="", section="", phrase="", target_value=34)
    office.load()
    assert office.run("export", "attainment", "--period", "2024H2") == closed
    assert told(office, "2025H2", *BOTH) == ["34", "achieved", "", ""]
    (row,) = [row for row in office.export("restatements") if row["target_id"] and not row["unit_id"]]
    assert (row["restatement_kind"], row["period_id"]) == ("definition", "2024H2")
    assert (row["old_target_value"], row["new_target_value"]) == ("35", "34")


def test_a_postponed_target_falls_due_later_and_stays_missed_by_its_first_day(office):
    changed(office, "postponed", due_on="2026-06-30", phrase="推迟到2026年6月底")
    office.load()
    days = ("due_on", "status", "original_due_on", "original_status")
    assert told(office, "2025H2", *days) == ["2026-06-30", "on_track", "2025-12-31", "missed"]
    # 36 of 35 half a year later meets the postponed one, and is too late for the first.
    assert told(office, "2026H1", *days) == ["2026-06-30", "achieved", "2025-12-31", "missed"]
    assert told(office, "2026H1", *days, unit="west") == ["2026-06-30", "achieved", "2025-12-31", "achieved"]


def test_a_withdrawn_target_is_judged_up_to_its_day_and_then_counts_as_neither_met_nor_missed(office):
    changed(office, "withdrawn", phrase="不再执行监测点建设目标")
    office.load()
    assert told(office, "2024H2", "status") != ["withdrawn"]
    for unit in ("", "east", "west"):
        assert told(office, "2025H2", "status", "status_reason", "original_status", unit=unit) == [
            "withdrawn", "withdrawn", "",
        ]  # fmt: skip
    (row,) = [
        row for row in office.export("roll-ups") if (row["group_kind"], row["period_id"]) == ("programme", "2025H2")
    ]
    assert (row["withdrawn_count"], row["achieved_count"], row["missed_count"]) == ("1", "0", "0")


def test_a_merged_target_is_followed_under_the_one_that_it_was_merged_into(office):
    changed(office, "merged", merged_into="air-days", phrase="监测点并入优良天数一并考核")
    office.load()
    rounds = {row["period_id"] for row in office.export("attainment") if row["target_id"] == TARGET}
    assert rounds == {"2024H2"}
    assert "“监测点”并入本目标" in office.page("/target/air-days?period=2025H2")


def test_a_change_of_a_part_leaves_the_whole_as_it_was(office):
    changed(office, "adjusted", unit_name="东镇", target_value=19, phrase="东镇19个")
    office.load()
    assert told(office, "2025H2", *BOTH, unit="east") == ["19", "achieved", "20", "missed"]
    assert told(office, "2025H2", *BOTH) == ["35", "missed", "", ""]


@pytest.mark.parametrize(
    ("change", "qualifier"),
    [
        # Entered as 35, it always was 40: parts of 35 are not all of it.
        ({"change_kind": "corrected", "target_value": 40, "valid_from": "", "document_id": "", "section": "", "phrase": ""}, "ge"),
        # A part of 15 that always was 10 leaves a part of the 35 with nobody.
        ({"change_kind": "corrected", "target_value": 10, "unit_name": "西镇", "valid_from": "", "document_id": "", "section": "",
          "phrase": ""}, "ge"),
        # Raised later, it is still made by the same towns.
        ({"change_kind": "adjusted", "target_value": 40, "phrase": "监测点调整为40个"}, "exact"),
    ],
)  # fmt: skip
def test_a_breakdown_is_whole_by_what_documents_first_set_and_not_by_what_was_entered_wrongly(
    halfway, tmp_path, change, qualifier
):
    office = halfway.copied(tmp_path)
    kind = change.pop("change_kind")
    changed(office, kind, **change)
    office.load()
    whole = office.judged(TARGET, "2025H1")
    assert (whole["actual_value"], whole["qualifier"]) == ("22", qualifier)


def test_the_share_of_targets_lowered_late_counts_by_direction_and_by_half_of_the_time(office):
    # 274 of 548 days: the very half is not late; a day later is.
    changed(office, "adjusted", target_value=34)
    changed(office, "adjusted", target_id="air-days", target_value=12, phrase="优良天数12个")
    office.load()
    shares = {row["period_id"]: row for row in office.export("lowered-targets")}
    assert [shares[period]["lowered_late_count"] for period in ROUNDS] == ["0", "0", "0", "0"]
    assert (shares["2025H1"]["target_count"], shares["2025H1"]["changed_count"], shares["2025H1"]["lowered_count"]) == (
        "2", "2", "1",
    )  # fmt: skip
    office.tables[f"target_changes/{PROGRAMME}"][0]["valid_from"] = "2025-04-02"
    office.write()
    office.load()
    shares = {row["period_id"]: row for row in office.export("lowered-targets")}
    assert [shares[period]["lowered_late_pct"] for period in ROUNDS] == ["0.0", "50.0", "50.0", "50.0"]
    rows = {row["target_id"]: row for row in office.export("target-changes")}
    assert [(row["old_target_value"], row["new_target_value"], row["is_lowered"]) for row in rows.values()] == [
        ("35", "34", "true"), ("10", "12", "false"),
    ]  # fmt: skip


def test_a_template_asks_by_what_holds_in_its_round(office):
    changed(office, "adjusted", unit_name="东镇", target_value=19, phrase="东镇19个")
    changed(office, "withdrawn", valid_from="2025-10-01", phrase="不再执行监测点建设目标")
    said = {}
    for period in ROUNDS:
        blank = office.folder / f"{period}.csv"
        office.run("template", "东镇", period, "--format", "csv", "--out", blank)
        text = blank.read_text(encoding="utf-8-sig")
        said[period] = [value for value in ("20(本单位", "19(本单位", "≥35(", "监测点") if value in text]
    assert said == {"2024H2": ["20(本单位", "监测点"], "2025H1": ["19(本单位", "监测点"], "2025H2": [], "2026H1": []}


def test_a_page_says_both_in_both_languages(office):
    changed(office, "adjusted", target_value=34)
    office.load()
    page = office.page(f"/target/{TARGET}?period=2025H2")
    assert (
        "按原目标（不低于 35 个，2025年12月31日前）未达成，按调整后目标（不低于 34 个，2025年12月31日前）达成。" in page
    )
    assert all(
        word in page for word in ("目标由 35 个 调整为 34 个", "财力所限", "关于调整目标的通知", "监测点调整为34个")
    )
    assert "其中 1 项下调或推迟" in office.page("/?period=2025H2")
    page = office.page(f"/target/{TARGET}?period=2025H2&lang=en")
    assert "31 December 2025): missed; by the adjusted one (at least 34" in page and "(at least 35" in page


FAULTS = [
    ({"change_kind": "lowered"}, "change_kind"),
    ({"document_id": ""}, "document_id"),
    ({"valid_from": "2025-4-1"}, "valid_from"),
    ({"target_value": ""}, "target_value"),
    ({"target_value": "34个"}, "target_value"),
    ({"reason_zh": "", "reason_en": ""}, "reason_zh"),
    ({"target_id": "air-nothing"}, "target_id"),
    ({"unit_name": "南镇"}, "unit_name"),
    ({"change_kind": "postponed", "target_value": ""}, "due_on"),
    ({"change_kind": "merged"}, "merged_into"),
    ({"change_kind": "merged", "merged_into": "air-none"}, "merged_into"),
]


def test_changes_with_faults_are_refused_each_with_its_cell(office):
    for more, _ in FAULTS:
        changed(office, "adjusted", **{"target_value": 34} | more)
    told = places(office.run("load", fails=True))
    assert {(number, column) for number, (_, column) in enumerate(FAULTS, start=2)} <= told


def places(said):
    """The rows and columns of the changes that a refusal names."""
    named = re.findall(rf"target_changes/{PROGRAMME}\.csv, row (\d+)(?:, column ([^:]+))?:", said)
    return {(int(row), column) for row, columns in named for column in columns.split(", ")}


CONTRADICTIONS = [
    {"change_kind": "postponed", "due_on": "2025-06-30", "target_value": ""},
    {"change_kind": "merged", "merged_into": TARGET, "target_value": ""},
    {"target_value": "", "target_low": 3, "target_high": 5},
    {"valid_from": "2026-02-01"},
    {"unit_name": "县局"},
]


def test_changes_that_cannot_be_are_refused_each_by_its_row(office):
    office.unit("bureau", "县局")
    for number, more in enumerate(CONTRADICTIONS, start=1):
        changed(office, "adjusted", **{"target_value": 34, "valid_from": f"2025-04-0{number}"} | more)
    assert {row for row, _ in places(office.run("load", fails=True))} == set(range(2, 2 + len(CONTRADICTIONS)))


def test_every_kind_of_change_is_of_the_rules_and_of_the_suite():
    from expectations.suite import load_suites

    rules = {rule.rule_id: rule for rule in load_suites()["target_change"].rules}
    assert tuple(rules["target_change.change_kind.known"].arguments["value_set"]) == CHANGE_KINDS
