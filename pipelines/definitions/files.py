"""The definitions of an office as bytes by path, and the one door through which everything gets them."""

from __future__ import annotations

from pathlib import Path

from expectations.result import Finding
from metrics.catalog import Catalog, CatalogError, Files, load_catalog
from metrics.office import office_that_holds
from pipelines.archive import Archive
from pipelines.definitions.publications import in_force, manifest_of, published_files

# Where they lie under `raw`.
FOLDER = "definitions"
_SUFFIXES = (".csv", ".yml")
_KEPT_CATALOGS = 4


def read_files(folder: Path) -> Files:
    """The files below a folder, by their path in it; what is hidden or still being written stays out.

    Raises:
        OSError: for a file that cannot be read.
    """
    # A folder that is called like a table is read too, and refused by its name.
    paths = sorted(path for path in folder.rglob("*") if path.is_file() or path.suffix in _SUFFIXES)
    places = {path.relative_to(folder): path for path in paths}
    return {
        place.as_posix(): path.read_bytes()
        for place, path in places.items()
        if not any(part[0] in ".~" for part in place.parts)
    }


def draft(raw_folder: Path) -> Files:
    """The definitions as they lie in the folder: what whoever edits them would publish.

    Raises:
        OSError: for a file that cannot be read.
    """
    return read_files(raw_folder / FOLDER)


def definitions_in_force(raw_folder: Path) -> Files:
    """The definitions that count for whatever is read, judged or shown now: those published last, or none.

    Raises:
        LostDefinitions: when a published file is gone or was altered.
        BrokenJournal: when the journal cannot be read.
    """
    archive = Archive(raw_folder)
    if archive.old_journals():
        return draft(raw_folder)  # Of before there were publications; bringing the office up publishes it.
    publication = in_force(archive)
    return published_files(archive, publication.manifest) if publication else {}


def catalog_in_force(raw_folder: Path) -> Catalog:
    """The catalog of the definitions that count.

    Raises:
        CatalogError: with every problem found.
    """
    return catalog_of(definitions_in_force(raw_folder), raw_folder)


def catalog_of(files: Files, raw_folder: Path) -> Catalog:
    """The catalog of these definitions, with what the office says for whatever they leave open.

    Raises:
        CatalogError: with every problem found.
    """
    known = (manifest_of(files), office_that_holds(raw_folder.parent).acceptance)
    catalog = _CATALOGS.pop(known, None) or load_catalog(files, known[1])
    _CATALOGS[known] = catalog
    if len(_CATALOGS) > _KEPT_CATALOGS:
        del _CATALOGS[next(iter(_CATALOGS))]
    return catalog


# The last catalogs that were asked for, by the hash of the files they were read from and what fills their gaps.
_CATALOGS: dict[tuple[str, str], Catalog] = {}


def definition_findings(error: CatalogError) -> list[Finding]:
    """What is wrong with definitions, as findings at the lines of their files."""
    return [
        Finding(
            "definition.shape", "error", f"{FOLDER}/{one.file}", one.line, one.key, one.value,
            one.sentence.zh, one.sentence.en, one.next_step.zh, one.next_step.en,
        )
        for one in error.problems
    ]  # fmt: skip
