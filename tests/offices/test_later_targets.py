"""What a later document sets enters no round that had ended before it was issued, whenever its count begins."""

import pytest

from tests.offices.village import PROGRAMME, ROUNDS, village

pytestmark = pytest.mark.slow

LATER, CLOSED = "v-trees-more", "2019H2"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """The village with its last round closed, and then another two years' target of the same trees, counted on."""
    made = village(tmp_path_factory.mktemp("later"))
    made.report("村委会", CLOSED, "2019-12-30", {"trees": 70}, ("v-1",))
    made.report("村小学", CLOSED, "2019-12-30", {"trees": 35})
    made.step("close", PROGRAMME, CLOSED, reason="办结")
    made.load()
    made.before = made.run("export", "attainment", "--period", CLOSED)
    made.lists["programmes"][0] |= {"ends_on": "2021-12-31", "rounds": [*ROUNDS, "2020H1", "2020H2"]}
    made.document("more", PROGRAMME, "再植方案", "2020-01-10")
    made.target(LATER, PROGRAMME, "trees", "village", ">=", 200, "个", "2018-07-01", "2021-12-31", "v-1",
                document_id="more")  # fmt: skip
    for unit, value in (("村委会", 120), ("村小学", 80)):
        made.part(PROGRAMME, LATER, unit, value, "个")
    made.write()
    made.load()
    return made


def test_the_closed_round_stays_and_nothing_of_it_is_listed_as_restated(office):
    assert office.run("export", "attainment", "--period", CLOSED) == office.before
    assert not [row for row in office.export("restatements") if row["target_id"]]


def test_it_is_judged_from_the_first_round_after_its_issue_with_what_came_before(office):
    rows = office.export("attainment", "--where", f"target_id:is:{LATER}")
    assert {row["period_id"] for row in rows} == {"2020H1", "2020H2"}
    row = office.judged(LATER, "2020H1")
    # Nobody has reported the round yet: what came before is a bound.
    assert (float(row["target_value"]), float(row["actual_value"]), row["qualifier"]) == (200, 105, "ge")


def test_a_template_of_a_round_before_asks_by_the_earlier_target_alone(office):
    for period, aim in (("2019H1", ",60("), ("2020H1", "120(")):
        office.run("template", "村委会", period, "--format", "csv", "--out", office.folder / f"{period}.csv")
        text = (office.folder / f"{period}.csv").read_text(encoding="utf-8-sig")
        assert aim in text and ("120(" in text) == (period > CLOSED), text
