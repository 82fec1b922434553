"""A corporate scorecard of 2024–25 by quarters, in English: pounds, dollars, tonnes and properties; departments and areas.

The targets of properties, assets and innovation are the Environment Agency's; carbon, capital and aid, the split to areas
and all reports but the published ones are made up.
"""

from pathlib import Path

from tests.offices.office import Office

PROGRAMME = "ea-scorecard-2024"
FCRM, EWB = "Flood and Coastal Risk Management", "Environment and Business"
AREAS = {"ea-yorkshire": "Yorkshire Area", "ea-wessex": "Wessex Area"}


def england(folder: Path, *, department_has_part: bool = False) -> Office:
    """The office, which speaks English only; with the department's own part beside those of its areas where asked for."""
    office = Office(folder, "en")
    office.facts |= {
        "name": "Environment Agency", "time_zone": "Europe/London", "currency": "GBP", "letter": "plain",
        "year_begins": 4,
    }  # fmt: skip
    office.measure_units(
        {"code": "properties", "name_en": "properties", "dimension": "count", "factor": 1, "decimals": 0},
        {"code": "GBP million", "name_en": "GBP million", "dimension": "GBP", "factor": 1000000, "decimals": 1},
        {"code": "GBP", "name_en": "GBP", "dimension": "GBP", "factor": 1, "decimals": 2},
        {"code": "USD million", "name_en": "USD million", "dimension": "USD", "factor": 1000000, "decimals": 1},
        {"code": "tonnes CO2e", "name_en": "tonnes CO2e", "dimension": "carbon", "factor": 1, "decimals": 0},
    )
    office.scope("england", "England", "country")
    office.unit("ea-fcrm", FCRM)
    office.unit("ea-ewb", EWB)
    for unit_id, name in AREAS.items():
        office.unit(unit_id, name)
    office.programme(PROGRAMME, "2024-04-01", "2025-03-31", "quarter", acceptance="officer")
    office.task("ea-1", PROGRAMME, "2025-03-31", FCRM, *AREAS.values())
    office.task("ea-2", PROGRAMME, "2025-03-31", FCRM)
    office.task("ea-3", PROGRAMME, "2025-03-31", EWB)
    _targets(office)
    office.part(PROGRAMME, "ea-t-properties", AREAS["ea-yorkshire"], 63272, "properties")
    office.part(PROGRAMME, "ea-t-properties", AREAS["ea-wessex"], 50000, "properties")
    if department_has_part:
        office.part(PROGRAMME, "ea-t-properties", FCRM, 113272, "properties")
    office.write()
    return office


def _targets(office: Office) -> None:
    end = "2025-03-31"
    rows = [
        ("ea-properties", "cumulative", "up", "sum", "ea-t-properties", ">=", 113272, "properties", "2021-04-01", "ea-1", {}),
        ("ea-asset-condition", "ratio", "up", "lead_reports", "ea-t-asset", ">=", 94.5, "%", "2024-04-01", "ea-2",
         {"baseline_value": 92.6, "baseline_on": "2024-03-31", "baseline_source": "scorecard"}),
        ("ea-innovation", "ratio", "up", "lead_reports", "ea-t-innov", ">=", 80, "%", "2024-04-01", "ea-2", {}),
        ("ea-capital-spend", "annual_flow", "up", "lead_reports", "ea-t-capital", ">=", 850, "GBP million", "2024-04-01", "ea-1", {}),
        ("ea-carbon", "reduction", "down", "lead_reports", "ea-t-carbon", "<=", 20000, "tonnes CO2e", "2018-04-01", "ea-3",
         {"baseline_value": 40000, "baseline_on": "2018-03-31", "baseline_source": "scorecard"}),
        ("ea-aid", "annual_flow", "up", "lead_reports", "ea-t-aid", ">=", 12, "USD million", "2024-04-01", "ea-3", {}),
    ]  # fmt: skip
    for indicator, measure, direction, aggregation, target, comparator, value, unit, since, task, more in rows:
        office.indicator(indicator, indicator.removeprefix("ea-"), measure, unit, aggregation, direction)
        office.target(target, PROGRAMME, indicator, "england", comparator, value, unit, since, end, task, **more)


def report_2024q3(office: Office) -> None:
    """The four reports of 2024Q3, accepted by the officer."""
    day = "2024-12-20"
    office.report(FCRM, "2024Q3", day, {"ea-properties": 94902, "ea-asset-condition": 92.2, "ea-innovation": 88,
                                        "ea-capital-spend": 610}, ("ea-1", "ea-2"))  # fmt: skip
    office.report(AREAS["ea-yorkshire"], "2024Q3", day, {"ea-properties": 50000})
    office.report(AREAS["ea-wessex"], "2024Q3", day, {"ea-properties": 44902})
    office.report(EWB, "2024Q3", day, {"ea-carbon": 25400, "ea-aid": 9.5}, ("ea-3",))
    for unit in ("ea-fcrm", "ea-yorkshire", "ea-wessex", "ea-ewb"):
        office.step("accept", PROGRAMME, "2024Q3", unit, reason="checked")
