"""Parts, tasks, responsibilities and weights that hold from a day or until one: the last day of a round decides."""

import pytest

from tests.offices.office import COLUMNS
from tests.offices.test_target_changes import PROGRAMME, ROUNDS, TARGET, air, reported

pytestmark = pytest.mark.slow

FROM, UNTIL = "2025-07-01", "2025-06-30"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A third township from the middle of 2025 on; a task that ends before, another weight from then."""
    office = air(tmp_path_factory.mktemp("days"))
    office.unit("south", "南镇", "city")
    office.part(PROGRAMME, TARGET, "南镇", 5, "个")
    office.tables[f"unit_targets/{PROGRAMME}"][-1]["valid_from"] = FROM
    task = {"task_id": "air-1", "seat": 3, "unit_name": "南镇", "role": "lead", "is_ambiguous": "true",
            "valid_from": FROM}  # fmt: skip
    office.row(f"responsibilities/{PROGRAMME}", COLUMNS["responsibility"], task)
    office.task("air-2", PROGRAMME, "2025-12-31", "东镇")
    office.tables[f"tasks/{PROGRAMME}"][-1]["valid_to"] = UNTIL
    for weight, days in ((1, {"valid_to": UNTIL}), (3, {"valid_from": FROM})):
        office.row(f"weights/{PROGRAMME}", COLUMNS["weight"], {
            "programme_id": PROGRAMME, "target_id": TARGET, "weight": weight, "set_by": "办公室", **days,
        })  # fmt: skip
    office.write()
    reported(office, "2024H2", "2025H1", "2025H2")
    office.load()
    return office


def test_a_new_part_does_not_touch_the_rounds_before_it(office):
    rows = {row["period_id"] for row in office.export("attainment") if row["unit_id"] == "south"}
    assert rows == {"2025H2"}
    whole = [office.judged(TARGET, period) for period in ROUNDS[:3]]
    assert [[row[name] for name in ("actual_value", "qualifier", "part_count", "part_missing_count")] for row in whole] == [
        ["14", "exact", "2", "0"], ["22", "exact", "2", "0"], ["34", "ge", "3", "1"],
    ]  # fmt: skip


def test_a_new_responsibility_owes_from_its_day_on(office):
    owed = {row["period_id"] for row in office.export("reports") if row["unit_id"] == "south"}
    assert owed == {"2025H2", "2026H1"}
    office.run("template", "南镇", "2025H1", "--format", "csv", "--out", office.folder / "none.csv", fails=True)
    blank = office.folder / "south.csv"
    office.run("template", "南镇", "2025H2", "--format", "csv", "--out", blank)
    assert "5(本单位" in blank.read_text(encoding="utf-8-sig")


def test_a_task_is_asked_for_while_it_holds(office):
    asked = {}
    for period in ("2025H1", "2025H2"):
        blank = office.folder / f"east-{period}.csv"
        office.run("template", "东镇", period, "--format", "csv", "--out", blank)
        asked[period] = "任务 air-2" in blank.read_text(encoding="utf-8-sig")
    assert asked == {"2025H1": True, "2025H2": False}
    assert "任务 air-2" in office.page("/tasks?period=2025H1")
    assert "任务 air-2" not in office.page("/tasks?period=2025H2")


def test_a_weight_counts_in_the_rounds_of_its_days(office):
    weights = {row["period_id"]: row["weight"] for row in office.export("roll-up-members")
               if (row["group_kind"], row["member_id"]) == ("programme", TARGET)}  # fmt: skip
    assert [float(weights[period]) for period in ROUNDS[:3]] == [1, 1, 3]


WRONG = [
    (f"weights/{PROGRAMME}", -1, {"valid_from": "2025-06-01"}),
    (f"weights/{PROGRAMME}", -1, {"valid_from": FROM, "valid_to": "2025-01-01"}),
    (f"unit_targets/{PROGRAMME}", -1, {"valid_from": "1.7.2025"}),
]


@pytest.mark.parametrize(("table", "place", "days"), WRONG)
def test_days_that_cannot_be_are_refused(office, tmp_path, table, place, days):
    other = office.copied(tmp_path)
    other.tables[table][place] |= days
    other.write()
    assert table.split("/")[0] in other.run("load", fails=True)
