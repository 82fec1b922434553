"""Kinds of reports are data: no room asks for one by name."""

import ast
from pathlib import Path

from metrics.kinds.table import kinds

PROJECT = Path(__file__).parents[2]
ROOMS = ("metrics", "pipelines", "dashboards", "expectations")
OWN = ("metrics/kinds/", "pipelines/kinds/")


def asked_by_name(tree, names):
    """Where a piece of code compares with, or chooses by, the name of a kind."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            asked = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ("kind", "report_form"):
            asked = node.args
        else:
            continue
        # The topic of a verdict, too, may be a report.
        if "topic" not in ast.unparse(node):
            yield from (part.lineno for part in asked if isinstance(part, ast.Constant) and part.value in names)


def test_no_code_outside_the_kinds_asks_for_one_by_name():
    names = {kind.kind_id for kind in kinds()}
    sources = [path for room in ROOMS for path in (PROJECT / room).rglob("*.py")]
    assert len(sources) > 300
    found = [
        f"{path.relative_to(PROJECT)}:{line}"
        for path in sources
        if not str(path.relative_to(PROJECT)).startswith(OWN)
        for line in asked_by_name(ast.parse(path.read_text(encoding="utf-8")), names)
    ]
    assert found == []


def test_a_question_by_name_is_found_wherever_it_stands():
    asked = ast.parse('if form.form_id == "centre_report": pass\nkind("report")\nname = "report"\n')
    assert list(asked_by_name(asked, {"report", "centre_report"})) == [1, 2]


def test_every_kind_says_why_a_step_is_barred_and_leads_only_to_its_own_states():
    for of in kinds():
        for step in of.path.steps.values():
            assert set(step.barred) <= set(of.path.states)
            assert all(of.why(bar.why).zh for bar in step.barred.values())
        assert of.path.counted <= set(of.path.states)
