"""Reading reports: encodings, delimiters, titles, footers, two-line headers; every doubt named with its place."""

import codecs
import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.reports.report import read_report
from tests.pipelines.conftest import COUNT, HEADER, SHARE, TASK, TURNOVER, report_text

ITEMS = (COUNT | {"数值": "512"}, TURNOVER | {"数值": "1004.18"}, TASK)


def values(report):
    return [(row["item_id"], row["actual_value"], row["measure_unit"]) for row in report.rows]


def found(report):
    return [(f.rule_id, f.row_number, f.column_name, f.value) for f in report.findings]


EXPECTED = [
    ("technology-brokers", "512", "人"),
    ("technology-contract-turnover", "1004.18", "亿元"),
    ("cdm-t21", None, None),
]


@pytest.mark.parametrize(
    ("encode", "said"),
    [
        (lambda text: text.encode("utf-8"), "UTF-8"),
        (lambda text: codecs.BOM_UTF8 + text.encode("utf-8"), "UTF-8 (BOM)"),
        (lambda text: text.encode("gbk"), "GB18030"),
        (lambda text: text.encode("gb18030"), "GB18030"),
        (lambda text: text.encode("utf-16"), "UTF-16 LE (BOM)"),
        (lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"), "UTF-16 BE (BOM)"),
        (lambda text: text.encode("utf-16-le"), "UTF-16 LE"),
        (lambda text: text.encode("utf-16-be"), "UTF-16 BE"),
    ],
)
def test_every_encoding_reads_the_same_and_is_reported(read, encode, said):
    report = read(encode(report_text(*ITEMS)))
    assert (values(report), found(report), report.facts["encoding"]) == (EXPECTED, [], said)
    assert report.rows[2]["progress"] == "按计划推进。"
    assert report.key == ("cdm-zone-2018", "2019H1", "sc-kjt")


@pytest.mark.parametrize(
    ("delimiter", "said"), [(",", "comma"), ("\t", "tab"), (";", "semicolon"), ("，", "full-width")]
)
def test_every_delimiter_reads_the_same_and_is_reported(read, delimiter, said):
    report = read(report_text(*ITEMS, delimiter=delimiter))
    assert (values(report), found(report)) == (EXPECTED, [])
    assert said in report.facts["delimiter"]


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n"])
def test_every_line_end_reads_the_same(read, line_end):
    assert values(read(report_text(*ITEMS).replace("\n", line_end))) == EXPECTED


def test_titles_above_and_notes_below_are_looked_past(read):
    text = "成德绵示范区半年反馈表\n\n" + report_text(*ITEMS) + ",,,,\n注:数据截至6月30日\n填表人：张三,审核人：李四\n"
    report = read(text)
    assert (values(report), found(report)) == (EXPECTED, [])


def test_what_titles_say_holds_for_the_whole_report(read):
    header = ["编码", "名称", "数值", "计量单位", "任务状态", "进展情况", "存在问题", "下一步工作"]
    text = "责任单位：科技厅,,报告期：2019年上半年\n填报日期,2019年6月27日\n" + report_text(*ITEMS, header=header)
    report = read(text)
    assert (values(report), found(report)) == (EXPECTED, [])
    assert {(r["unit_name"], r["period_id"], r["submitted_on"]) for r in report.rows} == {
        ("科技厅", "2019H1", "2019-06-27")
    }


def test_a_header_of_two_lines_is_one(read):
    text = report_text(*ITEMS)
    upper = ",".join("本期数值" if name == "数值" else "" if name == "计量单位" else name for name in HEADER)
    lower = ",".join(name if name in ("数值", "计量单位") else "" for name in HEADER)
    report = read("\n".join([upper, lower, *text.splitlines()[1:]]))
    assert (values(report), found(report)) == (EXPECTED, [])


def test_a_header_repeated_on_each_page_is_looked_past(read):
    head, *rows = report_text(*ITEMS).splitlines()
    assert values(read("\n".join([head, rows[0], head, *rows[1:]]))) == EXPECTED


@pytest.mark.parametrize("variant", ["完成值", "数 值", "数值（亿元）", "实际完成", "数值\n(亿元)", "Value"])
def test_headers_come_in_their_variants(read, variant):
    header = [variant if name == "数值" else name for name in HEADER]
    item = TURNOVER | {variant: "1004.18"}
    assert values(read(report_text(item, header=header))) == [("technology-contract-turnover", "1004.18", "亿元")]


def test_a_unit_in_the_header_serves_rows_without_one_and_may_not_contradict(read):
    header = ["数值(万元)" if name == "数值" else name for name in HEADER]
    item = TURNOVER | {"数值(万元)": "10041800", "计量单位": ""}
    assert values(read(report_text(item, header=header))) == [("technology-contract-turnover", "1004.18", "亿元")]
    assert [rule for rule, *_ in found(read(report_text(item | {"计量单位": "亿元"}, header=header)))] == ["cell.unit"]


def test_conversions_are_reported_with_their_place(read):
    report = read(report_text(TURNOVER | {"数值": "１０,０４１,８００", "计量单位": "万元"}, 报告期="2019年1-6月"))
    said = {(n.row_number, n.column_name, n.received, n.read) for n in report.notes}
    assert (2, "报告期", "2019年1-6月", "2019H1") in said
    assert (2, "数值", "１０,０４１,８００ 万元", "1004.18 亿元") in said


def test_each_figure_keeps_how_it_was_written_and_in_which_cell(read):
    row = read(report_text(TURNOVER | {"数值": "１０,０４１,８００", "计量单位": "万元"})).rows[0]
    place = [row[name] for name in ("value_text", "unit_text", "value_column", "value_cell")]
    assert place == ["１０,０４１,８００", "万元", "数值", f"{chr(65 + HEADER.index('数值'))}2"]
    assert read(report_text(TASK)).rows[0]["value_cell"] is None


DOUBTS = [
    (COUNT | {"数值": "约100"}, ("number.approximate", 2, "数值", "约100")),
    (COUNT | {"数值": "1,23"}, ("number.separators", 2, "数值", "1,23")),
    (COUNT | {"数值": "5", "计量单位": ""}, ("number.no_unit", 2, "数值", "5")),
    (COUNT | {"数值": "5", "计量单位": "家"}, ("number.unit", 2, "数值", "5")),
    (COUNT | {"数值": "5", "报送日期": "6/27/2019"}, ("date.unreadable", 2, "报送日期", "6/27/2019")),
    (COUNT | {"数值": "5", "报送日期": "43643"}, ("date.unreadable", 2, "报送日期", "43643")),
    (COUNT | {"数值": "5", "报送日期": "2019-02-30"}, ("date.unreadable", 2, "报送日期", "2019-02-30")),
    (COUNT | {"数值": "5", "报告期": "2019年五季度"}, ("period.unreadable", 2, "报告期", "2019年五季度")),
    (TASK | {"任务状态": "差不多"}, ("cell.value.known", 2, "任务状态", "差不多")),
    (TASK | {"进展情况": "鎸夎\ue1c5鍒掓帹杩涖€"}, ("cell.garbled", 2, "进展情况", "鎸夎\ue1c5鍒掓帹杩涖€")),
    (TASK | {"进展情况": "按计划\ufffd推进"}, ("cell.garbled", 2, "进展情况", "按计划\ufffd推进")),
    (TASK | {"进展情况": "按计划\x1b[31m推进"}, ("cell.garbled", 2, "进展情况", "按计划\\x1b[31m推进")),
    (COUNT | {"数值": "5\u200b12"}, ("number.several", 2, "数值", "5\\u200b12")),
    (
        COUNT | {"编码": "", "名称": "职业化技术经纪人", "数值": "," * 100_000 + "x1"},
        ("number.not_one", 2, "数值", "," * 200 + "…"),
    ),
    (COUNT | {"数值": "5", "编码": "incubators"}, ("item.mismatch", 2, "编码", "incubators")),
    (COUNT | {"数值": "5", "类别": "任务"}, ("item.kind", 2, "类别", "任务")),
    (COUNT | {"数值": "5", "零报告": "是"}, ("nil.with_items", 2, "零报告", "是")),
    (COUNT | {"数值": ""}, ("report.blank", 2, "零报告", None)),
    ({"数值": "5", "计量单位": "人"}, ("row.stray", 2, None, None)),
    ({"名称": "合计", "数值": "5"}, ("row.total", 2, None, "合计")),
]


@pytest.mark.parametrize(("item", "finding"), DOUBTS, ids=[f[0] for _, f in DOUBTS])
def test_a_doubt_is_named_with_its_cell(read, item, finding):
    assert finding in found(read(report_text(item)))


def test_the_rest_of_a_report_may_not_contradict_its_first_row(read):
    report = read(report_text(COUNT | {"数值": "5"}, TASK | {"报告期": "2019H2"}))
    assert ("cell.different", 3, "报告期", "2019H2") in found(report)


def test_a_unit_may_stand_above_the_table_under_another_of_its_names(read):
    report = read("填报单位：四川省科技厅\n" + report_text(*ITEMS))
    assert (values(report), found(report)) == (EXPECTED, [])


@pytest.mark.parametrize("unseen", ["\u200b", "\ufeff", "\u00a0", "\u3000", "\u200e", "\t"])
def test_what_cannot_be_seen_at_the_edge_of_a_cell_changes_nothing(read, unseen):
    item = {key: f"{unseen}{value}{unseen}" for key, value in (COUNT | {"数值": "512"}).items()}
    head, *rows = report_text(item).splitlines()
    report = read("\n".join([head.replace(",", f"{unseen},"), *rows]))
    assert (values(report), found(report)) == (EXPECTED[:1], [])


def test_a_number_cut_in_two_under_a_header_with_commas_to_spare_is_named(read):
    header = [name for name in HEADER if name not in ("数值", "佐证材料")] + ["数值", "佐证材料"]
    head, row = report_text(COUNT | {"数值": "80000"}, header=header).splitlines()
    assert values(read(f"{head},\n{row},\n")) == [("technology-brokers", "80000", "人")]
    cut = read(f"{head},\n{row.replace('80000', '80,000')}\n")
    assert found(cut) == [("row.split", 2, "数值", "80,000")]


def test_a_stray_nul_is_named_by_its_line(read):
    assert found(read(report_text(*ITEMS).replace("1004", "10\x0004")))[0][:2] == ("file.nul", 3)


@pytest.mark.parametrize("encode", [lambda text: text.encode("gbk"), lambda text: codecs.BOM_UTF8 + text.encode()])
def test_an_export_of_statistics_is_told_which_command_takes_it(read, encode):
    text = "数据库：分省年度数据\n指标：技术市场成交额(亿元)\n时间：最近10年\n地区,2020年,\n四川省,1244.59,\n"
    (finding,) = read(encode(text)).findings
    assert (finding.rule_id, finding.row_number) == ("statistics.export", 1)
    assert "duibiao import-statistics" in finding.next_step_zh
    assert "--indicator" in finding.next_step_en


def test_what_is_no_regular_file_is_not_read(register, workbooks):
    (finding,) = read_report(Path("/dev/zero"), "zero", register, workbooks).findings
    assert (finding.rule_id, "not a regular file" in finding.sentence_en) == ("file.unreadable", True)


def test_rows_that_do_not_fit_the_header_are_named(read):
    text = report_text(*ITEMS)
    assert found(read(text + "科技厅,2019H1,2019-06-27\n"))[0][:2] == ("row.width", 5)
    assert found(read(text + "科技厅,2019H1,2019-06-27,否,指标,incubators,孵化机构,1,200,家,,,,,\n"))[0][:2] == (
        "row.width",
        5,
    )
    assert found(read(text.replace("否,指标", '否,"指标', 1)))[0][:2] == ("file.csv", 2)


def test_unknown_missing_and_repeated_columns_are_named(read):
    assert ("header.unknown", 1, "备注", None) in found(read(report_text(header=[*HEADER, "备注"])))
    assert ("header.missing", 1, "报送日期", None) in found(
        read(report_text(header=[h for h in HEADER if h != "报送日期"]))
    )
    assert ("header.repeated", 1, "完成值", None) in found(read(report_text(header=[*HEADER, "完成值"])))


def test_items_are_found_by_name_and_units_by_an_old_name(read):
    report = read(report_text(COUNT | {"编码": "", "数值": "5"}, 责任单位="四川省科学技术厅"))
    assert values(report) == [("technology-brokers", "5", "人")]
    assert report.key == ("cdm-zone-2018", "2019H1", "sc-kjt")
    assert {"由名称确定编码", "按别名或旧名识别"} <= {note.how_zh for note in report.notes}


def test_a_nil_report_is_not_a_missing_one(read):
    (row,) = read(report_text({}, 零报告="是")).rows
    assert (row["is_nil"], row["item_id"], row["unit_id"]) == ("是", None, "sc-kjt")


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "file.empty"), (b"\xef\xbb\xbf\r\n", "file.empty"), (b"%PDF-1.7", "file.kind"), (b"hello", "table.none"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "file.kind"), (b"PK\x03\x04 not a zip", "file.broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 short", "file.broken"), (b"\xff\xff\xff\xff", "file.encoding.unclear"),
        ("责任单位,报告期\n".encode() + "科技厅".encode("gbk"), "file.encoding.unclear"),
        (b"a,b\n" * 30000, "file.large"),
    ],
)  # fmt: skip
def test_what_is_no_report_is_refused_with_the_reason(read, content, rule):
    assert [f.rule_id for f in read(content).findings] == [rule]


def test_a_half_of_a_file_in_another_encoding_is_not_mojibake(read):
    head, rest = report_text(TASK).split("\n", 1)
    for content in ((head + "\n").encode() + rest.encode("gbk"), (head + "\n").encode("gbk") + rest.encode()):
        report = read(content)
        assert any(f.severity == "error" for f in report.findings)


@settings(max_examples=2 * settings().max_examples)
@given(st.binary(max_size=400))
def test_any_bytes_give_findings_and_never_a_traceback(content):
    check_any(content)


@settings(max_examples=2 * settings().max_examples)
@given(st.text(max_size=300), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_any_text_under_a_real_header_gives_rows_or_findings(text, encoding):
    check_any((",".join(HEADER) + "\n" + text).encode(encoding, "replace"))


@settings(max_examples=2 * settings().max_examples)
@given(
    st.lists(st.tuples(st.sampled_from(HEADER), st.text(string.printable + "约万亿元%，。１", max_size=12)), max_size=8)
)
def test_any_cells_give_rows_or_findings(cells):
    check_any(report_text(TURNOVER | dict(cells)).encode())


_shared = {}


@pytest.fixture(autouse=True)
def _share(register, workbooks, tmp_path_factory):
    # Hypothesis runs one test many times: what it needs is made once for all of them.
    if not _shared:
        _shared.update(register=register, workbooks=workbooks, path=tmp_path_factory.mktemp("any") / "any.csv")


def check_any(content):
    _shared["path"].write_bytes(content)
    report = read_report(_shared["path"], "any.csv", _shared["register"], _shared["workbooks"])
    assert report.rows or report.findings
    for finding in report.findings:
        assert finding.text()
        assert all((finding.sentence_zh, finding.sentence_en, finding.next_step_zh, finding.next_step_en))


def test_a_share_is_read_in_percent(read):
    assert values(read(report_text(SHARE | {"数值": "３５．２％"}))) == [("high-tech-output-share", "35.2", "%")]
