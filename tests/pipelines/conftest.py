"""Reports to send in, and a desk to receive them: small data folders with the transcribed tables and no samples."""

import csv
import io
import shutil
from pathlib import Path

import pytest

from pipelines.definitions.files import definitions_in_force
from pipelines.readers.workbook import WorkbookReader
from pipelines.register import read_register
from pipelines.reports.report import read_report
from tests.offices.zone import zone
from tests.once import made_once
from tests.shipped import RAW, shipped_office

PROJECT = Path(__file__).parents[2]
HEADER = ["责任单位", "报告期", "报送日期", "零报告", "类别", "编码", "名称", "数值", "计量单位", "任务状态",
"进展情况",
          "存在问题", "下一步工作", "佐证材料"]  # fmt: skip
TURNOVER = {"类别": "指标", "编码": "technology-contract-turnover", "名称": "技术合同交易额", "计量单位": "亿元"}
SHARE = {
    "类别": "指标",
    "编码": "high-tech-output-share",
    "名称": "高新技术产业产值占规上工业总产值比重",
    "计量单位": "%",
}
COUNT = {"类别": "指标", "编码": "technology-brokers", "名称": "职业化技术经纪人", "计量单位": "人"}
TASK = {"类别": "任务", "编码": "cdm-t21", "名称": "建立线上线下技术交易网络系统", "任务状态": "推进中",
"进展情况": "按计划推进。",
        "存在问题": "无", "下一步工作": "继续推进。"}  # fmt: skip
WHOLE = {"责任单位": "科技厅", "报告期": "2019H1", "报送日期": "2019-06-27", "零报告": "否"}


def report_text(*items, header=HEADER, delimiter=",", **whole):
    """A report as text: each item a dict by header, with the same unit, round and date in every row."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header, delimiter=delimiter, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for item in items or [COUNT | {"数值": "512"}]:
        writer.writerow(WHOLE | whole | item)
    return text.getvalue()


@pytest.fixture(scope="session")
def register(tmp_path_factory):
    """What reports of the zone may name."""
    office = zone(tmp_path_factory.mktemp("zone"))
    return read_register(office.data / "raw", definitions_in_force(office.data / "raw"), with_sample=False)


@pytest.fixture(scope="session")
def shipped_register():
    """What reports of the shipped programmes may name."""
    return read_register(RAW, definitions_in_force(RAW), with_sample=False)


@pytest.fixture(scope="session")
def workbooks():
    with WorkbookReader() as reader:
        yield reader


@pytest.fixture
def read(tmp_path, register, workbooks):
    """Reads bytes or text as the report `a.csv`."""

    def run(content, name="a.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_report(path, name, register, workbooks)

    return run


@pytest.fixture(scope="session")
def loaded_zone(tmp_path_factory):
    """The data folder of the zone with the build of its data in force."""

    def make(place):
        office = zone(place)
        office.load()
        return office.data

    return made_once(tmp_path_factory, "zone", make)


@pytest.fixture
def bare_data(tmp_path):
    """The data folder of the zone, transcribed tables, nothing received or loaded."""
    office = zone(tmp_path)
    (office.data / "raw" / "inbox").rmdir()
    return office.data


@pytest.fixture
def loaded_data(bare_data, loaded_zone):
    """The same folder with the build of its data in force."""
    shutil.copytree(loaded_zone / "warehouse", bare_data / "warehouse")
    return bare_data


@pytest.fixture
def shipped_bare(tmp_path):
    """A data folder with the shipped tables and published figures only."""
    folder = tmp_path / "data"
    shipped_office(folder, "sample")
    return folder
