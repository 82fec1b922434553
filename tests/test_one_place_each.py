"""The typical changes of `docs/architecture.md`, "One place each", made in a copy of the project: what the page names is
all that they touch, and they work at first try.
"""

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch

import pytest

from tests.published import published
from tests.shipped import PROJECT, copy_office_file, copy_shipped

pytestmark = pytest.mark.slow

LEFT_OUT = shutil.ignore_patterns(
    ".*", "node_modules", "__pycache__", "data", "*.egg-info", "screenshots", "build", "dist"
)
INDICATOR = """id: papers
name: {zh: 发表论文, en: Papers published}
measure_type: cumulative
measure_unit: 篇
direction: up
aggregation: lead_reports
definition: {zh: 发表的论文, en: papers published}
basis: {zh: 全省, en: the province}
"""
TARGET = {
    "target_id": "cdm-papers", "programme_id": "cdm-zone-2018", "document_id": "cdm-zone-2018", "indicator_id": "papers",
    "scope_id": "sichuan", "level": "programme", "comparator": ">=", "target_value": "300", "measure_unit": "篇",
    "value_as_printed": "300篇", "starts_on": "2018-09-25", "due_on": "2020-12-31", "section": "一", "phrase": "发表论文300篇",
    "task_ids": "cdm-t21",
}  # fmt: skip
REPORTER = {"target_id": "cdm-papers", "unit_name": "科技厅", "role": "reports_whole", "is_stated": "false",
            "note_zh": "试用", "note_en": "a trial"}  # fmt: skip
CHECK = """-- one row per target that asks for more than a million
select
    target.source_file as _file,
    target.source_row as _row,
    target.target_id
from fact.target as target
where target.target_value > 1000000
"""
SUITE = """# No target asks for more than a million.

- id: target_beyond_a_million.none
  severity: warn
  check: expect_table_row_count_to_equal
  arguments: {value: 0}
  zh: 目标值超过一百万
  en: "the target asks for more than a million"
  next_zh: 请核对 data/raw/targets
  next_en: "Look at data/raw/targets"
"""
PAGE = '''"""How many units of measurement there are."""

from __future__ import annotations

from dash import html

from dashboards.components.sections import page_head
from dashboards.screen import Page, Screen
from metrics.warehouse import Snapshot

PATH = "/measures"
MENU_PLACE = 95


def layout(screen: Screen, snapshot: Snapshot) -> Page:
    """The page."""
    (row,) = snapshot.select("select count(*) as n from dim.measure_unit")
    title = screen.words("measures.title")
    return Page(title, html.Div(page_head(title, f"{row['n']}")), screen, picker_path=PATH)
'''
REPORT = """责任单位,科技厅
报告期,2020年下半年
报送日期,2020-12-25
零报告,否
类别,编码,名称,数值(篇),任务状态,进展情况,存在问题,下一步工作
指标,papers,发表论文,312,,按计划推进。,,
"""


class House:
    """A copy of the project and its shipped raw data; every change says which files it touched."""

    def __init__(self, folder):
        self.folder = shutil.copytree(PROJECT, folder / "house", ignore=LEFT_OUT)
        copy_shipped(PROJECT, self.folder / "data" / "raw")
        copy_office_file(PROJECT, self.folder / "data")
        self.touched = {}

    def write(self, change, name, text):
        """A new file."""
        path = self.folder / name
        assert not path.exists()
        path.write_text(text, encoding="utf-8")
        self.touched.setdefault(change, set()).add(name)

    def edit(self, change, name, pattern, replacement):
        """One place of a file written anew."""
        path = self.folder / name
        text, count = re.subn(pattern, replacement, path.read_text(encoding="utf-8"), count=1)
        assert count == 1, (name, pattern)
        path.write_text(text, encoding="utf-8")
        self.touched.setdefault(change, set()).add(name)

    def add_row(self, change, name, row):
        """One row of a CSV."""
        path = self.folder / name
        with path.open(encoding="utf-8", newline="") as file:
            columns = next(csv.reader(file))
        with path.open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, columns, lineterminator="\n").writerow(row)
        self.touched.setdefault(change, set()).add(name)

    def run(self, *arguments):
        """Python in the copy, over its own data without samples; what it printed."""
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(self.folder), os.environ["PYTHONPATH"])),
                       "DUIBIAO_DATA": str(self.folder / "data"), "DUIBIAO_SAMPLE": "off"}  # fmt: skip
        done = subprocess.run([sys.executable, *arguments], cwd=self.folder, env=environment, capture_output=True,
                              text=True, encoding="utf-8", timeout=300, check=False)  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def export(self, dataset):
        """The rows of one dataset."""
        return list(csv.DictReader(io.StringIO(self.run("-m", "app", "export", dataset).removeprefix("\ufeff"))))

    def page(self, address):
        """A page as a browser gets it."""
        program = (
            "import app, sys; answer = app.create_app().test_client().get(sys.argv[1])\n"
            "assert answer.status_code == 200, answer.status_code\n"
            "sys.stdout.reconfigure(encoding='utf-8'); print(answer.text)"
        )
        return self.run("-c", program, address)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    house = House(tmp_path_factory.mktemp("one-place"))
    house.edit("a unit of measurement", "metrics/catalog/measure_units.yml", r"\Z",
               "- {code: 篇, name_en: papers, dimension: count, factor: 1, decimals: 0}\n")  # fmt: skip
    house.write("an indicator, a document", "data/raw/definitions/indicators/papers.yml", INDICATOR)
    house.add_row("targets, tasks, who answers for them", "data/raw/definitions/targets/cdm-zone-2018.csv", TARGET)
    house.add_row("who reports the whole of a target, who contributes; interim values", "data/raw/definitions/reporters/cdm-zone-2018.csv",
                  REPORTER)  # fmt: skip
    house.write("a check across tables", "pipelines/sql/checks/target_beyond_a_million.sql", CHECK)
    house.write("a check across tables", "expectations/suites/target_beyond_a_million.yml", SUITE)
    house.write("a page", "dashboards/pages/measures.py", PAGE)
    house.edit(
        "a page", "docs/pages.md", r"(\| `/data` \|.*\n)", r"\1| `/measures` | What figures are counted in | |\n"
    )
    for language, word in (("zh", "计量单位"), ("en", "Measures")):
        name = f"dashboards/text/{language}.yml"
        house.edit("a page", name, r"\nmenu:\n", f"\nmenu:\n  measures: {word}\n")
        house.edit("a page", name, r"\Z", f"measures:\n  title: {word}\n")
    house.edit(
        "an export column",
        "metrics/sql/exports/units.sql",
        r"(    unit\.kind,\n)",
        r"\1    length(unit.unit_name) as name_length,\n",
    )
    house.edit(
        "an export column",
        "metrics/sql/exports/units.yml",
        r"\Z",
        "name_length:\n  zh: 名称字数\n  en: letters of its name\n",
    )
    published(house.folder / "data")
    house.run("-m", "app", "load")
    return house


def places():
    """What each row of the table names, by what is to be added."""
    text = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8").split("\n## One place each\n")[1]
    rows = re.findall(r"^\| ([^|]+) \| (.+) \|$", text.split("\n## ")[0], re.MULTILINE)[1:]
    return {name: re.findall(r"`([\w./<>*-]+)`", touch) + [f"docs/{page}" for page in re.findall(r"\]\((\w+\.md)", touch)]
            for name, touch in rows}  # fmt: skip


def test_each_change_touches_what_its_row_names_and_nothing_else(house):
    table = places()
    for change, files in house.touched.items():
        patterns = [re.sub(r"<\w+>", "*", place) for place in table[change]]
        folder = ""
        for number, place in enumerate(patterns):  # `data/raw/targets`, `tasks`: the folder is said once.
            patterns[number] = place if "/" in place or not folder else f"{folder}/{place}"
            folder = patterns[number].rpartition("/")[0] or folder
        for name in files:
            assert any(fnmatch(name, place) or name.startswith(f"{place.rstrip('/')}/") for place in patterns), (
                change,
                name,
            )


def test_an_indicator_in_a_new_unit_of_measurement_stands_in_exports_and_on_its_page(house):
    (row,) = [row for row in house.export("targets") if row["target_id"] == "cdm-papers"]
    assert (row["indicator_id"], row["target_value"], row["measure_unit"]) == ("papers", "300", "篇")
    assert "300 篇" in house.page("/target/cdm-papers?lang=zh")
    assert "300 papers" in house.page("/target/cdm-papers?lang=en")


def test_a_header_in_the_new_unit_of_measurement_is_read(house):
    (house.folder / "report.csv").write_text(REPORT, encoding="utf-8")
    said = house.run("-m", "app", "check", "report.csv")
    assert "[error]" not in said and "no_unit" not in said


def test_a_new_check_is_carried_out_with_every_load(house):
    (row,) = [row for row in house.export("checks") if row["rule_id"] == "target_beyond_a_million.none"]
    assert row["is_success"] == "true"


def test_a_new_page_is_in_the_menu_and_in_both_languages(house):
    assert '<a href="/measures' in house.page("/?lang=zh").replace("&amp;", "&")
    assert "计量单位" in house.page("/measures?lang=zh")
    assert "Measures" in house.page("/measures?lang=en")


def test_a_new_column_of_an_export_stands_in_the_file_and_is_described(house):
    rows = house.export("units")
    assert all(int(row["name_length"]) == len(row["unit_name"]) for row in rows) and rows


def test_the_docs_of_the_house_so_changed_are_whole(house):
    house.run("-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "tests/test_docs.py")
