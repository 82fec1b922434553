"""An office that brings a ledger of its own: its shape and its SELECT are definitions like any other."""

import pytest

from pipelines.definitions.files import draft
from pipelines.ledgers.shape import EARLIER, InvalidShape, is_shape, load_shapes
from tests.offices.office import Office
from tests.shipped import RAW

pytestmark = pytest.mark.slow

SHAPE = """
name: {zh: 植树台账, en: Ledger of trees}
columns:
  plot_id: {type: text, headers: [地块], required: true}
  keeper: {type: unit, headers: [管护单位], required: true}
  trees: {type: number, headers: [株数], required: true, minimum: 1}
  planted_on: {type: date, headers: [栽植日期], required: true}
  felled_on: {type: date, headers: [采伐日期], not_before: planted_on}
key: [plot_id]
counts:
  - indicator_id: trees
    measure_unit: 个
    tolerance_ratio: 0
    tolerance_value: 0
    note: {zh: 未采伐的株数, en: Trees that stand}
"""
COUNTING = """
-- one row per plot, counting its trees
select
    'plots' as ledger_id,
    'trees' as indicator_id,
    unit_alias.unit_id,
    plot.plot_id as record_id,
    plot.plot_id as record_label,
    plot.planted_on as counted_on,
    plot.felled_on as ended_on,
    plot.trees as counted_value,
    plot.planted_on as recorded_on,
    plot.provenance,
    plot.source_file,
    plot.source_row
from ledger.plots as plot
inner join dim.unit_alias as unit_alias on plot.keeper = unit_alias.alias_name
"""
PLOTS = '地块,管护单位,株数,栽植日期,采伐日期\n一,东林场,"1,200",2024/3/1,\n二,西林场,300,2024/3/2,2024/6/1\n三,西林场,50,2024年4月1日,\n'


@pytest.fixture(scope="module")
def forestry(tmp_path_factory):
    office = Office(tmp_path_factory.mktemp("forestry"))
    office.scope("county", "林县")
    office.unit("east", "东林场")
    office.unit("west", "西林场")
    office.indicator("trees", "植树", "cumulative", "个", "sum")
    office.programme("green", "2024-01-01", "2024-12-31", "half_year", ["2024H1"])
    office.target("green-trees", "green", "trees", "county", ">=", 2000, "个", "2024-01-01", "2024-12-31", "t1")
    office.task("t1", "green", "2024-12-31", "东林场", "西林场", leads=1)
    ledgers = office.catalog / "ledgers"
    ledgers.mkdir()
    (ledgers / "plots.yml").write_text(SHAPE, encoding="utf-8")
    (ledgers / "plots.sql").write_text(COUNTING, encoding="utf-8")
    place = office.data / "raw" / "evidence" / "plots"
    place.mkdir(parents=True)
    # As Chinese Excel saves it.
    (place / "2024.csv").write_bytes(PLOTS.encode("gb18030"))
    office.write()
    office.load()
    return office


def counted(office):
    return {
        row["unit_id"]: float(row["evidence_value"]) for row in office.export("reconciliation") if row["evidence_value"]
    }


def test_its_records_are_counted_by_its_own_select(forestry):
    assert counted(forestry) == {"east": 1200, "west": 50}
    records = forestry.export("evidence")
    assert [(row["record_id"], row["counted_on"], row["source_row"]) for row in records] == [
        ("一", "2024-03-01", "2"), ("二", "2024-03-02", "3"), ("三", "2024-04-01", "4"),
    ]  # fmt: skip


def test_a_select_counts_only_once_it_is_published(forestry, tmp_path):
    office = forestry.copied(tmp_path)
    select = office.catalog / "ledgers" / "plots.sql"
    select.write_text(COUNTING.replace("plot.trees as", "2 * plot.trees as"), encoding="utf-8")
    office.load()
    assert counted(office) == {"east": 1200, "west": 50}
    office.run("programme", "publish", "--files", "--by", "李四", "--reason", "两行并一行")
    assert counted(office) == {"east": 2400, "west": 100}


def test_a_select_that_cannot_be_used_is_not_published(forestry, tmp_path):
    office = forestry.copied(tmp_path)
    select = office.catalog / "ledgers" / "plots.sql"
    select.write_text(COUNTING.replace("plot.trees as", "plot.height as"), encoding="utf-8")
    told = office.run("programme", "publish", "--files", "--by", "李四", "--reason", "改", fails=True)
    assert "ledgers/plots.sql" in told and "cannot be run on the ledger" in told and "height" in told
    office.load()
    assert counted(office) == {"east": 1200, "west": 50}


def test_a_ledger_only_called_like_one_of_before_says_itself_how_it_counts():
    own = {"ledgers/contracts.yml": SHAPE.encode()}
    with pytest.raises(InvalidShape) as refused:
        load_shapes(own)
    assert [fault.file for fault in refused.value.problems] == ["ledgers/contracts.sql"]


def test_the_shapes_that_came_with_the_code_are_counted_as_they_were():
    published = {name: content for name, content in draft(RAW).items() if is_shape(name)}
    counted_then = {shape.ledger_id: shape.counting for shape in load_shapes(published)}
    assert {name.removesuffix(".sql") for name in EARLIER.values()} == set(counted_then)
    assert all(f"ledger.{ledger_id}" in counting for ledger_id, counting in counted_then.items())
