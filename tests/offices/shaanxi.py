"""Shaanxi, clean air to 2025 by quarters: a province, its departments and cities; means, days and tonnes beside shares.

The targets are those of 陕政发〔2024〕6号; all actuals and who answers for which task are made up.
"""

from pathlib import Path

from tests.offices.office import Office

PROGRAMME = "shaanxi-air-2025"
LEAD, XIAN, YANAN = "省生态环境厅", "西安市", "延安市"
# indicator: (type, direction, aggregation, target, comparator, value, measure unit, first day, task)
INDICATORS = {
    "air-pm25": ("stock", "down", "lead_reports", "sn-pm25", "<=", 35, "微克/立方米", "2024-09-23", "sn-t01"),
    "air-heavy-days": ("annual_flow", "down", "lead_reports", "sn-heavy", "<=", 2.2, "天", "2024-09-23", "sn-t01"),
    "air-good-days": ("annual_flow", "up", "lead_reports", "sn-good", ">=", 303, "天", "2024-09-23", "sn-t01"),
    "air-nox-cut": ("cumulative", "up", "sum", "sn-nox", ">=", 4.24, "万吨", "2021-01-01", "sn-t01"),
    "air-voc-cut": ("cumulative", "up", "sum", "sn-voc", ">=", 2.22, "万吨", "2024-09-23", "sn-t01"),
    "non-fossil-share": ("ratio", "up", "lead_reports", "sn-nonfossil", ">=", 16, "%", "2024-09-23", "sn-t02"),
    "electricity-share": ("ratio", "up", "lead_reports", "sn-elec", ">=", 27, "%", "2024-09-23", "sn-t02"),
}
PARTS = {
    "sn-pm25": {XIAN: 41, YANAN: 28},
    "sn-good": {XIAN: 263, YANAN: 344},
    "sn-nox": {YANAN: 0.0378},
    "sn-voc": {YANAN: 0.0229},
}


def shaanxi(folder: Path, *, with_parts: bool = True, **changes: dict[str, object]) -> Office:
    """The office with its programme written and nothing received; `changes` alter indicators by id (with _ for -)."""
    office = Office(folder)
    office.measure_units(
        {"code": "微克/立方米", "name_en": "µg/m³", "dimension": "concentration", "factor": 1, "decimals": 1},
        {"code": "天", "name_en": "days", "dimension": "day", "factor": 1, "decimals": 1},
        {"code": "吨", "name_en": "tonnes", "dimension": "mass", "factor": 1, "decimals": 0},
        {"code": "万吨", "name_en": "10,000 tonnes", "dimension": "mass", "factor": 10000, "decimals": 2},
    )
    office.scope("shaanxi", "陕西省")
    departments = {"sn-sthj": LEAD, "sn-fgw": "省发展改革委", "sn-gxt": "省工业和信息化厅", "sn-zjt": "省住房城乡建设厅",
                   "sn-jtt": "省交通运输厅"}  # fmt: skip
    cities = {"sn-xian": XIAN, "sn-yanan": YANAN, "sn-xianyang": "咸阳市", "sn-weinan": "渭南市"}
    for unit_id, name in departments.items():
        office.unit(unit_id, name)
    for unit_id, name in cities.items():
        office.unit(unit_id, name, "city")
    office.programme(PROGRAMME, "2024-09-01", "2025-12-31", "quarter")
    office.task("sn-t01", PROGRAMME, "2025-12-31", LEAD, "省发展改革委", "省工业和信息化厅", *cities.values())
    office.task("sn-t02", PROGRAMME, "2025-12-31", "省发展改革委", "省工业和信息化厅", LEAD, XIAN, YANAN)
    office.task("sn-t03", PROGRAMME, "2025-12-31", "省发展改革委", "省交通运输厅", "省住房城乡建设厅", XIAN)
    for indicator_id, (
        measure,
        direction,
        aggregation,
        target,
        comparator,
        value,
        unit,
        since,
        task,
    ) in INDICATORS.items():
        declared = {"direction": direction, "aggregation": aggregation} | changes.get(
            indicator_id.replace("-", "_"), {}
        )
        office.indicator(indicator_id, f"空气{indicator_id}", measure, unit, **declared)
        office.target(target, PROGRAMME, indicator_id, "shaanxi", comparator, value, unit, since, "2025-12-31", task)
    if with_parts:
        for target, parts in PARTS.items():
            unit = next(row[6] for row in INDICATORS.values() if row[3] == target)
            for city, value in parts.items():
                office.part(PROGRAMME, target, city, value, unit)
    office.write()
    return office


def report_2025q2(office: Office, *units: str) -> None:
    """The three reports of the second quarter of 2025, or those of some units."""
    reports = {
        LEAD: ("2025-06-25", {"air-pm25": 34.1, "air-heavy-days": 1.8, "air-good-days": 150, "air-nox-cut": 3.1,
                              "air-voc-cut": 1.6, "non-fossil-share": 15.2, "electricity-share": 26.1}, ("sn-t01",)),
        XIAN: ("2025-06-23", {"air-pm25": 43.9, "air-heavy-days": 9, "air-good-days": (120, "天"),
                              "air-nox-cut": (5000, "吨"), "non-fossil-share": 8}, ()),
        YANAN: ("2025-06-23", {"air-pm25": 25, "air-good-days": 170, "air-nox-cut": 0.03, "air-voc-cut": 0.02}, ()),
    }  # fmt: skip
    for unit, (day, values, tasks) in reports.items():
        if not units or unit in units:
            office.report(unit, "2025Q2", day, values, tasks)


PUBLISHED = {
    "published/figure_matches": [
        {"indicator_zh": "PM2.5年均浓度", "scope": "陕西省", "indicator_id": "air-pm25", "basis_match": "same",
         "reason_zh": "同口径", "reason_en": "same basis"}
    ],
    "published/published_figures": [
        {"programme": "陕西空气", "indicator_zh": "PM2.5年均浓度", "indicator_en": "PM2.5", "scope": "陕西省",
         "period": "2025-01/2025-06", "value": "34.1", "measure_unit": "微克/立方米", "kind": "point", "qualifier": "",
         "confidence": "high", "source_issuer": "省生态环境厅", "source_title": "试用", "source_date": "2025-07-15",
         "note": ""}
    ],
}  # fmt: skip


def publish_pm25(office: Office) -> None:
    """The province's mean as an official figure."""
    for name, rows in PUBLISHED.items():
        for row in rows:
            office.row(name, list(row), row)
    office.write()
