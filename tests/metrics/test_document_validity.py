"""Whether a document is in force on the day viewed: by its own dates, and by what is known of its end."""

from datetime import date

import pytest

PLAN = {"validity": "repealed", "issued_on": date(2018, 9, 25)}
MEASURES = {"validity": "lapsed", "in_force_on": date(2022, 2, 1), "expires_on": date(2024, 1, 31)}
LASTING = {"validity": "in_force", "issued_on": date(2020, 5, 1), "in_force_on": date(2020, 6, 1)}
SAID = {
    "2017-12-31": ("not_issued", "not_in_force_yet", "not_issued"),
    "2020-05-20": ("repealed_since", "not_in_force_yet", "not_in_force_yet"),
    "2024-01-31": ("repealed_since", "in_force", "in_force"),
    "2024-02-01": ("repealed_since", "lapsed", "in_force"),
}


@pytest.mark.parametrize("day", SAID)
def test_a_document_is_what_its_dates_make_it_on_the_day_viewed(world, day):
    for document_id, facts in (("a", PLAN), ("b", MEASURES), ("c", LASTING)):
        world.add("dim.document", document_id=document_id, programme_id="p", **facts)
    rows = world.view(day).select("select document_id, validity from mart.document order by document_id")
    assert tuple(row["validity"] for row in rows if row["document_id"] in "abc") == SAID[day]
