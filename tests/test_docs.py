"""What people can use stands in the docs: commands, options, settings, datasets and their columns."""

import re
from pathlib import Path

import click
import pytest

from app import COMMANDS, main
from dashboards.exports.datasets import DATASETS, open_dataset
from dashboards.exports.dictionary import columns
from dashboards.exports.files import ENDINGS

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


@pytest.mark.parametrize("name", DATASETS)
def test_every_dataset_and_column_is_documented(snapshot, name):
    section = (DOCS / "data.md").read_text(encoding="utf-8").split(f"### `{name}`")[1].split("\n### ")[0]
    header, rows = open_dataset(snapshot, name)
    rows.close()
    described = [line[3:-2].split("` | ") for line in section.splitlines() if line.startswith("| `")]
    assert described == [[column, columns()[column].en] for column in header]
    assert "| ? |" not in section


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
