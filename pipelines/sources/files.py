"""The files that feed the sources: those under `raw`, and those of the definitions, wherever their bytes lie."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path

from pipelines.sources import Source, load_sources

DEFINITIONS = "definitions/"


@dataclass(frozen=True)
class HeldFile:
    """One file of a source: its name below `raw`, and how its bytes are had."""

    source: Source
    name: Path
    read: Callable[[], bytes]


def held_files(
    raw_folder: Path, definitions: Mapping[str, bytes] | None, sources: Iterable[Source]
) -> Iterator[HeldFile]:
    """Every file of every source, in a stable order.

    Args:
        raw_folder: where files lie as received.
        definitions: the definitions that count, path below their folder to bytes; None where no source is theirs.
        sources: those that are wanted.
    """
    for source in sources:
        if source.files.startswith(DEFINITIONS):
            assert definitions is not None, source.table_name  # noqa: S101 - whoever asks for theirs has them
            pattern = source.files.removeprefix(DEFINITIONS)
            for name in sorted(name for name in definitions if _fits(name, pattern)):
                yield HeldFile(source, Path(DEFINITIONS + name), partial(definitions.__getitem__, name))
        else:
            for path in sorted(raw_folder.glob(source.files)):
                yield HeldFile(source, path.relative_to(raw_folder), path.read_bytes)


def _fits(name: str, pattern: str) -> bool:
    return name.count("/") == pattern.count("/") and fnmatchcase(name, pattern)


def definition_folders() -> list[str]:
    """The folders below the definitions that hold tables, each the name of one table's files."""
    return sorted({source.files.split("/")[1] for source in load_sources() if source.files.startswith(DEFINITIONS)})
