"""An English agency with a year of its own: pounds, dollars, homes, carbon, shares. All figures are made up."""

from pathlib import Path

from tests.offices.office import Office

PROGRAMME, TASK, UNIT, AREA = "river-scorecard", "rs-1", "Rivers Directorate", "North Area"
OLD_STYLE = (
    {"code": "homes", "name_en": "homes", "dimension": "count", "factor": 1, "decimals": 0},
    {"code": "GBP million", "name_en": "GBP million", "dimension": "money", "factor": 1000000, "decimals": 1},
    {"code": "GBP", "name_en": "GBP", "dimension": "money", "factor": 1, "decimals": 2},
    {"code": "USD million", "name_en": "USD million", "dimension": "money", "factor": 1000000, "decimals": 1},
    {"code": "tonnes CO2e", "name_en": "tonnes CO2e", "dimension": "count", "factor": 1, "decimals": 0},
    {"code": "kt CO2e", "name_en": "kt CO2e", "dimension": "count", "factor": 1000, "decimals": 2},
)
OWN_DIMENSIONS = (
    {"code": "homes", "dimension": "homes", "factor": 1, "decimals": 0, "is_whole": True},
    {"code": "GBP million", "dimension": "GBP", "factor": 1000000, "decimals": 1, "name_zh": "百万英镑"},
    {"code": "GBP", "dimension": "GBP", "factor": 1, "decimals": 2, "aliases": ["£", "pounds"], "name_zh": "英镑"},
    {"code": "USD million", "dimension": "USD", "factor": 1000000, "decimals": 1, "aliases": ["US$m"]},
    {"code": "tonnes CO2e", "dimension": "carbon", "factor": 1, "decimals": 0},
    {"code": "kt CO2e", "dimension": "carbon", "factor": 1000, "decimals": 2},
)
INDICATORS = {
    "rs-homes": ("cumulative", "homes", "sum", ">=", 113272),
    "rs-capital": ("annual_flow", "GBP million", "sum", ">=", 850),
    "rs-aid": ("annual_flow", "USD million", "sum", ">=", 12),
    "rs-carbon": ("cumulative", "kt CO2e", "sum", ">=", 40.5),
}


def scorecard(folder: Path, measure_units: tuple[dict[str, object], ...]) -> Office:
    """The office with its programme written and nothing received."""
    office = Office(folder)
    office.measure_units(*measure_units)
    office.scope("rivers", "Rivers", "country")
    office.unit("rs-dir", UNIT)
    office.unit("rs-north", AREA)
    office.programme(PROGRAMME, "2024-01-01", "2025-12-31", "half_year", ["2024H1", "2024H2", "2025H1", "2025H2"])
    office.task(TASK, PROGRAMME, "2025-12-31", UNIT, AREA)
    for indicator_id, (measure_type, unit, aggregation, comparator, value) in INDICATORS.items():
        office.indicator(indicator_id, indicator_id.removeprefix("rs-"), measure_type, unit, aggregation)
        office.target(f"{indicator_id}-t", PROGRAMME, indicator_id, "rivers", comparator, value, unit, "2024-01-01",
                      "2025-12-31", TASK)  # fmt: skip
        office.part(PROGRAMME, f"{indicator_id}-t", UNIT, value, unit)
    office.write()
    return office
