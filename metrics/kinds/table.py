"""The table of kinds: who sends a report of each, what it is looked up in, the path of its states, its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path as File
from typing import Any, NamedTuple

from metrics.rules.standing import Path
from metrics.sentences import Bilingual, load_sentences, say
from metrics.yaml_file import kind_files, read_yaml


class ReportKey(NamedTuple):
    """One report: its kind, its programme, its period, and who sends it.

    The programme is empty for a kind whose senders belong to one programme each.
    """

    kind_id: str
    programme_id: str
    period_id: str
    subject_id: str


@dataclass(frozen=True)
class SampleSteps:
    """Where the steps on sample reports are written: the source, its columns, and its words for what happened."""

    table: str
    period: str
    subject: str
    programme: str | None = None
    events: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class KindCommand:
    """The command of a kind: its name, what it takes, and its words.

    `steps` are the help of each step, and `instead` those that a flag of another one takes. `template`
    is the flag by which `duibiao template` is told that this kind is meant.
    """

    name: str
    takes: Mapping[str, str]
    help: str
    by: str
    reason: str
    steps: Mapping[str, str]
    instead: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    template: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of report.

    `sender` is the column that holds who sends it, `register` the one in which it is looked up. `step_kind` is what the
    journal calls the steps on it. `words` names the families of its sentences by what they say. `sample_reports` is
    where its sample files lie, `address` the page of its own, where it has one.
    """

    kind_id: str
    register: str
    sender: str
    step_kind: str
    is_of_programme: bool
    title: Bilingual
    words: Mapping[str, str]
    path: Path
    sort_order: int
    folder: File
    sample_reports: str | None = None
    sample_steps: SampleSteps | None = None
    command: KindCommand | None = None
    address: str | None = None
    module: str | None = None

    def key(self, programme_id: str | None, period_id: str | None, subject_id: str | None) -> ReportKey | None:
        """The key of one report; None where it does not say whose it is, or for what."""
        if period_id is None or subject_id is None or (self.is_of_programme and programme_id is None):
            return None
        return ReportKey(self.kind_id, str(programme_id) if self.is_of_programme else "", period_id, subject_id)

    def why(self, code: str) -> Bilingual:
        """The sentence for a step that may not be taken: the kind's own, else the one that all share."""
        own = f"{self.words['why']}.{code}"
        return say(own if own in load_sentences() else f"round.{code}")

    def step_named(self, step: str) -> Bilingual:
        """A step as a choice."""
        return say(f"{self.words.get('step', 'step')}.{step}")

    def step_taken(self, step: str) -> Bilingual:
        """What somebody did who took a step."""
        return say(f"{self.words.get('taken', 'step_taken')}.{step}")

    def in_state(self, state: str) -> Bilingual:
        """A state in words."""
        return say(f"{self.words['state']}.{state}")


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind, in the order in which their forms are tried."""
    return tuple(sorted(map(_read, kind_files()), key=lambda kind: kind.sort_order))


def kind(kind_id: str) -> Kind:
    """The kind of this name.

    Raises:
        KeyError: when there is none.
    """
    return {one.kind_id: one for one in kinds()}[kind_id]


def meant(facts: Mapping[str, Any]) -> Kind | None:
    """The kind that a request is about: that which it names as `report_kind`, else the first whose sender it names."""
    named = facts.get("report_kind")
    if named is not None:
        return next((one for one in kinds() if one.kind_id == named), None)
    return next((one for one in kinds() if facts.get(one.sender) is not None), kinds()[0])


def sent_by(sender: str) -> Kind:
    """The first kind that is sent by those whose ids a column holds."""
    return next(one for one in kinds() if one.sender == sender)


def _read(file: File) -> Kind:
    raw = read_yaml(file)
    raw["title"] = Bilingual(**raw["title"])
    raw.pop("sentences", None)
    raw["path"] = Path.declared(raw["path"])
    for name, part in (("sample_steps", SampleSteps), ("command", KindCommand)):
        if name in raw:
            raw[name] = part(**raw[name])
    return Kind(kind_id=file.stem, folder=file.parent, **raw)
