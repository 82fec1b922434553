"""Which annual summaries of centres are asked for, and their files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.documents.delivery import Refused, drawn_paper, is_one_file, write_each
from metrics.reading.annual_report import annual_report, centre_id_of, report_standings
from metrics.reading.centre import centre_view
from metrics.warehouse import Snapshot

if TYPE_CHECKING:
    from dashboards.documents.typesetting.paper import Paper


@dataclass(frozen=True)
class SummaryOrder:
    """What to write: the summary of one centre on a year, or of every centre that had reported on it (None)."""

    centre: str | None
    year: int
    language: str
    file_format: str


def written_summaries(snapshot: Snapshot, order: SummaryOrder, out: Path) -> Iterator[Path]:
    """Writes the summaries one by one, each whole or not at all, and gives their paths.

    Raises:
        Refused: for an unknown centre or year, or one file for many documents.
        FontMissing: when a PDF would lack a Chinese font.
        OSError: when the place cannot be written.
    """
    is_file = is_one_file(out, order.file_format, "--all" if order.centre is None else None)
    made = (
        (summary_name(order, centre_id), drawn_paper(paper, order.file_format, snapshot))
        for centre_id, paper in summaries(snapshot, order)
    )
    return write_each(made, out, is_file)


def summaries(snapshot: Snapshot, order: SummaryOrder) -> list[tuple[str, Paper]]:
    """The summaries before they are drawn, each with its centre's id.

    Raises:
        Refused: for an unknown centre, or a year that is none of its life.
    """
    from dashboards.documents.contents.centre_summary import centre_summary
    from dashboards.documents.contents.wording import Wording

    wording = Wording.of(order.language, snapshot.build)
    found = []
    for centre_id in _centre_ids(snapshot, order):
        view, report = centre_view(snapshot, centre_id), annual_report(snapshot, centre_id, order.year)
        if view is None or report is None:
            raise Refused(_no_year(snapshot, centre_id, order.year))
        found.append((centre_id, centre_summary(wording, view, report)))
    return found


def summary_name(order: SummaryOrder, centre_id: str) -> str:
    """The name of a summary in a folder.

    >>> summary_name(SummaryOrder(None, 2025, "en", "pdf"), "pub-sc-rare-earth")
    'pub-sc-rare-earth-2025-summary.en.pdf'
    """
    language = "" if order.language == "zh" else f".{order.language}"
    return f"{centre_id}-{order.year}-summary{language}.{order.file_format}"


def _centre_ids(snapshot: Snapshot, order: SummaryOrder) -> list[str]:
    if order.centre is not None:
        centre_id, nearest = centre_id_of(snapshot, order.centre)
        if centre_id is None:
            names = "、".join(nearest) or "-"
            raise Refused(f"{order.centre!r}: 没有这个中心，最接近的有 / no such centre; the nearest are: {names}")
        return [centre_id]
    found = [entry.centre_id for entry in report_standings(snapshot, year=order.year) if entry.is_reported]
    if not found:
        years = sorted({entry.year for entry in report_standings(snapshot) if entry.is_reported})
        raise Refused(f"{order.year}: 该年度没有年度报告，有报告的年度 / no report on that year; there are: {years}")
    return found


def _no_year(snapshot: Snapshot, centre_id: str, year: int) -> str:
    years = ", ".join(str(entry.year) for entry in report_standings(snapshot, centre_id)) or "-"
    return f"{centre_id}, {year}: 不是该中心存续的年度，可用 / not a year of its life; there are: {years}"
