"""A village with one target: the least that an office can declare, for tests of what every build has."""

from pathlib import Path

from tests.offices.office import Office

PROGRAMME, ROUNDS = "village-trees", ["2018H2", "2019H1", "2019H2"]


def village(folder: Path) -> Office:
    """The office with its programme written and nothing received."""
    office = Office(folder)
    office.scope("village", "全村", "city")
    office.unit("v-committee", "村委会")
    office.unit("v-school", "村小学")
    office.programme(PROGRAMME, "2018-07-01", "2019-12-31", "half_year", ROUNDS)
    office.task("v-1", PROGRAMME, "2019-12-31", "村委会", "村小学")
    office.indicator("trees", "植树", "cumulative", "个", "sum")
    office.target("v-trees", PROGRAMME, "trees", "village", ">=", 100, "个", "2018-07-01", "2019-12-31", "v-1")
    for unit, value in (("村委会", 60), ("村小学", 40)):
        office.part(PROGRAMME, "v-trees", unit, value, "个")
    office.write()
    return office
