"""Fuzhou, employment targets of 2018: a city and its districts, yearly, amounts that add up and two shares.

The targets are those of 榕政办〔2018〕181号; the districts' parts, all actuals and everything of 2019 are made up.
"""

from pathlib import Path

from tests.offices.office import Office

PROGRAMME, TASK = "fuzhou-jobs", "fz-t1"
AMOUNTS = {"new": 12.2, "re": 0.85, "hard": 0.38, "rural": 3.8}
SHARES = {"rate": ("<=", 3.5, "down"), "grad": (">=", 92.4, "up")}
PARTS = {
    "new": {"鼓楼区": 5, "台江区": 4, "仓山区": 3.2},
    "re": {"鼓楼区": 0.3, "台江区": 0.3, "仓山区": 0.25},
    "hard": {"鼓楼区": 0.15, "台江区": 0.13, "仓山区": 0.1},
    "rural": {"鼓楼区": 1, "台江区": 1.4, "仓山区": 1.4},
    "rate": {"市人社局": 3.5},
    "grad": {"市人社局": 92.4},
}


def fuzhou(folder: Path, office: Office | None = None) -> Office:
    """The office, with its programme of 2018 written and nothing received."""
    office = office or Office(folder)
    office.scope("fuzhou", "福州市", "city")
    office.unit("fz-rsj", "市人社局")
    for unit_id, name in (("fz-gulou", "鼓楼区"), ("fz-taijiang", "台江区"), ("fz-cangshan", "仓山区")):
        office.unit(unit_id, name, "city")
    office.programme(PROGRAMME, "2018-01-01", "2019-12-31", "year", ["2018", "2019"], acceptance="officer")
    office.task(TASK, PROGRAMME, "2018-12-31", "市人社局", "鼓楼区", "台江区", "仓山区", leads=4)
    for name, value in AMOUNTS.items():
        office.indicator(f"jobs-{name}", f"就业指标{name}", "annual_flow", "万人", "sum")
        yearly(office, name, ">=", value, "万人", 2018)
    for name, (comparator, value, direction) in SHARES.items():
        office.indicator(f"jobs-{name}", f"就业比重{name}", "ratio", "%", "lead_reports", direction)
        yearly(office, name, comparator, value, "%", 2018)
    for name, parts in PARTS.items():
        for unit, part in parts.items():
            office.part(PROGRAMME, f"fz-{name}", unit, part, "%" if name in SHARES else "万人")
    office.write()
    return office


def yearly(office: Office, name: str, comparator: str, value: float, measure_unit: str, year: int) -> None:
    """A target for one calendar year; those after 2018 carry the year in their id."""
    target_id = f"fz-{name}" if year == 2018 else f"fz-{name}-{year}"
    office.target(target_id, PROGRAMME, f"jobs-{name}", "fuzhou", comparator, value, measure_unit, f"{year}-01-01",
                  f"{year}-12-31", TASK)  # fmt: skip


def report_2018(office: Office) -> None:
    """The four reports of 2018 as the test programme has them, none accepted yet."""
    day, tasks = "2018-12-30", (TASK,)
    office.report("市人社局", "2018", day, {"jobs-rate": 2.6, "jobs-grad": 93.1}, tasks)
    office.report(
        "鼓楼区", "2018", day, {"jobs-new": 5.6, "jobs-re": (3100, "人"), "jobs-hard": 0.16, "jobs-rural": 1.1}, tasks
    )
    office.report(
        "台江区", "2018", day, {"jobs-new": 4.4, "jobs-re": 0.31, "jobs-hard": 0.14, "jobs-rural": 1.5}, tasks
    )
    office.report(
        "仓山区", "2018", day, {"jobs-new": 2.9, "jobs-re": 0.26, "jobs-hard": 0.11, "jobs-rural": 1.4}, tasks
    )


def accept_2018(office: Office) -> None:
    """Every report of 2018 accepted by the officer."""
    for unit in ("fz-rsj", "fz-gulou", "fz-taijiang", "fz-cangshan"):
        office.step("accept", PROGRAMME, "2018", unit, reason="已核实")
