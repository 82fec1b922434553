"""An office looked at before anything is due: what its plan asks for stands there, and nothing denies it."""

import re

import pytest

from dashboards.address import Address
from dashboards.markup import markup
from dashboards.web.screens import page_and_build
from metrics.warehouse import Warehouse
from tests.offices.office import Office

pytestmark = pytest.mark.slow

BEFORE_ISSUE, ISSUED, FIRST_DUE = "2021-02-28", "2021-03-01", "2021-06-30"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A programme without targets in the data, and one of three goals, one of them from 2022, and a requirement."""
    office = Office(tmp_path_factory.mktemp("orchard"))
    office.scope("hunan", "湖南省")
    office.unit("hn-nyt", "农业农村厅")
    office.programme("hn-empty", "2019-01-01", "2020-12-31", "half_year", ["2019H1"])
    office.programme("hn-orchard", ISSUED, "2022-12-31", "half_year", ["2021H1", "2021H2", "2022H1", "2022H2"])
    office.task("hn-t1", "hn-orchard", "2022-12-31", "农业农村厅")
    for name, starts_on, level in (
        ("groves", ISSUED, "programme"), ("wells", ISSUED, "programme"), ("mills", "2022-01-01", "programme"),
        ("fairs", ISSUED, "task"),
    ):  # fmt: skip
        office.indicator(f"hn-{name}", name, "cumulative", "个", "sum")
        office.target(
            f"hn-{name}", "hn-orchard", f"hn-{name}", "hunan", ">=", 12, "个", starts_on, "2022-12-31", "hn-t1",
            level=level,
        )  # fmt: skip
    office.tables["targets/hn-orchard"][-1]["task_id"] = "hn-t1"
    office.write()
    office.load()
    return office


def text_of(office, path, search=""):
    address = Address.parse(path, search)
    page, _ = page_and_build(Warehouse(office.data).snapshot(address.as_of), address)
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", markup(page.content)[0]))


@pytest.mark.parametrize("path", ["/", "/matrix", "/round", "/tasks", "/units"])
@pytest.mark.parametrize("day", [BEFORE_ISSUE, ISSUED, FIRST_DUE])
def test_no_page_says_that_a_programme_with_targets_has_none(office, path, day):
    text = text_of(office, path, f"?programme=hn-orchard&as_of={day}")
    for denial in ("不设量化目标", "没有本方案的量化目标", "没有报告期", "没有设报告期", "没有可以对照"):
        assert denial not in text


def test_before_its_first_due_day_the_targets_stand_with_that_day(office):
    text = text_of(office, "/", f"?programme=hn-orchard&as_of={ISSUED}")
    assert (
        "截至2021年3月1日，尚无到期的报告期。本方案共有3 项方案目标、1 项任务年度要求，首期2021年6月30日到期。" in text
    )
    for name, first in (("groves", "2021年6月30日"), ("mills", "2022年6月30日"), ("fairs", "2021年6月30日")):
        assert re.search(rf"{name} (任务年度要求 )?湖南省 不低于 12 个 {first} 2022年12月31日", text), name


def test_before_issue_it_is_said_to_be_not_yet_issued_and_no_target_is_told(office):
    text = text_of(office, "/", f"?programme=hn-orchard&as_of={BEFORE_ISSUE}")
    assert "2021年2月28日，该日方案尚未印发；成文日期为2021年3月1日。" in text and "该日尚未印发" in text
    assert "groves" not in text
    english = text_of(office, "/", f"?programme=hn-orchard&as_of={BEFORE_ISSUE}&lang=en")
    assert "On 28 February 2021 the programme was not yet issued; it is dated 1 March 2021." in english


def test_from_its_first_due_day_it_is_judged(office):
    text = text_of(office, "/", f"?programme=hn-orchard&as_of={FIRST_DUE}")
    assert "2021年上半年（截至6月30日）" in text and "尚无到期的报告期" not in text


def test_the_start_page_is_a_programme_that_has_targets_and_the_other_says_what_the_data_lack(office):
    assert "3 项方案目标" in text_of(office, "/")
    assert "数据中没有本方案的量化目标" in text_of(office, "/", "?programme=hn-empty")


def test_the_export_says_of_the_day_viewed_what_the_page_says(office):
    for day, validity in ((BEFORE_ISSUE, "not_issued"), (ISSUED, "in_force")):
        rows = {row["document_id"]: row["validity"] for row in office.export("documents", "--as-of", day)}
        assert rows["hn-orchard"] == validity
