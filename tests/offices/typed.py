"""Workbooks of three real programmes as a person would type them from the documentation: names, no id."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from tests.offices import england, fuzhou

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


TYPES = {"annual_flow": "当年发生数", "cumulative": "累计数", "mean": "平均数", "ratio": "比重"}
SUMS = {"sum": "各单位相加", "lead_reports": "由一个单位报总数"}
SAID = {">=": "不低于", "<=": "不高于"}

# Shaanxi, in the order of the document: type, better when, aggregation, comparison, value, unit, since, task, who reports the whole.
AIR_SINCE = "2024-09-23"
AIR = {
    "PM2.5平均浓度": ("mean", "越低越好", "lead_reports", "<=", 35, "微克/立方米", AIR_SINCE, 1, None),
    "重度及以上污染天数": ("annual_flow", "越低越好", "lead_reports", "<=", 2.2, "天", AIR_SINCE, 1, None),
    "空气质量优良天数": ("annual_flow", "越高越好", "lead_reports", ">=", 303, "天", AIR_SINCE, 1, None),
    "氮氧化物减排量": ("cumulative", "越高越好", "sum", ">=", 4.24, "万吨", "2021年", 1, None),
    "挥发性有机物减排量": ("cumulative", "越高越好", "sum", ">=", 2.22, "万吨", AIR_SINCE, 1, None),
    "非化石能源消费比重": ("ratio", "越高越好", "lead_reports", ">=", 16, "%", AIR_SINCE, 2, None),
    "电能占终端能源消费比重": ("ratio", "越高越好", "lead_reports", ">=", 27, "%", AIR_SINCE, 2, "省生态环境厅"),
}  # fmt: skip
AIR_UNITS = ["省生态环境厅", "省发展改革委", "省工业和信息化厅", "省住房城乡建设厅", "省交通运输厅"]
AIR_CITIES = ["西安市", "延安市", "咸阳市", "渭南市"]


def air() -> Sheets:
    """Shaanxi's clean air in Chinese by quarters, with empty rows, comparators in the values and tonnes under 万吨."""
    lead, reform, industry, housing, transport = AIR_UNITS
    indicators = [[name, TYPES[kind], unit, way, SUMS[how]] for name, (kind, way, how, _, _, unit, *_) in AIR.items()]
    targets = [
        [name, None, f"{SAID[sign]}{value}{unit}", since, "2025年底", who, task, "一", f"{value}{unit}"]
        for name, (_, _, _, sign, value, unit, since, task, who) in AIR.items()
    ]
    return {
        "方案和文件": [
            ["方案登记表"], ["方案名称", "陕西省空气质量持续改善行动方案"], ["简称", "陕西蓝天"], ["开始日期", "2024年9月1日"], ["结束日期", "2025年"],
            ["报送周期", "季"], ["截止天数", 10], ["适用范围", "陕西省"], [], ["文件标题", "文号", "发文机关", "印发日期", "施行日期", "效力"],
            ["陕西省空气质量持续改善行动方案", "陕政发〔2024〕6号", "陕西省人民政府", "2024-09-01", None, "有效"],
        ],
        "单位": [["单位名称", "类别"], *([name, "部门"] for name in AIR_UNITS), [], *([name, "地市"] for name in AIR_CITIES)],
        "计量单位": [["计量单位", "英文", "折算到", "折算倍数", "小数位"], ["万吨", "10,000 tonnes", "吨", 10000, 2], ["吨", "tonnes", None, None, 0],
                 ["微克/立方米", "µg/m³", None, None, 1], ["天", "days", None, None, 1]],
        "指标": [["指标名称", "指标类型", "计量单位", "方向", "汇总方式"], *indicators],
        "目标": [["指标", "比较方式", "目标值", "起始日期", "完成期限", "报总数的单位", "对应任务", "位置", "原文"], *targets],
        "任务和责任": [
            ["序号", "任务", "牵头单位", "配合单位", "完成期限", "位置"],
            [1, "降低主要污染物浓度", lead, "、".join([reform, industry, *AIR_CITIES]), "2025年底", "一"],
            [2, "优化能源结构", reform, f"{industry}，{lead}；西安市、延安市", "2025-12-31", "一"],
            [3, "优化交通结构", reform, f"{transport}、{housing}、西安市", "2025年12月31日", "一"],
        ],
        "分解": [
            ["分解文件", "附件"], ["分解位置", "附件"], ["目标", "单位", "西安市", "延安市"], ["PM2.5平均浓度", "微克/立方米", 41, 28],
            ["空气质量优良天数", "天", 263, 344], ["氮氧化物减排量", None, None, "378吨"], ["挥发性有机物减排量", "吨", None, 229],
        ],
    }  # fmt: skip


def scorecard(*profile_of: str) -> Sheets:
    """The Environment Agency's scorecard in English by quarters; the split with units in rows.

    `profile_of` are the quarters of which its own profile is given.
    """
    flood, business, areas = england.FCRM, england.EWB, list(england.AREAS.values())
    end, up = "31 March 2025", "Higher is better"
    one, whole = "One unit reports the whole", "Added up"
    kinds = [
        ("Properties better protected", "Total since the start", up, whole, "At least", "113,272", "properties", "2021-04-01", "1", None, None, 90272, 92272, 96272),
        ("Assets at target condition", "Share", up, one, "At least", "94.5%", "%", "2024-04-01", "2", 92.6, "31 March 2024"),
        ("Innovation actions under way", "Share", up, one, "At least", "80%", "%", "2024-04-01", "2"),
        ("Capital spend", "Amount of the year", up, one, "At least", "£850m", "GBP million", "2024-04-01", "1"),
        ("Carbon emissions", "Reduction", "Lower is better", one, "At most", "20,000", "tonnes CO2e", "2018-04-01", "3", 40000, "2018-03-31"),
        ("Aid programme spend", "Amount of the year", up, one, "At least", 12, "USD million", "2024-04-01", "3"),
    ]  # fmt: skip
    return {
        "Programme and documents": [
            ["Programme name", "Environment Agency corporate scorecard 2024–25"], ["Short name", "EA scorecard 2024–25"], ["First day", "1 April 2024"], ["Last day", end],
            ["Reporting cycle", "Quarterly"], ["Due days", 15], ["Acceptance", "By the officer"], ["Territory", "England"], [],
            ["Document", "Issuer", "Issued on", "Validity"], ["Corporate scorecard 2024–25", "Environment Agency", "2024-04-01", "In force"],
        ],
        "Units": [["Unit", "Kind"], [flood, "Directorate"], [business, "Directorate"], *([area, "Area"] for area in areas)],
        "Units of measurement": [["Unit of measurement", "Decimals", "Also written", "Converts to", "Factor"], ["properties", 0], ["GBP million", 1, "£m", "GBP", 1000000],
                                 ["GBP", 2, "£"], ["USD million", 1, "US$m"], ["tonnes CO2e", 0], ["kt CO2e", 2, None, "tonnes CO2e", 1000]],
        "Indicators": [["Indicator", "Measure type", "Unit of measurement", "Direction", "Aggregation"],
                       *([name, kind, unit, way, how] for name, kind, way, how, _, _, unit, *_ in kinds)],
        "Targets": [["Indicator", "Comparison", "Target value", "Counted from", "Due", "Served by tasks", "Baseline", "Baseline day",
                     "Source of the baseline", "Place", "Phrase", *profile_of],
                    *([name, said, value, since, end, task, *(base or [None, None]), "scorecard" if base and base[0] else None, "page 1", str(value) if unit == "%" else f"{value} {unit}", *profile[: len(profile_of)]]
                      for name, _, _, _, said, value, unit, since, task, *more in kinds for base, profile in [(more[:2], more[2:])])],
        "Tasks and units": [["Number", "Task", "Lead", "Support", "Due", "Place"], ["1", "Protect homes and businesses", flood, "; ".join(areas), end, "page 1"],
                            ["2", "Look after assets", flood, None, end, "page 1"], ["3", "Cut our own carbon", business, None, end, "page 2"]],
        "Breakdown": [["Unit", "Properties better protected"], [areas[0], 63272], [areas[1], 50000]],
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
