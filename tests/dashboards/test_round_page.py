"""What the round page lets its officer do, and why not."""

import json

from .conftest import LAST, PROGRAMME


def test_in_a_round_as_it_stood_nothing_can_be_done(page_of, components_of):
    def steps(search):
        page = page_of("/round", search)
        return [node for node in components_of(page.content) if hasattr(node, "data-act")], page

    now, page = steps(f"?programme={PROGRAMME}&period={LAST}")
    assert len(now) >= 2
    assert any(type(node).__name__ == "Dialog" for node in components_of(page.content))
    before, page = steps(f"?programme={PROGRAMME}&period={LAST}&as_of=2021-01-05")
    assert before == []
    assert not any(type(node).__name__ == "Dialog" for node in components_of(page.content))


def test_the_page_says_why_a_step_is_not_open(page_of, components_of):
    page = page_of("/round", f"?programme={PROGRAMME}&period={LAST}&lang=zh")
    offered = [
        json.loads(getattr(node, "data-act")) for node in components_of(page.content) if hasattr(node, "data-act")
    ]
    by_unit = {entry["asked"]["unit_id"]: {step["step"]: step for step in entry["steps"]} for entry in offered}
    assert by_unit["lead"]["accept"]["why_not"].startswith("该单位本期尚未报送")
    assert by_unit["city"]["return"]["why_not"].startswith("这一版已退回")
    assert by_unit["city"]["accept"]["why_not"] == ""
    assert by_unit["lead"]["contact"]["why_not"] == ""


def test_a_template_is_offered_for_every_report_that_is_still_awaited(page_of, components_of):
    page = page_of("/round", f"?programme={PROGRAMME}&period={LAST}&lang=zh")
    buttons = [node for node in components_of(page.content) if hasattr(node, "data-template")]
    asked = {json.loads(getattr(node, "data-template"))["unit_id"]: node for node in buttons}
    assert {"lead", "city"} <= set(asked)
    assert getattr(asked["lead"], "aria-label").startswith("下载填报模板：")
    assert json.loads(getattr(asked["lead"], "data-template"))["period_id"] == LAST
