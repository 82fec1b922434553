"""Publishing definitions: they are checked with everything that has been received, and hold from one line on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from expectations.result import Finding
from metrics.catalog import Catalog, Files
from metrics.rules.standing import name_objection, reason_objection
from metrics.sentences import Bilingual, BilingualError, say
from pipelines.archive import Archive
from pipelines.definitions import difference
from pipelines.definitions.checks import at_cells, in_order
from pipelines.definitions.desk import Definitions, write_draft
from pipelines.definitions.files import catalog_of, definitions_in_force, draft
from pipelines.definitions.preview import Preview
from pipelines.definitions.publications import in_force, manifest_of, publish
from pipelines.definitions.things import read_things
from pipelines.loading.build import check_definitions, move_old_journals
from pipelines.records import Publication

# Under whose name the definitions of an office hold that was brought up, until somebody publishes others.
BROUGHT_UP_BY, BROUGHT_UP_REASON = "duibiao upgrade", "由旧版数据文件夹转入 · brought up from an earlier layout"
PUBLISHED, UNCHANGED, REFUSED = "published", "unchanged", "refused"


class NamelessPublication(BilingualError, ValueError):
    """Nobody is named, or no reason is given; the sentence says what to write."""


@dataclass(frozen=True)
class PublishOutcome:
    """What became of definitions that were to be published: `published`, `unchanged` or `refused` with its findings."""

    state: str
    findings: tuple[Finding, ...] = ()
    publication: Publication | None = None


def publish_definitions(data_folder: Path, with_sample: bool, files: Files, said: Publication) -> PublishOutcome:
    """Publishes definitions that a load would take; the next load shows them.

    Args:
        data_folder: the office.
        with_sample: whether samples are in.
        files: all its definitions.
        said: who publishes and why; `taken_from` is the manifest of the definitions that he had before him.

    Raises:
        NamelessPublication: when nobody is named, or no reason is given.
        OvertakenPublication: when somebody else has published meanwhile.
        ClockUnsure: when the machine's clock cannot be right.
        OSError: when they could not be stored; then nothing has been published.
    """
    if objection := publication_objection(said.by, said.reason):
        raise NamelessPublication(*objection)
    archive = Archive(data_folder / "raw")
    last = in_force(archive)
    if last is not None and last.manifest == manifest_of(files):
        return PublishOutcome(UNCHANGED, publication=last)
    findings = tuple(check_definitions(data_folder, files, with_sample))
    if any(finding.severity == "error" for finding in findings):
        return PublishOutcome(REFUSED, findings)
    named = _concerned(definitions_in_force(archive.folder.parent), files, archive.folder.parent)
    return PublishOutcome(PUBLISHED, findings, publish(archive, files, replace(said, programmes=named)))


def foresee(data_folder: Path, with_sample: bool, looked_at: Preview) -> None:
    """Adds to a preview what a load by it would refuse, at the cells that say it.

    What a load finds anyway, and what it would only warn of elsewhere, is not told again.
    """
    if looked_at.is_refused or looked_at.conflicts or not looked_at.changes:
        return
    found = check_definitions(data_folder, looked_at.files, with_sample, is_whole=False)
    placed = list(at_cells(found, looked_at.files, looked_at.origins))
    changed = {id(looked_at.origins[one.key].row) for one in looked_at.changes if one.key in looked_at.origins}
    own = {(row.sheet, row.number) for row in looked_at.book.rows if id(row) in changed}
    told = [one for one in placed if one.severity == "error" or ((one.sheet, one.row_number) in own and one.sheet)]
    looked_at.findings = in_order([*looked_at.findings, *told])


def publication_objection(by: str | None, reason: str | None) -> Bilingual | None:
    """Why somebody cannot publish under this name and for this reason; None where he can.

    >>> publication_objection("王芳", "经批准调整"), publication_objection("王芳", " ").en
    (None, 'No reason is given. Say why: it is recorded with the publication and your name.')
    """
    if code := name_objection(by) or reason_objection(reason):
        return say(f"round.{code}")
    return None if (reason or "").strip() else say("clerk.programme_reasonless")


def publish_workbook(
    data_folder: Path, with_sample: bool, looked_at: Preview, content: bytes, by: str, reason: str,
    request_id: str | None = None,
) -> PublishOutcome:  # fmt: skip
    """Publishes what a workbook without faults and open conflicts would make of the definitions.

    A draft that was what held before is brought along; whoever has other words in it keeps them.

    Args:
        data_folder: the office.
        with_sample: whether samples are in.
        looked_at: the workbook as it was looked at.
        content: its bytes, which are kept.
        by: who publishes.
        reason: why.
        request_id: the page's request that asks for it.

    Raises:
        OvertakenPublication: when somebody else has published since it was looked at.
        OSError: when something could not be stored; then nothing has been published.
    """
    raw_folder = data_folder / "raw"
    definitions = Definitions(raw_folder)
    is_draft_in_force = draft(raw_folder) == definitions.files()
    said = replace(definitions.said(looked_at, content, by, reason), request_id=request_id)
    outcome = publish_definitions(data_folder, with_sample, looked_at.files, said)
    outcome = replace(outcome, findings=tuple(at_cells(outcome.findings, looked_at.files, looked_at.origins)))
    if outcome.state == PUBLISHED and is_draft_in_force:
        write_draft(raw_folder, looked_at.files)
    return outcome


def has_begun(archive: Archive) -> bool:
    """Whether anything has been published or received in an office, so that its definitions wait for a person.

    Raises:
        BrokenJournal: when the journal cannot be read.
    """
    return bool(archive.publications() or archive.receipts())


def publish_brought_up(data_folder: Path) -> None:
    """Publishes the definitions that an office of before publications went by, with its journals in today's form.

    Raises:
        BrokenJournal: when a line or a report of the old journals cannot be read.
    """
    archive = Archive(data_folder / "raw")
    move_old_journals(archive)
    if in_force(archive) is None:
        files = draft(archive.folder.parent)
        named = touched_programmes({}, files, archive.folder.parent)
        publish(archive, files, Publication("", BROUGHT_UP_BY, BROUGHT_UP_REASON, "", named, "upgrade"))


def _concerned(before: Files, after: Files, raw_folder: Path) -> list[str]:
    """The programmes that a publication is about: its own, and those that use a unit, document or indicator of it."""
    was, becomes = read_things(before), read_things(after)
    used_by = difference.touched_programmes(difference.changes(was, becomes), {**was, **becomes})
    return sorted({*touched_programmes(before, after, raw_folder), *used_by})


def touched_programmes(before: Files, after: Files, raw_folder: Path) -> list[str]:
    """The programmes that a publication brings, changes or drops, by what is declared for them.

    What belongs to the office as a whole, its units and indicators, is no programme's.
    """
    changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    catalogs = [catalog_of(files, raw_folder) for files in (before, after)]
    entries = [{programme.id: programme for programme in catalog.programmes} for catalog in catalogs]
    documents = {pair for catalog in catalogs for pair in _documents(catalog)}
    touched = {owner for name, owner in documents if name in changed}
    touched |= {PurePosixPath(name).stem for name in changed if name.endswith(".csv")}
    touched |= {each for each in {*entries[0], *entries[1]} if entries[0].get(each) != entries[1].get(each)}
    return sorted(touched & {*entries[0], *entries[1]})


def _documents(catalog: Catalog) -> Iterator[tuple[str, str]]:
    for policy in catalog.policies:
        yield f"policies/{policy.id}.yml", policy.programme_id
