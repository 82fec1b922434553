"""Suites: one YAML file per table, each rule with its severity and its words in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

SUITES_FOLDER = Path(__file__).parent / "suites"
SEVERITIES = ("error", "warn")
# The same language read by libyaml, six times faster, where PyYAML was made with it.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Patterns and conditions that many rules share, by the name under which a suite asks for them. A day is written
# 2019-06-30, in ASCII digits and with its zeros, and is one that there is: what other tools would take for a day too is
# not let in.
_DAY = (
    "(?:(?:19|20)[0-9]{2}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|"
    "02-(?:0[1-9]|1[0-9]|2[0-8]))|(?:19(?:0[48]|[2468][048]|[13579][26])|20(?:[02468][048]|[13579][26]))-02-29)"
)
# A phrase carries its figure in digits or spelt out: 三项, 百分之三十, 一半; "twenty", "half". A lone 一 is no figure
# where nothing counted follows it (统一, 进一步).
_FIGURE = (
    r"\d|[〇零两二三四五六七八九十百千]|一(?=[个家项所名件条次座处倍半成位百千万亿])|半|翻番|"
    r"(?i:\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|million|billion|dozen|hal(?:f|ve[sd]?)|thirds?|quarters?|"
    r"tenths?|doubl(?:e|es|ed|ing)|tripl(?:e|es|ed|ing)|once|twice)\b)"
)
_NONE = r"[无未不没]|杜绝|(?i:\b(?:no|none|nil|not|never|without|free)\b)"
_NOUGHTS = ", ".join(f'"{text}"' for text in ("0", *("0." + "0" * places for places in range(1, 7))))
# A full stop between small letters and a capital ends an English sentence; after a lone capital (U.K.) or St.
# it does not.
_SENTENCE_END = r"[。！？][^”’」』）)]|[!?][\s]|(?<![A-Z])(?<!\bSt)(?<!\bNo)\.\s+[A-Z]|[\r\n]"
# An id becomes part of addresses and of the names of files: letters of any script, digits, hyphens, points within.
PATTERNS = {
    "$id": r"^\w[\w.-]{0,79}$",
    "$figure_in_words": _FIGURE,
    "$figure_or_none": f"{_FIGURE}|{_NONE}",
    "$sentence_end_within": _SENTENCE_END,
    "$nought": f"target_value in [{_NOUGHTS}]",
    "$not_nought": f"target_value not in [{_NOUGHTS}]",
    "$iso_day": f"^{_DAY}$",
    "$iso_moment": f"^{_DAY}T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?$",
}
_RULE_KEYS = {"id", "severity", "check", "arguments", "zh", "en", "next_zh", "next_en"}
_OPTIONAL_KEYS = {"place", "beside"}


@dataclass(frozen=True)
class Rule:
    """One expectation: the name Great Expectations knows it by, its arguments, and our words for its failure.

    `place` is the column to point at where the rule is about another one, derived from it;
    `beside` is one whose value is shown with it.
    """

    rule_id: str
    severity: str
    check: str
    arguments: dict[str, Any]
    sentence_zh: str
    sentence_en: str
    next_step_zh: str
    next_step_en: str
    place: str | None = None
    beside: str | None = None


@dataclass(frozen=True)
class Suite:
    """The rules of one table."""

    table_name: str
    rules: tuple[Rule, ...]


class InvalidSuite(ValueError):
    """A suite file that says something unknown; the message names file, rule and key."""


@cache
def load_suites(folder: Path = SUITES_FOLDER) -> dict[str, Suite]:
    """Every suite of `folder`, by table name.

    Raises:
        InvalidSuite: for an unknown or missing key, a severity other than error or warn, or an id used twice.
    """
    suites = [_suite(path) for path in sorted(folder.glob("*.yml"))]
    seen: set[str] = set()
    for rule in (rule for suite in suites for rule in suite.rules):
        if rule.rule_id in seen:
            raise InvalidSuite(f"{folder.name}: rule id {rule.rule_id} stands twice")
        seen.add(rule.rule_id)
    return {suite.table_name: suite for suite in suites}


def _suite(path: Path) -> Suite:
    rules = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (safe both ways)
    return Suite(path.stem, tuple(_rule(path.name, raw) for entry in rules for raw in _spread(entry)))


def _spread(entry: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One rule per column where an entry speaks of `columns`; the star in its id becomes the column's name."""
    columns = entry.get("arguments", {}).get("columns")
    if columns is None:
        yield entry
        return
    shared = {key: value for key, value in entry["arguments"].items() if key != "columns"}
    for column in columns:
        name = entry["id"].replace("*", column)
        yield {**entry, "id": name, "arguments": {"column": column, **shared}}


def _meant(value: Any) -> Any:
    return PATTERNS.get(value, value) if isinstance(value, str) else value


def _rule(file: str, raw: dict[str, Any]) -> Rule:
    odd = sorted(set(raw) - _OPTIONAL_KEYS ^ _RULE_KEYS)
    if odd:
        raise InvalidSuite(f"{file}: {raw.get('id', '?')}: unknown or missing key {', '.join(odd)}")
    if raw["severity"] not in SEVERITIES:
        raise InvalidSuite(f"{file}: {raw['id']}: severity must be one of {', '.join(SEVERITIES)}")
    return Rule(
        rule_id=raw["id"],
        severity=raw["severity"],
        check=raw["check"],
        arguments={name: _meant(value) for name, value in raw["arguments"].items()},
        sentence_zh=raw["zh"],
        sentence_en=raw["en"],
        next_step_zh=raw["next_zh"],
        next_step_en=raw["next_en"],
        place=raw.get("place"),
        beside=raw.get("beside"),
    )
