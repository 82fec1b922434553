"""Rows to be judged, as `mart.attainment_input` has them: a test says what matters to it, the rest stands here."""

import math

import pandas as pd

NAN = math.nan
DAYS = ("starts_on", "due_on", "period_ends_on", "actual_ends_on", "baseline_on")
ROW = {
    "measure_type": "stock", "comparator": ">=", "actual_value": NAN, "worst_year_value": NAN, "is_worst_open": False,
    "target_value": NAN, "target_low": NAN, "target_high": NAN, "baseline_value": NAN, "baseline_on": None,
    "qualifier": "exact", "part_missing_count": 0, "open_reason": None, "is_older": False, "is_year_to_date": False,
    "is_whole": False, "interim_value": NAN, "first_half_sum": NAN, "year_sum": NAN, "full_years": 0,
    "borrowed_first_half_ratio": NAN, "starts_on": "2018-01-01", "due_on": "2020-12-31", "period_ends_on": "2019-12-31",
    "actual_ends_on": "2019-12-31",
}  # fmt: skip


def judgement_frame(*rows):
    """The rows as a frame with real days; a yearly floor whose worst year is not given is judged by its actual."""
    whole = []
    for row in rows:
        row = ROW | row
        if row["comparator"] == "annual_floor" and math.isnan(row["worst_year_value"]) and not row["is_year_to_date"]:
            row["worst_year_value"] = row["actual_value"]
            row["is_worst_open"] = row["qualifier"] == "lt"
        whole.append(row)
    frame = pd.DataFrame(whole)
    for column in DAYS:
        frame[column] = pd.to_datetime(frame[column])
    measured = frame["actual_ends_on"].fillna(frame["period_ends_on"])
    frame["measured_year_ends_on"] = pd.to_datetime(measured.dt.year.astype(str) + "-12-31")
    return frame
