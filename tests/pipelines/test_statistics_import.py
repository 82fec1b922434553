"""Published statistics: a yearly export by province becomes published figures, exactly, or is sent back by cell."""

import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from metrics.catalog.measures import Measures
from metrics.warehouse import Snapshot, current_build_path
from pipelines.archive import Archive
from pipelines.lookup import UnknownName
from pipelines.receiving.statistics import Naming, import_statistics
from pipelines.reports.yearly_statistics import read_statistics
from pipelines.statistics.distance import distance
from pipelines.statistics.steps import StepRequest, take_step
from tests.published import load
from tests.shipped import shipped_catalog

pytestmark = pytest.mark.slow

EXPORT = """数据库：分省年度数据
指标：技术市场成交额(亿元)
时间：最近3年
地区,2024年,2023年,2022年,
北京市,9000.50,8536.90,7947.51,
四川省,2400.12,1951.59,1643.45,
青海省,,15.2,16.1,
数据来源：国家统计局
"""
CATALOG = shipped_catalog()
INDICATORS = {indicator.id: indicator for indicator in CATALOG.indicators}
MEASURES = Measures(CATALOG.measure_units)


@pytest.fixture
def bare_data(shipped_bare):
    return shipped_bare


@pytest.fixture
def read_export(tmp_path, workbooks):
    def run(content):
        path = tmp_path / "分省年度数据.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_statistics(path, path.name, workbooks, MEASURES)

    return run


def figures(read):
    return {(row["province"], row["year"]): row["value"] for row in read.rows}


EXPECTED = {
    ("北京市", "2024"): "9000.5", ("北京市", "2023"): "8536.9", ("北京市", "2022"): "7947.51",
    ("四川省", "2024"): "2400.12", ("四川省", "2023"): "1951.59", ("四川省", "2022"): "1643.45",
    ("青海省", "2023"): "15.2", ("青海省", "2022"): "16.1",
}  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        EXPORT.encode("utf-8-sig"),
        EXPORT.encode("gbk"),
        EXPORT.replace(",", "\t").encode("gbk"),
        EXPORT.replace(",\n", "\n").encode(),
        EXPORT.replace("2024年,2023年,2022年,", "2024年,2023年,2022年").replace(",\n", "\n").encode(),
        "\n".join(line + ",,," if "：" in line else line for line in EXPORT.splitlines()).encode("gb18030"),
        EXPORT.replace("2400.12", '"2,400.12"').encode(),
        EXPORT.replace("\n", "\r\n").encode("utf-16"),
    ],
)
def test_every_form_of_the_export_reads_the_same(read_export, content):
    read = read_export(content)
    assert read.findings == []
    assert figures(read) == EXPECTED
    assert {(row["indicator_zh"], row["measure_unit"]) for row in read.rows} == {("技术市场成交额", "亿元")}


@pytest.mark.parametrize(
    ("old", "new", "rule", "row"),
    [
        ("四川省,2400.12", "四川省,2,400.12", "row.width", 6),
        ("青海省,,15.2", "青海省,1,234.5,15.2", "row.width", 7),
        ("1951.59", "约1951", "number.approximate", 6),
        ("1951.59", "1951.5.9", "number.date", 6),
        ("青海省", "四川省", "statistics.repeated", 7),
        ("青海省", "Qinghai", "statistics.province", 7),
        ("分省年度数据", "主要城市年度数据", "statistics.database", None),
        ("地区,", "名称,", "statistics.none", None),
    ],
)
def test_what_is_not_certain_is_named(read_export, old, new, rule, row):
    findings = read_export(EXPORT.replace(old, new, 1)).findings
    assert (rule, row) in {(finding.rule_id, finding.row_number) for finding in findings}


def run_import(data, tmp_path, text=EXPORT, indicator="technology-contract-turnover", **naming):
    path = tmp_path / "export.csv"
    path.write_text(text, encoding="utf-8")
    return import_statistics(Archive(data / "raw"), path, INDICATORS[indicator], MEASURES, Naming(**naming))


def decide(data, step, file="export.csv", by="李四", reason="已核对", **more):
    return take_step(Archive(data / "raw"), StepRequest(step, file, by, reason, **more))


def test_another_unit_is_not_the_indicators(bare_data, tmp_path):
    outcome = run_import(bare_data, tmp_path, EXPORT.replace("技术市场成交额", "各级各类孵化机构"), "incubators")
    assert (outcome.verdict, "statistics.unit" in [f.rule_id for f in outcome.findings]) == ("refused", True)
    assert list((bare_data / "raw" / "quarantine").rglob("*.findings.json"))


def series(data):
    """The statistical office's values for Sichuan that stand, by year, as of now."""
    assert load(data, with_sample=False).state in ("published", "unchanged")
    snapshot = Snapshot(current_build_path(data / "warehouse"))
    rows = snapshot.select("""
        select period_label, actual_value, provenance, basis_match from fact.observation
        where indicator_id = 'technology-contract-turnover' and scope_id = 'sichuan' and confidence = 'official'
    """)
    counted = snapshot.select("""
        select period_id, actual_value from mart.published_actual
        where period_id = '2020H2' and target_id in
            (select target_id from fact.target where indicator_id = 'technology-contract-turnover')
    """)
    assert {(row["provenance"], row["basis_match"]) for row in rows} == {("published", "same")}
    return {row["period_label"]: float(row["actual_value"]) for row in rows}, float(counted[0]["actual_value"])


RIGHT = """数据库：分省年度数据
指标：技术市场成交额(亿元)
时间：2018-2020
地区,2020年,2019年,2018年
四川省,1244.59,1211.95,996.70
数据来源：国家统计局
"""


def test_an_import_is_archived_and_loads_as_published_figures(bare_data, tmp_path):
    assert run_import(bare_data, tmp_path, RIGHT).verdict == "accepted"
    assert run_import(bare_data, tmp_path, RIGHT).verdict == "already_received"
    later = RIGHT.replace("2018-2020", "2025").replace("2020年,2019年,2018年", "2025年").replace(
        "1244.59,1211.95,996.70", "2700.5")  # fmt: skip
    assert run_import(bare_data, tmp_path, later).verdict == "accepted"
    standing, _ = series(bare_data)
    assert (standing["2019"], standing["2025"]) == (1211.95, 2700.5)


def test_a_far_series_counts_only_while_a_person_takes_it_and_withdrawn_the_earlier_one_stands_again(
    bare_data, tmp_path
):
    far = run_import(bare_data, tmp_path, RIGHT.replace("1244.59", "12445.9"))
    assert (far.verdict, [f.rule_id for f in far.findings]) == ("held", ["statistics.far"])
    assert series(bare_data)[1] == 1244.59
    assert decide(bare_data, "take").state == "done"
    assert series(bare_data)[1] == 12445.9
    assert decide(bare_data, "withdraw").state == "done"
    standing, counted = series(bare_data)
    assert (counted, standing["2020"], standing["2019"]) == (1244.59, 1244.59, 1211.95)
    assert Archive(bare_data / "raw").path(far.receipt.sha256).exists()


@pytest.mark.parametrize("decimal", range(4))
def test_of_two_accepted_statistics_the_one_received_last_counts_whatever_its_hash(bare_data, tmp_path, decimal):
    other = RIGHT.replace("技术市场成交额", "技术合同成交额").replace("1244.59", f"1244.6{decimal}")
    for text in (other, RIGHT):
        if run_import(bare_data, tmp_path, text).verdict == "held":
            decide(bare_data, "take")
    assert series(bare_data)[1] == 1244.59


FOREIGN = ["货物进出口总额", "地区生产总值", "技术市场成交额(初步核算数)", "R&D经费", "社会消费品零售总额"]


@pytest.mark.parametrize("name", FOREIGN)
def test_a_statistic_of_another_name_is_refused_or_confirmed_by_name_and_reason(bare_data, tmp_path, name):
    text = RIGHT.replace("技术市场成交额", name)
    refused = run_import(bare_data, tmp_path, text)
    assert (refused.verdict, [f.rule_id for f in refused.findings]) == ("refused", ["statistics.name"])
    confirmed = run_import(bare_data, tmp_path, text, is_confirmed=True, by="王芳", reason="口径相同")
    assert confirmed.verdict == "accepted"
    kept = confirmed.receipt
    assert (kept.statistic, kept.measure_unit, kept.by, kept.reason) == (name, "亿元", "王芳", "口径相同")


def test_a_statistic_on_record_as_another_is_not_confirmed_on_a_command_line(bare_data, tmp_path):
    text = RIGHT.replace("技术市场成交额", "技术合同登记交易额")
    outcome = run_import(bare_data, tmp_path, text, is_confirmed=True, by="王芳", reason="口径相同")
    assert (outcome.verdict, [f.rule_id for f in outcome.findings]) == ("refused", ["statistics.name_different"])


@pytest.mark.parametrize("name", ["技术市场成交额", "技术合同交易额", "技术 市场 成交额", "技术合同成交总额"])
def test_every_name_on_record_and_the_indicators_own_are_known(bare_data, tmp_path, name):
    assert run_import(bare_data, tmp_path, RIGHT.replace("技术市场成交额", name)).verdict == "accepted"


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ("1244.59,1211.95,996.70", "accepted"),
        ("1244.6,1212,996.7", "accepted"),  # Printed with fewer decimals.
        ("3733.77,1211.95,996.70", "held"),  # Three times as much.
        ("414.8,1211.95,996.70", "held"),  # A third of it.
        ("1244.59,1211.95,997.70", "held"),  # One year of three is more than a fifth.
        ("0,1211.95,996.70", "held"),
    ],
)
def test_a_series_far_from_the_one_it_displaces_is_held(bare_data, tmp_path, values, verdict):
    assert run_import(bare_data, tmp_path, RIGHT.replace("1244.59,1211.95,996.70", values)).verdict == verdict


def test_the_unit_of_the_export_is_looked_through_when_series_are_compared(bare_data, tmp_path):
    text = RIGHT.replace("(亿元)", "(万元)").replace("1244.59,1211.95,996.70", "12445900,12119500,9967000")
    assert run_import(bare_data, tmp_path, text).verdict == "accepted"
    assert run_import(bare_data, tmp_path, RIGHT.replace("(亿元)", "(万元)")).verdict == "held"


def test_a_revision_of_one_year_in_many_is_no_far_series(bare_data, tmp_path):
    path = bare_data / "raw/published/technology_market_turnover_by_province.csv"
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("四川省,")]
    years, values = [row[1] for row in rows], [row[2] for row in rows]
    assert len(years) > 10
    head = "数据库：分省年度数据\n指标：技术市场成交额(亿元)\n地区," + ",".join(f"{year}年" for year in years)
    revised = [*values[:-1], str(float(values[-1]) + 7)]
    text = f"{head}\n四川省,{','.join(revised)}\n"
    assert run_import(bare_data, tmp_path, text).verdict == "accepted"


def test_a_series_with_another_sign_is_held():
    before, after = {"2020": Decimal(5)}, {"2020": Decimal(-4)}
    assert distance(after, before).why == "sign"


def test_a_step_on_an_import_needs_a_name_a_reason_and_one_import(bare_data, tmp_path):
    run_import(bare_data, tmp_path, RIGHT)
    assert decide(bare_data, "withdraw", by=" ").code == "name_missing"
    assert decide(bare_data, "withdraw", reason=None).code == "reason_missing"
    assert decide(bare_data, "take").code == "taken_already"
    with pytest.raises(UnknownName, match=r"export\.csv"):
        decide(bare_data, "withdraw", file="other.csv")
    sha256 = Archive(bare_data / "raw").receipts()[-1].sha256
    assert decide(bare_data, "withdraw", file=sha256[:8]).state == "done"
    again = run_import(bare_data, tmp_path, RIGHT)
    assert (again.verdict, again.state) == ("already_received", "withdrawn")


def test_withdrawing_a_confirmed_name_makes_it_unknown_again(bare_data, tmp_path):
    text = RIGHT.replace("技术市场成交额", "技术交易规模")
    run_import(bare_data, tmp_path, text, is_confirmed=True, by="王芳", reason="同一序列")
    later = text.replace("数据来源", "注：已修订\n数据来源")
    assert run_import(bare_data, tmp_path, later).verdict == "accepted"
    for receipt in Archive(bare_data / "raw").receipts():
        decide(bare_data, "withdraw", file=receipt.sha256)
    another = text.replace("数据来源", "注：再次修订\n数据来源")
    assert [f.rule_id for f in run_import(bare_data, tmp_path, another).findings] == ["statistics.name"]


NO_TITLE = (
    "\ufeff数据库：分省年度数据 \n时间：2018年-2020年 \n地区\t,2020年\t,2019年\t,2018年\t,\n"
    "四川省\t,1244.59\t,1211.95\t,996.70\t,\n数据来源：国家统计局"
)


def test_a_file_without_the_title_line_is_read_where_the_caller_names_statistic_and_unit(bare_data, tmp_path):
    bare = run_import(bare_data, tmp_path, NO_TITLE)
    assert (bare.verdict, [f.rule_id for f in bare.findings]) == ("refused", ["statistics.title"])
    assert "--statistic" in bare.findings[0].next_step_zh
    for statistic, unit, rules in (
        ("技术市场成交额", None, ["statistics.title"]),
        ("货物进出口总额", "亿元", ["statistics.name"]),
        ("技术市场成交额", "人", ["statistics.unit"]),
    ):
        outcome = run_import(bare_data, tmp_path, NO_TITLE, statistic=statistic, measure_unit=unit)
        assert (outcome.verdict, [f.rule_id for f in outcome.findings]) == ("refused", rules)
    named = run_import(bare_data, tmp_path, NO_TITLE, statistic="技术市场成交额", measure_unit="亿元")
    assert (named.verdict, len(named.statistics.rows)) == ("accepted", 3)


def test_a_caller_does_not_overrule_what_the_file_says(bare_data, tmp_path):
    text = RIGHT.replace("技术市场成交额", "地区生产总值")
    outcome = run_import(bare_data, tmp_path, text, statistic="技术市场成交额", measure_unit="亿元")
    assert [f.rule_id for f in outcome.findings] == ["statistics.named_otherwise"]


@pytest.mark.parametrize(
    "notes",
    ["注：1.数据为初步核实数。\n　　2.2019年起口径调整。\n", "注：1.一\n2.二\n3.三\n4.四\n",
     "　　2.2019年起口径调整,与往年不可比。\n", "注：本表数据不含军工,\n"],
)  # fmt: skip
@pytest.mark.parametrize("where", ["数据来源", "四川省"])
def test_any_number_of_notes_is_passed_over(read_export, notes, where):
    read = read_export(EXPORT.replace(where, notes + where, 1))
    assert (read.findings, figures(read)) == ([], EXPECTED)


def test_an_old_workbook_of_the_portal_is_read(workbooks):
    path = Path(__file__).parent / "readers" / "fixtures" / "by_province.xls"
    read = read_statistics(path, path.name, workbooks, MEASURES)
    assert (read.findings, figures(read)) == ([], EXPECTED)
    assert read.facts["indicator"] == "技术市场成交额"


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("数据来源：", "指标：货物进出口总额(亿元)\n地区,2024年\n四川省,5\n数据来源：", "statistics.second"),
        ("数据来源：", "地区,2021年,2020年,2019年,\n四川省,5,6,7,\n数据来源：", "statistics.second"),
        ("指标：技术市场成交额(亿元)", "地区：四川省", "statistics.one_province"),
        ("分省年度数据", "主要城市年度数据", "statistics.database"),
        ("分省年度数据", "季度数据", "statistics.database"),
    ],
)
def test_another_kind_of_export_is_one_finding(read_export, old, new, rule):
    text = EXPORT.replace(old, new)
    if rule == "statistics.one_province":
        text = text.replace("地区,", "指标,").replace("北京市", "技术市场成交额(亿元)")
    assert [finding.rule_id for finding in read_export(text).findings] == [rule]


def test_a_negative_figure_is_said_to_be_negative(bare_data, tmp_path):
    outcome = run_import(bare_data, tmp_path, RIGHT.replace("996.70", "-3.1"))
    assert (outcome.verdict, [f.rule_id for f in outcome.findings]) == ("refused", ["statistics.negative"])


def by_province(change):
    """An .xlsx export, with `change` made to its sheet."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("分省年度数据")
        for at, line in enumerate(RIGHT.splitlines()):
            for index, text in enumerate(line.split(",")):
                sheet.write(at, index, float(text) if text[0].isdigit() and "年" not in text else text)
        change(book, sheet)
    return target.getvalue()


def struck(book, sheet):
    sheet.write_rich_string(4, 2, book.add_format({"font_strikeout": True}), "12", book.add_format(), "1211.95")


def zero(book, sheet):
    sheet.write_number(4, 3, 0, book.add_format({"num_format": '#,##0.0;-#,##0.0;""'}))


def hide(book, sheet):
    book.add_worksheet("说明").write(0, 0, "说明")
    book.worksheets()[1].activate()
    sheet.hide()


def narrow(book, sheet):
    sheet.set_column(2, 2, 0)


def computed(book, sheet):
    sheet.write_formula(4, 2, "=1+1", None, 2)


def looked_up(book, sheet):
    sheet.write_formula(4, 0, "=Z1", None, "四川省")


@pytest.mark.parametrize(
    ("change", "rule", "row"),
    [
        (computed, "file.formula", 5),
        (looked_up, "file.formula", 5),
        (struck, "cell.struck", 5),
        (zero, "number.format", 5),
        (hide, "sheet.hidden", None),
        (narrow, "column.hidden", 4),
    ],
)
def test_what_a_sheet_does_not_show_is_never_published(read_export, change, rule, row):
    assert [(f.rule_id, f.row_number) for f in read_export(by_province(change)).findings] == [(rule, row)]


def test_the_command_confirms_by_name_lists_takes_and_withdraws(run_duibiao, bare_data, tmp_path):
    path = tmp_path / "出口.csv"
    path.write_text(RIGHT.replace("技术市场成交额", "地区生产总值").replace("1244.59", "48000.1"), encoding="utf-8")
    command = ("import-statistics", path, "--indicator", "technology-contract-turnover")
    assert run_duibiao(*command, data=bare_data).returncode == 1
    nameless = run_duibiao(*command, "--confirm-name", "--reason", "试", data=bare_data)
    assert (nameless.returncode, "--by" in nameless.stderr or "name" in nameless.stderr) == (1, True)
    held = run_duibiao(*command, "--confirm-name", "--by", "王芳", "--reason", "试", data=bare_data)
    assert (held.returncode, "counts nowhere yet" in held.stdout) == (1, True)
    step = ("--by", "李四", "--reason", "核对", "--no-load")
    assert run_duibiao("statistics", "take", "出口.csv", *step, data=bare_data).returncode == 0
    assert run_duibiao("statistics", "withdraw", "出口.csv", *step, data=bare_data).returncode == 0
    (listed,) = json.loads(run_duibiao("statistics", "list", "--json", data=bare_data).stdout)
    assert (listed["state"], [s["step"] for s in listed["steps"]]) == ("withdrawn", ["take", "withdraw"])
    assert listed["statistic"] == "地区生产总值"


def test_the_command_says_which_indicators_there_are(run_duibiao, bare_data, tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(EXPORT, encoding="utf-8")
    wrong = run_duibiao("import-statistics", path, "--indicator", "turnover", data=bare_data)
    assert wrong.returncode == 2
    assert "technology-contract-turnover" in wrong.stderr
    missing = run_duibiao("import-statistics", tmp_path / "no.csv", "--indicator", "incubators", data=bare_data)
    assert missing.returncode == 1
    assert "not received" in missing.stderr
    assert "Traceback" not in wrong.stderr + missing.stderr


@pytest.mark.parametrize("printed", ["四川", "四 川 省", "四川　省"])
def test_a_short_or_spaced_name_is_the_same_province(read_export, printed):
    assert figures(read_export(EXPORT.replace("四川省", printed))) == EXPECTED


@pytest.mark.parametrize("printed", ["四川省1)", "四川盆地", "川"])
def test_another_name_is_refused_by_its_cell(read_export, printed):
    (finding,) = read_export(EXPORT.replace("四川省", printed)).findings
    assert (finding.rule_id, finding.row_number, finding.value) == ("statistics.province", 6, printed)


def test_a_year_that_is_not_over_has_no_figures(bare_data, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(EXPORT.replace("2024年", "2099年"), encoding="utf-8")
    outcome = import_statistics(Archive(bare_data / "raw"), path, INDICATORS["technology-contract-turnover"], MEASURES)
    assert outcome.verdict == "refused"
    assert [(f.rule_id, f.row_number, f.column_name) for f in outcome.findings] == [
        ("statistics.future", 5, "2099"), ("statistics.future", 6, "2099")
    ]  # fmt: skip
