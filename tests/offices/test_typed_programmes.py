"""Programmes that came in as workbooks judge as those that were laid down as files: by what is reported, not by ids."""

import pytest

from pipelines.definitions.desk import Definitions
from pipelines.definitions.things import read_things
from tests.offices import england, fuzhou, shaanxi, typed
from tests.offices.office import Office

pytestmark = pytest.mark.slow

COMPARED = ("actual_value", "qualifier", "status", "status_reason", "expected_value", "pace_ratio", "attainment_pct")


class TypedOffice(Office):
    """An office whose programme came in as a workbook; asked under the ids of the same office laid down as files."""

    def __init__(self, folder, sheets, reference):
        super().__init__(folder)
        self.write()
        self.run(
            "programme", "receive", typed.write(folder / "w.xlsx", sheets), "--by=王芳", "--reason=首次登记", "--yes"
        )
        things = read_things(Definitions(self.data / "raw").files())
        self.ids, self.names = dict(self._same(things, reference)), {}
        for key, fields in things.items():
            if key[0] == "indicator":
                self.names[key[1]] = fields["name.zh"], fields["measure_unit"]
            if key[0] == "task":
                self.names[key[1]] = fields["name_zh"], ""

    @staticmethod
    def _same(things, reference):
        """Every id of the reference with the one that its name, or its indicator, has here."""
        theirs = read_things(Definitions(reference.data / "raw").files())
        for key, fields in theirs.items():
            table, name = key[0], {"indicator": "name.zh", "unit": "name", "task": "name_zh"}.get(key[0])
            if name:
                yield key[1], next(k[1] for k, f in things.items() if k[0] == table and f.get(name) == fields[name])
            if table == "programme":
                (own,) = [k for k in things if k[0] == table]
                yield key[1], own[1]
        ids = dict(TypedOffice._same_without_targets(things, theirs))
        for key, fields in theirs.items():
            if key[0] == "target":
                wanted = ids[fields["indicator_id"]]
                (own,) = [k for k, f in things.items() if k[0] == "target" and f["indicator_id"] == wanted]
                yield key[1], own[1]

    @staticmethod
    def _same_without_targets(things, theirs):
        for key, fields in theirs.items():
            if key[0] == "indicator":
                (own,) = [k for k, f in things.items() if k[0] == "indicator" and f["name.zh"] == fields["name.zh"]]
                yield key[1], own[1]

    def written(self, unit, period_id, day, values, tasks=(), **more):
        here = {self.ids[name]: value for name, value in values.items()}
        return super().written(unit, period_id, day, here, tuple(self.ids[task] for task in tasks), **more)

    def step(self, name, programme_id, period_id, *unit, **facts):
        return super().step(name, self.ids[programme_id], period_id, *(self.ids[one] for one in unit), **facts)

    def judged(self, target_id, period_id, unit_id=""):
        return super().judged(self.ids[target_id], period_id, self.ids.get(unit_id, ""))


def report_2018(office):
    fuzhou.report_2018(office)
    fuzhou.accept_2018(office)


@pytest.mark.parametrize(
    ("laid_down", "sheets", "report", "period_id", "units"),
    [
        (shaanxi.shaanxi, typed.air, shaanxi.report_2025q2, "2025Q2", ("", "sn-xian", "sn-yanan")),
        (england.england, typed.scorecard, england.report_2024q3, "2024Q3", ("", "ea-yorkshire", "ea-wessex")),
        (fuzhou.fuzhou, typed.jobs, report_2018, "2018", ("", "fz-gulou", "fz-rsj")),
    ],
    ids=["shaanxi", "england", "fuzhou"],
)
def test_a_typed_programme_judges_like_the_one_laid_down_as_files(
    laid_down, sheets, report, period_id, units, tmp_path
):
    reference = laid_down(tmp_path / "files")
    office = TypedOffice(tmp_path / "typed", sheets(), reference)
    for one in (reference, office):
        report(one)
        one.load()
    theirs = {(row["target_id"], row["unit_id"]): row for row in reference.export("attainment")
              if row["period_id"] == period_id and row["unit_id"] in units}  # fmt: skip
    assert len(theirs) >= 7
    for (target_id, unit_id), row in theirs.items():
        own = office.judged(target_id, period_id, unit_id)
        assert {name: own[name] for name in COMPARED} == {name: row[name] for name in COMPARED}, (target_id, unit_id)
