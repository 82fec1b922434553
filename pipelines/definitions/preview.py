"""Looking at a workbook before it counts: what is wrong with it, what it changes, what has to be answered first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from expectations.result import Finding
from metrics import clock
from metrics.catalog import Catalog, CatalogError, CatalogProblem, Files
from metrics.office import office_in_force
from metrics.periods import Period
from metrics.rules.rounds import rounds
from pipelines.definitions.change_faults import change_faults
from pipelines.definitions.checks import check_entered, in_order
from pipelines.definitions.difference import Change, Conflict, Merged, merge, touched_programmes, touched_rounds
from pipelines.definitions.entering import Entered, Origin, enter
from pipelines.definitions.reading import ReadBook, read_book
from pipelines.definitions.things import Key, Things, read_things, table_of, written
from pipelines.readers.wording import reading_finding
from pipelines.readers.workbook import WorkbookReader

# The catalog of the definitions as a whole; raises CatalogError with every problem.
Validate = Callable[[Files], Catalog]
# Which side stands of each conflict, by its thing and field: `mine` or `theirs`.
Answers = Mapping[tuple[Key, str], str]


@dataclass
class Preview:
    """A workbook looked at: its findings; and where none is an error, the definitions after it and what it changes.

    `files` are every definition of the office as they would be published. `conflicts` must be answered before that.
    `publication` is the one in force when it was looked at, `planned` the programme's rounds as they would follow.
    """

    book: ReadBook
    programme_id: str | None
    findings: list[Finding] = field(default_factory=list)
    before: Things = field(default_factory=dict)
    after: Things = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    publication: str | None = None
    planned: tuple[Period, ...] = ()
    origins: dict[Key, Origin] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        """Whether something has to be corrected first."""
        return any(finding.severity == "error" for finding in self.findings)

    @property
    def touched(self) -> list[str]:
        """The other programmes that a change of a unit, document or indicator concerns."""
        programmes = touched_programmes(self.changes, {**self.before, **self.after})
        return sorted(programmes - {self.programme_id or ""})

    @property
    def rounds(self) -> list[str]:
        """The rounds of the programme that the changes concern."""
        known = [one for one in self.changes if one.kind != "new" or ("programme", self.programme_id) in self.before]
        return touched_rounds(known, self.planned, self.after)


@dataclass(frozen=True)
class Ground:
    """What a workbook is held against: the definitions in force, and how to find those it was taken from.

    `taken` gives the files of a publication by its manifest, None where there is none.
    """

    current: Files
    taken: Callable[[str], Files | None]
    validate: Validate


def preview(
    path: Path,
    file: str,
    workbooks: WorkbookReader,
    ground: Ground,
    answers: Answers | None = None,
) -> Preview:
    """Everything that is to be said about the workbook at `path`, called `file`; nothing is stored."""
    return preview_book(read_book(path, file, workbooks), ground, answers)


def preview_book(book: ReadBook, ground: Ground, answers: Answers | None = None) -> Preview:
    """Everything that is to be said about what was read of a workbook; nothing is stored."""
    manifest = book.facts.get("publication", "")
    taken = ground.taken(manifest) if manifest else None
    current = read_things(ground.current)
    base = current if taken is None else read_things(taken)
    entered = enter(book, base, current, clears=taken is not None)
    looked_at = Preview(book, entered.programme_id, before=current, origins=entered.origins)
    looked_at.findings = [*entered.findings, *(check_entered(entered, book.file) if entered.origins else [])]
    if not looked_at.is_refused:
        looked_at.findings += change_faults(entered, book.file)
    if not looked_at.is_refused and entered.programme_id is not None:
        _put_together(looked_at, entered, merge(base, current, entered.things, answers), ground)
    looked_at.findings = in_order(looked_at.findings)
    return looked_at


def _put_together(looked_at: Preview, entered: Entered, merged: Merged, ground: Ground) -> None:
    looked_at.after, looked_at.changes, looked_at.conflicts = merged.things, merged.changes, merged.conflicts
    files = written(ground.current, merged.things)
    try:
        catalog = ground.validate(files)
    except CatalogError as error:
        looked_at.findings += [_of_problem(problem, looked_at.book, entered) for problem in error.problems]
    else:
        looked_at.files, looked_at.planned = files, _planned(catalog, entered.programme_id)


def _planned(catalog: Catalog, programme_id: str | None) -> tuple[Period, ...]:
    """The rounds of a programme until its end, or until today where it rolls on."""
    programme = next((one for one in catalog.programmes if one.id == programme_id), None)
    if programme is None:
        return ()
    until = max(programme.ends_on or date.min, clock.today())
    return tuple(one.period for one in rounds(programme, office_in_force().year_begins, until))


def _of_problem(problem: CatalogProblem, book: ReadBook, entered: Entered) -> Finding:
    """A problem of the definitions as a whole, at the row of the sheet that speaks of the thing, where there is one."""
    table = table_of(problem.file)
    key = problem.key.partition(":")[0]
    names = {key, Path(problem.file).stem}
    own = [(one, origin) for one, origin in entered.origins.items() if table and one[0] == table.table_name]
    origin = next((origin for one, origin in own if one[1] in names or key in origin.row.text("name")), None)
    finding = reading_finding("workbook.definition", book.file, detail=f"{problem.key}: {problem.sentence}")
    if origin is None:
        return finding
    field_name = problem.key.rpartition(": ")[2].partition(".")[0]
    column = origin.columns.get(field_name) or origin.row.main
    return replace(finding, sheet=origin.row.sheet, row_number=origin.row.place(column), value=origin.row.text(column),
                   column_name=origin.row.header(column))  # fmt: skip
