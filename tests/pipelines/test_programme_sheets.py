"""What the workbook says beyond names and values: whom to call, what is alike, what replaces what, who for how long."""

import email
import email.policy

import pytest

from metrics.catalog import CatalogError, load_catalog
from pipelines.definitions.checks import check_entered
from pipelines.definitions.entering import enter
from pipelines.definitions.files import definitions_in_force
from pipelines.definitions.reading import read_book
from pipelines.definitions.template import Taken, workbook_bytes
from pipelines.definitions.things import read_things, written
from pipelines.readers.workbook import WorkbookReader
from tests.offices import typed
from tests.offices.office import Office
from tests.offices.real import REAL

MAIL, PHONE, PERSON = "zhao.min@gulou.example.org", "0591-8888123", "赵敏"


def harbour():
    """A small programme by quarters that uses every sheet."""
    return {
        "方案和文件": [
            ["方案名称", "海港整治三年行动"], ["开始日期", "2025年"], ["结束日期", "2027年"], ["报送周期", "每季度"], ["截止天数", 5],
            ["开始收报", "2025年"], ["计入方式", "核验通过即计入"], ["适用范围", "海港市"], [],
            ["文号", "文件标题", "发文机关", "印发日期", "施行日期", "效力", "上位文件", "替代文件", "配套文件"],
            ["海政发〔2025〕3号", "海港整治三年行动方案", "海港市人民政府", "2025-01-10", "2025-02-01", "有效", "省水环境条例", "海政发〔2021〕9号", "考核办法"],
            ["海政发〔2021〕9号", "海港整治计划", "海港市人民政府", "2021-03-01", None, "有效"],
            [None, "省水环境条例", "省人大常委会", "2020-06-01", None, "有效"],
            [None, "考核办法", "海港市人民政府办公室", "2025-01-12", None, "有效"],
        ],
        "单位": [["单位名称", "类别", "上级单位"], ["市水务局", "部门"], ["市住建局", "部门"], ["市工信局", "部门"], ["鼓楼区", "区县"], ["水部街道", "街道", "鼓楼区"]],
        "计量单位": [["计量单位", "小数位"], ["公里", 1]],
        "指标": [["指标名称", "指标类型", "计量单位", "方向", "汇总方式", "同类指标", "与同类指标的区别"],
               ["整治岸线长度", "累计数", "公里", "越高越好", "相加", "整治岸线验收长度", "前者为完工数，后者为验收数"],
               ["整治岸线验收长度", "累计数", "公里", "越高越好", "相加", None, None]],
        "目标": [["指标", "比较方式", "目标值", "完成期限", "对应任务", "文件", "位置", "原文", "责任单位"],
               ["整治岸线长度", "不低于", 30, "2027年", 1, "海政发〔2025〕3号", "一", "整治岸线30公里", "市工信局"],
               ["整治岸线验收长度", "不低于", 20, "2027年", 1, "海政发〔2025〕3号", "一", "验收20公里"]],
        "任务和责任": [["序号", "任务", "牵头单位", "配合单位", "文件", "位置"],
                  [1, "整治岸线", "市水务局（至2025-06-30）、市住建局（2025-07-01起）", "鼓楼区", "海政发〔2025〕3号", "二"]],
        "分解": [["目标", "鼓楼区"], ["整治岸线长度", 30], ["整治岸线验收长度", 20]],
        "联系人": [["单位", "姓名", "电话", "邮箱", "起始日期", "截止日期"],
                ["鼓楼区", "钱离", "0591-0000", "old@gulou.example.org", None, "2025-01-31"], ["鼓楼区", PERSON, PHONE, MAIL, "2025-02-01", None]],
    }  # fmt: skip


@pytest.fixture(scope="module")
def workbooks():
    with WorkbookReader() as reader:
        yield reader


def taken_in(path, workbooks, sheets, base=None, *, clears=False):
    path.write_bytes(sheets) if isinstance(sheets, bytes) else typed.write(path, sheets)
    found = enter(read_book(path, path.name, workbooks), base or {}, clears=clears)
    return found, [f.text() for f in [*found.findings, *check_entered(found, path.name)] if f.severity == "error"]


def by_name(things, table, name, field="name.zh"):
    return next(fields for key, fields in things.items() if key[0] == table and fields.get(field) == name)


@pytest.mark.slow
def test_every_sheet_goes_out_and_comes_back_unchanged(tmp_path, workbooks):
    found, faults = taken_in(tmp_path / "w.xlsx", workbooks, harbour())
    assert faults == []
    base = read_things(written({}, found.things))
    load_catalog(written({}, base))
    for language in ("zh", "en"):
        taken = workbook_bytes(Taken(base, found.programme_id), language)
        again, faults = taken_in(tmp_path / f"{language}.xlsx", workbooks, taken, base, clears=True)
        assert (faults, again.things) == ([], base)


def test_rounds_follow_from_cycle_and_days_and_are_listed_for_single_dates_alone(tmp_path, workbooks):
    sheets = harbour()
    things = taken_in(tmp_path / "w.xlsx", workbooks, sheets)[0].things
    programme = by_name(things, "programme", "海港整治三年行动")
    assert "rounds" not in programme and "last_period" not in programme
    sheets["方案和文件"][4:4] = [["首个报送期", "2025年下半年"], ["最后报送期", "2026年"]]
    programme = by_name(taken_in(tmp_path / "w.xlsx", workbooks, sheets)[0].things, "programme", "海港整治三年行动")
    assert (programme["first_period"], programme["last_period"]) == ("2025Q3", "2026Q4")
    sheets = harbour()
    sheets["方案和文件"][3] = ["报送周期", "指定日期"]
    assert any("报送日期" in fault for fault in taken_in(tmp_path / "w.xlsx", workbooks, sheets)[1])
    sheets["方案和文件"].insert(4, ["报送日期", "2025年6月30日、2025-11-15"])
    programme = by_name(taken_in(tmp_path / "w.xlsx", workbooks, sheets)[0].things, "programme", "海港整治三年行动")
    assert programme["rounds"] == ["2025-06-30", "2025-11-15"]
    sheets["方案和文件"][3] = ["报送周期", "每季度"]
    assert any("指定日期" in fault for fault in taken_in(tmp_path / "w.xlsx", workbooks, sheets)[1])


def test_a_programme_without_a_last_day_rolls_on(tmp_path, workbooks):
    sheets = harbour()
    del sheets["方案和文件"][2]
    found, faults = taken_in(tmp_path / "w.xlsx", workbooks, sheets)
    assert faults == []
    (programme,) = load_catalog(written({}, found.things)).programmes
    assert (programme.ends_on, programme.last_period) == (None, None)


def test_who_answers_for_a_time_only_leads_alone_and_one_who_overlaps_is_asked_about(tmp_path, workbooks):
    things = taken_in(tmp_path / "w.xlsx", workbooks, harbour())[0].things
    rows = {key[2]: fields for key, fields in things.items() if key[0] == "responsibility"}
    days = {name: (row.get("valid_from"), row.get("valid_to"), row["is_ambiguous"]) for name, row in rows.items()}
    assert days == {
        "市水务局": (None, "2025-06-30", "false"), "市住建局": ("2025-07-01", None, "false"), "鼓楼区": (None, None, "false"),
    }  # fmt: skip
    sheets = harbour()
    sheets["任务和责任"][1][3] = "鼓楼区、市住建局（2026-01-01起）"
    assert any("出现两次" in fault for fault in taken_in(tmp_path / "w.xlsx", workbooks, sheets)[1])
    sheets["任务和责任"][1][3] = "鼓楼区、市住建局（至2025-06-30）"
    found, faults = taken_in(tmp_path / "w.xlsx", workbooks, sheets)
    assert faults == []
    roles = [(key[2], f["role"]) for key, f in found.things.items() if key[0] == "responsibility"]
    assert roles.count(("市住建局", "lead")) == roles.count(("市住建局", "support")) == 1


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "said"),
    [
        ("指标", 1, 5, "没有的指标", "没有的指标"),
        ("指标", 1, 5, "整治岸线长度", "这个指标自己"),
        ("方案和文件", 10, 7, "没有的文件", "没有的文件"),
        ("联系人", 2, 3, "a@b.example; c@d.example", "邮箱地址"),
        ("联系人", 2, 0, "无名区", "无名区"),
        ("联系人", 1, 5, "2024年13月", "哪一天"),
    ],
)
def test_what_names_nothing_is_refused_at_its_cell(sheet, row, column, value, said, tmp_path, workbooks):
    sheets = harbour()
    sheets[sheet][row][column] = value
    faults = taken_in(tmp_path / "w.xlsx", workbooks, sheets)[1]
    header = next(r for r in sheets[sheet] if len(r) > 2)[column]
    assert [said in fault and f"{header} 列" in fault and f"第 {row + 1} 行" in fault for fault in faults] == [True]


def test_documents_that_replace_each_other_and_siblings_that_are_not_there_are_refused_in_files_too(
    tmp_path, workbooks
):
    things = taken_in(tmp_path / "w.xlsx", workbooks, harbour())[0].things
    new = by_name(things, "policy", "海港整治三年行动方案", "title.zh")
    by_name(things, "policy", "海港整治计划", "title.zh")["replaces"] = [new["id"]]
    by_name(things, "indicator", "整治岸线长度")["siblings"] = [{"indicator": "gone", "difference": "不同"}]
    with pytest.raises(CatalogError) as refused:
        load_catalog(written({}, things))
    said = str(refused.value)
    assert "绕回了自己" in said and "gone" in said


def over_fiscal_years(folder, monkeypatch):
    """The office in force has years that begin in April."""
    office = Office(folder / "fiscal")
    office.facts["year_begins"] = 4
    office.write()
    monkeypatch.setenv("DUIBIAO_DATA", str(office.data))


@pytest.mark.slow
@pytest.mark.parametrize("name", REAL)
def test_programmes_of_other_shapes_are_taken_as_they_are_typed_and_come_back_unchanged(
    name, tmp_path, workbooks, monkeypatch
):
    over_fiscal_years(tmp_path, monkeypatch)
    found, faults = taken_in(tmp_path / "w.xlsx", workbooks, REAL[name])
    assert faults == []
    base = read_things(written({}, found.things))
    load_catalog(written({}, base))
    again, faults = taken_in(tmp_path / "again.xlsx", workbooks, REAL[name], base)
    assert (faults, again.things) == ([], base)
    ids = [key[1] for key in base if key[0] not in ("measure_unit", "contact")]
    assert all(one.isascii() for one in ids)
    for language in ("zh", "en"):
        taken = workbook_bytes(Taken(base, found.programme_id), language)
        again, faults = taken_in(tmp_path / f"{language}.xlsx", workbooks, taken, base, clears=True)
        assert (faults, again.things) == ([], base)


def test_what_such_texts_say_is_meant_as_they_mean_it(tmp_path, workbooks, monkeypatch):
    over_fiscal_years(tmp_path, monkeypatch)
    said = {}
    for name, sheets in REAL.items():
        things = taken_in(tmp_path / f"{name}.xlsx", workbooks, sheets)[0].things
        for key, fields in things.items():
            if key[0] == "target":
                indicator = things["indicator", fields["indicator_id"]]["name.zh"]
                said[indicator, fields["due_on"][:4]] = (
                    fields["comparator"],
                    fields["target_value"],
                    fields["measure_unit"],
                )
        said |= {key[2]: fields["role"] for key, fields in things.items() if key[0] == "responsibility"}
    assert said["国内生产总值增长", "2024"] == ("expectation", "5", "%")
    assert said["城镇新增就业", "2024"] == (">=", "1200", "万人")
    assert said["赤字率", "2024"] == ("<=", "3", "%")
    assert said["粮食产量", "2024"] == (">=", "1.3", "万亿斤")
    assert said["能源综合生产能力", "2025"] == (">", "46", "亿吨标准煤")
    assert said["常住人口城镇化率", "2025"] == (">=", "65", "%")
    assert said["Major planning applications decided in time", "2026"] == (">=", "80", "%")
    assert said["Missed collections", "2026"] == ("<=", "50", "per 100,000 collections")
    assert said["Families in B&B for more than six weeks", "2026"] == ("<=", "0", "households")
    assert said["粮食播种面积", "2025"] == (">=", "44000", "亩")
    assert said["新增违法占用耕地", "2025"] == ("<=", "0", "起")
    assert (said["教育部"], said["人力资源社会保障部"], said["北岭乡"]) == ("lead", "support", "support")


@pytest.mark.slow
def test_a_breakdown_over_levels_goes_out_with_units_in_rows_below_those_above(tmp_path, workbooks):
    found, _ = taken_in(tmp_path / "w.xlsx", workbooks, REAL["zrs"])
    book = workbook_bytes(Taken(found.things, found.programme_id), "zh")
    (tmp_path / "taken.xlsx").write_bytes(book)
    (grid,) = [one for one in read_book(tmp_path / "taken.xlsx", "t", workbooks).grids if one.sheet == "分解"]
    rows = [[cell.text for cell in line.cells[:3]] for line in grid.lines if line.number >= 6 and line.cell(0)]
    assert rows[0] == ["单位", "上级单位", "粮食播种面积"]
    assert [row[:2] for row in rows[1:4]] == [["城关镇", "清水县"], ["新村", "城关镇"], ["老街村", "城关镇"]]
    assert rows[1][2] == "12000"


@pytest.mark.parametrize(
    ("row", "column", "value", "rule"),
    [
        (3, 0, "甲乙", "workbook.header.none"),
        (4, 1, "城关镇", "workbook.part.parent"),
        (4, 0, "没有的镇", "workbook.ref.unknown"),
    ],
)
def test_a_breakdown_that_cannot_be_read_is_never_passed_over(row, column, value, rule, tmp_path, workbooks):
    sheets = REAL["zrs"] | {"分解": [list(line) for line in REAL["zrs"]["分解"]]}
    sheets["分解"][row][column] = value
    if rule == "workbook.header.none":
        sheets["分解"][row][1] = "丙"
    found = enter(read_book(typed.write(tmp_path / "w.xlsx", sheets), "w.xlsx", workbooks), {}, clears=False)
    assert {(f.sheet, f.rule_id) for f in found.findings} == {("分解", rule)}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    office = Office(tmp_path_factory.mktemp("office"))
    office.write()
    office.run(
        "programme", "receive", typed.write(office.folder / "w.xlsx", harbour()), "--by=王芳", "--reason=登记", "--yes"
    )
    office.load()
    return office


@pytest.mark.slow
def test_a_replaced_document_ends_the_day_before_the_new_one_holds_and_both_say_so(office):
    rows = {row["document_number"]: row for row in office.export("documents")}
    assert rows["海政发〔2021〕9号"]["expires_on"] == "2025-01-31"
    assert rows["海政发〔2021〕9号"]["validity"] == "lapsed"
    assert rows["海政发〔2025〕3号"]["validity"] == "in_force"
    shown = office.page("/")
    assert "替代 《海港整治计划》 海政发〔2021〕9号" in shown
    assert "已由后文替代：《海港整治三年行动方案》" in shown
    assert "上位文件：《省水环境条例》" in shown


@pytest.mark.slow
def test_siblings_point_to_each_other_on_the_page_of_a_target(office):
    targets = {row["target_id"]: row["indicator_name_zh"] for row in office.export("targets")}
    assert len(targets) == 2
    for target_id, name in targets.items():
        shown = office.page(f"/target/{target_id}")
        (other,) = set(targets.values()) - {name}
        assert f"{other}前者为完工数，后者为验收数" in shown.replace(" ", "")


@pytest.mark.slow
def test_the_one_to_call_gets_the_reminder_and_stands_in_no_export(office, tmp_path):
    things = read_things(definitions_in_force(office.data / "raw"))
    programme = by_name(things, "programme", "海港整治三年行动")["id"]
    assert PERSON in office.page(f"/round?programme={programme}&period=2025Q1")
    assert PHONE in office.page(f"/round?programme={programme}&period=2025Q1")
    office.run("remind", programme, "2025Q1", "--out", tmp_path)
    mails = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in tmp_path.glob("*.eml")
    ]
    assert [mail["To"] for mail in mails if "鼓楼区" in mail.get_content()] == [MAIL]
    assert [mail["To"] for mail in mails if "市住建局" in mail.get_content()] in ([None], [])
    office.run("export-package", "--out", tmp_path / "all")
    held = b"".join(path.read_bytes() for path in (tmp_path / "all").rglob("*") if path.is_file())
    assert "鼓楼区".encode() in held
    for value in (PERSON, PHONE, MAIL, "钱离"):
        assert value.encode() not in held


@pytest.mark.slow
def test_who_took_over_the_lead_reports_from_that_day(office):
    rows = office.export("reports")
    asked = {(row["period_id"], row["unit_name"]) for row in rows}
    assert ("2025Q1", "市水务局") in asked and ("2025Q1", "市住建局") not in asked
    assert ("2025Q4", "市住建局") in asked and ("2025Q4", "市水务局") not in asked


LIMIT_ROWS = [["正常界限", "90%"], ["略滞后界限", 0.7], ["界限依据", "考核办法第五条"]]


def limited(rows):
    sheets = harbour()
    said = sheets["方案和文件"]
    return sheets | {"方案和文件": [*said[:8], *rows, *said[8:]]}


def test_lamp_limits_of_a_programme_are_columns_and_come_back(tmp_path, workbooks):
    found, errors = taken_in(tmp_path / "typed.xlsx", workbooks, limited(LIMIT_ROWS))
    assert errors == []
    (programme,) = load_catalog(written({}, found.things)).programmes
    limits = programme.lamp_limits
    assert (limits.on_track_ratio, limits.slightly_behind_ratio, limits.source.zh) == (0.9, 0.7, "考核办法第五条")
    base = read_things(written({}, found.things))
    taken = workbook_bytes(Taken(base, found.programme_id), "en", ("zh", "en"))
    again, errors = taken_in(tmp_path / "taken.xlsx", workbooks, taken, base, clears=True)
    assert (errors, again.things) == ([], base)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (LIMIT_ROWS[:1], ["略滞后界限 列:不能为空", "界限依据 列:不能为空"]),
        ([["正常界限", "60%"], *LIMIT_ROWS[1:]], ["第 9 行 正常界限 列:“60%”低于"]),
        ([["正常界限", "-5%"], *LIMIT_ROWS[1:]], ["第 9 行 正常界限 列:“-5%”不是 0 到 100%"]),
    ],
)
def test_limits_that_cannot_be_are_told_at_their_cells(tmp_path, workbooks, rows, told):
    _, errors = taken_in(tmp_path / "typed.xlsx", workbooks, limited(rows))
    assert len(errors) == len(told)
    assert all(words in error for words, error in zip(told, errors, strict=True))


@pytest.mark.slow
def test_files_are_called_by_the_names_people_know(office, tmp_path):
    things = read_things(definitions_in_force(office.data / "raw"))
    programme = by_name(things, "programme", "海港整治三年行动")["id"]
    office.run("remind", programme, "2025Q1", "--out", tmp_path)
    assert "海港整治三年行动-2025Q1-reminder-鼓楼区.eml" in {path.name for path in tmp_path.glob("*.eml")}


def carried(reporting):
    """The harbour with one who leads, one who does it and one who supports, and what stands under who reports."""
    sheets = harbour()
    head, row = sheets["任务和责任"]
    row = [1, "整治岸线", "市水务局", "市工信局", *row[4:], "鼓楼区", reporting]
    return sheets | {"任务和责任": [[*head, "承办单位", "报送单位"], row]}


@pytest.mark.parametrize(
    ("reporting", "said"),
    [
        (None, {"市水务局": None, "鼓楼区": None, "市工信局": None}),
        ("鼓楼区", {"市水务局": "false", "鼓楼区": "true", "市工信局": None}),
        ("市水务局、鼓楼区", {"市水务局": None, "鼓楼区": "true", "市工信局": None}),
        ("无", {"市水务局": "false", "鼓楼区": None, "市工信局": None}),
    ],
)
def test_who_carries_out_and_who_reports_is_said_and_comes_back(tmp_path, workbooks, reporting, said):
    found, errors = taken_in(tmp_path / "typed.xlsx", workbooks, carried(reporting))
    assert errors == []
    rows = [fields for key, fields in found.things.items() if key[0] == "responsibility"]
    assert {row["unit_name"]: row.get("reports") for row in rows} == said
    assert [row["role"] for row in rows] == ["lead", "carries_out", "support"]
    base = read_things(written({}, found.things))
    for language in ("zh", "en"):
        taken = workbook_bytes(Taken(base, found.programme_id), language, ("zh", "en"))
        again, errors = taken_in(tmp_path / f"taken-{language}.xlsx", workbooks, taken, base, clears=True)
        assert (errors, again.things) == ([], base)


def test_nobody_reports_on_a_task_in_which_he_has_no_part(tmp_path, workbooks):
    _, (error,) = taken_in(tmp_path / "typed.xlsx", workbooks, carried("水部街道"))
    assert "第 2 行 报送单位 列:“水部街道”不是本任务的牵头、承办或配合单位" in error
