"""A programme may have pace limits of its own, with what says so; all others keep those of all."""

import pytest

from tests.offices.test_target_changes import PROGRAMME, TARGET, air, reported

pytestmark = pytest.mark.slow

LIMITS = {"on_track_ratio": 0.97, "slightly_behind_ratio": 0.9, "source": {"zh": "考核办法第五条", "en": "article 5"}}
PERIOD = "2025H1"


def limited(office, **limits):
    office.lists["programmes"][0]["lamp_limits"] = LIMITS | limits
    office.write()


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """Two rounds reported, the second closed: 22 of 35 where 23 are expected, 95.7 %."""
    office = air(tmp_path_factory.mktemp("limits"))
    reported(office, "2024H2", PERIOD)
    return office


def test_a_programme_is_judged_by_its_own_limits_and_says_whose_they_are(played, tmp_path):
    office = played.copied(tmp_path)
    office.load()
    assert office.judged(TARGET, PERIOD)["status"] == "on_track"
    assert "97.0%" not in office.page(f"/?period={PERIOD}")
    limited(office)
    office.load()
    assert office.judged(TARGET, PERIOD)["status"] == "slightly_behind"
    page = office.page(f"/target/{TARGET}?period={PERIOD}")
    assert "进度不低于序时进度的 97.0%" in page and "进度界限由本方案自定，依据：考核办法第五条。" in page
    told = [
        row["words_en"] for row in office.export("workings") if (row["target_id"], row["period_id"]) == (TARGET, PERIOD)
    ]
    assert any("on track from 97%, slightly behind from 90% (article 5)" in words for words in told)


def test_limits_given_later_change_nothing_that_was_closed(played, tmp_path):
    office = played.copied(tmp_path)
    office.step("close", PROGRAMME, PERIOD, reason="办结")
    office.load()
    closed = office.run("export", "attainment", "--period", PERIOD)
    limited(office)
    office.load()
    assert office.run("export", "attainment", "--period", PERIOD) == closed
    (row,) = [row for row in office.export("restatements") if row["target_id"] == TARGET and not row["unit_id"]]
    assert (row["restatement_kind"], row["old_status"], row["new_status"]) == ("rules", "on_track", "slightly_behind")
    assert "97.0%" not in office.page(f"/target/{TARGET}?period={PERIOD}")


@pytest.mark.parametrize("limits", [{"on_track_ratio": 0.8}, {"slightly_behind_ratio": 0}, {"source": None}])
def test_limits_that_cannot_be_are_refused(played, tmp_path, limits):
    office = played.copied(tmp_path)
    limited(office, **limits)
    assert "programmes.yml" in office.run("load", fails=True)
