"""What a file is called after: an id where people can read it, else the name they know."""

from __future__ import annotations

import re

from metrics.sentences import Bilingual

# An id that was made for a name without Latin letters: p-2027-01, u-003.
_NUMBERED = re.compile(r"[a-z]-(?:\d{4}-)?\d{2,}")
# What no file name may hold on some system.
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')
LONGEST = 60


def called(thing_id: str, name: Bilingual | None, language: str) -> str:
    """A readable id as it is; of a numbered one the name, as a file may bear it.

    >>> called("cdm-zone-2018", Bilingual("示范区", "Zone"), "zh"), called("u-003", Bilingual("省厅", "Water"), "zh")
    ('cdm-zone-2018', '省厅')
    >>> called("p-2027-01", Bilingual("“三年”行动: 甲/乙", "A plan"), "en"), called("u-003", None, "zh")
    ('A-plan', 'u-003')
    """
    if name is None or not _NUMBERED.fullmatch(thing_id):
        return thing_id
    return _FORBIDDEN.sub("-", name.in_language(language)).strip("-. ")[:LONGEST] or thing_id
