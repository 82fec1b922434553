"""What people can use stands in the docs: commands, options, settings, datasets and their columns."""

import re
from pathlib import Path

import click
import pytest

from app import COMMANDS, main
from dashboards.exports.files import ENDINGS
from metrics.rules.comparators import COMPARATORS
from metrics.yaml_file import read_yaml
from pipelines.definitions.forms import book_form

DOCS = Path(__file__).parents[1] / "docs"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name):
    lines = (DOCS / "commands.md").read_text(encoding="utf-8").splitlines()
    command = main.get_command(click.Context(main), name)
    parts = {f"{name} {part}": found for part, found in getattr(command, "commands", {}).items()} or {name: command}
    for words, part in parts.items():
        (line,) = [line for line in lines if line.startswith((f"| `duibiao {words} ", f"| `duibiao {words}`"))]
        for parameter in part.params:
            if isinstance(parameter, click.Option):
                assert parameter.opts[0] in line, f"{words} {parameter.opts[0]}"


def test_every_setting_is_documented():
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    project = DOCS.parent
    sources = [path for room in ("metrics", "pipelines", "dashboards") for path in (project / room).rglob("*.py")]
    settings = {name for path in sources for name in re.findall(r"DUIBIAO_[A-Z_]+", path.read_text(encoding="utf-8"))}
    assert {"DUIBIAO_DATA", "DUIBIAO_SAMPLE"} <= settings
    for setting in settings:
        assert setting in text


def test_every_format_is_documented():
    text = (DOCS / "data.md").read_text(encoding="utf-8")
    for name, ending in ENDINGS.items():
        assert f"| `{name}` | `*{ending}` |" in text


# What a reference set of the suites is called where people read of it.
REFERENCES = {
    "$programme_ids": "programme", "$document_ids": "document", "$indicator_ids": "indicator", "$scope_ids": "scope",
    "$unit_names": "unit by any of its names", "$measure_units": "unit of measurement", "$period_ids": "round",
    "$target_ids": "target", "$task_ids": "task", "$centre_ids": "centre", "$centre_project_ids": "project",
    "$published_centre_names": "published centre", "$centre_grades": "grade", "$centre_funders": "funder",
    "$centre_purposes": "purpose", "$centre_categories": "category",
}  # fmt: skip
SHAPES = (("$iso_day", "day"), ("$id", "id"), ("^(19|20)", "year"), ("^-?[0-9]{1,15}", "number"),
          ("^[0-9]{1,15}(", "number"), ("^(?=.*[1-9])", "number"), ("^[0-9]", "whole number"))  # fmt: skip


def table_after(text, heading):
    """The rows of the first table under a heading, cells without their marks of code."""
    section = text.split(f"\n### {heading}", 1)[1].split("\n#", 1)[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in row] for row in rows]


def listed(values):
    return ", ".join(f"`{value}`" for value in values)


def demands(checks, column):
    """What a suite asks of a column: the mark of one that must be there, and what it takes."""
    mark, takes = "", "text"
    for check in checks:
        arguments = check["arguments"]
        if column not in arguments.get("columns", [arguments.get("column")]):
            continue
        if check["check"].endswith("not_be_null"):
            mark = " ●" if "row_condition" not in arguments or mark == " ●" else " ○"
        elif check["check"].endswith("be_in_set"):
            values = COMPARATORS if arguments["value_set"] == "$comparators" else arguments["value_set"]
            takes = REFERENCES[values] if isinstance(values, str) else listed(values)
        elif check["check"].endswith("match_regex"):
            takes = next((word for start, word in SHAPES if arguments["regex"].startswith(start)), takes)
    return mark, takes


SOURCES = {path.stem: read_yaml(path) for path in sorted((DOCS.parent / "pipelines/sources").glob("*.yml"))}
# Made by `duibiao sample` in the columns of the real ones, or in the form of a report.
MADE_UP = {name for name, source in SOURCES.items() if source["files"].startswith("sample/")}


@pytest.mark.parametrize("name", sorted(SOURCES.keys() - MADE_UP))
def test_every_input_column_is_documented_with_what_its_suite_asks_of_it(name):
    source = SOURCES[name]
    checks = read_yaml(DOCS.parent / f"expectations/suites/{name}.yml")
    rows = table_after((DOCS / "data.md").read_text(encoding="utf-8"), f"`{source['files']}`")
    headers = any(source["columns"].values())
    for (column, others), row in zip(source["columns"].items(), rows, strict=True):
        mark, takes = demands(checks, column)
        assert row[: 2 + headers] == [f"`{column}`{mark}", *([", ".join(others)] if headers else []), takes], column


@pytest.mark.parametrize(
    ("name", "title"), [("report", "Reports of units"), ("centre_report", "Annual reports of centres")]
)
def test_every_column_of_a_report_is_documented_with_its_headers(name, title):
    (path,) = [path for room in ("metrics", "pipelines") for path in (DOCS.parent / room).rglob(f"{name}.yml")
               if "subject" in read_yaml(path)]  # fmt: skip
    form = read_yaml(path)
    rows = table_after((DOCS / "data.md").read_text(encoding="utf-8"), title)
    for (column, headers), row in zip((form["report"] | form["item"]).items(), rows, strict=True):
        assert row[1].split(", ") == headers, column
        required = column in form["required"]
        some = any(column in names for names in form["required"] if isinstance(names, list))
        assert row[0] == f"`{column}`" + " ●" * required + " ○" * some
        if column in form["values"]:
            assert row[2] == listed(form["values"][column])
        assert row[2].startswith("number") == (column in set(form["numbers"]) - set(form["percentages"]))


@pytest.mark.parametrize(
    "path", sorted((DOCS.parent / "data/raw/definitions/ledgers").glob("*.yml")), ids=lambda path: path.stem
)
def test_every_column_of_a_ledger_is_documented(path):
    text = (DOCS / "evidence.md").read_text(encoding="utf-8").split(f"**{path.stem}**")[1].split("\n**")[0]
    rows = [line.strip("| ").split(" | ")[:2] for line in text.splitlines() if line.startswith("| ")][1:]
    columns = read_yaml(path)["columns"]
    described = [
        [name + (" ●" if shape.get("required") else ""), shape["headers"][0]] for name, shape in columns.items()
    ]
    assert rows[: len(columns)] == described
    for name, row in zip(columns, text.splitlines()[4:], strict=False):
        assert ", ".join(columns[name].get("values", [])) in row


def test_every_direct_dependency_has_its_reason():
    import tomllib

    declared = tomllib.loads((DOCS.parent / "pyproject.toml").read_text(encoding="utf-8"))
    text = (DOCS / "dependencies.md").read_text(encoding="utf-8")
    groups = [declared["project"]["dependencies"], *declared["dependency-groups"].values()]
    for requirement in (r for group in groups for r in group):
        name = requirement.split(">")[0].split("=")[0].strip()
        assert f"| {name} |" in text, name


def test_every_page_and_parameter_is_documented():
    from dashboards.address import PARAMETERS
    from dashboards.exports.selection import OPERATORS
    from dashboards.pages.directory import PAGES, paths

    text = (DOCS / "pages.md").read_text(encoding="utf-8")
    for name in (*(path for page in PAGES for path in paths(page)), *PARAMETERS, *OPERATORS):
        assert f"`{name}`" in text, name


def test_every_file_of_ours_that_the_docs_name_is_there():
    project = DOCS.parent
    named = [
        (page.name, path)
        for page in (*DOCS.glob("*.md"), *project.glob("README*.md"))
        for path in re.findall(
            r"`((?:metrics|pipelines|dashboards|expectations|tests)/[\w./*<>-]+)`", page.read_text("utf-8")
        )
        # Installed where it is wanted, and no file of ours.
        if "node_modules" not in path
    ]
    assert len(named) > 40
    assert [entry for entry in named if not any(project.glob(re.sub(r"<[^>]*>", "*", entry[1]).rstrip("/")))] == []


def test_the_glossary_has_one_line_a_name_and_names_what_is_there():
    project = DOCS.parent
    lines = [line for line in (DOCS / "glossary.md").read_text("utf-8").splitlines() if line.startswith("| ")]
    names = [line.split("|")[1].strip() for line in lines if not line.startswith("| name")]
    assert len(names) > 40 and len(names) == len(set(names))
    sources = [path.read_text("utf-8") for kind in ("py", "sql") for room in ("metrics", "pipelines", "dashboards", "expectations")
               for path in (project / room).rglob(f"*.{kind}")]  # fmt: skip
    for name in (name for line in lines for name in re.findall(r"`([\w.]+)`", line.split("|")[3])):
        word = name.rpartition(".")[2] if name.startswith(("mart.", "stage.", "fact.")) else name
        assert any(re.search(rf"\b{word}\b", text) for text in sources), name


def test_the_glossary_stands_beside_the_plan_of_the_house():
    assert "(glossary.md)" in (DOCS / "architecture.md").read_text("utf-8")


TAKEN = {"words": "text", "ref": "a name", "refs": "names", "list": "list", "day": "day", "days": "days", "number": "number", "yes_no": "是, 否",
         "whole": "whole number", "period": "period", "measure_unit": "unit of measurement", "amount": "amount",
         "share": "share"}  # fmt: skip


def workbook_rows(table):
    """The rows of a table of the workbook as the docs have them: headers, what is taken, the prompt."""
    for column in table.columns:
        if not column.is_second:
            takes = ", ".join(f"{zh} ({en})" for zh, en, *_ in column.values.values()) or TAKEN.get(column.kind, "text")
            mark = " ●" if column.is_required else ""
            said = column.prompt.en if column.prompt else ""
            yield f"| {column.header.zh}{mark} | {column.header.en} | {takes} | {said} |"


@pytest.mark.parametrize("sheet", book_form(), ids=lambda sheet: sheet.key)
def test_every_column_of_a_programmes_workbook_is_documented(sheet):
    text = (DOCS / "programmes.md").read_text(encoding="utf-8")
    section = text.split(f"\n### {sheet.name.zh} · {sheet.name.en}\n", 1)[1].split("\n#", 1)[0]
    wanted = [row for table in sheet.tables for row in workbook_rows(table)]
    assert [line for line in section.splitlines() if line.startswith("| ") and not line.startswith("| 列")] == wanted
