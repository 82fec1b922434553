"""Every shipped run-rate, season and forecast computed a second time, by plain numpy and scipy that share no code."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from tests.pipelines.test_recomputation import Books, day, expected_rows, met, number, way, whole

BORROWED = 7707.2 / 28252


@pytest.fixture(scope="module")
def books():
    return Books()


@pytest.fixture(scope="module")
def rows(books):
    """Every judgement with what trends are made of, as floats; by target and unit, in the order of time."""
    series = {}
    for row in expected_rows(books):
        target_id, unit_id, period_id = row["key"]
        target = row["target"]
        low = target["comparator"] == "range"
        is_published = unit_id is None and whole(books, target, period_id)[2] == "published"
        # A level that does not move by years stands for the round in which it is judged.
        stands_for = row["stands_for"] if row["measure"] == "annual_flow" or is_published else row["ends"]
        start = row["baseline"] if row["baseline"] is not None else 0 if row["measure"] == "cumulative" else None
        series.setdefault((target_id, unit_id), []).append(
            row
            | {
                "value": None if row["actual"] is None else float(row["actual"]),
                "on": stands_for if row["actual"] is not None else None,
                "aim": float(number(target["target_low"]) if low else row["goal"]),
                "start": None if start is None else float(start),
                "due": day(target["due_on"]),
                "is_published": is_published,
                "is_floor": target["comparator"] == "annual_floor",
                "is_count": books.indicators[target["indicator_id"]]["measure_unit"] in ("个", "家", "项", "人", "件"),
            }
        )
    return series


def table(snapshot, name):
    found = {}
    for row in snapshot.select(f"select * from mart.{name}"):
        found.setdefault((row["target_id"], row["unit_id"], row["period_id"]), []).append(row)
    return found


def months(first, last):
    return (last.year - first.year) * 12 + last.month - first.month


def close(found, wanted, place):
    assert (found is None) == (wanted is None), (place, found, wanted)
    if wanted is not None:
        assert float(found) == pytest.approx(float(wanted), rel=1e-7, abs=1e-7), place
    return wanted is not None


# --- levels, halves and seasons


def levels(entries):
    """Day → exact figure up to the due day, the start included, of one target and unit."""
    known = {}
    last = entries[-1]
    if last["measure"] != "annual_flow" and any(row["start"] is not None for row in entries):
        known = {row["start_on"]: row["start"] for row in entries if row["start"] is not None}
    for row in entries:
        is_year = row["measure"] != "annual_flow" or (row["on"] and row["on"].month == 12)
        if row["value"] is not None and row["exact"] and is_year and row["on"] <= row["due"]:
            known[row["on"]] = row["value"]
    return dict(sorted(known.items()))


def junes(books, entries):
    """Year → what its first half brought, of a yearly amount."""
    target, unit_id = entries[0]["target"], entries[0]["key"][1]
    found = {}
    for period_id in books.rounds[target["programme_id"]]:
        if period_id.endswith("H1"):
            units = [unit_id] if unit_id else list(books.parts[target["target_id"]])
            said = [books.said(target, unit, period_id)[2] for unit in units]
            if said and None not in said:
                found[int(period_id[:4])] = float(sum(said))
    if unit_id is None:
        for starts, ends, value, qualifier, _ in books.published[target["indicator_id"], target["scope_id"]]:
            if (starts.month, starts.day, ends.month, ends.day) == (1, 1, 6, 30) and not qualifier:
                found[ends.year] = float(value)
    return found


def step(entries):
    """Months that one round of the programme covers."""
    return 6 if "H" in entries[0]["key"][2] else 12


def halves(books, entries):
    """(day, what the step up to it brought) of one target and unit."""
    known = levels(entries)
    if entries[0]["measure"] != "annual_flow":
        return [(b, (known[b] - known[a]) / max(months(a, b) / step(entries), 1)) for a, b in pairwise(known)]
    first = junes(books, entries)
    found = [(date(year, 6, 30), value) for year, value in first.items()]
    return found + [(on, value - first[on.year] if on.year in first else value / 2) for on, value in known.items()]


def own_season(books, entries, year):
    """The first-half share of the whole years before `year`; None below two of them."""
    known, first, pairs = levels(entries), junes(books, entries), []
    for past in range(2000, year):
        december = known.get(date(past, 12, 31))
        if december is None:
            continue
        if entries[0]["measure"] == "annual_flow":
            if past in first:
                pairs.append((first[past], december))
        else:
            june, before = known.get(date(past, 6, 30)), known.get(date(past - 1, 12, 31))
            if june is not None and before is not None:
                pairs.append((june - before, december - before))
    if len(pairs) < 2 or sum(whole for _, whole in pairs) <= 0:
        return None
    share = sum(half for half, _ in pairs) / sum(whole for _, whole in pairs)
    return share if 0 <= share <= 1 else None


def wanted(row):
    """The value that meets the target: of whole things a whole number, and "more than" is one more."""
    if not row["is_count"]:
        return row["aim"]
    return np.floor(row["aim"]) + 1 if row["target"]["comparator"] == ">" else np.ceil(row["aim"])


def test_every_required_rate_is_recomputed(books, rows, snapshot):
    found, compared = table(snapshot, "run_rate"), 0
    for entries in rows.values():
        for row in entries:
            (rate,) = found[row["key"]]
            yearly = row["measure"] == "annual_flow"
            is_last_june = row["ends"].month == 6 and row["ends"].year == row["due"].year
            left, so_far = months(row["ends"], row["due"]) / step(entries), row["value"] if row["exact"] else None
            if yearly:
                left = min(left, 12 / step(entries))
                kept = met(row) and row["on"] >= row["due"]
                if is_last_june:
                    so_far = junes(books, entries).get(row["ends"].year)
                remaining = 0 if kept else wanted(row) - (so_far if is_last_june and so_far is not None else 0)
            else:
                remaining = None if row["value"] is None else wanted(row) - row["value"]
            is_asked = so_far is not None and not row["is_floor"] and left > 0 and remaining > 0
            close(rate["required_value"], remaining / left if is_asked else None, row["key"])
            past = [value for on, value in halves(books, entries) if on <= row["ends"]]
            has_best = is_asked and past and max(past) > 0
            compared += close(rate["best_multiple"], remaining / left / max(past) if has_best else None, row["key"])
            assert rate["best_multiple"] is not None or rate["reason"], row["key"]
    assert compared > 40


def test_every_seasonal_pace_is_recomputed(books, rows, snapshot):
    found, compared = table(snapshot, "method"), 0
    for entries in rows.values():
        for row in entries:
            (method,) = [m for m in found[row["key"]] if m["method"] == "seasonal_pace"]
            expected, pace, share = seasonal(books, entries, row)
            close(method["expected_value"], expected, row["key"])
            compared += close(method["method_value"], pace, row["key"])
            if pace is not None and row["ends"].month == 6:
                assert method["first_half_source"] == ("borrowed" if share is None else "own"), row["key"]
                assert method["first_half_ratio"] == pytest.approx(BORROWED if share is None else share), row["key"]
    assert compared > 100


def seasonal(books, entries, row):
    """(expected, pace, own share) of one judgement; None where there is no seasonal pace."""
    nothing = None, None, None
    if row["measure"] not in ("annual_flow", "cumulative") or row["start"] is None or row["is_floor"]:
        return nothing
    if row["value"] is None or (row["aim"] <= row["start"] and not row["in_year"]):
        return nothing
    year, is_june = row["ends"].year, row["ends"].month == 6
    ends = date(year - 1, 12, 31), date(year, 12, 31)
    if is_june and not row["in_year"] and (row["start_on"] > ends[0] or row["due"] < ends[1]):
        return nothing
    spans = [min(max((end - row["start_on"]).days / (row["due"] - row["start_on"]).days, 0), 1) for end in ends]
    last, this = (row["start"] + (row["aim"] - row["start"]) * span for span in spans)
    share = own_season(books, entries, year)
    actual, start = row["value"], row["start"]
    if row["measure"] == "annual_flow" and row["on"] < row["ends"]:
        return nothing
    if row["in_year"]:
        # What the year has brought so far, of what its season lets it have brought.
        if not row["borrowed"]:
            return nothing
        start, expected = 0, float(way(row)[1])
    elif is_june:
        if share is None and not row["borrowed"]:
            return nothing
        expected = last + (BORROWED if share is None else share) * (this - last)
    else:
        expected = this
    if expected == start:
        return nothing
    return expected, (actual - start) / (expected - start), share


# --- forecasts


def points(books, entries, row):
    """(day, value) of the exact figures known by the round, of the class of the one that is judged."""
    target, found = row["target"], {}
    if row["is_published"]:
        figures = books.published[target["indicator_id"], target["scope_id"]]
        for starts, ends, value, qualifier, _ in sorted(figures, key=lambda f: (f[4] == "official", f[4])):
            is_year = (starts.month, starts.day, ends.month) == (1, 1, 12)
            if not qualifier and (row["measure"] != "annual_flow" or is_year):
                found[ends] = float(value)
    else:
        for other in entries:
            is_point = other["exact"] and not other["is_published"] and not other["is_floor"] and not other["in_year"]
            if other["value"] is not None and is_point:
                found[other["on"]] = other["value"]
    return sorted((on, value) for on, value in found.items() if on <= row["ends"])


def forecasts(x, y, ahead):
    """Method → forecast by the table of sample sizes, with steps `x`, values `y` and the steps `ahead`."""
    n = len(y)
    if n == 2:
        return {"linear": np.interp(0, [0], [y[1]]) + (y[1] - y[0]) / (x[1] - x[0]) * ahead}
    weights = 0.5 ** ((x[-1] - x) / 2)
    drift = (y[-1] - y[0]) / (x[-1] - x[0])
    told = {
        # polyfit weighs residuals before they are squared.
        "weighted_linear": np.polyval(np.polyfit(x - x[-1], y, 1, w=np.sqrt(weights)), ahead),
        "theil_sen": theil_sen(x, y, ahead),
        "damped_drift": y[-1] + drift * sum(0.9**step for step in range(1, round(ahead) + 1)),
    }
    return told | ({"random_walk_drift": y[-1] + drift * ahead} if n > 3 else {})


def theil_sen(x, y, ahead):
    from scipy import stats

    slope = stats.theilslopes(y, x).slope
    return np.median(y - slope * x) + slope * (x[-1] + ahead)


def band(x, y, ahead):
    """(low, high, whether it varied, tried, error, naive error) of the random walk with drift."""
    from scipy import stats

    n, drift = len(y), (y[-1] - y[0]) / (x[-1] - x[0])
    surprises = [(b - a - drift * (t - s)) / np.sqrt(t - s) for s, t, a, b in zip(x, x[1:], y, y[1:], strict=False)]
    sigma = np.sqrt(sum(s**2 for s in surprises) / (n - 2))
    deviation = sigma * np.sqrt(ahead * (1 + ahead / (x[-1] - x[0])))
    centre = y[-1] + drift * ahead
    reach = stats.t.ppf(0.9, n - 2) * deviation
    varied = deviation > 1e-9 * max(abs(y))
    errors = [
        (abs(y[k] - y[k - 1] - (y[k - 1] - y[0]) / (x[k - 1] - x[0]) * (x[k] - x[k - 1])), abs(y[k] - y[k - 1]))
        for k in range(2, n)
    ]
    return (
        centre - reach,
        centre + reach,
        varied,
        n - 2,
        np.mean([e for e, _ in errors]),
        np.mean([e for _, e in errors]),
    )


def share_of_time(row, known):
    """How much of the way from start to due day lay behind the last figure."""
    return (known[-1][0] - row["start_on"]).days / (row["due"] - row["start_on"]).days


def held(value, row, last):
    """A cumulative count never falls, and nothing below zero: no shipped indicator may be negative."""
    value = max(value, 0.0)
    return max(value, last) if row["measure"] == "cumulative" else value


def test_every_forecast_is_recomputed(books, rows, snapshot):
    found, seen = table(snapshot, "forecast"), {}
    for entries in rows.values():
        for row in entries:
            told = {entry["method"]: entry for entry in found[row["key"]]}
            known = points(books, entries, row)
            if row["is_floor"] or row["ends"] >= row["due"] or len(known) < 2 or share_of_time(row, known) < 0.25:
                assert set(told) == {None}, row["key"]
                assert told[None]["reason"], row["key"]
                continue
            assert {entry["sample_count"] for entry in told.values()} == {len(known)}, row["key"]
            for method, count in compare(row, known, told).items():
                seen[method] = seen.get(method, 0) + count
    assert {"linear", "weighted_linear", "theil_sen", "damped_drift", "random_walk_drift"} <= set(seen)
    assert seen["event_count"] > 50
    assert seen["band"] > 5


def compare(row, known, told):
    """Compares the methods of one judgement with their second computation; returns how many of each."""
    step = 12 if row["measure"] == "annual_flow" or "H" not in row["key"][2] else 6
    on, last = known[-1]
    x = np.array([months(date(2000, 1, 1), day_) / step for day_, _ in known])
    y = np.array([value for _, value in known])
    ahead = months(on, row["due"]) / step
    passed, left = (on - row["start_on"]).days / 365.25, (row["due"] - on).days / 365.25
    seen = {}
    for method, value in forecasts(x, y, ahead).items():
        seen[method] = close(told[method]["forecast_value"], held(value, row, last), (row["key"], method))
    (headline,) = [method for method, entry in told.items() if entry["is_headline"]]
    sizes = {2: "linear", 3: "theil_sen"}
    assert headline == sizes.get(len(known), "random_walk_drift")
    aim = wanted(row)
    if len(known) > 3:
        seen["band"] = compare_band(row, told["random_walk_drift"], band(x, y, ahead), last)
    is_event = row["measure"] == "cumulative" and row["is_count"] and row["target"]["comparator"] != "expectation"
    assert ("event_count" in told) == (is_event and passed > 0), row["key"]
    if "event_count" in told:
        from scipy import stats

        # A Gamma–Poisson mixture: with rate p = t ÷ (t + τ) for what has been seen.
        chance = stats.nbinom.sf(max(aim - last, 0) - 1, 0.5 + last, passed / (passed + left))
        seen["event_count"] = close(told["event_count"]["reach_probability"], chance, row["key"])
        close(told["event_count"]["forecast_value"], last + (0.5 + last) * left / passed, row["key"])
    return seen


def compare_band(row, entry, wanted, last):
    low, high, varied, tried, error, naive = wanted
    assert entry["backtest_count"] == tried
    close(entry["backtest_error"], error, row["key"])
    close(entry["backtest_naive_error"], naive, row["key"])
    lost = abs(error - naive) < 1e-9 or error > naive
    assert entry["reach_probability"] is None, row["key"]  # only the model of counts gives a chance
    if lost or not varied:
        assert entry["interval_low"] is None, row["key"]
        assert entry["reason"] == ("backtest_lost" if lost else "no_variation"), row["key"]
        return 0
    close(entry["interval_low"], held(low, row, last), row["key"])
    return close(entry["interval_high"], held(high, row, last), row["key"])
