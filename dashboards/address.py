"""The address as the only state: programme, period, language and filter, so that any view is a link."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import parse_qs, quote, urlencode

from dashboards.words import LANGUAGES

LONGEST_VALUE = 80


@dataclass(frozen=True)
class Address:
    """Where the reader is."""

    path: str
    language: str
    programme_id: str | None = None
    period_id: str | None = None
    status: str | None = None

    @classmethod
    def parse(cls, path: str | None, search: str | None, remembered: str | None = None) -> Address:
        """The address behind a path and a query string; the language asked for, else the remembered one.

        >>> Address.parse("/", "?period=2019H1&lang=en").language
        'en'
        >>> Address.parse("/", "?lang=xx", remembered="en").language
        'en'
        """
        values = {key: found[0][:LONGEST_VALUE] for key, found in parse_qs((search or "").lstrip("?")).items()}
        asked = [language for language in (values.get("lang"), remembered) if language in LANGUAGES]
        return cls(
            path=path or "/",
            language=asked[0] if asked else LANGUAGES[0],
            programme_id=values.get("programme"),
            period_id=values.get("period"),
            status=values.get("status"),
        )

    def to(self, path: str, anchor: str = "", **changes: str | None) -> str:
        """The link to `path`, keeping programme, period and language unless `changes` says otherwise.

        >>> Address("/", "zh", "cdm-zone-2018", "2019H1", "missed").to("/units", language="en")
        '/units?programme=cdm-zone-2018&period=2019H1&lang=en'
        """
        changed = replace(self, status=None)
        changed = replace(changed, **changes)  # type: ignore[arg-type]
        query = {
            "programme": changed.programme_id,
            "period": changed.period_id,
            "status": changed.status,
            "lang": changed.language,
        }
        text = urlencode({key: value for key, value in query.items() if value})
        return f"{quote(path)}?{text}" + (f"#{anchor}" if anchor else "")


def unit_path(unit_id: str) -> str:
    """The path of a unit's page."""
    return f"/unit/{unit_id}"


def target_path(target_id: str) -> str:
    """The path of a target's page."""
    return f"/target/{target_id}"
