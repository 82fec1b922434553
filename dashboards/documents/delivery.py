"""Which documents there are, what each file is called and where it is written: by command and over HTTP the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.document_paths import FORMATS
from dashboards.documents.called import subject_called
from dashboards.documents.orders import (
    ListOrder,
    Order,
    Refused,
    SummaryOrder,
    known_programme,
    papers,
    standings_list,
    summaries,
)
from dashboards.documents.typesetting.letters import PLAIN
from dashboards.exports.files import write_whole
from metrics.file_names import called
from metrics.reading.contact import contacts
from metrics.reading.feedback import feedback_round
from metrics.reading.office import read_office
from metrics.warehouse import Snapshot

if TYPE_CHECKING:
    from dashboards.documents.typesetting.paper import Paper

File = tuple[str, bytes]


def round_files(snapshot: Snapshot, order: Order) -> Iterator[File]:
    """The documents of a round one by one; what cannot be made is refused before the first is drawn.

    Raises:
        Refused: for an unknown programme, round or unit.
        FontMissing: when a PDF would lack a Chinese font.
    """
    language = order.language
    stem = f"{subject_called(snapshot, order.programme_id, language)}-{order.period_id}"
    named = ((subject_called(snapshot, name, language), paper) for name, paper in papers(snapshot, order))
    return (_drawn(f"{stem}-{name}", paper, order, snapshot) for name, paper in named)


def summary_files(snapshot: Snapshot, order: SummaryOrder) -> Iterator[File]:
    """The annual summaries one by one; what cannot be made is refused before the first is drawn.

    Raises:
        Refused: for an unknown centre or year.
        FontMissing: when a PDF would lack a Chinese font.
    """
    made = summaries(snapshot, order)
    return (_drawn(f"{centre_id}-{order.year}-summary", paper, order, snapshot) for centre_id, paper in made)


def standings_file(snapshot: Snapshot, order: ListOrder) -> File:
    """The list of all reports of one kind.

    Raises:
        Refused: for an unknown kind.
        FontMissing: when a PDF would lack a Chinese font.
    """
    return _drawn(f"{order.kind_id}-standings", standings_list(snapshot, order), order, snapshot)


def reminder_files(
    snapshot: Snapshot, programme_id: str, period_id: str, language: str, unit_id: str | None = None
) -> list[File]:
    """A mail file per unit that is to be reminded, or that of one unit.

    Raises:
        Refused: for an unknown programme or round, and for a unit that owes nothing in it.
    """
    from dashboards.documents.contents.reminders import reminders
    from dashboards.documents.contents.wording import Wording
    from dashboards.documents.typesetting.mail import eml

    view = feedback_round(snapshot, known_programme(snapshot, programme_id, period_id), period_id)
    stem = f"{subject_called(snapshot, programme_id, language)}-{period_id}-reminder"
    files = [
        (file_name(f"{stem}-{called(entry.unit.unit_id, entry.unit.name, language)}", language, "eml"), eml(entry))
        for entry in reminders(Wording.of(language, snapshot.build), view, contacts(snapshot))
        if unit_id in (None, entry.unit.unit_id)
    ]
    if unit_id is not None and not files:
        raise Refused(
            f"{unit_id!r}: {period_id} 没有需要催办此单位的事项",
            f"there is nothing to remind {unit_id!r} of in {period_id}",
        )
    return files


def calendar_file(snapshot: Snapshot, programme_id: str, language: str) -> File:
    """The due dates of a programme.

    Raises:
        Refused: for an unknown programme.
    """
    from dashboards.documents.contents.calendar import ics
    from dashboards.documents.contents.wording import Wording

    programme = known_programme(snapshot, programme_id)
    name = file_name(subject_called(snapshot, programme_id, language), language, "ics")
    return name, ics(Wording.of(language, snapshot.build), programme)


def zipped(stem: str, language: str, files: Iterable[File]) -> File:
    """Several files as one archive."""
    from dashboards.documents.typesetting.mail import archive

    return file_name(stem, language, "zip"), archive(files)


def file_name(stem: str, language: str, ending: str) -> str:
    """The name of a file; a Chinese one bears no mark of its language.

    >>> file_name("cdm-zone-2018-2019H2-bulletin", "en", "pdf"), file_name("cdm-zone-2018", "zh", "ics")
    ('cdm-zone-2018-2019H2-bulletin.en.pdf', 'cdm-zone-2018.ics')
    """
    return f"{stem}.{ending}" if language == "zh" else f"{stem}.{language}.{ending}"


def is_one_file(out: Path, file_format: str, many: str | None) -> bool:
    """Whether `out` names a file, not a folder; `many` is the option that asked for many documents, if one did.

    Raises:
        Refused: when it does and many are asked for, or one in another format.
    """
    is_file = out.suffix.lower() in {f".{ending}" for ending in FORMATS}
    if is_file and many:
        raise Refused(f"{out}: {many} 要写多份文件，请给文件夹", f"{out}: {many} writes many files: name a folder")
    if is_file and out.suffix.lower() != f".{file_format}":
        raise Refused(f"{out}: 与 --format {file_format} 不符", f"{out} does not fit --format {file_format}")
    return is_file


def write_files(files: Iterable[File], out: Path, is_file: bool) -> Iterator[Path]:
    """Writes files one by one, each whole or not at all, to `out` or into that folder; gives their paths.

    Raises:
        OSError: when the place cannot be written.
    """
    if not is_file:
        out.mkdir(parents=True, exist_ok=True)
    for name, content in files:
        path = out if is_file else out / name
        write_whole(path, partial(Path.write_bytes, data=content))
        yield path


def _drawn(stem: str, paper: Paper, order: Order | SummaryOrder | ListOrder, snapshot: Snapshot) -> File:
    name, office = file_name(stem, order.language, order.file_format), read_office(snapshot)
    paper = replace(paper, letter=office.letter)
    if paper.letter == PLAIN.name:
        paper = replace(paper, closing=(office.called.in_language(order.language), *paper.closing[1:]))
    if order.file_format == "pdf":
        from dashboards.documents.typesetting.pdf import pdf

        return name, pdf(paper, snapshot.build.built_at)
    from dashboards.documents.typesetting.word import docx

    return name, docx(paper, snapshot.build.built_at)
