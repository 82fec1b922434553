"""The words of a template in the languages of the office."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from metrics.sentences import Bilingual
from metrics.yaml_file import read_yaml
from pipelines.sources.received import ReportForm, report_form


class Speech:
    """What one form says to whoever fills it in: in the office's languages, the first of which its answers speak."""

    def __init__(self, form: ReportForm, languages: Sequence[str]) -> None:
        self.languages, self._between = tuple(languages), _all_words()["between"]
        own = _all_words().get(form.form_id) or _all_words()[report_form().form_id]
        # A kind without words of its own is explained like the usual one.
        self._words = {**_all_words(), **own, "messages": {**_all_words()["messages"], **own["messages"]}}
        self._names = _names(form, self.languages)

    def title(self, *path: str) -> str:
        """A name in one line, such as `messages.progress.title` by its keys."""
        return self._said(path, self._between["title"])

    def text(self, *path: str) -> str:
        """A sentence, each language in a line of its own."""
        return self._said(path, self._between["text"])

    def line(self, *path: str) -> str:
        """A sentence in one line."""
        return self._said(path, self._between["line"])

    def instructions(self) -> list[str]:
        """The lines of the instructions, one language after the other."""
        parts = [[self._filled(line) for line in self._words["instructions"][name]] for name in self.languages]
        return [line for number, part in enumerate(parts) for line in ([""] if number else []) + part]

    def _said(self, path: Sequence[str], between: str) -> str:
        found: Any = self._words
        for key in path:
            found = found[key]
        return Bilingual(self._filled(found["zh"]), self._filled(found["en"])).spoken(self.languages, between)

    def _filled(self, text: str) -> str:
        return text.format_map(self._names)


def _names(form: ReportForm, languages: Sequence[str]) -> dict[str, str]:
    main, words = languages[0], _all_words()
    names = {"none": words["none"][main], "nil": form.title("is_nil", main)}
    names |= dict(zip(("yes", "no"), form.choices("is_nil", main), strict=True))
    if "task_status" not in form.answers:
        return names
    statuses = form.choices("task_status", main)
    named = statuses if main == "en" else [" ".join(pair) for pair in zip(statuses, _english(form), strict=True)]
    return names | {"statuses": ", ".join(named), "not_started": statuses[0], "done": statuses[-1]}


def _english(form: ReportForm) -> Iterator[str]:
    return (name.lower() for name in form.choices("task_status", "en"))


@cache
def _all_words() -> Mapping[str, Any]:
    words: Mapping[str, Any] = read_yaml(Path(__file__).with_name("words.yml"))
    return words
