"""The definitions of an office as bytes by path, and the one door through which everything gets them."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from expectations.result import Finding
from metrics.catalog import Catalog, CatalogError, Files, load_catalog
from metrics.office import office_that_holds
from pipelines.journals import write_durably

# Where they lie under `raw`.
FOLDER = "definitions"
_SUFFIXES = (".csv", ".yml")


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


def definitions_in_force(raw_folder: Path) -> Files:
    """The definitions that count for whatever is read, judged or shown now.

    A slip in a file does not stop the round in progress: where they cannot be used, those of the last build hold.
    """
    drafted = read_files(raw_folder / FOLDER)
    try:
        catalog_of(drafted, raw_folder)
    except CatalogError:
        return built_from(raw_folder) or drafted
    return drafted


def keep_built(raw_folder: Path, files: Files) -> None:
    """Keeps the definitions from which a build was made and published, in place of those of the build before."""
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as kept:
        for name, content in sorted(files.items()):
            kept.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    write_durably(_built(raw_folder), packed.getvalue())


def built_from(raw_folder: Path) -> Files | None:
    """The definitions of the last build that was published; None where there is none, or it is not whole."""
    try:
        with ZipFile(_built(raw_folder)) as kept:
            return {name: kept.read(name) for name in kept.namelist()}
    except (OSError, BadZipFile):
        return None


def _built(raw_folder: Path) -> Path:
    return raw_folder.parent / "warehouse" / "definitions.zip"


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
    return load_catalog(files, office_that_holds(raw_folder.parent).acceptance)


def definition_findings(error: CatalogError) -> list[Finding]:
    """What is wrong with definitions, as findings at the lines of their files."""
    return [
        Finding(
            "definition.shape", "error", f"{FOLDER}/{one.file}", one.line, one.key, one.value,
            one.sentence.zh, one.sentence.en, one.next_step.zh, one.next_step.en,
        )
        for one in error.problems
    ]  # fmt: skip
