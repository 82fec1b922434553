"""What pages say beside their figures: bounds in words, columns explained, nothing offered that cannot be done."""

import re

import pytest

from dashboards.exports.dictionary import columns
from metrics.reading.annual_report import report_standings
from metrics.warehouse import Warehouse


@pytest.fixture(scope="module")
def real(shipped):
    return Warehouse(shipped)


def test_a_unit_is_called_by_its_chinese_name_alone_in_chinese_and_by_both_in_english(page_of, text_of, real):
    assert "Science and Technology" not in text_of(page_of("/unit/sc-kjt", "", source=real))
    assert "科技厅" in text_of(page_of("/unit/sc-kjt", "?lang=en", source=real))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_column_of_a_table_is_explained_on_its_page(page_of, text_of, real, language):
    text = text_of(page_of("/data/attainment", f"?lang={language}", source=real))
    for name in ("attainment_pct", "pace_ratio", "status_reason"):
        meaning = columns("attainment")[name].in_language(language).split("`")[0].strip()
        assert meaning[:20] in text, name


def test_an_annual_report_is_acted_on_only_while_a_step_is_open(page_of, components_of, real):
    states = {entry.year: entry.state for entry in report_standings(real.snapshot(), "sample-sc-01")}
    assert {"filed", "submitted"} <= set(states.values())
    page = page_of("/centre/sample-sc-01", "", source=real)
    offered = [getattr(node, "aria-label", "") or "" for node in components_of(page.content)]
    acted_on = {int(found[1]) for label in offered if (found := re.match(r"办理(\d{4})年度报告", label))}
    assert acted_on == {year for year, state in states.items() if state in ("submitted", "forwarded")}


def test_many_source_files_are_folded_and_counted(page_of, text_of, components_of, real):
    page = page_of("/quality", "", source=real)
    assert re.search(r"数据文件（\d{3} 个）", text_of(page))
    inside = [node for d in components_of(page.content) if type(d).__name__ == "Details" for node in components_of(d)]
    assert any("sample/centres" in str(getattr(node, "children", "")) for node in inside)
