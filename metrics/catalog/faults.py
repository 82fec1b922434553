"""What is wrong with the files that an office declares: where, what stands there, and what to do, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from metrics.sentences import Bilingual, BilingualError, say
from metrics.yaml_file import line_of

Path = tuple[str | int, ...]
# What pydantic calls a fault, by the beginning of its code, and what we say of it; the first that fits holds.
_KINDS = (
    ("string_too_long", "range"), ("too_long", "range"), ("missing", "missing"), ("extra_forbidden", "unknown_key"),
    ("literal_error", "one_of"), ("enum", "one_of"), ("union_tag", "one_of"), ("string_too_short", "empty"),
    ("too_short", "empty"), ("string_pattern", "pattern"), ("date", "day"), ("decimal", "number"),
    ("int", "whole_number"), ("bool", "yes_or_no"), ("greater", "range"), ("less", "range"), ("tuple", "list"),
    ("list", "list"), ("model", "keys"), ("dict", "keys"), ("string", "words"),
)  # fmt: skip


@dataclass(frozen=True)
class CatalogProblem:
    """One thing wrong in one place of the definitions.

    `key` is the entry and its key as people find them in the file; `line` is counted from 1, None where the whole file
    is meant; `sentence` says what is wrong, `next_step` what would be accepted.
    """

    file: str
    key: str
    sentence: Bilingual
    next_step: Bilingual
    value: str | None = None
    line: int | None = None

    def in_language(self, language: str) -> str:
        """The place, the value, the reason and the next step."""
        is_chinese = language == "zh"
        at = "" if self.line is None else f" 第 {self.line} 行" if is_chinese else f", line {self.line}"
        met = "" if self.value is None else f"“{self.value}”" if is_chinese else f"{self.value!r} "
        said, then = self.sentence.in_language(language), self.next_step.in_language(language)
        return f"{self.file}{at}: {self.key}: {met}{said};{'' if is_chinese else ' '}{then}"

    def __str__(self) -> str:
        """Both languages, for whoever can only show one text."""
        return f"{self.in_language('zh')} / {self.in_language('en')}"


class CatalogError(BilingualError, ValueError):
    """The definitions cannot be used; `problems` lists every reason at once."""

    def __init__(self, problems: Iterable[CatalogProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(*("\n".join(one.in_language(language) for one in self.problems) for language in ("zh", "en")))

    def __str__(self) -> str:
        """Every problem on lines of its own."""
        return "\n".join(map(str, self.problems))


def problem(file: str, key: str, code: str, value: object = None, **facts: object) -> CatalogProblem:
    """The problem that the sentences `definition.<code>` and `definition_next.<code>` describe."""
    sentence, next_step = say(f"definition.{code}", **facts), say(f"definition_next.{code}", **facts)
    return CatalogProblem(file, key, sentence, next_step, None if value is None else _shown(value))


def _shown(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 80 else f"{text[:80]}…"


def unreadable(file: str, error: yaml.YAMLError | UnicodeDecodeError) -> CatalogProblem:
    """A file that is no YAML, or not in UTF-8."""
    if isinstance(error, UnicodeDecodeError):
        return problem(file, "-", "encoding")
    mark = getattr(error, "problem_mark", None)
    said = problem(file, "-", "syntax", detail=getattr(error, "problem", None) or "-")
    return replace(said, line=mark.line + 1) if mark else said


def misshapen(
    file: str, content: bytes, number: int | None, raw: Any, model: type[BaseModel], error: ValidationError
) -> Iterator[CatalogProblem]:
    """Every fault of one entry's shape, each at its line.

    Args:
        file: its path below the definitions.
        content: the bytes of that file.
        number: the place of the entry in the file's list, from 0; None where the file is one entry.
        raw: what stands there.
        model: what it should be.
        error: what pydantic found.
    """
    label = raw.get("id") or raw.get("code") if isinstance(raw, dict) else None
    entry = [str(label)] if label else [f"#{number + 1}"] if number is not None else []
    prefix: Path = () if number is None else (number,)
    for detail in error.errors():
        inside = tuple(part for part in detail["loc"] if _is_in(raw, part, detail["loc"]))
        key = ": ".join([*entry, ".".join(map(str, inside))] if inside else entry) or "-"
        yield replace(_fault(file, key, detail, model), line=line_of(content, (*prefix, *inside)))


def _is_in(raw: Any, part: str | int, loc: Path) -> bool:
    # A union puts the name of its branch among the keys.
    return not (isinstance(part, str) and "centre_rules" in loc and part in _BRANCHES and part != loc[-1])


_BRANCHES = {
    "name_pattern", "requirement", "period", "step", "grades", "consequence", "cap", "share_cap", "years_cap",
    "forbidden_use", "matching", "report",
}  # fmt: skip


def _fault(file: str, key: str, detail: ErrorDetails, model: type[BaseModel]) -> CatalogProblem:
    code, facts = detail["type"], dict(detail.get("ctx", {}))
    value = detail["input"] if not isinstance(detail["input"], dict | list) else None
    if code == "refused":
        return problem(file, key, "said", detail=facts["detail"])
    kind = next((kind for beginning, kind in _KINDS if code.startswith(beginning)), "other")
    if kind == "missing":
        return problem(file, key, kind)
    if kind == "unknown_key":
        keys = ", ".join(model.model_fields) if len(detail["loc"]) == 1 else "-"
        return problem(file, key, kind, accepted=keys)
    if kind == "one_of":
        wanted = str(facts.get("expected") or facts.get("expected_tags") or "-")
        return problem(file, key, kind, value, accepted=", ".join(re.findall(r"'([^']*)'", wanted)) or wanted)
    if kind in ("range", "pattern", "other"):
        return problem(file, key, kind, value, detail=detail["msg"])
    return problem(file, key, kind, value)
