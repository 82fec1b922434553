"""Nothing, one, very long, very many, hostile, and a build published while someone looks."""

import shutil

import duckdb
import pytest

from dashboards.web.shell import create_dash
from metrics.queries import queries_hash
from metrics.warehouse import Warehouse, current_build_path

from .conftest import END_2020, LAST, PROGRAMME, Book, both, fill, judged, settle

PATHS = ("/", "/units", "/matrix", "/round", "/tasks", "/quality", "/data/attainment", "/data/units")
UNITS, TARGETS = 200, 300
LONG = "很长的名称" * 60
HOSTILE = (
    "<script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    '"><svg onload=window.pwned=1>',
    "javascript:window.pwned=1",
    "[x](javascript:window.pwned=1)",
    "</title><script>window.pwned=1</script>",
    "{{7*7}} ${7*7} %(7)s {0}",
    '<a href="javascript:window.pwned=1">x</a>',
    "=cmd|' /C calc'!A0",
    "' or 1=1; drop table mart.attainment; --",
)
# Codes, and keys that must stay unique.
UNTOUCHED = ("basis_match", "alias_name", "field_name", "table_name", "column_name")
TEXT_COLUMNS = (
    "name", "title", "note", "text", "issuer", "phrase", "section", "sentence", "progress", "problems", "next_step",
    "evidence", "reason_zh", "reason_en", "last_reason", "source_title", "source_date", "printed", "document_number",
    "city", "field", "lead_unit", "definition", "basis_zh", "basis_en", "difference", "group_zh", "group_en",
    "value_text", "unit_text", "rater", "period_label", "actor", "value_column", "sheet", "file_name", "sent_by",
    "record_label", "accepted_by", "next_steps", "sentence", "last_contact_by",
)  # fmt: skip


def pattern(data):
    return current_build_path(data / "warehouse")


@pytest.fixture(scope="module")
def nothing(village, tmp_path_factory):
    """A snapshot with its tables and a programme, and no row of data."""
    book = Book(tmp_path_factory.mktemp("nothing"), pattern(village))
    book.add("meta.build", {"build_id": "n", "built_at": "2999-01-02", "inputs_hash": "0", "has_sample": False,
                            "row_count": 0, "time_zone": "Asia/Shanghai",
                            "queries_hash": queries_hash()})  # fmt: skip
    book.add("dim.programme", {"programme_id": PROGRAMME, "sort_order": 1, **both("name", "空", "Empty"),
                               **both("short_name", "空", "Empty"), **both("cycle_note", "空", "Empty")})  # fmt: skip
    return book.publish()


@pytest.fixture(scope="module")
def crowd(village, tmp_path_factory):
    """300 targets, 200 units, and names of 300 characters."""
    book = Book(tmp_path_factory.mktemp("crowd"), pattern(village))
    fill(book)
    units = [f"u{number}" for number in range(UNITS)]
    book.add("dim.unit", *({"unit_id": unit_id, "unit_name": f"{LONG}{number}", "unit_name_en": "x" * 300,
                            "kind": "department", "sort_order": number + 10}
                           for number, unit_id in enumerate(units)))  # fmt: skip
    book.add("fact.responsibility", *({"programme_id": PROGRAMME, "task_id": "t1", "seat": number + 10,
                                       "unit_id": unit_id, "unit_name": unit_id, "role": "support",
                                       "is_ambiguous": False} for number, unit_id in enumerate(units)))  # fmt: skip
    targets = [f"many{number}" for number in range(TARGETS)]
    book.add("dim.indicator", *({"indicator_id": target_id, **both("name", f"{LONG}{number}", "y" * 300),
                                 "measure_type": "cumulative", "measure_unit": "项", "direction": "up",
                                 **both("definition", "定义", "D"), **both("basis", "口径", "B")}
                                for number, target_id in enumerate(targets)))  # fmt: skip
    book.add("fact.target", *({"target_id": target_id, "programme_id": PROGRAMME, "document_id": PROGRAMME,
                               "indicator_id": target_id, "scope_id": "zone", "level": "programme",
                               "comparator": ">=", "target_value": 1, "measure_unit": "项",
                               "starts_on": END_2020.replace(year=2018), "due_on": END_2020,
                               "sort_order": number + 10} for number, target_id in enumerate(targets)))  # fmt: skip
    book.add("mart.attainment", *(judged(target_id, LAST, END_2020) for target_id in targets))
    book.add("mart.attainment", *(judged(target_id, LAST, END_2020, unit_id=f"u{number % UNITS}")
                                  for number, target_id in enumerate(targets)))  # fmt: skip
    return book.publish()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_empty_build_says_what_to_do_and_shows_no_zero(page_of, text_of, nothing, path, language):
    page = page_of(path, f"?lang={language}", source=nothing)
    assert page.is_found
    assert "100" not in text_of(page).split()


def test_three_hundred_targets_and_two_hundred_units_stay_within_bounds(page_of, components_of, crowd):
    matrix = page_of("/matrix", source=crowd)
    assert len([node for node in components_of(matrix.content) if type(node).__name__ == "Td"]) <= 61 * 24
    last = page_of("/matrix", "?rows=4&across=13", source=crowd)
    assert "u199" in str(last.content)
    assert len([n for n in components_of(page_of("/units", source=crowd).content) if type(n).__name__ == "Tr"]) > UNITS


@pytest.mark.parametrize(("path", "status"), [("/unit/nobody", 404), ("/target/nothing", 404), ("/data/nothing", 404),
                                              ("/unit/lead", 200), ("/x/y", 404), ("/matrix", 200)])  # fmt: skip
def test_the_answer_tells_what_is_not_there(server, path, status):
    assert server.test_client().get(path).status_code == status


@pytest.mark.parametrize("search", ["as_of=2999-01-01", "as_of=yesterday", "rows=-1&across=99999", "where=:::&columns=,",
                                    "programme=%F0%9F%92%A9", "period=" + "9" * 5000])  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/matrix", "/data", "/tasks"])
def test_nonsense_never_breaks_a_page(page_of, path, search):
    assert page_of(path, f"?{search}").title


@pytest.mark.parametrize(("day", "is_said"), [("2999-01-01", True), ("yesterday", True), ("2019-02-30", True),
                                              ("2019-07-31", False), ("", False)])  # fmt: skip
def test_a_day_that_cannot_be_shown_is_not_passed_over_in_silence(server, day, is_said):
    text = server.test_client().get(f"/?as_of={day}&lang=en").get_data(as_text=True)
    assert ("the latest view is shown" in text) is is_said


@pytest.fixture(scope="module")
def hostile(shipped, tmp_path_factory):
    """The shipped snapshot with hostile strings in every text field of every table."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "warehouse").mkdir()
    shutil.copyfile(shipped / "office.yml", folder / "office.yml")
    copied = folder / "warehouse" / "duibiao-hostile.duckdb"
    shutil.copyfile(pattern(shipped), copied)
    shutil.copytree(shipped / "warehouse" / "ledgers", folder / "warehouse" / "ledgers")
    for path in (folder / "warehouse" / "ledgers").rglob("records.parquet"):
        records = duckdb.read_parquet(str(path))
        names = [name for name, kind in zip(records.columns, records.types, strict=True)
                 if kind == "VARCHAR" and name.endswith("_name")]  # fmt: skip
        said = ", ".join(f"{duckdb.ConstantExpression(HOSTILE[0])} as {name}" for name in names)
        duckdb.sql(f"select * replace ({said}) from records" if said else "from records").write_parquet(
            f"{path}.hostile"
        )
        path.with_name(f"{path.name}.hostile").replace(path)
    with duckdb.connect(str(copied)) as connection:
        fields = connection.execute(
            "select table_schema, table_name, column_name from information_schema.columns join information_schema.tables "
            "using (table_catalog, table_schema, table_name) where data_type = 'VARCHAR' and table_type = 'BASE TABLE'"
        ).fetchall()
        changed = 0
        for schema, name, column in fields:
            if column.endswith("_id") or not any(word in column for word in TEXT_COLUMNS) or column in UNTOUCHED:
                continue
            text = HOSTILE[changed % len(HOSTILE)].replace("'", "''")
            connection.execute(f"update {schema}.{name} set {column} = '{text}' where {column} is not null")
            changed += 1
    (folder / "warehouse" / "CURRENT").write_text(copied.name, encoding="utf-8")
    assert changed > 60
    return folder


@pytest.fixture(scope="module")
def hostile_address(served, hostile):
    with served(hostile) as (where, _):
        yield where


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("path", ["/", "/units", "/unit/sc-chengdu", "/target/cdm-technology-contract-turnover", "/matrix",
                                  "/round", "/tasks", "/quality", "/data/attainment", "/data/observations",
                                  "/report/cdm-zone-2018/2019H1/sc-mianyang/v2",
                                  "/report/cdm-zone-2018/2019H1/sc-mianyang/v2/civil-military-transfers"])  # fmt: skip
def test_markup_in_every_text_field_is_shown_and_runs_nowhere(open_page, hostile_address, path):
    page = open_page(path, where=hostile_address)
    page.wait_for_timeout(300)
    assert page.evaluate("window.pwned") is None
    assert not page.evaluate(
        "[...document.querySelectorAll('main script, main img, main [onerror], main [onload]')].length"
    )
    assert not page.evaluate("[...document.querySelectorAll('a')].filter(a => a.protocol === 'javascript:').length")
    assert page.locator("text=pwned").count() >= 1 or path in ("/quality",)


@pytest.mark.browser
@pytest.mark.slow
def test_a_newer_build_is_announced_and_reading_goes_on(open_page, served, shipped, tmp_path):
    shutil.copytree(shipped / "warehouse", tmp_path / "warehouse")
    with served(tmp_path) as (where, _):
        page = open_page("/units", where=where)
        page.evaluate("window.duibiaoNoticeNewerBuild()")
        assert not page.locator("#newer-build").is_visible()
        current = tmp_path / "warehouse" / "CURRENT"
        newer = tmp_path / "warehouse" / "duibiao-newer.duckdb"
        shutil.copyfile(current_build_path(tmp_path / "warehouse"), newer)
        with duckdb.connect(str(newer)) as connection:
            connection.execute("update meta.build set build_id = 'newer'")
        current.write_text(newer.name, encoding="utf-8")
        page.evaluate("window.duibiaoNoticeNewerBuild()")
        page.locator("#newer-build").wait_for(state="visible")
        page.locator(".menu a").nth(2).click()
        page.wait_for_function("document.querySelector('h1').innerText === '单位与目标对照'")
        assert "newer" in page.locator(".site-footer code").inner_text()
        page.evaluate("window.duibiaoNoticeNewerBuild()")
        page.wait_for_selector("#newer-build", state="hidden")
        settle(page)


def test_without_a_snapshot_every_page_still_answers(tmp_path):
    client = create_dash(Warehouse(tmp_path)).server.test_client()
    assert client.get("/matrix").status_code == 200
    assert client.get("/export/units.csv").status_code == 503
