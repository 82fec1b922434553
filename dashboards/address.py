"""The address as the only state: programme, period, language and filter, so that any view is a link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qs, quote, urlencode

from dashboards.words import LANGUAGES
from metrics import clock
from metrics.sentences import Bilingual

LONGEST_VALUE = 80
LONGEST_FILTER = 200
LONGEST_COLUMNS = 4000
MOST_FILTERS = 12
MOST_FIELDS = 64
# Parameter → what it chooses; docs/pages.md explains each, and a test holds the two together.
PARAMETERS = ("programme", "period", "as_of", "lang", "status", "kind", "unit", "where", "columns", "rows", "across")


@dataclass(frozen=True)
class Address:
    """Where the reader is."""

    path: str
    language: str
    programme_id: str | None = None
    period_id: str | None = None
    status: str | None = None
    kind: str | None = None
    unit_id: str | None = None
    where: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: int = 1
    across: int = 1
    as_of: date | None = None
    is_day_unread: bool = False

    @classmethod
    def parse(
        cls,
        path: str | None,
        search: str | None,
        remembered: str | None = None,
        languages: Sequence[str] = LANGUAGES,
    ) -> Address:
        """The address behind a path and a query string; the language asked for, else the remembered one.

        `languages` are those of the office, the default first: no other is spoken.

        >>> Address.parse("/", "?period=2019H1&lang=en").language
        'en'
        >>> Address.parse("/", "?lang=xx", remembered="en").language
        'en'
        >>> Address.parse("/", "?lang=zh", languages=("en",)).language
        'en'
        >>> Address.parse("/matrix", "?rows=-4&across=2").across
        2
        """
        given = _given(search)
        values = {key: found[0][:LONGEST_VALUE] for key, found in given.items()}
        asked = [language for language in (values.get("lang"), remembered) if language and language in languages]
        return cls(
            path=path or "/",
            language=asked[0] if asked else languages[0],
            programme_id=values.get("programme"),
            period_id=values.get("period"),
            status=values.get("status"),
            kind=values.get("kind"),
            unit_id=values.get("unit"),
            where=tuple(text[:LONGEST_FILTER] for text in (*given.get("where", ()), *_from_form(values)))[
                :MOST_FILTERS
            ],
            # A form sends one `columns` per ticked box, a link one with commas.
            columns=tuple(
                name for text in given.get("columns", ()) for name in text[:LONGEST_COLUMNS].split(",") if name
            ),
            rows=_screenful(values.get("rows")),
            across=_screenful(values.get("across")),
            as_of=_past_day(values.get("as_of")),
            is_day_unread=_is_no_day(values.get("as_of")),
        )

    def to(self, path: str, anchor: str = "", **changes: Any) -> str:
        """The link to `path`, keeping programme, period, day and language unless `changes` says otherwise.

        >>> Address("/", "zh", "cdm-zone-2018", "2019H1", "missed").to("/units", language="en")
        '/units?programme=cdm-zone-2018&period=2019H1&lang=en'
        """
        kept = replace(self, status=None, kind=None, unit_id=None, where=(), columns=(), rows=1, across=1)
        text = urlencode(list(replace(kept, **changes).pairs()))
        return f"{quote(path)}?{text}" + (f"#{anchor}" if anchor else "")

    def here(self, **changes: Any) -> str:
        """The link to this very view, with `changes`: filters and columns stay."""
        changed = replace(self, **changes)
        return f"{quote(self.path)}?{urlencode(list(changed.pairs()))}"

    def pairs(self) -> list[tuple[str, str]]:
        """The query, parameter by parameter; defaults are left out."""
        single = {
            "programme": self.programme_id,
            "period": self.period_id,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "status": self.status,
            "kind": self.kind,
            "unit": self.unit_id,
            "columns": ",".join(self.columns),
            "rows": str(self.rows) if self.rows > 1 else None,
            "across": str(self.across) if self.across > 1 else None,
            "lang": self.language,
        }
        pairs = [(key, value) for key, value in single.items() if value]
        return [*pairs[:-1], *(("where", text) for text in self.where), pairs[-1]]


def _given(search: str | None) -> Mapping[str, list[str]]:
    try:
        return parse_qs((search or "").lstrip("?"), max_num_fields=MOST_FIELDS)
    except ValueError:
        # More fields than any of our links has: nonsense, and answered with the defaults.
        return {}


def unfollowed(search: str | None) -> Bilingual | None:
    """What of a query would not be followed, and what would be; None where all of it is.

    A page shows what it made of its address; a file does not, and must be what was asked for or nothing.

    >>> unfollowed("?programme=cdm-zone-2018&as_of=2019-07-31&where=a:is:b&where=c:is:d"), unfollowed("as_of=")
    (None, None)
    >>> unfollowed("as_of=2019-02-30").en
    'as_of=2019-02-30 must be a day such as 2019-07-31, not later than today'
    """
    try:
        given = parse_qs((search or "").lstrip("?"), max_num_fields=MOST_FIELDS)
    except ValueError:
        return Bilingual(f"参数不得超过 {MOST_FIELDS} 个", f"no more than {MOST_FIELDS} parameters are read")
    for name, texts in given.items():
        if name not in PARAMETERS:
            named, known = repr(name[:LONGEST_VALUE]), ", ".join(PARAMETERS)
            return Bilingual(f"{named}: 没有这个参数，可用 {known}", f"{named} is no parameter; there are: {known}")
        most = {"where": MOST_FILTERS, "columns": MOST_FIELDS}.get(name, 1)
        longest = {"where": LONGEST_FILTER, "columns": LONGEST_COLUMNS}.get(name, LONGEST_VALUE)
        if len(texts) > most or any(len(text) > longest for text in texts):
            return Bilingual(
                f"{name!r}: 最多 {most} 个,每个不超过 {longest} 字",
                f"{name!r}: at most {most} of them, each of at most {longest} characters",
            )
    day = given.get("as_of", [""])[0]
    if _is_no_day(day):
        given_day = f"as_of={ascii(day)[1:-1]}"
        return Bilingual(
            f"{given_day}: 应为不晚于今天的日期,如 2019-07-31",
            f"{given_day} must be a day such as 2019-07-31, not later than today",
        )
    return None


def _from_form(values: Mapping[str, str]) -> list[str]:
    # A plain form sends a filter in three fields; from then on it is one `where`.
    column, name = values.get("column"), values.get("operator")
    return [f"{column}:{name}:{values.get('value', '').strip()}"] if column and name else []


def _past_day(text: str | None) -> date | None:
    """The day to look back to; today, a day to come and anything else mean the latest view."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if day < clock.today() else None


def _is_no_day(text: str | None) -> bool:
    """Whether a day was asked for that is none up to today."""
    return bool(text) and _past_day(text) is None and text != clock.today().isoformat()


def _screenful(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and 0 < int(text) < 1000 else 1


def unit_path(unit_id: str) -> str:
    """The path of a unit's page."""
    return f"/unit/{unit_id}"


def target_path(target_id: str) -> str:
    """The path of a target's page."""
    return f"/target/{target_id}"


def programme_path(programme_id: str) -> str:
    """The path of a programme as it is declared."""
    return f"/programmes/{programme_id}"


def change_path(programme_id: str, change: str, subject_id: str) -> str:
    """The path of the form of one change of one thing of a programme."""
    return f"{programme_path(programme_id)}/{change}/{subject_id}"


def data_path(dataset: str) -> str:
    """The path of a table in the data explorer."""
    return f"/data/{dataset}"


def report_path(submission_id: str) -> str:
    """The path of one version of a report, whose id reads programme/round/unit/v1."""
    return f"/report/{submission_id}"


def figure_path(submission_id: str, indicator_id: str) -> str:
    """The path of one figure of a report: its cell and its evidence."""
    return f"/report/{submission_id}/{indicator_id}"
