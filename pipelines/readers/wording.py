"""Findings of the reading side, with their words from `wording.yml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from expectations.result import Finding


def reading_finding(
    rule_id: str, file: str, row_number: int | None = None, column_name: str | None = None, **facts: object
) -> Finding:
    """The finding `rule_id` at its place; `facts` fill the names in its sentences."""
    words = {key: text.format(**facts) for key, text in _wording()[rule_id].items()}
    return Finding(
        rule_id=rule_id,
        severity="error",
        file=file,
        row_number=row_number,
        column_name=column_name,
        value=None,
        sentence_zh=words["zh"],
        sentence_en=words["en"],
        next_step_zh=words["next_zh"],
        next_step_en=words["next_en"],
    )


@cache
def _wording() -> dict[str, dict[str, str]]:
    wording: dict[str, dict[str, str]] = yaml.safe_load(
        Path(__file__).with_name("wording.yml").read_text(encoding="utf-8")
    )
    return wording
