"""What real workbooks are full of: addresses that became links, formulas, looks down to the end of the sheet."""

import struct

import pytest

from tests.pipelines.conftest import COUNT, HEADER, SHARE, TURNOVER, WHOLE, report_text
from tests.pipelines.readers.binary_file import binary_workbook, record, wide
from tests.pipelines.readers.test_workbook import (
    FIXTURES,
    ODS_NUMBER,
    SHEET,
    altered,
    found,
    open_document,
    with_part,
    workbook,
)  # fmt: skip

EVIDENCE, VALUE = HEADER.index("佐证材料"), HEADER.index("数值")
ADDRESS = "https://kjt.sc.gov.cn/list/1.html"


def linked(*links, **more):
    """A workbook whose evidence cells, from the second row on, hold links: (address, words)."""

    def link(book, sheet):
        for row, (address, words) in enumerate(links, start=1):
            sheet.write_url(row, EVIDENCE, address, None, words)

    return workbook(*[COUNT | {"数值": 5}, TURNOVER, SHARE][: max(1, len(links))], change=link, **more)


def said(report):
    return [(f.rule_id, f.severity, f.row_number, f.column_name) for f in report.findings]


@pytest.mark.parametrize(
    ("address", "words"),
    [(ADDRESS, ADDRESS), ("mailto:zhang@sc.gov.cn", "zhang@sc.gov.cn"), ("http://www.sc.gov.cn/", "www.sc.gov.cn"),
     (ADDRESS, f"名单见 {ADDRESS}"), ("https://sc.gov.cn/%E5%90%8D%E5%8D%95", "https://sc.gov.cn/名单")],
)  # fmt: skip
def test_a_typed_address_that_became_a_link_is_read_as_it_was_typed(read, address, words):
    report = read(linked((address, words)), "a.xlsx")
    assert (said(report), report.rows[0]["evidence"]) == ([], words)


def test_words_that_link_elsewhere_are_read_and_said_with_the_address(read):
    report = read(linked((ADDRESS, "示范企业名单"), (ADDRESS, "https://elsewhere.example/")), "a.xlsx")
    assert said(report) == [("cell.link", "warn", 2, "佐证材料"), ("cell.link", "warn", 3, "佐证材料")]
    assert [row["evidence"] for row in report.rows] == ["示范企业名单", "https://elsewhere.example/"]
    assert all(ADDRESS in f.sentence_zh and ADDRESS in f.sentence_en for f in report.findings)


def test_a_link_in_an_open_document_or_a_binary_workbook_is_read_the_same_way(read):
    cell = (f'<table:table-cell office:value-type="string"><text:p>见<text:a xlink:href="{ADDRESS}">名单</text:a>'
            "</text:p></table:table-cell>")  # fmt: skip
    spread = open_document(ODS_NUMBER.format("5"), COUNT)
    before, after = "<table:table-cell/></table:table-row></table:table>", f"{cell}</table:table-row></table:table>"
    report = read(altered(spread, "content.xml", before.encode(), after.encode()), "a.ods")
    assert (said(report), report.rows[0]["evidence"]) == ([("cell.link", "warn", 2, "佐证材料")], "见名单")

    link = record(494, struct.pack("<4I", 1, 1, EVIDENCE, EVIDENCE) + wide("rId7") + wide("") + wide("") + wide(""))
    row = WHOLE | COUNT | {"数值": 5, "佐证材料": "名单"}
    binary = altered(
        binary_workbook([HEADER, [row.get(name) for name in HEADER]]),
        "xl/worksheets/sheet1.bin",
        record(130),
        link + record(130),
    )
    relations = (f'<Relationships><Relationship Id="rId7" Type="http://x/relationships/hyperlink" Target="{ADDRESS}" '
                 'TargetMode="External"/></Relationships>').encode()  # fmt: skip
    report = read(with_part(binary, "xl/worksheets/_rels/sheet1.bin.rels", relations), "a.xlsb")
    assert (said(report), report.rows[0]["evidence"]) == ([("cell.link", "warn", 2, "佐证材料")], "名单")


@pytest.mark.parametrize("kind", ["image", "oleObject", "externalLinkPath", "attachedTemplate"])
def test_whatever_else_lies_outside_the_workbook_is_refused(read, kind):
    outside = altered(
        linked((ADDRESS, "名单")), "xl/worksheets/_rels/sheet1.xml.rels", b"/hyperlink", b"/" + kind.encode()
    )
    assert [rule for rule, *_ in said(read(outside, "a.xlsx"))] == ["file.links"]
    elsewhere = with_part(workbook(), "xl/drawings/_rels/drawing1.xml.rels", (
        b'<Relationships><Relationship Id="rId1" Type="http://x/hyperlink" Target="http://x/" TargetMode = "&#69;xternal"/>'
        b"</Relationships>"))  # fmt: skip
    assert [rule for rule, *_ in said(read(elsewhere, "a.xlsx"))] == ["file.links"]


def test_every_formula_is_named_at_once_by_its_cell_and_the_rest_is_read(read):
    def formulas(book, sheet):
        sheet.write_formula(1, VALUE, "=1+1", None, 2)
        sheet.write_formula(3, VALUE, "=SUM(H2:H3)", None, 7)
        sheet.write_formula(3, EVIDENCE, '=HYPERLINK("https://x/","名单")', None, "名单")

    report = read(workbook(COUNT, TURNOVER | {"数值": 35.5}, SHARE, change=formulas), "a.xlsx")
    assert found(report) == [
        ("file.formula", "报告", 2, "数值"), ("file.formula", "报告", 4, "数值"), ("file.formula", "报告", 4, "佐证材料"),
    ]  # fmt: skip
    assert [f.value for f in report.findings] == ["2", "7", "名单"]
    assert [row["actual_value"] for row in report.rows] == [None, "35.5", None]


def test_a_formula_saved_without_its_value_is_named_too(read):
    def formula(book, sheet):
        sheet.write_formula(1, VALUE, "=1+1", None, "")

    alone = altered(workbook(COUNT, change=formula), SHEET, b"<v></v>", b"")
    assert found(read(alone, "a.xlsx")) == [("file.formula", "报告", 2, "数值")]
    cell = '<table:table-cell table:formula="of:=1+1"/>'
    assert found(read(open_document(cell, COUNT), "a.ods")) == [("file.formula", "报告", 2, "数值")]


def test_the_cells_that_one_formula_fills_are_formulas(read):
    def spill(book, sheet):
        sheet.write_array_formula(1, VALUE, 2, VALUE, "{=B1:B2*2}", None, 4)
        sheet.write_number(2, VALUE, 6)

    formulas = [("file.formula", "报告", 2, "数值"), ("file.formula", "报告", 3, "数值")]
    assert found(read(workbook(COUNT, TURNOVER, change=spill), "a.xlsx")) == formulas
    cell = ODS_NUMBER.replace("<table:table-cell", '<table:table-cell table:formula="of:=1" '
                              'table:number-matrix-rows-spanned="2" table:number-matrix-columns-spanned="1"')  # fmt: skip
    assert found(read(open_document(cell.format("4"), COUNT, TURNOVER | {"数值": "6"}), "a.ods")) == formulas


def test_a_formula_in_a_column_that_nobody_reads_refuses_nothing(read):
    def number(book, sheet):
        sheet.write_formula(1, 0, "=ROW()-1", None, 1)

    report = read(workbook(COUNT | {"数值": 5}, change=number, header=["序号", *HEADER]), "a.xlsx")
    assert (found(report), report.rows[0]["actual_value"]) == ([], "5")


@pytest.mark.parametrize("column", ["报告期", "名称", "责任单位"])
def test_a_formula_that_says_who_when_or_what_is_named(read, column):
    def formula(book, sheet):
        sheet.write_formula(
            1, HEADER.index(column), "=Z1", None, (COUNT | {"报告期": "2019H1", "责任单位": "科技厅"})[column]
        )

    report = read(workbook(COUNT | {"数值": 5}, change=formula), "a.xlsx")
    assert ("file.formula", "报告", 2, column) in found(report)


def test_a_claim_of_the_whole_sheet_is_read_by_what_is_in_it(read):
    claimed = altered(workbook(), SHEET, b'<dimension ref="A1:N2"/>', b'<dimension ref="A1:XFD1048576"/>')
    report = read(claimed, "a.xlsx")
    assert (found(report), report.rows[0]["actual_value"]) == ([], "512")


def test_bordered_empty_rows_to_the_end_of_the_sheet_are_read_past(read):
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/><c r="XFD%d" s="0"/></row>' % (n, n, n) for n in range(3, 150_003))
    rows += b'<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    report = read(altered(workbook(), SHEET, b"</sheetData>", rows + b"</sheetData>"), "a.xlsx")
    assert (found(report), report.rows[0]["actual_value"]) == ([], "512")
    full = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    assert found(read(altered(workbook(), SHEET, b"</sheetData>", full), "a.xlsx")) == [
        ("file.dimension", "报告", None, None)
    ]


def test_a_long_tail_of_nothing_but_commas_is_no_part_of_the_report(read):
    text = report_text(COUNT | {"数值": "5"})
    for tail in (",,,\n" * 200_000, ("," * 16_383 + "\n") * 100, "\n" * 50_000):
        report = read(text + tail)
        assert (found(report), report.rows[0]["actual_value"]) == ([], "5")
    assert found(read(text + "," * 16_383 + "x\n")) == [("file.large", None, 3, None)]


def test_an_old_workbook_tells_links_and_both_cells_of_one_formula(read):
    report = read((FIXTURES / "links.xls").read_bytes(), "a.xls")
    assert said(report) == [
        ("cell.link", "warn", 2, "佐证材料"),
        ("file.formula", "error", 4, "数值"),
        ("file.formula", "error", 5, "数值"),
    ]
    assert ADDRESS in report.findings[0].sentence_zh
    assert [row["evidence"] for row in report.rows[:2]] == ["示范企业名单", "https://a.cn/x"]
