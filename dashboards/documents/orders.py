"""What may be ordered of a round or of centres, and the papers that answer an order, before they are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.document_paths import BULLETIN
from metrics.kinds.table import kinds
from metrics.reading.annual_report import annual_report, centre_id_of, centre_round, report_standings
from metrics.reading.centre import centre_view
from metrics.reading.overview import overview
from metrics.reading.programme import Programme, all_programmes
from metrics.reading.submission import submission
from metrics.reading.task_board import task_board
from metrics.reading.unit import unit_lines, unit_scorecard
from metrics.sentences import BilingualError, what_there_is
from metrics.warehouse import Snapshot
from metrics.working.judgements import figure_workings

if TYPE_CHECKING:
    from dashboards.documents.contents.working_annex import Workings
    from dashboards.documents.typesetting.paper import Paper


class Refused(BilingualError, ValueError):
    """A document that cannot be written; the message names what was asked for and what there is."""


@dataclass(frozen=True)
class Order:
    """What to write of a round: the bulletin, the feedback to one unit, or the bulletin and the feedback to all."""

    programme_id: str
    period_id: str
    language: str
    file_format: str
    unit_id: str | None = None
    is_for_all: bool = False


@dataclass(frozen=True)
class SummaryOrder:
    """What to write of centres: the summary of one on a year, or of every one that had reported on it (None)."""

    centre: str | None
    year: int
    language: str
    file_format: str


@dataclass(frozen=True)
class ListOrder:
    """The list of all reports of one kind."""

    kind_id: str
    language: str
    file_format: str


def standings_list(snapshot: Snapshot, order: ListOrder) -> Paper:
    """The list before it is drawn.

    Raises:
        Refused: for an unknown kind.
    """
    from dashboards.documents.contents.standings import standings
    from dashboards.documents.contents.wording import Wording

    of = next((one for one in kinds() if one.kind_id == order.kind_id), None)
    if of is None:
        known = ", ".join(one.kind_id for one in kinds())
        raise Refused(
            f"{order.kind_id}: 没有这类报告，可用 {known}", f"{order.kind_id} is no kind of report; there are: {known}"
        )
    return standings(Wording.of(order.language, snapshot.build), snapshot, of)


def papers(snapshot: Snapshot, order: Order) -> list[tuple[str, Paper]]:
    """The documents of a round before they are drawn, each with `bulletin` or its unit's id.

    Raises:
        Refused: for an unknown programme, round or unit.
    """
    from dashboards.documents.contents.bulletin import bulletin
    from dashboards.documents.contents.feedback import current_report, feedback
    from dashboards.documents.contents.wording import Wording

    programme = known_programme(snapshot, order.programme_id, order.period_id)
    view = overview(snapshot, programme, order.period_id)
    lines = unit_lines(snapshot, programme, order.period_id)
    unit_ids = [line.unit.unit_id for line in lines]
    asked = next((u.unit_id for u in (line.unit for line in lines) if order.unit_id in (u.unit_id, *u.name)), None)
    if order.unit_id and asked is None:
        listed = ", ".join(unit_ids)
        raise Refused(
            f"{order.unit_id!r}: 方案中没有这个单位，可用 {listed}",
            f"{order.unit_id!r} is no unit of the programme; there are: {listed}",
        )
    wording = Wording.of(order.language, snapshot.build)
    centres = centre_round(snapshot, order.programme_id, order.period_id)
    workings = _workings(snapshot, order)
    board = task_board(snapshot, programme, order.period_id)
    made = [] if order.unit_id else [(BULLETIN, bulletin(wording, view, lines, workings, board, centres))]
    for unit_id in unit_ids if order.is_for_all else [asked] if asked else []:
        card = unit_scorecard(snapshot, unit_id, programme.programme_id, order.period_id)
        if card is not None:
            sent = current_report(card)
            report = submission(snapshot, sent.submission_id) if sent and sent.submission_id else None
            made.append((unit_id, feedback(wording, card, view.documents, workings, report)))
    return made


def summaries(snapshot: Snapshot, order: SummaryOrder) -> list[tuple[str, Paper]]:
    """The summaries before they are drawn, each with its centre's id.

    Raises:
        Refused: for an unknown centre, or a year that is none of its life.
    """
    from dashboards.documents.contents.centre_summary import centre_summary
    from dashboards.documents.contents.wording import Wording

    wording = Wording.of(order.language, snapshot.build)
    made = []
    for centre_id in _centre_ids(snapshot, order):
        view, report = centre_view(snapshot, centre_id), annual_report(snapshot, centre_id, order.year)
        if view is None or report is None:
            years = ", ".join(str(entry.year) for entry in report_standings(snapshot, centre_id)) or "-"
            raise Refused(
                f"{centre_id}, {order.year}: 不是该中心存续的年度，可用 {years}",
                f"{order.year} is not a year of the life of {centre_id}; there are: {years}",
            )
        made.append((centre_id, centre_summary(wording, view, report)))
    return made


def known_programme(snapshot: Snapshot, programme_id: str, period_id: str | None = None) -> Programme:
    """The programme of that id, which must also have the round if one is named.

    Raises:
        Refused: naming what there is.
    """
    programmes = {entry.programme_id: entry for entry in all_programmes(snapshot)}
    if programme_id not in programmes:
        zh, en = what_there_is(programmes)
        raise Refused(f"{programme_id!r}: 没有这个方案；{zh}", f"{programme_id!r} is no programme; {en}")
    rounds = [entry.period_id for entry in programmes[programme_id].rounds]
    if period_id is not None and period_id not in rounds:
        listed = ", ".join(rounds)
        raise Refused(
            f"{period_id!r}: 方案没有这个报告期，可用 {listed}",
            f"{period_id!r} is no round of the programme; there are: {listed}",
        )
    return programmes[programme_id]


def _centre_ids(snapshot: Snapshot, order: SummaryOrder) -> list[str]:
    if order.centre is not None:
        centre_id, nearest = centre_id_of(snapshot, order.centre)
        if centre_id is None:
            names = "、".join(nearest) or "-"
            raise Refused(
                f"{order.centre!r}: 没有这个中心，最接近的有 {names}",
                f"{order.centre!r} is no centre; the nearest are: {names}",
            )
        return [centre_id]
    reported = [entry.centre_id for entry in report_standings(snapshot, year=order.year) if entry.is_reported]
    if not reported:
        years = ", ".join(str(y) for y in sorted({e.year for e in report_standings(snapshot) if e.is_reported}))
        raise Refused(
            f"{order.year}: 该年度没有年度报告，有报告的年度 {years}",
            f"there is no report on {order.year}, only on: {years}",
        )
    return reported


def _workings(snapshot: Snapshot, order: Order) -> Workings:
    workings = figure_workings(snapshot, period_id=order.period_id)
    return {(entry.target_id, entry.unit_id): entry for entry in workings if entry.programme_id == order.programme_id}
