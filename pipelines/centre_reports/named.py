"""Which centre and which year of its life a text means."""

from __future__ import annotations

from metrics.periods import Period
from pipelines.centre_register import Centre, CentreRegister
from pipelines.readers.dates import read_period
from pipelines.readers.grid import Cell


class UnknownName(ValueError):
    """The text means no centre, or no year of its life; the message says what would do."""


def find_centre(register: CentreRegister, text: str) -> Centre:
    """The centre that a name or an id means.

    Raises:
        UnknownName: with the nearest names.
    """
    centre_id = register.subject_id(text)
    if centre_id is None:
        nearest = "、".join(register.nearest(text)) or "-"
        raise UnknownName(
            f"{text!r}: 不是已登记的技术创新中心,最接近的有 / is not a known centre; the nearest are: {nearest}"
        )
    return register.centres[centre_id]


def find_year(centre: Centre, text: str) -> Period:
    """The year that a text means, one of the centre's life.

    Raises:
        UnknownName: when it is no year, or lies before the start or after the removal.
    """
    period = read_period(Cell(text.strip()))
    if period is None or period.half is not None:
        raise UnknownName(f"{text!r}: 年度报告请写年度,如 2025 / an annual report is for a year: write 2025")
    if centre.started_on and period.year < centre.started_on.year:
        raise UnknownName(
            f"{centre.name}, {period.year}: 中心于 {centre.started_on} 启动建设,此前没有年度报告 / the centre was "
            f"started on {centre.started_on}: there is no report on an earlier year"
        )
    if centre.removed_on and period.year > centre.removed_on.year:
        raise UnknownName(
            f"{centre.name}, {period.year}: 中心已于 {centre.removed_on} 撤销 / the centre was removed on "
            f"{centre.removed_on}"
        )
    return period
