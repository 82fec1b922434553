"""What the form of the office sends: its facts as `office.yml` has them, and what cannot be, told at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from metrics.office import office_faults
from metrics.sentences import Bilingual, say

_TEXTS = ("languages", "time_zone", "currency", "year_begins", "samples", "acceptance", "letter")


def office_request(given: Any) -> dict[str, Any] | None:
    """Facts, name and reason of a request; None for what is no form of ours."""
    if not isinstance(given, dict) or any(not isinstance(value, str) for value in given.values()):
        return None
    said: dict[str, Any] = {key: given[key].strip() for key in _TEXTS if key in given}
    said["languages"] = [one.strip() for one in said.get("languages", "").split(",") if one.strip()]
    if said.get("year_begins", "").isdecimal():
        said["year_begins"] = int(said["year_begins"])
    names = {one: given.get(f"name_{one}", "").strip() for one in said["languages"]}
    said["name"] = {language: name for language, name in names.items() if name}
    return {"by": given.get("by", ""), "reason": given.get("reason"), "facts": said}


def faults_at_fields(facts: Mapping[str, Any]) -> dict[str, Bilingual]:
    """What is wrong with which field of the form; a name that is missing is told at the first language's."""
    faults = office_faults(facts)
    if "name" in faults:
        first = next(iter(facts["languages"]), "zh")
        faults.pop("name")
        faults[f"name_{'en' if first == 'en' else 'zh'}"] = say("office.nameless")
    return faults
