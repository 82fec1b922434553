"""An office that counts by the ten thousand: what is expected is no whole ten thousand, nor rounded onto the actual."""

import re

import pytest

from dashboards.address import Address
from dashboards.markup import markup
from dashboards.web.screens import page_and_build
from metrics.warehouse import Warehouse
from tests.offices.office import Office

pytestmark = pytest.mark.slow


def test_what_is_counted_by_the_ten_thousand_is_not_held_against_whole_ten_thousands(tmp_path):
    office = Office(tmp_path)
    office.scope("hebei", "河北省")
    office.unit("hb-sww", "商务厅")
    office.programme("hb-trade", "2021-01-01", "2022-12-31", "half_year", ["2021H1", "2021H2", "2022H1", "2022H2"])
    office.task("hb-t1", "hb-trade", "2022-12-31", "商务厅")
    for name, value in (("shops", "5.8"), ("stalls", "0.05")):
        office.indicator(f"hb-{name}", name, "cumulative", "万家", "lead_reports")
        office.target(f"hb-{name}", "hb-trade", f"hb-{name}", "hebei", ">=", value, "万家", "2021-01-01", "2022-12-31",
                      "hb-t1")  # fmt: skip
    office.write()
    office.load()
    office.report("商务厅", "2021H2", "2021-12-28", {"hb-shops": 2.05, "hb-stalls": (0.02, "万家")}, ("hb-t1",))
    office.load()
    shops = office.judged("hb-shops", "2021H2")
    # Half of 5.8 is 2.9: 2.05 is 71 % of it, whatever the whole ten thousands say.
    assert (shops["status"], shops["expected_whole"]) == ("behind", "")
    assert float(shops["pace_ratio"]) < 0.72
    address = Address.parse("/", "?programme=hb-trade&period=2021H2")
    page, _ = page_and_build(Warehouse(office.data).snapshot(), address)
    text = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", markup(page.content)[0]))
    for actual, expected in re.findall(r"实际 (\S+ 万家)，按序时进度应达 (\S+ 万家)", text):
        assert actual != expected
    assert "实际 2.05 万家，按序时进度应达 2.9" in text
