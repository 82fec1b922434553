"""The workbooks of one office: taken out with today's values, looked at, and published once somebody says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from metrics.catalog import Files
from metrics.file_names import called
from metrics.office import office_that_holds
from metrics.sentences import Bilingual, BilingualError
from pipelines.archive import Archive
from pipelines.definitions.breakdown import Breakdown, remembered
from pipelines.definitions.files import FOLDER, catalog_of, definitions_in_force, draft
from pipelines.definitions.names import Names
from pipelines.definitions.preview import Answers, Ground, Preview, preview, preview_book
from pipelines.definitions.publications import in_force, manifest_of, published_files
from pipelines.definitions.reading import FACTS_SHEET, ReadBook
from pipelines.definitions.template import Taken, workbook_bytes
from pipelines.definitions.things import Things, programme_of, read_things
from pipelines.journals import sync, write_durably
from pipelines.readers.encoding import readable_name
from pipelines.readers.marked_grids import MOST_COLUMNS, MOST_ROWS, Looks, Mark, Place
from pipelines.readers.marking import marked
from pipelines.readers.workbook import WorkbookReader
from pipelines.records import Publication


class UnknownProgramme(BilingualError, ValueError):
    """No programme is called so; the sentence lists those that there are."""


@dataclass(frozen=True)
class AskedBreakdown:
    """Whose breakdown a table is, and what its words mean where they do not say it themselves."""

    programme: str
    assigned: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    header_row: int | None = None


@dataclass
class Definitions:
    """The definitions of the office whose `raw` folder this is."""

    raw_folder: Path

    def files(self) -> Files:
        """Those that hold now."""
        return definitions_in_force(self.raw_folder)

    def taken(self, programme: str | None) -> Taken:
        """What a workbook of a programme (by id or name) is made of; without one, of a new programme.

        Raises:
            UnknownProgramme: where none is called so.
        """
        files = self.files()
        things = read_things(files)
        return Taken(things, programme and programme_id(things, programme), manifest_of(files))

    def workbook(self, programme: str | None, language: str | None = None) -> bytes:
        """The workbook as the bytes of an .xlsx file, in the office's first language where none is named."""
        languages = office_that_holds(self.raw_folder.parent).languages
        return workbook_bytes(self.taken(programme), language or languages[0], languages)

    def called(self, taken: Taken, language: str | None = None) -> str:
        """What the file of a workbook is called."""
        if taken.programme_id is None:
            return "programme"
        fields = taken.things["programme", taken.programme_id]
        zh, en = (str(fields.get(f"short_name.{one}") or taken.programme_id) for one in ("zh", "en"))
        first = office_that_holds(self.raw_folder.parent).languages[0]
        return called(taken.programme_id, Bilingual(zh, en), language or first)

    def look(self, path: Path, workbooks: WorkbookReader, answers: Answers | None = None) -> Preview:
        """The workbook at `path` held against what holds now; nothing is stored."""
        return self.look_at(path, readable_name(path.name), workbooks, answers)

    def look_at(self, path: Path, name: str, workbooks: WorkbookReader, answers: Answers | None = None) -> Preview:
        """The same of a workbook that is called otherwise than the file it lies in."""
        held = self._held()
        looked_at = preview(path, name, workbooks, self._ground(), answers)
        looked_at.publication = held
        return looked_at

    def look_at_breakdown(self, path: Path, workbooks: WorkbookReader, asked: AskedBreakdown) -> Preview:
        """A breakdown as the office has it, read under what was assigned now and before; nothing is stored.

        Raises:
            UnknownProgramme: where no programme is called so.
        """
        known, name = remembered(self.raw_folder.parent), readable_name(path.name)

        def read(things: Things) -> ReadBook:
            table = Breakdown(things, programme_id(things, asked.programme), asked.assigned, known)
            return table.read(path, name, workbooks, asked.sheet, asked.header_row)

        return self.look_at_read(read)

    def look_at_read(self, read: Callable[[Things], ReadBook], answers: Answers | None = None) -> Preview:
        """What `read` makes of the definitions that hold now, held against them like a workbook; nothing is stored."""
        held = self._held()
        looked_at = preview_book(read(read_things(self.files())), self._ground(), answers)
        looked_at.publication = held
        return looked_at

    def _ground(self) -> Ground:
        return Ground(self.files(), self._published, lambda files: catalog_of(files, self.raw_folder))

    def _held(self) -> str | None:
        # Asked before the definitions are read: what is published while they are looked at is then noticed.
        return getattr(in_force(Archive(self.raw_folder)), "manifest", None)

    def _published(self, manifest: str) -> Files | None:
        archive, files = Archive(self.raw_folder), self.files()
        if manifest_of(files) == manifest:
            return files
        known = {one.manifest for one in archive.publications()}
        return published_files(archive, manifest) if manifest in known else None

    def said(self, looked_at: Preview, content: bytes, by: str, reason: str) -> Publication:
        """The publication of what a preview without errors and open conflicts would make; its workbook is kept.

        Raises:
            ValueError: for a preview that must not be published.
        """
        if looked_at.is_refused or looked_at.conflicts or not looked_at.files:
            raise ValueError("a workbook with faults or open conflicts is never published")
        received = Archive(self.raw_folder).keep_content(content)
        return Publication("", by, reason, "", [], looked_at.book.channel, received, looked_at.publication)


def write_draft(raw_folder: Path, files: Files) -> None:
    """Lays definitions into the folder of the draft: what is other is replaced whole, what is gone removed."""
    folder, before = raw_folder / FOLDER, draft(raw_folder)
    for name, content in files.items():
        if before.get(name) != content:
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            write_durably(place, content)
    for name in before.keys() - files.keys():
        (folder / name).unlink()
    if folder.is_dir():
        sync(folder)


def settled(looked_at: Preview, sides: Mapping[int, str]) -> Answers:
    """Answers to the conflicts of a preview, given by their numbers from 1 on."""
    chosen = {number: looked_at.conflicts[number - 1] for number in sides}
    return {(conflict.key, conflict.name): sides[number] for number, conflict in chosen.items()}


def programme_id(things: Things, name: str) -> str:
    """The programme that is called so, by its id or one of its names.

    Raises:
        UnknownProgramme: where there is none, or more than one.
    """
    ids = [name] if ("programme", name) in things else Names(things).ids("programme", name)
    if len(ids) != 1:
        known = "、".join(key[1] for key in things if key[0] == "programme") or "-"
        raise UnknownProgramme(
            f"{name!r}: 没有这一方案，已有的是 {known}；新方案请用不带名称的 duibiao programme template",
            f"{name!r} is no programme; there are {known}. For a new one run `duibiao programme template` alone",
        )
    return ids[0]


def marked_workbook(looked_at: Preview, content: bytes, languages: Sequence[str]) -> bytes:
    """The workbook as it came in (`content`) with every finding in its cell; corrected, it can be sent back."""
    book = looked_at.book
    places = _columns(book)
    marks = []
    for finding in looked_at.findings:
        sheet = next((n for n, grid in enumerate(book.grids) if grid.sheet == finding.sheet), None)
        column = places.get((finding.sheet, finding.row_number, finding.column_name), 0)
        place: Place | None = None
        if sheet is not None and finding.row_number and finding.row_number <= MOST_ROWS and column < MOST_COLUMNS:
            place = sheet, finding.row_number - 1, column
        marks.append(Mark(finding, place))
    with WorkbookReader() as workbooks:
        return marked(content, workbooks, book.grids, marks, Looks({FACTS_SHEET}, book.heads, languages))


def _columns(book: ReadBook) -> dict[tuple[str | None, int | None, str | None], int]:
    places: dict[tuple[str | None, int | None, str | None], int] = {}
    for grid in book.grids:
        for line in grid.lines:
            for index, cell in line.filled():
                places.setdefault((grid.sheet, line.number, cell.text), index)
    for row in book.rows:
        for key, (words, index) in row.headers.items():
            places[row.sheet, row.place(key), words] = index
    return places


def counts(things: Things, programme: str) -> dict[str, int]:
    """How many rows of each table belong to a programme."""
    numbers: dict[str, int] = {}
    for key in things:
        if key[0] != "programme" and programme_of(key, things) == programme:
            numbers[key[0]] = numbers.get(key[0], 0) + 1
    return numbers
