"""Workbooks of three real programmes as a person would type them from the documentation: names, no id."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from tests.offices import england, fuzhou, shaanxi

Sheets = dict[str, list[list[object]]]


def write(path: Path, sheets: Sheets) -> Path:
    """The sheets as an .xlsx file."""
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for index, value in enumerate(row):
                    if value not in (None, ""):
                        sheet.write(number, index, value)
    return path


TYPES = {"annual_flow": "当年发生数", "cumulative": "累计数", "stock": "期末数", "ratio": "比重", "reduction": "压减"}
ENGLISH_TYPES = {
    "annual_flow": "Amount of the year",
    "cumulative": "Total since the start",
    "ratio": "Share",
    "reduction": "Reduction",
}
SUMS = {"sum": "各单位相加", "lead_reports": "由一个单位报总数"}
ENGLISH_SUMS = {"sum": "Added up", "lead_reports": "One unit reports the whole"}
SAID = {">=": "不低于", "<=": "不高于"}


def air() -> Sheets:
    """Shaanxi's clean air in Chinese, with empty rows, comparators in the values and tonnes in a column of 万吨."""
    units = [*(["省生态环境厅", "省发展改革委", "省工业和信息化厅", "省住房城乡建设厅", "省交通运输厅"])]
    cities = ["西安市", "延安市", "咸阳市", "渭南市"]
    indicators, targets = [], []
    for name, (kind, direction, aggregation, _, comparator, value, unit, since, task) in shaanxi.INDICATORS.items():
        indicators.append(
            [f"空气{name}", TYPES[kind], unit, "越高越好" if direction == "up" else "越低越好", SUMS[aggregation]]
        )
        targets.append(
            [
                f"空气{name}",
                None,
                f"{SAID[comparator]}{value}{unit}",
                since,
                "2025年底",
                task[-1],
                "一",
                f"{value}{unit}",
            ]
        )
    lead = units[0]
    return {
        "方案和文件": [
            ["方案登记表"], ["方案名称", "shaanxi-air-2025"], ["开始日期", "2024年9月1日"], ["结束日期", "2025年"], ["报送周期", "半年"],
            ["适用范围", "陕西省"], [], ["文件标题", "文号", "发文机关", "印发日期", "施行日期", "效力"],
            ["陕西省空气质量持续改善行动方案", "陕政发〔2024〕6号", "陕西省人民政府", "2024-09-01", None, "有效"],
        ],
        "单位": [["单位名称", "类别"], *([name, "部门"] for name in units), [], *([name, "地市"] for name in cities)],
        "计量单位": [["计量单位", "英文", "折算到", "折算倍数", "小数位"], ["万吨", "10,000 tonnes", "吨", 10000, 2], ["吨", "tonnes", None, None, 0],
                 ["微克/立方米", "µg/m³", None, None, 1], ["天", "days", None, None, 1]],
        "指标": [["指标名称", "指标类型", "计量单位", "方向", "汇总方式"], *indicators],
        "目标": [["指标", "比较方式", "目标值", "起始日期", "完成期限", "对应任务", "位置", "原文"], *targets],
        "任务和责任": [
            ["序号", "任务", "牵头单位", "配合单位", "完成期限", "位置"],
            [1, "任务 sn-t01", lead, "、".join([units[1], units[2], *cities]), "2025年底", "一"],
            [2, "任务 sn-t02", units[1], f"{units[2]}，{lead}；西安市、延安市", "2025-12-31", "一"],
            [3, "任务 sn-t03", units[1], "省交通运输厅、省住房城乡建设厅、西安市", "2025年12月31日", "一"],
        ],
        "分解": [
            ["分解文件", "附件"], ["分解位置", "附件"], ["目标", "单位", "西安市", "延安市"], ["空气air-pm25", "微克/立方米", 41, 28],
            ["空气air-good-days", "天", 263, 344], ["空气air-nox-cut", None, None, "378吨"], ["空气air-voc-cut", "吨", None, 229],
        ],
    }  # fmt: skip


def scorecard() -> Sheets:
    """The Environment Agency's scorecard in English; the split to areas with units in rows."""
    flood, business, areas = england.FCRM, england.EWB, list(england.AREAS.values())
    end = "31 March 2025"
    kinds = [
        ("properties", "cumulative", "Higher is better", "sum", "At least", 113272, "properties", "2021-04-01", "1", None, None),
        ("asset-condition", "ratio", "Higher is better", "lead_reports", "At least", "94.5%", "%", "2024-04-01", "2", 92.6, "31 March 2024"),
        ("innovation", "ratio", "Higher is better", "lead_reports", "At least", "80%", "%", "2024-04-01", "2", None, None),
        ("capital-spend", "annual_flow", "Higher is better", "lead_reports", "At least", "£850m", "GBP million", "2024-04-01", "1", None, None),
        ("carbon", "reduction", "Lower is better", "lead_reports", "At most", "20,000", "tonnes CO2e", "2018-04-01", "3", 40000, "2018-03-31"),
        ("aid", "annual_flow", "Higher is better", "lead_reports", "At least", 12, "USD million", "2024-04-01", "3", None, None),
    ]  # fmt: skip
    return {
        "Programme and documents": [
            ["Programme name", "EA scorecard 2024"], ["First day", "1 April 2024"], ["Last day", end], ["Reporting cycle", "Half-yearly"],
            ["First period", "2024H1"], ["Last period", "2025H1"], ["Acceptance", "By the officer"], ["Territory", "England"], [],
            ["Document", "Issuer", "Issued on", "Validity"], ["Corporate scorecard 2024-25", "Environment Agency", "2024-04-01", "In force"],
        ],
        "Units": [["Unit", "Kind"], [flood, "Department"], [business, "Department"], *([area, "Department"] for area in areas)],
        "Units of measurement": [["Unit of measurement", "Decimals", "Also written", "Converts to", "Factor"], ["properties", 0], ["GBP million", 1, "£m"],
                                 ["GBP", 2, "£"], ["USD million", 1], ["tonnes CO2e", 0], ["kt CO2e", 2, None, "tonnes CO2e", 1000]],
        "Indicators": [["Indicator", "Measure type", "Unit of measurement", "Direction", "Aggregation"],
                       *([name, ENGLISH_TYPES[kind], unit, way, ENGLISH_SUMS[how]] for name, kind, way, how, _, _, unit, *_ in kinds)],
        "Targets": [["Indicator", "Comparison", "Target value", "Counted from", "Due", "Served by tasks", "Baseline", "Baseline day",
                     "Source of the baseline", "Place", "Phrase"],
                    *([name, said, value, since, end, task, base, on, base and "scorecard", "1", f"{value}{unit}"]
                      for name, _, _, _, said, value, unit, since, task, base, on in kinds)],
        "Tasks and units": [["Number", "Task", "Lead", "Support", "Due", "Place"], ["1", "任务 ea-1", flood, "; ".join(areas), end, "1"],
                            ["2", "任务 ea-2", flood, None, end, "1"], ["3", "任务 ea-3", business, None, end, "1"]],
        "Breakdown": [["Unit", "properties"], [areas[0], 63272], [areas[1], 50000]],
    }  # fmt: skip


def jobs() -> Sheets:
    """Fuzhou's employment of 2018: four units that lead together, a breakdown as a list, weights."""
    amounts, shares = fuzhou.AMOUNTS, fuzhou.SHARES
    names = {name: f"就业指标{name}" for name in amounts} | {name: f"就业比重{name}" for name in shares}
    units = ["市人社局", "鼓楼区", "台江区", "仓山区"]
    weights = {"new": 40, "re": 15, "hard": 10, "rate": 15, "rural": 10, "grad": 10}
    return {
        "方案和文件": [
            ["方案名称", "fuzhou-jobs"], ["开始日期", "2018年"], ["结束日期", "2019年"], ["报送周期", "每年"], ["计入方式", "经办人确认后计入"], ["适用范围", "福州市"],
            ["文件", "文号", "发文机关", "印发日期", "效力"], ["2018年就业目标", "榕政办〔2018〕181号", "福州市人民政府办公厅", "2018-01-01", "有效"],
        ],
        "单位": [["单位", "类别"], [units[0], "部门"], *([name, "区县"] for name in units[1:])],
        "指标": [["指标名称", "指标类型", "计量单位", "方向", "汇总方式"],
               *([names[name], "当年发生数", "万人", "越高越好", "相加"] for name in amounts),
               *([names[name], "比重", "%", "升" if way == "up" else "降", "牵头报送"] for name, (_, _, way) in shares.items())],
        "目标": [["指标", "比较方式", "目标值", "起始日期", "完成期限", "对应任务", "位置", "原文"],
               *([names[name], "不低于", value, "2018年", "2018年", 1, "一", f"{value}万人"] for name, value in amounts.items()),
               *([names[name], SAID[sign], f"{value}%", "2018年", "2018年底", 1, "一", f"{value}%"] for name, (sign, value, _) in shares.items())],
        "任务和责任": [["任务", "责任单位", "完成期限", "位置"], ["任务 fz-t1", "、".join(units), "2018年", "一"]],
        "分解": [["指标", "责任单位", "目标值"], *([names[name], unit, value] for name, parts in fuzhou.PARTS.items() for unit, value in parts.items())],
        "权重": [["目标", "权重", "确定单位"], *([names[name], weight, "试用"] for name, weight in weights.items())],
    }  # fmt: skip
