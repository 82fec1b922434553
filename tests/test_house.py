"""The shape of the house: who may know whom."""

import ast
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import duckdb
import pytest

from metrics import contract
from metrics.database import connect
from metrics.marts.build import makers
from metrics.marts.centre_tables import centre_tables
from metrics.marts.standing_tables import standing_tables
from metrics.rules.status import Thresholds
from metrics.warehouse import current_build_path

PROJECT = Path(__file__).parents[1]
MAY_IMPORT = {
    "metrics": set(),
    "expectations": set(),
    "pipelines": {"metrics", "expectations"},
    "dashboards": {"metrics"},
}
CHINESE = re.compile(r"[\u3400-\u9fff]")
ROOMS = {*MAY_IMPORT, "app"}
# Within a room, what stands further down knows what stands above it, never the other way round.
IN_ORDER = {
    "metrics": (
        "yaml_file", "periods", "written_periods", "sentences", "file_names", "settings", "contract", "single_changes", "office",
        "clock", "digits",
        "database", "ledger_records", "queries", "catalog", "rules", "kinds", "trends", "centres", "marts", "working", "warehouse",
        "reading",
    ),
    "pipelines": (
        "readers", "sources", "journals", "clock_lines", "records", "archive", "definitions", "old_journals", "lookup",
        "unit_names", "days", "makeup", "revisions", "duties", "centre_register", "schedule", "register", "office",
        "reports", "kinds", "journal", "statistics", "template", "sample", "ledgers", "receiving", "loading",
        "publishing", "new_office", "upgrade", "verify", "clerk", "commands",
    ),
    "dashboards": (
        "words", "markup", "theme", "document_paths", "amounts", "formats", "address", "screen", "exports", "phrases",
        "components", "documents", "pages", "web", "commands",
    ),
}  # fmt: skip


@cache
def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imported_rooms(path):
    tree = parsed(path)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        else:
            continue
        yield from {name.split(".")[0] for name in names} & ROOMS


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_rooms_import_in_one_direction(room):
    files = list((PROJECT / room).rglob("*.py"))
    assert files
    for path in files:
        assert set(imported_rooms(path)) <= MAY_IMPORT[room] | {room}, path


def imported_within(path, room):
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == room:
            within = node.module.split(".")[1:]
            yield from within[:1] or [alias.name for alias in node.names]


@pytest.mark.parametrize(("room", "order"), IN_ORDER.items())
def test_what_stands_above_knows_nothing_of_what_stands_below(room, order):
    folder = PROJECT / room
    places = {path: path.relative_to(folder).with_suffix("").parts[0] for path in folder.rglob("*.py")}
    del places[folder / "__init__.py"]
    assert set(places.values()) == set(order)
    for path, place in places.items():
        for imported in imported_within(path, room):
            assert order.index(imported) <= order.index(place), (path, imported)


def test_what_a_page_and_a_document_both_say_stands_in_phrases_and_draws_nothing():
    rooms = PROJECT / "dashboards"
    assert not any("components" in imported_within(path, "dashboards") for path in (rooms / "documents").rglob("*.py"))
    phrases = [path.read_text(encoding="utf-8") for path in (rooms / "phrases").rglob("*.py")]
    assert len(phrases) > 3 and not any(re.search(r"^\s*(import|from) dash\b", text, re.M) for text in phrases)


def test_only_expectations_names_great_expectations():
    for room in ROOMS - {"expectations", "app"}:
        for path in (PROJECT / room).rglob("*.py"):
            assert "import great_expectations" not in path.read_text(encoding="utf-8"), path


def test_the_web_process_loads_neither_great_expectations_nor_the_pipeline(shipped):
    program = (
        "import app, sys; server = app.create_app(); client = server.test_client()\n"
        "assert 'pandas' not in sys.modules, 'a quarter of a second that no page of the latest view needs'\n"
        "assert client.get('/').status_code == 200 and client.get('/healthz').status_code == 200\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} "
        "& {'great_expectations', 'pipelines', 'expectations'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True, cwd=PROJECT,
        env={"PATH": "/usr/bin:/bin", "DUIBIAO_DATA": str(shipped)},
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr


def test_a_view_as_of_a_day_is_made_without_the_pipeline(shipped):
    program = (
        "import sys; from datetime import date; from metrics.warehouse import Warehouse\n"
        "view = Warehouse().snapshot(date(2019, 7, 31))\n"
        "assert view.select('select count(*) as n from mart.attainment')[0]['n'] > 100\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} "
        "& {'great_expectations', 'pipelines', 'expectations', 'dashboards'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True, cwd=PROJECT,
        env={"PATH": "/usr/bin:/bin", "DUIBIAO_DATA": str(shipped)},
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr


def test_every_sql_file_is_one_select_that_says_what_a_row_is():
    files = [path for room in ("metrics", "pipelines") for path in (PROJECT / room).rglob("*.sql")]
    assert len(files) > 200
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert text.startswith("-- one row"), path
        (statement,) = duckdb.extract_statements(text)
        assert statement.type == duckdb.StatementType.SELECT, path


@pytest.fixture
def build(shipped, tmp_path):
    """A copy of the build of the shipped data: the other is open elsewhere, with settings of its own."""
    with connect(Path(shutil.copy(current_build_path(shipped / "warehouse"), tmp_path)), read_only=True) as opened:
        yield opened


def tables_of(build, schema):
    listed = "select table_name from information_schema.tables where table_schema = $schema"
    return {name for (name,) in build.execute(listed, {"schema": schema}).fetchall()}


def test_every_mart_of_a_build_is_a_file_of_its_name_or_computed_by_a_named_rule(build):
    named = {path.stem for name in ("marts", "views") for path in (PROJECT / "metrics" / "sql" / name).glob("*.sql")}
    with connect() as connection:
        ruled = {name.removeprefix("mart.") for name in makers(connection, Thresholds.load())} - named
    assert tables_of(build, "mart") == named | ruled
    # What a rule computes is narrow; a file joins the rest, unless the rule makes the rows themselves.
    own_rows = {f"mart.{name}" for name in ("recorded_judgement", "changed_definition")}
    own_rows |= centre_tables().keys() | standing_tables().keys()
    assert {
        name for name in ruled if f"mart.{name}" not in own_rows and name.removesuffix("_value") not in named
    } == set()


def test_every_fact_of_a_build_is_a_file_of_its_name(build):
    named = {path.stem for path in (PROJECT / "pipelines" / "sql" / "fact").glob("*.sql")}
    # What ledgers count to is counted by a SELECT of the ledger's own.
    assert tables_of(build, "fact") == named | {"evidence_cube"}


def test_no_module_is_called_by_what_it_is_not():
    vague = {"utils", "helpers", "common", "misc", "base", "manager"}
    names = {path.stem for room in ROOMS for path in (PROJECT / room).rglob("*.py")}
    assert not names & vague


def test_no_committed_file_names_a_package_registry():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    hosts = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"))]
    for name in filter(None, listed):
        text = (PROJECT / name).read_text(encoding="utf-8", errors="ignore") if (PROJECT / name).is_file() else ""
        assert not any(host in text for host in hosts), name


def called(path):
    return {ast.unparse(node.func) for node in ast.walk(parsed(path))
            if isinstance(node, ast.Call)}  # fmt: skip


def test_there_is_one_door_to_the_database_and_it_fetches_nothing():
    sources = [path for room in ROOMS - {"app"} for path in (PROJECT / room).rglob("*.py")]
    assert [path.name for path in sources if "duckdb.connect" in called(path)] == ["database.py"]
    with connect() as connection:
        asked = "select value from duckdb_settings() where name like 'auto%known_extensions'"
        assert connection.execute(asked).fetchall() == [("false",), ("false",)]


def test_what_day_it_is_and_on_which_an_instant_falls_is_said_in_one_module():
    sources = [path for room in ROOMS for path in (PROJECT / room).rglob("*.py")]
    other_clocks = {"date.today", "datetime.now", "datetime.today", "datetime.utcnow", "date.fromtimestamp",
                    "datetime.fromtimestamp", "time.localtime", "time.strftime"}  # fmt: skip
    assert [path.name for path in sources if called(path) & other_clocks] == ["clock.py"]


ASKS_THE_SESSION = re.compile(
    r"\b(current_date|current_time\w*|localtime\w*|now\(\)|today\(\)|get_current_\w+)", re.IGNORECASE
)


def test_no_sql_asks_the_database_what_day_it_is():
    """A build and a view hold the day on which they are judged: at midnight the session's own day is another."""
    folders = [PROJECT / room for room in ROOMS - {"app"}]
    statements = {path: path.read_text(encoding="utf-8") for folder in folders for path in folder.rglob("*.sql")}
    assert len(statements) > 100
    for folder in folders:
        for path in folder.rglob("*.py"):
            texts = [node.value for node in ast.walk(parsed(path)) if isinstance(node, ast.Constant)]
            asked = (text for text in texts if isinstance(text, str) and re.search(r"(?i)\bselect\b", text))
            statements[path] = "\n".join(asked)
    assert [path.name for path, text in statements.items() if ASKS_THE_SESSION.search(text)] == []


def test_what_web_and_clerk_agree_on_is_written_down_once():
    agreed = {contract.REQUEST_FILE, contract.ANSWER_FILE, contract.MARKED_FILE, contract.TEMPLATE_FILE,
              contract.LOCK_FILE, contract.REQUEST_ID.pattern, contract.LARGEST_FILE}  # fmt: skip
    for path in (path for room in ROOMS - {"app"} for path in (PROJECT / room).rglob("*.py")):
        tree = parsed(path)
        written = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        written |= {value for node in ast.walk(tree) if isinstance(node, ast.BinOp) and (value := product(node))}
        assert not written & agreed or path.name == "contract.py", path


def product(node):
    """The value of a product of numbers that is written out, else None."""
    text = ast.unparse(node)
    return eval(text) if re.fullmatch(r"[\d *]+", text) and "**" not in text else None


CUT = re.compile(r"[\u3001-\u9fff\uff00-\uffef)\]}][^/]{0,40} / ?(?:[a-z`{]|$)")


@pytest.mark.parametrize("room", sorted(ROOMS - {"app"}))
def test_a_sentence_in_two_languages_is_two_texts_and_never_one_cut_at_a_slash(room):
    for path in (PROJECT / room).rglob("*.py"):
        for node in ast.walk(parsed(path)):
            text = spoken(node)
            # What an older program meets in place of its journal is one string by need.
            assert not (CUT.search(text) and CHINESE.search(text)) or "journal.jsonl" in text, (path, text)


def spoken(node):
    """A text of the source with what is filled in as `{}`; empty for what is none."""
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_a_word_that_fits_any_list_names_nothing_beyond_a_few_lines():
    sources = [path for room in ("dashboards", "metrics") for path in (PROJECT / room).rglob("*.py")]
    assert len(sources) > 100
    for path in sources:
        for function in ast.walk(parsed(path)):
            if isinstance(function, ast.FunctionDef):
                for name, lines in vague_names(function).items():
                    assert max(lines) - min(lines) <= 16, (path, function.name, name)


def vague_names(function):
    """The lines on which a function names something by a word that says nothing of it."""
    lines = {}
    for node in ast.walk(function):
        name = node.id if isinstance(node, ast.Name) else node.arg if isinstance(node, ast.arg) else None
        if name in {"found", "told", "known", "whole", "mine", "stands"}:
            lines.setdefault(name, []).append(node.lineno)
    return lines
