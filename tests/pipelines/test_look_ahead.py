"""What is looked at before it counts: the same is found as at its load, with no more built than the checks look at."""

import pytest

from metrics.marts.build import Marts
from pipelines.definitions.files import definitions_in_force
from pipelines.loading import tables
from pipelines.loading.build import check_definitions
from tests.offices.village import PROGRAMME, village

pytestmark = pytest.mark.slow


def test_looking_ahead_finds_what_a_load_would_and_builds_only_what_its_checks_read(tmp_path, monkeypatch):
    data = village(tmp_path).data
    files = definitions_in_force(data / "raw")
    parts = f"unit_targets/{PROGRAMME}.csv"
    # Two parts that no longer come to the whole: only a check across built tables sees it.
    short = {**files, parts: files[parts].replace(b",60,", b",50,")}
    # And one in a unit that nobody knows: that stands in the way of building anything.
    unknown = {**files, parts: files[parts].replace("个".encode(), "公顷".encode(), 1)}
    made, whole, make_for = [], tables.build_marts, Marts.make_for
    monkeypatch.setattr(tables, "build_marts", lambda *given: made.append("whole") or whole(*given))
    monkeypatch.setattr(Marts, "make_for", lambda *given: made.append("asked") or make_for(*given))
    found = {}
    for name, definitions in {"as it is": files, "short": short, "unknown": unknown}.items():
        found[name] = check_definitions(data, definitions, with_sample=False)
        made.clear()
        assert check_definitions(data, definitions, with_sample=False, is_whole=False) == found[name]
        assert "whole" not in made
        assert bool(made) is (name != "unknown")
    new = {finding.rule_id for finding in found["short"]} - {finding.rule_id for finding in found["as it is"]}
    assert [rule_id.partition(".")[0] for rule_id in new] == ["annex_off_target"]
    assert "error" in {finding.severity for finding in found["unknown"]}
