"""The folder of an older office is brought up: whole or not at all, with a copy kept, however often it is begun."""

import shutil

import pytest
from click.testing import CliRunner

from app import main
from metrics.office import load_office
from pipelines import upgrade as upgrading
from pipelines.sources.files import definition_folders
from tests.offices.village import village

pytestmark = pytest.mark.slow


@pytest.fixture
def old(tmp_path):
    """A village as it lay before offices had folders: its catalog apart, its tables in `raw`, no `office.yml`."""
    office = village(tmp_path)
    definitions = contents(office.catalog)
    catalog = tmp_path / "catalog"
    for name, content in definitions.items():
        home = office.data / "raw" if name.split("/")[0] in definition_folders() else catalog
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(content)
    shutil.rmtree(office.catalog)
    (office.data / "office.yml").unlink()
    return office, catalog, definitions


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def upgrade(office, *options):
    return CliRunner().invoke(main, ["upgrade", str(office.data), *map(str, options)])


def test_everything_an_office_declares_moves_and_a_copy_stays(old):
    office, catalog, definitions = old
    assert "duibiao upgrade" in office.run("load", fails=True)
    done = upgrade(office, "--catalog", catalog, "--name", "村委会", "--time-zone", "Europe/London")
    assert done.exit_code == 0, done.output
    assert contents(office.catalog) == definitions
    kept = contents(office.data / "before-upgrade-1")
    assert sorted(name.partition("/")[2] for name in kept) == sorted(definitions)
    made = load_office(office.data)
    assert (made.called.zh, made.time_zone, made.acceptance, made.samples) == (
        "村委会",
        "Europe/London",
        "checks",
        False,
    )
    assert "published" in office.load()
    again = upgrade(office, "--catalog", catalog)
    assert again.exit_code == 0 and "已是现行布局" in again.output
    units = office.catalog / "units.yml"
    text = units.read_text(encoding="utf-8")
    ended = '- {id: v-old, name: 旧组, kind: 组, successor: {id: v-school, "on": 2019-01-01, source: 试用}}\n'
    units.write_text(f"# 本村\n{text}{ended}", encoding="utf-8")
    renamed = upgrade(office)
    assert renamed.exit_code == 0 and "on → from_day" in renamed.output
    assert units.read_text(encoding="utf-8") == f"# 本村\n{text}{ended}".replace('"on"', "from_day")
    assert '"on"' in (office.data / "before-upgrade-2" / "raw" / "units.yml").read_text(encoding="utf-8")
    shutil.rmtree(office.data / "before-upgrade-2")
    assert not (office.data / "before-upgrade-2").exists()


@pytest.mark.parametrize("stroke", range(12))
def test_killed_at_any_moment_it_is_begun_anew_and_ends_the_same(old, monkeypatch, stroke):
    office, catalog, definitions = old
    strokes = []

    class Killed(BaseException):
        pass

    def killing(work):
        def counted(*arguments):
            strokes.append(1)
            if len(strokes) > stroke:
                raise Killed
            return work(*arguments)

        return counted

    with monkeypatch.context() as patch:
        for name in ("write_durably", "sync"):
            patch.setattr(upgrading, name, killing(getattr(upgrading, name)))
        with pytest.raises(Killed):
            CliRunner().invoke(main, ["upgrade", str(office.data), "--catalog", str(catalog)], catch_exceptions=False)
    assert not (office.data / "office.yml").exists()
    done = upgrade(office, "--catalog", catalog)
    assert done.exit_code == 0, done.output
    assert contents(office.catalog) == definitions
    assert not any((office.data / "raw" / name).exists() for name in definition_folders())


def test_a_table_left_where_it_lay_before_stops_the_load_by_name_until_it_is_moved(tmp_path):
    office = village(tmp_path)
    office.load()
    annex = office.data / "raw" / "unit_targets" / "later.csv"
    annex.parent.mkdir()
    annex.write_text("target_id\n", encoding="utf-8")
    said = office.run("load", fails=True)
    assert "unit_targets/later.csv" in said and "duibiao upgrade" in said
    done = upgrade(office)
    assert done.exit_code == 0 and "definitions/unit_targets/later.csv" in done.output
    assert (office.catalog / "unit_targets" / "later.csv").read_text(encoding="utf-8") == "target_id\n"
    assert not annex.exists()


def test_a_file_that_stands_in_both_places_with_other_words_is_left_and_named(tmp_path):
    office = village(tmp_path)
    name = next(path.name for path in (office.catalog / "targets").glob("*.csv"))
    other = office.data / "raw" / "targets" / name
    other.parent.mkdir()
    other.write_text("target_id\n", encoding="utf-8")
    before = contents(office.data)
    refused = upgrade(office)
    assert refused.exit_code == 1 and str(other) in refused.output
    assert {key: value for key, value in contents(office.data).items() if "warehouse" not in key} == before
