"""What comes in around midnight in Beijing is filed under the day it is there, from the archive to the pages' tables."""

from datetime import date

import pytest

from metrics.warehouse import NoSnapshot, Warehouse
from pipelines.archive import Archive
from pipelines.receiving.desk import Desk
from tests.pipelines.conftest import COUNT, report_text
from tests.published import load, published
from tests.shipped import shipped_office

PUBLISHED = "2025-06-01T02:00:00.000000+00:00"
EVENING, MORNING = "2025-06-30T15:59:00.000000+00:00", "2025-06-30T23:00:00.000000+00:00"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Two reports of one unit: one in the last minute of 30 June, one at seven the next morning."""
    folder = tmp_path_factory.mktemp("office")
    with pytest.MonkeyPatch.context() as patch:
        # The clock of the archive is the only one that says when something came.
        patch.setattr(Archive, "next_moment", lambda _: PUBLISHED)
        shipped_office(folder, "sample", "archive")
        published(folder)
        patch.setattr("pipelines.loading.making.run_suites", lambda *_: [])
        for moment, value in ((EVENING, "11"), (MORNING, "12")):
            patch.setattr(Archive, "next_moment", lambda *_, moment=moment: moment)
            path = folder / f"{value}.csv"
            path.write_text(report_text(COUNT | {"数值": value}), encoding="utf-8")
            with Desk(folder / "raw", with_sample=False) as desk:
                assert desk.receive(path).verdict == "accepted"
        assert load(folder, with_sample=False).state == "published"
    return folder


@pytest.mark.slow
def test_a_report_of_seven_in_the_morning_is_not_of_the_day_before(office):
    latest = Warehouse(office).snapshot()
    assert [row["n"] for row in latest.select("select count(*) as n from fact.submission")] == [2]
    versions = {
        day: latest.as_of(date(2025, *day)).select("select version from fact.submission order by 1")
        for day in ((6, 29), (6, 30), (7, 1))
    }
    assert versions == {(6, 29): [], (6, 30): [{"version": 1}], (7, 1): [{"version": 1}, {"version": 2}]}


@pytest.mark.slow
def test_a_build_is_not_shown_by_the_days_of_another_place(office, move_to):
    move_to("Europe/London")
    with pytest.raises(NoSnapshot, match=r"Asia/Shanghai.*Europe/London.*duibiao load"):
        Warehouse(office).snapshot()
