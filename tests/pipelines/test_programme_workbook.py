"""A programme's workbook: what goes out comes back, by names; every fault at its cell; what others changed stays."""

import copy
from pathlib import Path

import pytest

from metrics.catalog import load_catalog
from pipelines.definitions.breakdown import Breakdown, header_of, remember, remembered
from pipelines.definitions.checks import check_entered
from pipelines.definitions.entering import enter
from pipelines.definitions.files import definitions_in_force
from pipelines.definitions.preview import Ground, preview
from pipelines.definitions.publications import manifest_of
from pipelines.definitions.reading import read_book
from pipelines.definitions.template import Taken, workbook_bytes
from pipelines.definitions.things import read_things, written
from pipelines.readers.workbook import WorkbookReader
from tests.offices import typed
from tests.shipped import RAW

THREE = [typed.air, typed.scorecard, typed.jobs]


@pytest.fixture(scope="module")
def workbooks():
    with WorkbookReader() as reader:
        yield reader


def entered(path, workbooks, base=None, *, clears=False):
    return enter(read_book(path, path.name, workbooks), base or {}, clears=clears)


def said(findings):
    return {(f.sheet, f.row_number, f.column_name, f.rule_id) for f in findings if f.severity == "error"}


@pytest.mark.slow
@pytest.mark.parametrize("make", THREE, ids=lambda make: make.__name__)
def test_three_real_programmes_typed_without_an_id_are_taken_without_a_fault(make, tmp_path, workbooks):
    found = entered(typed.write(tmp_path / "typed.xlsx", make()), workbooks)
    assert [f.text() for f in found.findings] == []
    assert [f.text() for f in check_entered(found, "typed.xlsx")] == []
    load_catalog(written({}, found.things))
    ids = [key[1] for key in found.things]
    assert all(one.isascii() for one in ids if not one.endswith(("米", "吨", "天")))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("languages", [("zh", "en"), ("zh",)])
@pytest.mark.parametrize("make", THREE, ids=lambda make: make.__name__)
def test_a_workbook_taken_out_and_sent_back_as_it_is_changes_nothing(make, language, languages, tmp_path, workbooks):
    first = entered(typed.write(tmp_path / "typed.xlsx", make()), workbooks)
    base = read_things(written({}, first.things))
    taken = tmp_path / "taken.xlsx"
    taken.write_bytes(workbook_bytes(Taken(base, first.programme_id), language, languages))
    again = entered(taken, workbooks, base, clears=True)
    assert again.findings == []
    assert again.things == base


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_shipped_programmes_go_out_and_come_back_unchanged_with_all_their_peculiarities(
    language, tmp_path, workbooks
):
    base = read_things(definitions_in_force(RAW))
    programmes = [key[1] for key in base if key[0] == "programme"]
    assert len(programmes) > 2
    for programme in programmes:
        taken = tmp_path / f"{programme}.xlsx"
        taken.write_bytes(workbook_bytes(Taken(base, programme), language))
        again = entered(taken, workbooks, base, clears=True)
        assert (again.findings, again.things) == ([], base)


@pytest.mark.slow
def test_rows_that_stay_keep_their_files_byte_for_byte():
    files = definitions_in_force(RAW)
    assert written(files, read_things(files)) == files
    things = read_things(files)
    key = next(key for key in things if key[0] == "target")
    things[key] = things[key] | {"target_value": "987"}
    after = written(files, things)
    assert [name for name in files if after[name] != files[name]] == [f"targets/{things[key]['programme_id']}.csv"]
    assert read_things(after) == things


def test_a_blank_workbook_holds_no_row_its_grey_examples_are_never_read(tmp_path, workbooks):
    blank = tmp_path / "blank.xlsx"
    for language in ("zh", "en"):
        blank.write_bytes(workbook_bytes(Taken({}), language))
        book = read_book(blank, "blank.xlsx", workbooks)
        assert [row.table for row in book.rows] == ["programme"]
        assert (book.findings, book.facts["publication"]) == ([], "")


def test_every_fault_is_named_at_its_cell_and_all_of_them_at_once(tmp_path, workbooks):
    sheets = typed.jobs()
    sheets["方案和文件"][1][1] = "从前"  # First day.
    sheets["单位"][2][0] = "市人社局"  # A second unit of the same name.
    sheets["指标"][1][1] = "大概"
    sheets["指标"][5][4] = "相加"  # A share that is added up.
    sheets["目标"][1][2] = "很多"
    sheets["目标"][2][0] = "就业指标rf"
    sheets["目标"][3][7] = None
    sheets["任务和责任"][1][1] = "市人社局、某区"
    sheets["分解"][1][2] = "5吨"
    sheets["权重"][1][1] = 0
    found = entered(typed.write(tmp_path / "bad.xlsx", sheets), workbooks)
    places = said([*found.findings, *check_entered(found, "bad.xlsx")])
    assert places >= {
        ("方案和文件", 2, "开始日期", "workbook.day"),
        ("单位", 3, "单位", "workbook.repeated"),
        ("指标", 2, "指标类型", "cell.value.known"),
        ("指标", 6, "汇总方式", "definition_indicator.aggregation.of_type"),
        ("目标", 2, "目标值", "number.approximate"),
        ("目标", 3, "指标", "workbook.ref.unknown"),
        ("目标", 4, "原文", "target.phrase.given"),
        ("任务和责任", 2, "责任单位", "workbook.ref.unknown"),
        ("权重", 2, "权重", "weight.weight.number"),
    }
    assert not any(rule.startswith("target.target_value") for _, row, _, rule in places if row == 2)


def test_a_name_that_contradicts_its_hidden_id_refuses_the_row(tmp_path, workbooks):
    first = entered(typed.write(tmp_path / "typed.xlsx", typed.jobs()), workbooks)
    base = first.things
    swapped = copy.deepcopy(base)
    units = [key for key in swapped if key[0] == "unit"]
    swapped[units[1]]["name"], swapped[units[2]]["name"] = swapped[units[2]]["name"], swapped[units[1]]["name"]
    taken = tmp_path / "taken.xlsx"
    taken.write_bytes(workbook_bytes(Taken(swapped, first.programme_id), "zh"))
    found = entered(taken, workbooks, base, clears=True)
    assert {rule for *_, rule in said(found.findings)} >= {"workbook.id"}


def look(path: Path, workbooks, current, taken=None, answers=None):
    known = {manifest_of(taken or current): taken or current}
    return preview(path, path.name, workbooks, Ground(current, known.get, load_catalog), answers)


@pytest.fixture
def published(tmp_path, workbooks):
    """Fuzhou's definitions, and its workbook as taken out."""
    first = entered(typed.write(tmp_path / "typed.xlsx", typed.jobs()), workbooks)
    files = written({}, first.things)
    return files, first.programme_id


def workbook_of(files, programme, path, change):
    """The workbook of a programme whose definitions a person changed on its sheets."""
    things = read_things(files)
    change(things)
    path.write_bytes(workbook_bytes(Taken(things, programme, manifest_of(files)), "zh"))
    return path


def test_a_change_is_told_from_what_was_there_and_touches_nothing_else(published, tmp_path, workbooks):
    files, programme = published

    def kinder(things):
        things["unit", "u-002"]["kind"] = "城区"

    seen = look(workbook_of(files, programme, tmp_path / "w.xlsx", kinder), workbooks, files)
    assert [(c.key, c.kind, c.fields) for c in seen.changes] == [
        (("unit", "u-002"), "changed", (("kind", "区县", "城区"),))
    ]
    assert [name for name in files if seen.files[name] != files[name]] == ["units.yml"]


def test_what_others_changed_since_stays_and_what_both_changed_is_asked(published, tmp_path, workbooks):
    files, programme = published

    def mine(things):
        things["unit", "u-002"]["kind"] = "城区"

    workbook = workbook_of(files, programme, tmp_path / "w.xlsx", mine)
    things = read_things(files)
    things["unit", "u-003"]["kind"] = "新区"
    others = written(files, things)
    seen = look(workbook, workbooks, others, taken=files)
    assert seen.conflicts == []
    kinds = {key[1]: fields["kind"] for key, fields in read_things(seen.files).items() if key[0] == "unit"}
    assert (kinds["u-002"], kinds["u-003"]) == ("城区", "新区")
    things["unit", "u-002"]["kind"] = "中心城区"
    others = written(files, things)
    seen = look(workbook, workbooks, others, taken=files)
    assert [(c.key, c.before, c.theirs, c.mine) for c in seen.conflicts] == [
        (("unit", "u-002"), "区县", "中心城区", "城区")
    ]
    for side, kind in (("mine", "城区"), ("theirs", "中心城区")):
        settled = look(workbook, workbooks, others, taken=files, answers={(("unit", "u-002"), "kind"): side})
        assert settled.conflicts == []
        assert read_things(settled.files)["unit", "u-002"]["kind"] == kind


def test_a_row_left_out_of_a_workbook_ends_nothing(published, tmp_path, workbooks):
    files, programme = published

    def shorter(things):
        for key in [key for key in things if key[0] in ("weight", "unit_target")]:
            del things[key]

    seen = look(workbook_of(files, programme, tmp_path / "w.xlsx", shorter), workbooks, files)
    assert (seen.changes, seen.findings) == ([], [])


ANNEX = """序号,考核指标（单位）,鼓楼,台江区,仓山区,合计
1,就业指标new（人）,50000,40000,32000,122000
2,再就业（万人）,0.3,0.3,0.25,0.85
"""
SAID = {"考核指标（单位）": "target", "鼓楼": "unit:鼓楼区", "合计": "-", "再就业（万人）": "target:就业指标re"}


def parts(book, things, workbooks):
    found = enter(book, things, clears=False)
    return found, {key[1:3]: (fields["target_value"], fields["measure_unit"], fields["phrase"])
                   for key, fields in found.things.items() if key[0] == "unit_target" and fields != things.get(key)}  # fmt: skip


def without_parts(tmp_path, workbooks):
    things = entered(typed.write(tmp_path / "t.xlsx", typed.jobs()), workbooks).things
    return {key: fields for key, fields in things.items() if key[0] != "unit_target"}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig"])
def test_a_breakdown_in_the_offices_own_columns_is_read_once_they_are_assigned(encoding, tmp_path, workbooks):
    things = without_parts(tmp_path, workbooks)
    annex = tmp_path / "分解表.csv"
    annex.write_bytes(ANNEX.encode(encoding))
    unsaid = Breakdown(things, "fuzhou-jobs", {}).read(annex, annex.name, workbooks)
    assert {(f.rule_id, f.column_name) for f in unsaid.findings} >= {
        ("breakdown.column", "鼓楼"),
        ("breakdown.column", "合计"),
    }
    book = Breakdown(things, "fuzhou-jobs", SAID).read(annex, annex.name, workbooks)
    found, made = parts(book, things, workbooks)
    assert [f.text() for f in found.findings] == []
    assert made["fuzhou-jobs-g01", "鼓楼区"] == ("5", "万人", "50000人")
    assert {key[1]: value for key, (value, *_) in made.items() if key[0] == "fuzhou-jobs-g02"} == {
        "鼓楼区": "0.3", "台江区": "0.3", "仓山区": "0.25",
    }  # fmt: skip
    assert len(made) == 6


def test_an_assignment_is_remembered_for_tables_with_the_same_header(tmp_path, workbooks):
    things = without_parts(tmp_path, workbooks)
    annex = tmp_path / "分解表.csv"
    annex.write_text(ANNEX, encoding="utf-8")
    first = Breakdown(things, "fuzhou-jobs", SAID).read(annex, annex.name, workbooks)
    remember(tmp_path, header_of(first), SAID)
    annex.write_text(ANNEX.replace("50000", "51000"), encoding="utf-8")
    again = Breakdown(things, "fuzhou-jobs", {}, remembered(tmp_path)).read(annex, annex.name, workbooks)
    found, made = parts(again, things, workbooks)
    assert (found.findings, made["fuzhou-jobs-g01", "鼓楼区"][0]) == ([], "5.1")
    other = ANNEX.replace("仓山区", "仓山")
    annex.write_text(other, encoding="utf-8")
    assert Breakdown(things, "fuzhou-jobs", {}, remembered(tmp_path)).read(annex, annex.name, workbooks).findings


CHANGE = ["目标", "单位", "变更方式", "生效日期", "新目标值", "新期限", "依据文件", "位置", "原文", "原因"]


def test_another_value_of_a_target_is_a_row_of_changes_and_never_typed_over(published, tmp_path, workbooks):
    files, _ = published
    sheets = typed.jobs()
    sheets["目标"][1][2], sheets["目标"][2][4], sheets["分解"][1][2] = 11, "2019年", 5.5
    seen = look(typed.write(tmp_path / "over.xlsx", sheets), workbooks, files)
    assert said(seen.findings) >= {("目标", 2, "目标值", "workbook.target_changed"),
                                   ("分解", 2, "目标值", "workbook.target_changed")}  # fmt: skip
    sheets = typed.jobs()
    sheets["变更"] = [
        CHANGE,
        [
            "就业指标new",
            None,
            "调整",
            "2018年7月1日",
            "不低于11.5万人",
            None,
            "2018年就业目标",
            "一",
            "调整为11.5万人",
            "试用",
        ],
        ["就业指标new", "鼓楼区", "更正", None, "4.8万人", None, None, None, None, "录入有误"],
    ]
    seen = look(typed.write(tmp_path / "changes.xlsx", sheets), workbooks, files)
    assert [f.text() for f in seen.findings] == []
    assert {change.key for change in seen.changes} == {
        ("target_change", "fuzhou-jobs-g01", "", "2018-07-01"), ("target_change", "fuzhou-jobs-g01", "鼓楼区", ""),
    }  # fmt: skip
    things = read_things(seen.files)
    assert things["target", "fuzhou-jobs-g01"]["target_value"] == "12.2"
    assert things["target_change", "fuzhou-jobs-g01", "", "2018-07-01"]["target_value"] == "11.5"
    assert seen.rounds == ["2018", "2019"]
    taken = tmp_path / "taken.xlsx"
    taken.write_bytes(workbook_bytes(Taken(things, "fuzhou-jobs"), "en"))
    assert entered(taken, workbooks, things, clears=True).things == things


def test_a_change_that_no_document_makes_is_refused_at_its_cells(published, tmp_path, workbooks):
    files, _ = published
    sheets = typed.jobs() | {
        "变更": [CHANGE, ["就业指标new", None, "调整", None, 11.5, None, None, None, None, "试用"]]
    }
    seen = look(typed.write(tmp_path / "changes.xlsx", sheets), workbooks, files)
    assert {place[2] for place in said(seen.findings) if place[0] == "变更"} >= {"生效日期", "依据文件", "位置", "原文"}
