"""A demonstration zone, cut down to what the reports of tests name: five figures, two tasks, eight units."""

from pathlib import Path

from tests.offices.office import Office, words

PROGRAMME, ROUNDS = "cdm-zone-2018", ["2018H2", "2019H1", "2019H2", "2020H1", "2020H2"]
UNITS = {
    "sc-kjt": ("科技厅", "四川省科学技术厅", "四川省科技厅"),
    "sc-gfkgb": ("省国防科工办",),
    "sc-jrj": ("省金融工作局",),
    "sc-zscqj": ("省知识产权局",),
    "sc-fgw": ("省发展改革委",),
    "sc-jxw": ("省经济和信息化委",),
    "sc-jyt": ("教育厅",),
    "sc-czt": ("财政厅",),
}
# indicator: (name, type, measure unit, aggregation, target, comparator, value)
INDICATORS = {
    "technology-contract-turnover": ("技术合同交易额", "annual_flow", "亿元", "lead_reports", "cdm-turnover", ">", 700),
    "high-tech-output-share": ("高新技术产业产值占规上工业总产值比重", "ratio", "%", "lead_reports", "cdm-share", ">", 30),
    "incubators": ("孵化载体", "stock", "家", "sum", "cdm-incubators", ">=", 700),
    "civil-military-transfers": ("军民科技成果双向转移转化", "cumulative", "项", "sum", "cdm-transfers", ">=", 1000),
    "technology-brokers": ("职业化技术经纪人", "stock", "人", "sum", "cdm-technology-brokers", ">=", 1000),
}  # fmt: skip


def zone(folder: Path) -> Office:
    """The office with its programme written and nothing received."""
    office = Office(folder)
    office.scope("sichuan", "四川省")
    for unit_id, (name, *aliases) in UNITS.items():
        office.unit(unit_id, name, aliases=[{"name": alias, "note": words("又名")} for alias in aliases])
    office.programme(PROGRAMME, "2018-09-25", "2020-12-31", "half_year", ROUNDS, name=words("成德绵示范区"))
    names = [name for name, *_ in UNITS.values()]
    office.task("cdm-t20", PROGRAMME, "2020-12-31", *names)
    office.task("cdm-t21", PROGRAMME, "2020-12-31", *names)
    office.tables[f"tasks/{PROGRAMME}"][1]["name_zh"] = "建立线上线下技术交易网络系统"
    for indicator_id, (
        name, measure_type, measure_unit, aggregation, target_id, comparator, value
    ) in INDICATORS.items():  # fmt: skip
        office.indicator(indicator_id, name, measure_type, measure_unit, aggregation)
        office.target(target_id, PROGRAMME, indicator_id, "sichuan", comparator, value, measure_unit, "2018-09-25",
                      "2020-12-31", "cdm-t21")  # fmt: skip
    office.write()
    return office
