"""Two officers decide on the same report at the same moment, by the pages and over HTTP."""

import json
import shutil
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from pipelines.archive import Archive

from .officer import Officer

pytestmark = [pytest.mark.browser, pytest.mark.slow]
UNIT, NAME = "sc-zscqj", "省知识产权局"


@pytest.fixture(scope="module")
def house(served, shipped, tmp_path_factory):
    folder = shutil.copytree(shipped, tmp_path_factory.mktemp("two") / "data")
    with served(folder) as (address, _):
        yield address, Archive(folder / "raw")


def decide(address, step, by):
    facts = {"by": by, "programme_id": "cdm-zone-2018", "period_id": "2020H2", "unit_id": UNIT, "step": step,
             "version": 1, "reason": f"由{by}决定"}  # fmt: skip
    request = urllib.request.Request(f"{address}/requests/step", json.dumps(facts).encode(), {"X-Duibiao-Request": "1"})
    with urllib.request.urlopen(request, timeout=120) as answer:
        return json.load(answer)["request_id"]


def finished(address, request_id):
    while True:
        with urllib.request.urlopen(f"{address}/requests/{request_id}", timeout=120) as answer:
            mail = json.load(answer)
        if mail["is_finished"]:
            return mail["answer"]
        time.sleep(0.3)


def test_of_many_who_decide_at_once_one_does_and_the_others_learn_who(house):
    address, archive = house
    officers = [(("accept", "return")[number % 2], f"officer{number}") for number in range(8)]
    with ThreadPoolExecutor(8) as threads:
        laid = list(threads.map(lambda officer: decide(address, *officer), officers))
    answers = [finished(address, request_id) for request_id in laid]
    (step,) = archive.steps()
    assert [answer["state"] for answer in answers].count("done") == 1
    refused = [answer for answer in answers if answer["state"] == "refused"]
    assert len(refused) == 7
    for answer in refused:
        assert answer["outcome"] == {"code": "overtaken"}
        assert step.by in answer["said_zh"] and step.reason in answer["said_zh"] and step.by in answer["said_en"]


def test_whoever_has_the_page_open_while_another_decides_is_told_and_overrides_nothing(house, browser):
    address, archive = house
    before = len(archive.steps())
    pages = [browser.new_context().new_page() for _ in range(2)]
    try:
        officers = [Officer(page, address, name) for page, name in zip(pages, ("韩梅", "李雷"), strict=True)]
        for officer in officers:
            officer.open("/round", "lang=zh&programme=cdm-zone-2018&period=2020H2")
            officer.page.get_by_role("button", name=f"办理{NAME}的报告").click()
        # Both see the same, so to both the same step is open.
        step = "accept" if archive.steps()[-1].step == "return" else "return"
        officers[0].submit(step, "韩梅", "先看到的")
        told = officers[1].submit(step, "李雷", "后看到的")
        assert "韩梅已于" in told and "先看到的" in told and "刷新页面" in told
        assert [step.by for step in archive.steps()[before:]] == ["韩梅"]
    finally:
        for page in pages:
            page.context.close()
