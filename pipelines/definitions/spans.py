"""Days behind a name: who answers for something for a time only, as people write it in a list of names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from pipelines.definitions.amounts import read_edge
from pipelines.readers.grid import Cell

_BRACKETS = re.compile(r"^(?P<name>.+?)\s*[（(]\s*(?P<days>[^（()）]+?)\s*[)）]$")
_SINCE, _UNTIL = r"(?:自|从|from|since)?\s*", r"(?:截至|至|到|until|till|to|—|–|~|～)\s*"
_FORMS = (
    re.compile(rf"{_SINCE}(?P<since>.+?)\s*(?:起|开始)?\s*{_UNTIL}(?P<until>.+?)\s*(?:止|为止)?", re.IGNORECASE),
    re.compile(rf"{_UNTIL}(?P<until>.+?)\s*(?:止|为止)?", re.IGNORECASE),
    re.compile(r"(?P<until>.+?)\s*(?:止|为止)"),
    re.compile(r"(?:自|从)?\s*(?P<since>.+?)\s*(?:起|开始)"),
    re.compile(r"(?:from|since)\s+(?P<since>.+)", re.IGNORECASE),
)


@dataclass(frozen=True)
class Spanned:
    """A name with the first and the last day for which it is meant, as ISO days; empty where there is none."""

    name: str
    since: str = ""
    until: str = ""

    def overlaps(self, other: Spanned) -> bool:
        """Whether both hold on one day."""
        return (self.since or "0") <= (other.until or "9") and (other.since or "0") <= (self.until or "9")


def read_spanned(text: str) -> Spanned:
    """A name and the days in brackets behind it; brackets that hold no days belong to the name.

    >>> read_spanned("住建局（2025-07-01起）"), read_spanned("Roads (until 30 June 2025)")
    (Spanned(name='住建局', since='2025-07-01', until=''), Spanned(name='Roads', since='', until='2025-06-30'))
    >>> read_spanned("工信局（2024年1月至2025年6月）"), read_spanned("省发展改革委（省能源局）").name
    (Spanned(name='工信局', since='2024-01-01', until='2025-06-30'), '省发展改革委（省能源局）')
    """
    match = _BRACKETS.match(text.strip())
    for form in _FORMS if match else ():
        if match and (found := form.fullmatch(match["days"])):
            said = {"since": "", "until": "", **found.groupdict()}
            since, until = _edge(said["since"], "first"), _edge(said["until"], "last")
            if None not in (since, until):
                return Spanned(match["name"], str(since), str(until))
    return Spanned(text.strip())


def written_spanned(spanned: Spanned, language: str) -> str:
    """The same as text.

    >>> written_spanned(Spanned("住建局", "2025-07-01"), "zh")
    '住建局（2025-07-01起）'
    >>> written_spanned(Spanned("Roads", "", "2025-06-30"), "en")
    'Roads (until 2025-06-30)'
    """
    if not (spanned.since or spanned.until):
        return spanned.name
    if language == "zh":
        return f"{spanned.name}（{spanned.since and spanned.since + '起'}{spanned.until and '至' + spanned.until}）"
    words = [spanned.since and f"from {spanned.since}", spanned.until and f"until {spanned.until}"]
    return f"{spanned.name} ({' '.join(filter(None, words))})"


def _edge(text: str | None, edge: str) -> str | None:
    if not text:
        return ""
    day: date | None = read_edge(Cell(text), edge)
    return day.isoformat() if day else None
