"""Which documents are asked for, and their files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.document_paths import BULLETIN, FORMATS
from dashboards.exports.files import write_whole
from metrics.reading.annual_report import centre_round
from metrics.reading.overview import overview
from metrics.reading.programme import Programme, all_programmes
from metrics.reading.submission import submission
from metrics.reading.task_board import task_board
from metrics.reading.unit import unit_lines, unit_scorecard
from metrics.warehouse import Snapshot
from metrics.working.judgements import figure_workings

if TYPE_CHECKING:
    from dashboards.documents.contents.working_annex import Workings
    from dashboards.documents.typesetting.paper import Paper


class Refused(ValueError):
    """A document that cannot be written; the message names what was asked for and what there is."""


@dataclass(frozen=True)
class Order:
    """What to write: the bulletin, the feedback to one unit, or the bulletin and the feedback to all."""

    programme_id: str
    period_id: str
    language: str
    file_format: str
    unit_id: str | None = None
    is_for_all: bool = False


def written(snapshot: Snapshot, order: Order, out: Path) -> Iterator[Path]:
    """Writes the documents one by one, each whole or not at all, and gives their paths.

    Raises:
        Refused: for an unknown programme, round or unit, or one file for many documents.
        FontMissing: when a PDF would lack a Chinese font.
        OSError: when the place cannot be written.
    """
    is_file = is_one_file(out, order.file_format, "--all-units" if order.is_for_all else None)
    return write_each(drawn(snapshot, order), out, is_file)


def is_one_file(out: Path, file_format: str, many: str | None) -> bool:
    """Whether `out` names a file, not a folder; `many` is the option that asked for many documents, if one did.

    Raises:
        Refused: when it does and many are asked for, or one in another format.
    """
    is_file = out.suffix.lower() in {f".{known}" for known in FORMATS}
    if is_file and many:
        raise Refused(f"{out}: {many} 要写多份文件，请给文件夹 / writes many files: name a folder")
    if is_file and out.suffix.lower() != f".{file_format}":
        raise Refused(f"{out}: 与 --format {file_format} 不符 / does not fit --format {file_format}")
    return is_file


def write_each(made: Iterable[tuple[str, bytes]], out: Path, is_file: bool) -> Iterator[Path]:
    """Writes documents one by one, each whole or not at all, to the file or into the folder; gives their paths."""
    if not is_file:
        out.mkdir(parents=True, exist_ok=True)
    for name, content in made:
        path = out if is_file else out / name
        write_bytes(path, content)
        yield path


def drawn(snapshot: Snapshot, order: Order) -> Iterator[tuple[str, bytes]]:
    """The documents one by one, each with its file name; what cannot be made is refused before the first is drawn.

    Raises:
        Refused: for an unknown programme, round or unit.
        FontMissing: when a PDF would lack a Chinese font.
    """
    made = papers(snapshot, order)
    return ((file_name(order, name), drawn_paper(paper, order.file_format, snapshot)) for name, paper in made)


def write_bytes(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all."""
    write_whole(path, partial(_fill, content=content))


def papers(snapshot: Snapshot, order: Order) -> list[tuple[str, Paper]]:
    """The documents before they are drawn, each with `bulletin` or its unit's id.

    Raises:
        Refused: for an unknown programme, round or unit.
    """
    from dashboards.documents.contents.bulletin import bulletin
    from dashboards.documents.contents.feedback import current_report, feedback
    from dashboards.documents.contents.wording import Wording

    programme = known_programme(snapshot, order.programme_id, order.period_id)
    view = overview(snapshot, programme, order.period_id)
    lines = unit_lines(snapshot, programme, order.period_id)
    known = [line.unit.unit_id for line in lines]
    if order.unit_id and order.unit_id not in known:
        raise Refused(f"{order.unit_id!r}: 方案中没有这个单位 / no such unit; {', '.join(known)}")
    wording = Wording.of(order.language, snapshot.build)
    centres = centre_round(snapshot, order.programme_id, order.period_id)
    workings = _workings(snapshot, order)
    board = task_board(snapshot, programme, order.period_id)
    found = [] if order.unit_id else [(BULLETIN, bulletin(wording, view, lines, workings, board, centres))]
    wanted = known if order.is_for_all else [order.unit_id] if order.unit_id else []
    for unit_id in wanted:
        card = unit_scorecard(snapshot, unit_id, programme.programme_id, order.period_id)
        if card is not None:
            sent = current_report(card)
            report = submission(snapshot, sent.submission_id) if sent and sent.submission_id else None
            found.append((unit_id, feedback(wording, card, view.documents, workings, report)))
    return found


def file_name(order: Order, name: str) -> str:
    """The name of a file in a folder.

    >>> file_name(Order("cdm-zone-2018", "2019H2", "en", "pdf"), "bulletin")
    'cdm-zone-2018-2019H2-bulletin.en.pdf'
    """
    language = "" if order.language == "zh" else f".{order.language}"
    return f"{order.programme_id}-{order.period_id}-{name}{language}.{order.file_format}"


def known_programme(snapshot: Snapshot, programme_id: str, period_id: str | None = None) -> Programme:
    """The programme of that id, which must also have the round if one is named.

    Raises:
        Refused: naming what there is.
    """
    known = {entry.programme_id: entry for entry in all_programmes(snapshot)}
    if programme_id not in known:
        raise Refused(f"{programme_id!r}: 没有这个方案 / no such programme; {', '.join(known)}")
    rounds = [entry.period_id for entry in known[programme_id].rounds]
    if period_id is not None and period_id not in rounds:
        raise Refused(f"{period_id!r}: 方案没有这个报告期 / no such round; {', '.join(rounds)}")
    return known[programme_id]


def drawn_paper(paper: Paper, file_format: str, snapshot: Snapshot) -> bytes:
    """A document as the bytes of a file.

    Raises:
        FontMissing: when a PDF would lack a Chinese font.
    """
    if file_format == "pdf":
        from dashboards.documents.typesetting.pdf import pdf

        return pdf(paper, snapshot.build.built_at)
    from dashboards.documents.typesetting.word import docx

    return docx(paper, snapshot.build.built_at)


def _workings(snapshot: Snapshot, order: Order) -> Workings:
    found = figure_workings(snapshot, period_id=order.period_id)
    return {(entry.target_id, entry.unit_id): entry for entry in found if entry.programme_id == order.programme_id}


def _fill(draft: Path, content: bytes) -> None:
    draft.write_bytes(content)
