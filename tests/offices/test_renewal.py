"""A build that was renewed step by step holds the same rows as one that is made from the archive at once."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metrics.database import connect
from metrics.marts.build import VIEW_NAMES, makers
from metrics.marts.chain import referenced_tables
from metrics.rules.status import Thresholds
from metrics.warehouse import current_build_path
from pipelines.loading import publish
from pipelines.loading.contents import written_contents
from pipelines.loading.definition_versions import DECLARED
from pipelines.loading.renewal import Renewal
from pipelines.loading.tables import received_tables
from tests.offices.fuzhou import PROGRAMME, fuzhou, yearly
from tests.offices.test_closing import edit_rows, raise_aim

pytestmark = pytest.mark.slow

UNITS = {"市人社局": "fz-rsj", "鼓楼区": "fz-gulou", "台江区": "fz-taijiang", "仓山区": "fz-cangshan"}


def report(unit, value):
    def act(office):
        values = {"jobs-rate": value} if unit == "市人社局" else {"jobs-new": value, "jobs-hard": 0.1}
        office.report(unit, "2018", "2018-12-30", values, ("fz-t1",))

    return act


def step(name, unit=None):
    def act(office):
        # What the rules refuse changes nothing, and is an act too.
        places = [UNITS[unit]] if unit else []
        options = ["--by=李四", "--reason=请补充佐证", "--no-load"]
        office.attempt("round", name, PROGRAMME, "2018", *places, *options)

    return act


def next_year(office):
    if not any(row["target_id"] == "fz-new-2019" for row in office.tables[f"targets/{PROGRAMME}"]):
        yearly(office, "new", ">=", 12.5, "万人", 2019)
    office.write()


def renamed(office):
    def edit(row):
        row["name_zh"] = "稳就业"

    edit_rows(office, "tasks", edit)


ACTS = {
    **{f"report of {unit}, {value}": report(unit, value) for unit in UNITS for value in (3.1, 5.6)},
    **{f"{name} {unit}": step(name, unit) for name in ("accept", "return", "reopen") for unit in UNITS},
    "close": step("close"), "a higher target": raise_aim, "a target more": next_year, "a task renamed": renamed,
}  # fmt: skip
# Each kind of change once, and those that meet: a closing, what is thawed after it, definitions changed in between.
ONE_YEAR = ("report of 鼓楼区, 5.6", "accept 鼓楼区", "a task renamed", "close", "a higher target", "reopen 鼓楼区",
            "report of 鼓楼区, 3.1", "accept 鼓楼区")  # fmt: skip


def contents(path):
    """What every table of a build holds, as counted."""
    with connect() as connection:
        connection.execute(f"attach '{path}' as build (read_only)")
        return written_contents(connection, "build")


def of_build(office):
    return contents(current_build_path(office.data / "warehouse"))


def from_the_archive(office, folder):
    """The same office loaded into a warehouse that holds nothing yet."""
    other = office.copied(folder)
    for path in other.data.joinpath("warehouse").glob("*.duckdb"):
        path.unlink()
    other.data.joinpath("warehouse", "CURRENT").unlink()
    other.load()
    return of_build(other)


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """The office with nothing received, loaded."""
    office = fuzhou(tmp_path_factory.mktemp("begun"))
    office.load()
    return office


def test_a_year_loaded_step_by_step_is_the_year_loaded_at_once(begun, tmp_path, monkeypatch):
    office, renewed = begun.copied(tmp_path / "office"), []
    renew = publish.renew_build
    monkeypatch.setattr(publish, "renew_build", lambda *given: renewed.append(given) or renew(*given))
    for name in ONE_YEAR:
        ACTS[name](office)
        office.load()
    assert len(renewed) == len(ONE_YEAR)
    assert of_build(office) == from_the_archive(office, tmp_path / "other")


@pytest.mark.journey
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.booleans()), min_size=2, max_size=9))
def test_in_whatever_order_things_come_and_are_loaded_the_rows_are_the_same(begun, tmp_path_factory, acts):
    folder = tmp_path_factory.mktemp("order")
    office = begun.copied(folder / "office")
    for name, is_loaded in acts:
        ACTS[name](office)
        if is_loaded:
            office.load()
    office.load()
    assert of_build(office) == from_the_archive(office, folder / "other")


def test_a_step_makes_no_table_of_what_it_has_no_part_in(begun, tmp_path, monkeypatch):
    office, written = begun.copied(tmp_path), []
    report("鼓楼区", 5.6)(office)
    office.load()
    write = Renewal.write
    monkeypatch.setattr(Renewal, "write", lambda *given: written.extend(write(*given)) or list(written))
    step("accept", "鼓楼区")(office)
    office.load()
    assert {"mart.attainment", "mart.report_standing", "fact.report_event"} <= set(written)
    assert not [name for name in written if name.startswith(("dim.", "mart.centre_", "past."))]
    assert not set(written) & set(DECLARED)


def test_a_build_of_other_code_is_not_gone_on_with(begun, tmp_path, monkeypatch):
    from pipelines.loading import build_record, fingerprints, making

    office = begun.copied(tmp_path)
    for module in (build_record, fingerprints, making):
        monkeypatch.setattr(module, "code_hash", lambda: "other")
    monkeypatch.setattr(publish, "renew_build", lambda *_: pytest.fail("renewed"))
    assert "published" in office.load()


def test_what_was_found_in_files_is_said_again_by_a_build_that_did_not_read_them(begun, tmp_path):
    office = begun.copied(tmp_path)
    asked = "select found_in, rule_id, sentence_zh from quality.finding where found_in = 'files' order by all"
    checks = "select table_name, count(*), bool_and(is_success) from quality.check_result group by all order by all"

    def said():
        with connect(current_build_path(office.data / "warehouse"), read_only=True) as connection:
            return [connection.execute(sql).fetchall() for sql in (asked, checks)]

    before = said()
    report("鼓楼区", 5.6)(office)
    office.load()
    assert said() == before


def test_no_declared_table_is_made_from_what_was_received():
    with connect() as connection:
        assert not set(DECLARED) & received_tables(connection)


def test_no_mart_is_made_from_the_findings_which_are_known_last():
    with connect() as connection:
        made = makers(connection, Thresholds.load())
        asking = {name for name, (reads, _) in made.items() if any(read.startswith("quality.") for read in reads)}
        assert asking <= VIEW_NAMES
        assert not [name for name, (reads, _) in made.items() if reads & asking]
        assert referenced_tables(connection, "from quality.finding") == {"quality.finding"}


@pytest.mark.parametrize("data", ["shipped", "fuzhou_closed"])
def test_each_mart_made_from_what_it_says_it_reads_and_nothing_else_comes_out_as_it_stands(request, data):
    office = request.getfixturevalue(data)
    build = current_build_path((office if data == "shipped" else office.data) / "warehouse")
    kept, differing = contents(build), []
    with connect() as pattern:
        names = [name for name in makers(pattern, Thresholds.load()) if name not in VIEW_NAMES]
    for name in names:
        with connect() as connection:
            renewal = Renewal(connection, build)
            renewal.prepare_marts(Thresholds.load())
            if renewal.make(name) != {name: kept[name]}:
                differing.append(name)
    assert len(names) > 60 and differing == []
