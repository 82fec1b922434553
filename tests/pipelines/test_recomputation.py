"""Every shipped figure computed a second time from the raw files, by plain Python that shares no code with them."""

import csv
from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from tests.shipped import RAW

PROJECT = Path(__file__).parents[2]
DEFINITIONS = RAW / "definitions"
ENDS = {"H1": (6, 30), "H2": (12, 31), "": (12, 31)}


def read(*patterns):
    for pattern in patterns:
        for path in sorted(RAW.glob(pattern)):
            with path.open(encoding="utf-8-sig", newline="") as stream:
                for row in csv.DictReader(stream):
                    yield path, {key: value or None for key, value in row.items()}


def day(text):
    return date.fromisoformat(text) if text else None


def number(text):
    return Fraction(Decimal(text)) if text else None


def period_end(period_id):
    return date(int(period_id[:4]), *ENDS[period_id[4:]])


class Books:
    """The raw files as dictionaries."""

    def __init__(self):
        self.rounds = {
            p["id"]: p["rounds"] for p in yaml.safe_load((DEFINITIONS / "programmes.yml").read_text("utf-8"))
        }
        self.indicators = {}
        for path in (DEFINITIONS / "indicators").glob("*.yml"):
            entry = yaml.safe_load(path.read_text("utf-8"))
            self.indicators[entry["id"]] = entry
        units = yaml.safe_load((PROJECT / "metrics" / "catalog" / "measure_units.yml").read_text("utf-8"))
        self.factors = {unit["code"]: Fraction(str(unit["factor"])) for unit in units}
        self.whole = {u["code"] for u in units if (u["dimension"], u["factor"], u["decimals"]) == ("count", 1, 0)}
        self.scopes = {
            scope["name"]["zh"]: scope["id"]
            for scope in yaml.safe_load((DEFINITIONS / "scopes.yml").read_text("utf-8"))
        }
        self.unit_ids = {}
        for unit in yaml.safe_load((DEFINITIONS / "units.yml").read_text("utf-8")):
            for name in (unit["name"], *(alias["name"] for alias in unit.get("aliases", []))):
                self.unit_ids[name] = unit["id"]
        self.targets = {row["target_id"]: row for _, row in read("definitions/targets/*.csv")}
        self.parts = defaultdict(dict)
        for _, row in read("sample/targets/*.csv"):
            self.parts[row["target_id"]][self.unit_ids[row["unit_name"]]] = row
        self.accepted = self._accepted_reports()
        self.published = self._published()
        self.centres = [row for _, row in read("sample/centres/centres.csv")]

    def _accepted_reports(self):
        last = {}
        for _, row in read("sample/journal.csv"):
            key = (row["programme_id"], row["period_id"], self.unit_ids[row["unit_name"]], int(row["version"]))
            last[key] = row["event"]  # the journal stands in the order of time
        files = defaultdict(list)
        for path, row in read("sample/reports/*/*/*.csv"):
            unit_id, _, version = path.stem.partition(".v")
            files[path.parts[-3], path.parts[-2], unit_id, int(version)].append(row)
        chosen = {}
        for key in sorted(files, key=lambda key: key[3]):
            if last.get(key) in ("accepted", "locked"):
                chosen[key[:3]] = files[key]
        return chosen

    def _published(self):
        matches = {(row["indicator_zh"], row["scope"]): row for _, row in read("published/figure_matches.csv")}
        found = defaultdict(list)
        for _, row in read("published/technology_market_turnover_by_province.csv"):
            match = matches.get((row["indicator_zh"], row["province"]))
            if match and match["basis_match"] == "same":
                year = int(row["year"])
                found[match["indicator_id"], self.scopes[row["province"]]].append(
                    (date(year, 1, 1), date(year, 12, 31), number(row["value"]), "", "official")
                )
        for _, row in read("published/published_figures.csv"):
            match = matches.get((row["indicator_zh"], row["scope"]))
            if match and match["basis_match"] == "same" and row["scope"] in self.scopes:
                unit = self.indicators[match["indicator_id"]]["measure_unit"]
                value = number(row["value"]) * self.factors[row["measure_unit"]] / self.factors[unit]
                starts, ends = self.span(row["period"])
                found[match["indicator_id"], self.scopes[row["scope"]]].append(
                    (starts, ends, value, row["qualifier"] or "", row["confidence"])
                )
        return found

    @staticmethod
    def span(label):
        first, _, last = label.lstrip("~").partition("/")
        last = last or first
        starts = date(int(first[:4]), int(first[5:7] or 1), 1)
        month = int(last[5:7] or 12)
        days = [31, 29 if int(last[:4]) % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return starts, date(int(last[:4]), month, days[month - 1])

    def said(self, target, unit_id, period_id):
        """(has report, is nil, value) of one unit, round and indicator."""
        rows = self.accepted.get((target["programme_id"], period_id, unit_id))
        if rows is None:
            return False, False, None
        if rows[0]["零报告"] == "是":
            return True, True, None
        for row in rows:
            if row["类别"] == "指标" and row["编码"] == target["indicator_id"] and row["数值"]:
                unit = self.indicators[target["indicator_id"]]["measure_unit"]
                return True, False, number(row["数值"]) * self.factors[row["计量单位"]] / self.factors[unit]
        return True, False, None

    def part_series(self, target, unit_id):
        """Round → (value, last known value) of one unit's part, oldest first."""
        flow = self.indicators[target["indicator_id"]]["measure_type"] == "annual_flow"
        series, known = {}, None
        for period_id in self.rounds[target["programme_id"]]:
            _, is_nil, value = self.said(target, unit_id, period_id)
            if flow and not period_id.endswith("H2"):
                known = None  # a yearly amount starts afresh
            known = value if value is not None else known
            series[period_id] = (known if is_nil else value), known
        return series


@pytest.fixture(scope="module")
def books():
    return Books()


@pytest.fixture(scope="module")
def mart(snapshot):
    rows = snapshot.select("select * from mart.attainment")
    return {(row["target_id"], row["unit_id"], row["period_id"]): row for row in rows}


def published_value(books, target, ends):
    flow = books.indicators[target["indicator_id"]]["measure_type"] == "annual_flow"
    fitting = [
        figure
        for figure in books.published[target["indicator_id"], target["scope_id"]]
        if day(target["starts_on"]) < figure[1] <= ends
        and (not flow or (figure[0].month, figure[0].day, figure[1].month) == (1, 1, 12))
    ]
    order = sorted(fitting, key=lambda f: (f[1], f[4] == "official", f[3] == "", f[4] == "high"), reverse=True)
    return order[0] if order else None


def whole(books, target, period_id):
    """(actual, day, class, is exact, any missing) of the programme's own figure."""
    ends = period_end(period_id)
    published = published_value(books, target, ends)
    if published:
        return published[2], published[1], "published", published[3] == "", False
    kind = {"comprehensive-centres": "综合性", "specialised-centres": "专业性"}.get(target["indicator_id"])
    if kind:
        mine = [c for c in books.centres if (c["programme_id"], c["centre_type"]) == (target["programme_id"], kind)]
        return Fraction(sum(day(c["started_on"]) <= ends for c in mine)), ends, "sample", True, False
    measure = books.indicators[target["indicator_id"]]["measure_type"]
    parts = [books.part_series(target, unit)[period_id] for unit in books.parts[target["target_id"]]]
    values = [value if value is not None or measure != "cumulative" else known for value, known in parts]
    missing = any(value is None for value, _ in parts)
    if not any(value is not None for value in values):
        return None, None, None, not missing, missing
    return sum(v for v in values if v is not None), ends, "sample", not missing, missing


def lives_in(books, target):
    """The rounds that the target's own dates touch."""
    for period_id in books.rounds[target["programme_id"]]:
        ends = period_end(period_id)
        starts = date(ends.year, 7 if period_id.endswith("H2") else 1, 1)
        if ends >= day(target["starts_on"]) and starts <= day(target["due_on"]):
            yield period_id


def expected_rows(books):
    for target in books.targets.values():
        units = [None, *books.parts[target["target_id"]]]
        for unit_id in units:
            yield from unit_rows(books, target, unit_id)


def unit_rows(books, target, unit_id):
    parts = books.parts[target["target_id"]]
    indicator, years = books.indicators[target["indicator_id"]], []
    for period_id in lives_in(books, target):
        ends = period_end(period_id)
        if unit_id is None:
            actual, stands_for, provenance, exact, missing = whole(books, target, period_id)
            goal, baseline = number(target["target_value"]), number(target["baseline_value"])
            start = day(target["baseline_on"])
            samples = [number(part["baseline_value"]) for part in parts.values()]
            if baseline is None and provenance == "sample" and samples and None not in samples:
                baseline, start = sum(samples), day(target["starts_on"])
        else:
            actual, _ = books.part_series(target, unit_id)[period_id]
            stands_for = ends if actual is not None else None
            goal, baseline = (number(parts[unit_id][name]) for name in ("target_value", "baseline_value"))
            exact, missing, start = True, actual is None, day(target["starts_on"]) if baseline is not None else None
        on = stands_for or ends
        in_year = indicator["measure_type"] == "annual_flow" and (on.month, on.day) != (12, 31)
        if not in_year:
            years.append(actual)
        floor = target["comparator"] == "annual_floor"
        yield {
            "key": (target["target_id"], unit_id, period_id),
            "target": target,
            "measure": indicator["measure_type"],
            "borrowed": indicator.get("borrowed_season"),
            "is_whole": target["measure_unit"] in books.whole,
            "actual": actual,
            "worst": min((value for value in years if value is not None), default=None),
            "goal": goal,
            "baseline": baseline,
            "start_on": start or day(target["starts_on"]),
            "stands_for": stands_for,
            "ends": ends,
            "in_year": in_year,
            "exact": None not in years if floor else exact,
            "missing": missing,
        }


def attainment(row):
    target, actual = row["target"], row["actual"]
    if actual is None:
        return None
    if target["comparator"] == "range":
        low, high = number(target["target_low"]), number(target["target_high"])
        return actual / low if actual < low else actual / high if actual > high else Fraction(1)
    if row["measure"] == "stock" and row["baseline"] is not None:
        return (actual - row["baseline"]) / (row["goal"] - row["baseline"])
    return actual / row["goal"]


def share_of_way(row, on):
    share = Fraction((on - row["start_on"]).days, (day(row["target"]["due_on"]) - row["start_on"]).days)
    return min(max(share, Fraction(0)), Fraction(1))


def way(row):
    """(start, expected) as the judgement takes them; None without a way to go."""
    target, due = row["target"], day(row["target"]["due_on"])
    on = row["stands_for"] or row["ends"]
    if row["in_year"]:
        plan = row["goal"]
        if target["comparator"] != "annual_floor" and due > date(on.year, 12, 31):
            if row["baseline"] is None:
                return 0, None
            step = share_of_way(row, date(on.year, 12, 31))
            plan = row["baseline"] + (row["goal"] - row["baseline"]) * step
        # The shipped programmes have one full year of their own at most: no season of their own yet.
        season = row["borrowed"]
        passed = Fraction((on - date(on.year - 1, 12, 31)).days, 366 if on.year % 4 == 0 else 365)
        if season:
            passed = Fraction(Decimal(season["first_half_value"]) / 1) / Fraction(Decimal(season["year_value"]))
        return 0, plan * passed
    start = row["baseline"] if row["baseline"] is not None else Fraction(0) if row["measure"] == "cumulative" else None
    if start is None or target["comparator"] == "annual_floor":
        return start, None
    return start, start + (row["goal"] - start) * share_of_way(row, on)


def line(row):
    """(expected, pace) of the judgement."""
    start, expected = way(row)
    if expected is None:
        return None, None
    pace = (row["actual"] - start) / (expected - start) if row["actual"] is not None and expected != start else None
    return expected, pace


def test_every_judgement_is_there_and_no_other(books, mart):
    assert {row["key"] for row in expected_rows(books)} == set(mart)
    assert len(mart) > 300


def test_every_actual_is_the_exact_decimal_of_the_files(books, mart):
    compared = 0
    for row in expected_rows(books):
        found = mart[row["key"]]["actual_value"]
        assert (found is None) == (row["actual"] is None), row["key"]
        if found is not None:
            assert Fraction(found) == row["actual"], row["key"]
            compared += 1
    assert compared > 300


def test_every_attainment_is_recomputed(books, mart):
    compared = 0
    for row in expected_rows(books):
        found, wanted = mart[row["key"]]["attainment_pct"], attainment(row)
        assert (found is None) == (wanted is None), row["key"]
        if found is not None:
            assert found == pytest.approx(float(100 * wanted), rel=1e-12, abs=1e-12), row["key"]
            compared += 1
    assert compared > 300


def test_every_pace_and_expected_value_is_recomputed(books, mart):
    compared = 0
    for row in expected_rows(books):
        found, (expected, pace) = mart[row["key"]], line(row)
        for name, wanted in (("expected_value", expected), ("pace_ratio", pace)):
            assert (found[name] is None) == (wanted is None), (row["key"], name)
            if wanted is not None:
                assert found[name] == pytest.approx(float(wanted), rel=1e-9, abs=1e-9), (row["key"], name)
                compared += 1
    assert compared > 500


def met(row):
    target = row["target"]
    actual = row["worst"] if target["comparator"] == "annual_floor" else row["actual"]
    if actual is None or target["comparator"] == "expectation":
        return None
    goal = number(target["target_low"]) if target["comparator"] == "range" else row["goal"]
    reached = actual > goal if target["comparator"] == ">" else actual >= goal
    floor = target["comparator"] == "annual_floor"
    # A sum without all its parts is at least this much; a worst year without all years is at most this much.
    if not row["exact"] and reached == floor:
        return None
    return reached


def deciding_pace(row):
    """Pace against the last whole thing that should be there; `too little` while that is none."""
    start, expected = way(row)
    if expected is None or row["actual"] is None:
        return None
    held = Fraction(expected.__floor__()) if row["is_whole"] else expected
    if held == start:
        return "too little" if expected != start else None
    return (row["actual"] - start) / (held - start)


def status(row):
    target, floor = row["target"], row["target"]["comparator"] == "annual_floor"
    due = row["ends"] >= day(target["due_on"])
    if row["actual"] is None and not (floor and row["worst"] is not None):
        return "no_data"
    if target["comparator"] == "expectation":
        return "not_judged"
    if floor and met(row) is False:
        return "missed" if due else "behind"
    if row["measure"] == "annual_flow" and due and row["stands_for"] < day(target["due_on"]):
        return "no_data"
    # A level of an earlier day does not tell where it stands on the day that it is due.
    if due and row["measure"] not in ("annual_flow", "cumulative") and row["stands_for"] < row["ends"]:
        return "no_data"
    is_open = not due and (floor or not met(row)) and row["measure"] != "annual_flow"
    if is_open and share_of_way(row, row["stands_for"]) < Fraction(1, 10):
        return "not_yet_due"
    if floor and not due:
        if not row["in_year"]:
            return "on_track" if met(row) else "no_data"
        if row["actual"] >= row["goal"]:
            return "on_track"
    elif met(row):
        return "achieved"
    if due and met(row) is False:
        return "missed"
    pace = deciding_pace(row)
    if pace == "too little":
        return "not_yet_due"
    if pace is not None and pace >= Fraction("0.95"):
        return "on_track"
    if row["missing"] or (met(row) is None and not (floor and row["in_year"])):
        return "no_data"
    if pace is None:
        return "not_yet_due"
    return "slightly_behind" if pace >= Fraction("0.8") else "behind"


def test_every_status_is_recomputed(books, mart):
    wrong = {
        row["key"]: (mart[row["key"]]["status"], status(row))
        for row in expected_rows(books)
        if mart[row["key"]]["status"] != status(row)
    }
    assert wrong == {}


def test_every_growth_ratio_is_recomputed(books, snapshot):
    rows = snapshot.select("select * from mart.method where method = 'growth_rate'")
    found = {(row["target_id"], row["unit_id"], row["period_id"]): row for row in rows}
    compared = 0
    for row in expected_rows(books):
        wanted = None
        if (
            row["actual"] is not None
            and row["baseline"]
            and not row["in_year"]
            and row["target"]["comparator"] != "range"
        ):
            on = row["stands_for"] if row["measure"] == "annual_flow" else row["ends"]
            passed = (on - row["start_on"]).days
            asked = (day(row["target"]["due_on"]) - row["start_on"]).days
            so_far = float(row["actual"] / row["baseline"]) ** (365.25 / passed) - 1
            needed = float(row["goal"] / row["baseline"]) ** (365.25 / asked) - 1
            wanted = so_far / needed
        value = found[row["key"]]["method_value"]
        assert (value is None) == (wanted is None), (row["key"], found[row["key"]]["reason"])
        if wanted is not None:
            assert value == pytest.approx(wanted, rel=1e-9), row["key"]
            compared += 1
        else:
            assert found[row["key"]]["reason"], row["key"]
    assert compared > 100


def test_the_journal_is_in_the_order_of_time():
    moments = [datetime.fromisoformat(row["happened_at"]) for _, row in read("sample/journal.csv")]
    assert moments == sorted(moments)
