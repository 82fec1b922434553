"""Findings of the reading side, with their words from `wording.yml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from expectations.result import Finding, shortened
from metrics.sentences import Bilingual
from metrics.yaml_file import read_yaml

# What may be as long as a file makes it.
_FROM_FILES = {"value", "detail", "first", "found", "unit"}


def reading_finding(
    rule_id: str,
    file: str,
    row_number: int | None = None,
    column_name: str | None = None,
    *,
    sheet: str | None = None,
    value: str | None = None,
    said_as: str | None = None,
    **facts: Any,
) -> Finding:
    """The finding `rule_id` at its place; `facts` (and the value) fill the names in its sentences, each its language's.

    Where one rule has several reasons, `said_as` names the words of the one that is meant.
    """
    named = {"value": value, "detail": "-", **facts}
    named = {
        key: shortened(fact) if key in _FROM_FILES and isinstance(fact, str) else fact for key, fact in named.items()
    }
    words = {
        key: text.format(**{name: _in(fact, key.rpartition("_")[2]) for name, fact in named.items()})
        for key, text in _wording()[said_as or rule_id].items()
    }
    return Finding(
        rule_id=rule_id,
        severity="error",
        file=file,
        row_number=row_number,
        column_name=column_name,
        value=value,
        sentence_zh=words["zh"],
        sentence_en=words["en"],
        next_step_zh=words["next_zh"],
        next_step_en=words["next_en"],
        sheet=sheet,
    )


def _in(fact: Any, language: str) -> Any:
    return fact.in_language(language) if isinstance(fact, Bilingual) else fact


@cache
def _wording() -> dict[str, dict[str, str]]:
    wording: dict[str, dict[str, str]] = read_yaml(Path(__file__).with_name("wording.yml"))
    return wording
