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
CATALOG = PROJECT / "metrics" / "catalog"
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
        self.rounds = {p["id"]: p["rounds"] for p in yaml.safe_load((CATALOG / "programmes.yml").read_text("utf-8"))}
        self.indicators = {}
        for path in (CATALOG / "indicators").glob("*.yml"):
            entry = yaml.safe_load(path.read_text("utf-8"))
            self.indicators[entry["id"]] = entry
        self.factors = {
            unit["code"]: Fraction(str(unit["factor"]))
            for unit in yaml.safe_load((CATALOG / "measure_units.yml").read_text("utf-8"))
        }
        self.scopes = {
            scope["name"]["zh"]: scope["id"] for scope in yaml.safe_load((CATALOG / "scopes.yml").read_text("utf-8"))
        }
        self.unit_ids = {}
        for unit in yaml.safe_load((CATALOG / "units.yml").read_text("utf-8")):
            for name in (unit["name"], *(alias["name"] for alias in unit.get("aliases", []))):
                self.unit_ids[name] = unit["id"]
        self.targets = {row["target_id"]: row for _, row in read("targets/*.csv")}
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
        """Round → (value, day it stands for, last known value) of one unit's part, oldest first."""
        flow = self.indicators[target["indicator_id"]]["measure_type"] == "annual_flow"
        series, known, before = {}, None, (None, None)
        for period_id in self.rounds[target["programme_id"]]:
            _, is_nil, value = self.said(target, unit_id, period_id)
            if flow and not period_id.endswith("H2"):
                known = None  # a yearly amount starts afresh
            known = value if value is not None else known
            answered = known if is_nil else value
            ends = period_end(period_id)
            shown = before if flow and period_id.endswith("H1") else (answered, ends)
            before = (answered, ends)
            series[period_id] = (*shown, known)
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
    values = [value if value is not None or measure != "cumulative" else known for value, _, known in parts]
    missing = any(value is None for value, _, _ in parts)
    days = [ends_on for _, ends_on, _ in parts if ends_on]
    if not any(value is not None for value in values):
        return None, None, None, not missing, missing
    return sum(v for v in values if v is not None), max(days), "sample", not missing, missing


def judged_round(books, target, period_id):
    rounds = books.rounds[target["programme_id"]]
    if period_end(period_id) <= day(target["due_on"]):
        return period_id
    return [r for r in rounds if period_end(r) <= day(target["due_on"])][-1]


def expected_rows(books):
    for target in books.targets.values():
        units = [None, *books.parts[target["target_id"]]]
        for unit_id in units:
            yield from unit_rows(books, target, unit_id)


def unit_rows(books, target, unit_id):
    parts = books.parts[target["target_id"]]
    worst = []
    for period_id in books.rounds[target["programme_id"]]:
        judged = judged_round(books, target, period_id)
        if unit_id is None:
            actual, stands_for, provenance, exact, missing = whole(books, target, judged)
            goal, baseline = number(target["target_value"]), number(target["baseline_value"])
            start = day(target["baseline_on"])
            samples = [number(part["baseline_value"]) for part in parts.values()]
            if baseline is None and provenance == "sample" and samples and None not in samples:
                baseline, start = sum(samples), day(target["starts_on"])
        else:
            actual, stands_for, _ = books.part_series(target, unit_id)[judged]
            goal, baseline = (number(parts[unit_id][name]) for name in ("target_value", "baseline_value"))
            exact, missing, start = True, actual is None, day(target["starts_on"]) if baseline is not None else None
        if target["comparator"] == "annual_floor":
            worst.append(actual)
            exact = exact and None not in worst
            actual = min((value for value in worst if value is not None), default=None)
        yield {
            "key": (target["target_id"], unit_id, period_id),
            "target": target,
            "measure": books.indicators[target["indicator_id"]]["measure_type"],
            "actual": actual,
            "goal": goal,
            "baseline": baseline,
            "start_on": start or day(target["starts_on"]),
            "stands_for": stands_for,
            "ends": period_end(period_id),
            "exact": exact,
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


def line(row):
    """(expected, pace, elapsed share) of the straight line; None without one."""
    target = row["target"]
    start = row["baseline"] if row["baseline"] is not None else Fraction(0) if row["measure"] == "cumulative" else None
    if start is None or target["comparator"] == "annual_floor":
        return None, None
    on = row["stands_for"] if row["measure"] == "annual_flow" and row["stands_for"] else row["ends"]
    share = Fraction((on - row["start_on"]).days, (day(target["due_on"]) - row["start_on"]).days)
    share = min(max(share, Fraction(0)), Fraction(1))
    expected = start + (row["goal"] - start) * share
    pace = None
    if row["actual"] is not None and share:
        pace = (row["actual"] - start) / (row["goal"] - start) / share
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
    target, actual = row["target"], row["actual"]
    if actual is None or target["comparator"] == "expectation":
        return None
    goal = number(target["target_low"]) if target["comparator"] == "range" else row["goal"]
    reached = actual > goal if target["comparator"] == ">" else actual >= goal
    floor = target["comparator"] == "annual_floor"
    # A sum without all its parts is at least this much; a worst year without all years is at most this much.
    if not row["exact"] and reached == floor:
        return None
    return reached


def status(row):
    target = row["target"]
    due = row["ends"] >= day(target["due_on"])
    if row["actual"] is None:
        return "no_data"
    if target["comparator"] == "expectation":
        return "not_judged"
    if row["measure"] == "annual_flow" and due and row["stands_for"] < day(target["due_on"]):
        return "no_data"
    if target["comparator"] == "annual_floor" and not due and met(row) is not None:
        return "on_track" if met(row) else "behind"
    if met(row):
        return "achieved"
    if due and met(row) is False:
        return "missed"
    _, pace = line(row)
    if pace is not None and pace >= Fraction("0.95"):
        return "on_track"
    if row["missing"] or met(row) is None:
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
        if row["actual"] is not None and row["baseline"] and row["target"]["comparator"] != "range":
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
