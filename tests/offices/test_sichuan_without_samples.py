"""The shipped programme on an office's first round: what its five lead units report shows on the targets."""

import csv
import io

import pytest
from click.testing import CliRunner

from app import main
from tests.offices.office import REPORT
from tests.shipped import shipped_office

pytestmark = pytest.mark.slow

PROGRAMME, PERIOD = "cdm-zone-2018", "2020H2"
DEFENCE, CHENGDU, SCIENCE = "省国防科工办", "成都市人民政府", "科技厅"
# Unit → indicators with their figures: a count each, as such a unit would report it.
REPORTS = {
    DEFENCE: {"civil-military-transfers": (1100, "项"), "civil-military-smes": (990, "家")},
    CHENGDU: {"civil-military-transfers": (450, "项"), "university-circles": (7, "个"), "biomedical-firms": (790, "家")},
    SCIENCE: {"national-transfer-institutions": (52, "家"), "technology-brokers": (1425, "人"),
              "high-tech-output-share": (30.6, "%"), "incubators": (663, "家")},
    "省知识产权局": {"technology-brokers": (80, "人")},
    "省金融工作局": {"civil-military-smes": (120, "家")},
}  # fmt: skip


@pytest.fixture(scope="module")
def exports(tmp_path_factory):
    data = tmp_path_factory.mktemp("sichuan")
    shipped_office(data)

    def run(*arguments):
        done = CliRunner(env={"DUIBIAO_DATA": str(data), "DUIBIAO_SAMPLE": "off"}).invoke(
            main, list(map(str, arguments))
        )
        assert done.exit_code == 0, done.output
        return done.output

    names = {row["indicator_id"]: row["name_zh"] for row in _rows(_loaded(run)("export", "indicators"))}
    for unit, figures in REPORTS.items():
        path = data / f"{unit}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, REPORT)
            writer.writeheader()
            for indicator, (value, measure_unit) in figures.items():
                writer.writerow(dict.fromkeys(REPORT, "") | {
                    "方案": PROGRAMME, "责任单位": unit, "报告期": PERIOD, "报送日期": "2020-12-25", "零报告": "否",
                    "类别": "指标", "编码": indicator, "名称": names[indicator], "数值": value, "计量单位": measure_unit,
                    "进展情况": "按计划推进。",
                })  # fmt: skip
        run("receive", path, "--by", "张三")
    run("load")
    return lambda dataset, *options: _rows(run("export", dataset, *options))


def _loaded(run):
    run("load")
    return run


def _rows(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize(
    ("target", "value", "qualifier"),
    [
        # Named to report the whole: not added to what Chengdu counts of the same.
        ("cdm-civil-military-transfers", 1100, "exact"),
        ("cdm-civil-military-smes", 990, "exact"),
        ("cdm-national-transfer-institutions", 52, "exact"),
        ("cdm-technology-brokers", 1425, "exact"),
        ("cdm-high-tech-output-share", 30.6, "exact"),
        ("cdm-incubators", 663, "exact"),
        # One of the three cities of the zone: at least this much.
        ("cdm-university-circles", 7, "ge"),
        ("cdm-biomedical-firms", 790, "ge"),
    ],
)
def test_without_a_breakdown_what_lead_units_report_stands_on_its_target(exports, target, value, qualifier):
    (row,) = [row for row in exports("attainment", "--where", f"target_id:is:{target}")
              if (row["period_id"], row["unit_id"]) == (PERIOD, "")]  # fmt: skip
    assert (float(row["actual_value"]), row["qualifier"], row["provenance"]) == (value, qualifier, "reported")


def test_the_list_says_who_is_in_a_figure_and_by_whose_reading(exports):
    rows = exports(
        "contributors", "--where", "target_id:is:cdm-university-circles", "--where", f"period_id:is:{PERIOD}"
    )
    told = {row["unit_name"]: (row["contribution"], row["is_counted"], row["is_named_by_text"]) for row in rows}
    assert told[CHENGDU] == ("part", "true", "false")
    assert told["德阳市人民政府"] == ("part", "false", "false")
