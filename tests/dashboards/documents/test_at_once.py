"""Several readers take documents along at the same moment, from the server as it runs."""

import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboards.documents.typesetting.paper import Bar
from dashboards.documents.typesetting.pdf import bar_pictures

ROUND = "/documents/cdm-zone-2018/2020H2"
WANTED = [f"{ROUND}/{name}" for name in (
    "sc-kjt.docx", "sc-kjt.pdf", "sc-jxw.docx", "sc-jxw.pdf", "sc-chengdu.docx", "sc-chengdu.pdf", "bulletin.docx",
    "bulletin.pdf", "sc-kjt.docx?lang=en", "sc-kjt.pdf?lang=en", "sc-jxw.docx?as_of=2021-01-20",
    "sc-jxw.pdf?as_of=2021-01-20",
)] + ["/centre-summaries/sample-sc-01/2025.docx", "/centre-summaries/sample-sc-01/2025.pdf",
      "/reminders/cdm-zone-2018/2020H2/all.zip", "/calendar/cdm-zone-2018.ics", "/export/observations.xlsx",
      "/export/observations.parquet", "/export/targets.xlsx", "/export/targets.csv"]  # fmt: skip


def taken(address, path):
    try:
        with urllib.request.urlopen(address + path, timeout=300) as answer:
            return path, answer.status, answer.read()
    except urllib.error.HTTPError as refusal:
        return path, refusal.status, refusal.read()


@pytest.mark.slow
def test_twenty_files_asked_for_at_once_all_come_and_are_what_they_are_alone(address):
    assert len(WANTED) == 20
    with ThreadPoolExecutor(len(WANTED)) as readers:
        at_once = list(readers.map(lambda path: taken(address, path), WANTED))
    assert [told for told in at_once if told[1] != 200] == []
    for path, _, content in at_once:
        assert content == taken(address, path)[2], path


@pytest.mark.slow
def test_bars_are_drawn_by_as_many_threads_as_ask():
    bars = [Bar(number / 60, 0.9, number / 120, None, None, "#1f6f43", f"{number}") for number in range(60)]
    alone = bar_pictures(bars)
    with ThreadPoolExecutor(8) as threads:
        assert all(drawn == alone for drawn in threads.map(lambda _: bar_pictures(bars), range(32)))
