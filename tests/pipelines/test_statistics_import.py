"""Published statistics: a yearly export by province becomes published figures, exactly, or is sent back by cell."""

import pytest

from metrics.catalog import load_catalog
from metrics.catalog.measures import Measures
from metrics.warehouse import Snapshot, current_build_path
from pipelines.archive import Archive
from pipelines.loading.build import load
from pipelines.receiving.statistics import import_statistics
from pipelines.reports.yearly_statistics import read_statistics

EXPORT = """数据库：分省年度数据
指标：技术市场成交额(亿元)
时间：最近3年
地区,2024年,2023年,2022年,
北京市,9000.50,8536.90,7947.51,
四川省,2400.12,1951.59,1643.45,
青海省,,15.2,16.1,
数据来源：国家统计局
"""
CATALOG = load_catalog()
INDICATORS = {indicator.id: indicator for indicator in CATALOG.indicators}
MEASURES = Measures(CATALOG.measure_units)


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
        ("(亿元)", "", "statistics.title", None),
        ("(亿元)", "(斗)", "statistics.title", None),
        ("地区,", "名称,", "statistics.none", None),
    ],
)
def test_what_is_not_certain_is_named(read_export, old, new, rule, row):
    findings = read_export(EXPORT.replace(old, new, 1)).findings
    assert (rule, row) in {(finding.rule_id, finding.row_number) for finding in findings}


def run_import(data, tmp_path, text=EXPORT, indicator="technology-contract-turnover"):
    path = tmp_path / "export.csv"
    path.write_text(text, encoding="utf-8")
    return import_statistics(Archive(data / "raw"), path, INDICATORS[indicator], MEASURES)


def test_another_unit_is_not_the_indicators(bare_data, tmp_path):
    outcome = run_import(bare_data, tmp_path, indicator="incubators")
    assert (outcome.verdict, [f.rule_id for f in outcome.findings]) == ("refused", ["statistics.unit"])
    assert list((bare_data / "raw" / "quarantine").rglob("*.findings.json"))


@pytest.mark.slow
def test_an_import_is_archived_and_loads_as_published_figures(bare_data, tmp_path):
    assert run_import(bare_data, tmp_path).verdict == "accepted"
    assert run_import(bare_data, tmp_path).verdict == "already_received"
    revised = EXPORT.replace("2400.12", "2401.5")
    assert run_import(bare_data, tmp_path, revised).verdict == "accepted"
    assert load(bare_data, with_sample=False).state == "published"
    snapshot = Snapshot(current_build_path(bare_data / "warehouse"))
    rows = snapshot.select("""
        select period_label, cast(actual_value as varchar) as v, provenance, basis_match, count(*) as n
        from fact.observation where indicator_id = 'technology-contract-turnover' and scope_id = 'sichuan'
            and period_label in ('2022', '2023', '2024') and indicator_name_zh = '技术市场成交额'
        group by all order by 1
    """)
    assert [(r["period_label"], r["v"], r["provenance"], r["basis_match"], r["n"]) for r in rows] == [
        ("2022", "1643.450000", "published", "same", 1),
        ("2023", "1951.590000", "published", "same", 1),
        ("2024", "2401.500000", "published", "same", 1),
    ]


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
