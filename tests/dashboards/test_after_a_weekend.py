"""An office that rested: the page asks whether the server's time is right, and one button by name goes on."""

import os
from datetime import timedelta

import pytest

from pipelines.archive import Archive
from tests.offices.zone import PROGRAMME, zone
from tests.pipelines.conftest import COUNT, report_text
from tests.standing.sitecustomize import BEHIND

pytestmark = [pytest.mark.slow, pytest.mark.browser]

WEEKEND = timedelta(days=3).total_seconds()


def test_an_upload_after_a_weekend_asks_and_goes_on_by_one_button(browser, served, tmp_path):
    office = zone(tmp_path)
    office.step("contact", PROGRAMME, "2019H1", "sc-fgw")
    office.load()
    report = tmp_path / "报告.csv"
    report.write_text(report_text(COUNT | {"数值": "512"}), encoding="utf-8")
    later = {BEHIND: str(float(os.environ[BEHIND]) - WEEKEND), "DUIBIAO_SAMPLE": "off"}
    with served(office.data, **later) as (address, _):
        page = browser.new_page()
        page.goto(f"{address}/upload?lang=zh")
        page.fill("#acting-name", "王芳")
        page.set_input_files("#upload-files", str(report))
        page.wait_for_selector(".upload-asked button[data-confirm-time]", timeout=60_000)
        assert "对吗？" in page.inner_text(".upload-asked")
        assert Archive(office.data / "raw").receipts() == []
        page.reload()
        page.wait_for_selector(".upload-asked button[data-confirm-time]", timeout=60_000)
        page.click(".upload-asked button[data-confirm-time]")
        page.wait_for_selector(".upload-done", timeout=60_000)
        page.close()
    kinds = [line.kind for line in Archive(office.data / "raw").lines()]
    assert kinds[-2:] == ["clock", "receipt"]
