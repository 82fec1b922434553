"""Whether a policy document is in force on a day: what its own dates say, and what is known of its end."""

from __future__ import annotations

from datetime import date


def validity_on(
    day: date,
    stated: str,
    issued_on: date | None,
    in_force_on: date | None,
    expires_on: date | None,
    *,
    is_looking_back: bool,
) -> str:
    """The validity of a document on a day, by what is known of it today.

    Args:
        day: the day viewed.
        stated: `in_force`, `lapsed`, `repealed` or `not_stated`, as things stand today.
        issued_on: the day on the document.
        in_force_on: its first day, where the text states one.
        expires_on: its last day, where the text states one.
        is_looking_back: whether the day lies before today, so that an end of unknown day need not have come yet.

    Returns:
        One of the same words; `not_issued`, `not_in_force_yet`; or `repealed_since`: no longer in force today, and
        since when is not known.

    >>> plan = "repealed", date(2018, 9, 25), None, None
    >>> [validity_on(date(year, 1, 1), *plan, is_looking_back=True) for year in (2018, 2019)]
    ['not_issued', 'repealed_since']
    >>> measures = "lapsed", None, date(2022, 2, 1), date(2024, 1, 31)
    >>> [validity_on(date(year, 1, 31), *measures, is_looking_back=True) for year in (2022, 2024, 2025)]
    ['not_in_force_yet', 'in_force', 'lapsed']
    """
    if issued_on and day < issued_on:
        return "not_issued"
    if in_force_on and day < in_force_on:
        return "not_in_force_yet"
    if expires_on and stated != "repealed":
        return "in_force" if day <= expires_on else "lapsed"
    if stated in ("repealed", "lapsed") and is_looking_back:
        return "repealed_since"
    return stated
